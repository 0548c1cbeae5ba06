"""Whether a phase kept the exercise's tempo."""

from enum import StrEnum

RELATIVE_BAND = 0.25
"""How far from the target, as a share of it, still counts as kept. Rehabilitation protocols ask for 8 %; at home few
people keep that, and a table that is all marks tells nothing. Our own default."""

LEAST_BAND_S = 0.3
"""The band is never narrower than this either way: people notice differences of about this size."""


class TempoFit(StrEnum):
    """How a duration stands to its target; the sign is what the table shows."""

    SHORT = "-"
    YES = " "
    LONG = "+"


def judge_duration(duration_s: float, target_s: float) -> TempoFit:
    """Whether `duration_s` lies in the band around `target_s`; a target of 0 asks for nothing."""
    band_s = max(RELATIVE_BAND * target_s, LEAST_BAND_S)
    if target_s <= 0.0 or abs(duration_s - target_s) <= band_s:
        return TempoFit.YES
    return TempoFit.SHORT if duration_s < target_s else TempoFit.LONG
