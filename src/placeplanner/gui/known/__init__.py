"""Known things of published lists, offered beside the map: hollow symbols, a list, a card that is only read.

The rule that matters: nothing becomes a record unless a person says so. Start reading at `knowing`, then `panel`.
"""
