"""The side panels: which place, which layers, which records, what has been done.

The rule that matters: a panel shows what it is given and says by a signal what a person wants; it never asks a
plan for anything, so that each can be tried alone. Start reading at `records`; rows are painted in `rows`.
"""
