"""Reading what publishers hand out, recognised by its content, whatever its name.

The rule that matters: every feature is accounted for in a tally, and what is broken is mended or refused in words.
Start reading at `recognise`.
"""
