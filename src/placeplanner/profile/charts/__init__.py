"""The charts of a profile: a `Plot` says what is to be seen, `svg_of` draws it as SVG with matplotlib.

The rule that matters: nothing is told by colour alone. Parts differ by hatch and number, places by shape, and the table
beside each chart says the same. One drawing serves paper and screen: colours are attributes, which the page's own style
overrules for the dark. Start with `plot.py`, then `drawing.py`.
"""
