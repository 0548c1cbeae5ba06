"""Reps by height, for squats and getting up: the whole body goes down and up, and the lift angle says little.

Read in this order: `rest` (where the vertical speed is zero), `accelerometer_bias` (what the sensor adds), `steps`
(acceleration to height), `height_tracker` (from rest to rest), `step_pairs` (out and back is a rep), `counter` (alike
reps are a set), `double_bend` (bends that belong to a squat), `sets` (events).
"""
