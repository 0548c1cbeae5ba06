"""Find the beginning of a set in the motion.

Read the files in the order of the data: `strokes` cuts the motion at its turning points, `cycles` pairs strokes to
movements out and back, `comparisons` measures each cycle, `evidence` weighs the measures, `search` adds cycles up until
they are a set, `direction` decides which end is the bottom (with `force_correlation`), and `set_start` describes the
beginning of the set. `evidence_report` and `refusals` explain what was found and what was not.
"""
