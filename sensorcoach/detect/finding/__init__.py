"""Find the beginning of a set in the motion.

Read the files in the order of the data:

    strokes      cuts the motion at its turning points
    cycles       pairs strokes to movements out and back
    comparisons  measures each cycle, by itself and beside the one before
    evidence     weighs the measures
    search       adds up the evidence of cycles until they are a set
    direction    decides which end of the arc is the bottom, with the help of force_correlation
    set_start    describes the beginning of the set

`evidence_report` explains the evidence of each movement, `refusals` why movements were not counted.
"""
