"""What people do to a plan. The only way in which a plan changes.

An edit is a frozen value that says what it changes; `History.perform` commits it with its journal in one
transaction, and undoes it again, in this run or a later one. Start reading at `edit`, then `history`.
"""
