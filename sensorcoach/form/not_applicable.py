"""Reasons that several rules give for not judging a rep. A reason of one rule alone is in the file of that rule."""

from sensorcoach.verdicts import NotApplicable

NO_FORM = NotApplicable("this exercise judges no form")
NO_REFERENCE = NotApplicable("no reference yet: three good reps make one")
NO_HOLD = NotApplicable("the exercise asks for no hold")
MISSING_SAMPLES = NotApplicable("samples are missing in this rep")
AFTER_FALL = NotApplicable("without a gyroscope the fall disturbs the measured angle")
