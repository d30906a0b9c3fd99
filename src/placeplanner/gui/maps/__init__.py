"""Map packs in the window: what is installed, making one of files that were dropped, where to get them.

The rule that matters: the first picture never waits for a pack, and a pack that fails is named and left out.
Start reading at `atlas`, then `keeper`.
"""
