"""Painting the map with QtGui only: the same code for the screen, for paper, in a profile and in a test.

The rule that matters: painting, picking and snapping are pure functions of a frozen `Scene` and a `Viewport`,
so that they run in any thread. Start reading at `viewport`, then `scene`, then `painter`.
"""
