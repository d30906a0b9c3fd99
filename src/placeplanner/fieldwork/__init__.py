"""What people bring in from outdoors: photos, with when and where they were taken.

The rule that matters: a picture is kept without anything hidden in it, since the place in a photo's data can
give away somebody's home; time and place are handed over as values, to be shown only with consent. Start
reading at `photos`.
"""
