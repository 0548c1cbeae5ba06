"""Detect sets, reps and phases in the motion, and report them as events.

Read in this order:

    detector      searches for a set, follows it, and searches again
    finding/      finds the beginning of a set
    posture_gate  refuses sets in a wrong posture
    following/    tracks the reps along the arc of the set
    timing/       refines the times of each rep
    height/       counts squats by height
    set_reporter  turns the findings into events

All of them read `motion_history` and `movement_limits`.
"""
