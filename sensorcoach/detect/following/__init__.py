"""Follow an open set along its arc: phases, reps, and the end of the set.

Read in this order: `set_follower` (opens, follows and closes a set), `open_set` (all that is known of it),
`set_movements` (which movements are its reps), `phase_tracker` (the state machine over the lift angle) with
`tracker_state`, `tracker_events` and `thresholds`, `catch_up` (reads a set that was believed late), `arc_end` (walking,
another posture), `swing_alarm` (too fast), `set_series` (what outlasts a set). For the screen only: `live_phase` with
`onset_threshold`, and `provisional` (before a set is believed).
"""
