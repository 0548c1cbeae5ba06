"""Detect sets, reps and phases in the motion, and report them as events.

Reading order: `detector` searches for a set, follows it, and searches again. `finding/` finds the beginning of a set,
`posture_gate` refuses sets in a wrong posture, `following/` tracks the reps along the arc, `timing/` refines their
times, `height/` counts squats by height, and `set_reporter` makes the events. `motion_history` and `movement_limits`
are what all of them read.
"""
