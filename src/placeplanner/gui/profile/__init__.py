"""The profile's own page in the window: shaped at the left, seen at the right, exported below.

The rule that matters: what is seen is the very PDF that would be written, made off the window's thread; what is
written into a field is an edit of the plan when it is left, so that undo reaches it. Start reading at `page`.
"""
