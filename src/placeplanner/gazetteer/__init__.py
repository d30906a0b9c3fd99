"""Finding streets, places and postcodes by name, with no network.

The rule that matters: people misspell, and the street they mean is most likely the one near what they look at.
A map pack carries the index that `index` writes and `search` reads. Start reading at `name`.
"""
