"""Offline maps: what they hold, where they come from, how they are read.

The rule that matters: nothing is shown without its source, licence and date, so every pack has a manifest.
A pack is built (`build`) from sources (`haul` says what they yield) into pieces for four ranges of scale (`layout`,
`levels`), is never there half-written (`writer`), is used only after every byte was checked (`check`, `library`),
and is then a street map like any other (`pack`, `packs`). The map that ships is read here too (`manifest`, `shipped`).
"""
