"""What a person can ask the window to do: each says whether it can be done, and why not.

The rule that matters: the reason is shown as the tooltip, so nothing is ever just grey. Start at `operation`.
"""
