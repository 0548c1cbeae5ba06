"""The band around a target duration in which a phase keeps the tempo."""

from enum import StrEnum

RELATIVE_BAND = 0.25
"""Largest deviation from the target, as a share of it, that keeps the tempo. Rehabilitation protocols ask for 8 %; few
people keep that at home, and a table full of marks is useless. Our own default."""

LEAST_BAND_S = 0.3
"""Least half width of the band. People notice differences of about this size."""


class TempoFit(StrEnum):
    """A duration against its target; the value is the sign in the table."""

    SHORT = "-"
    YES = " "
    LONG = "+"


def judge_duration(duration_s: float, target_s: float) -> TempoFit:
    """Return whether `duration_s` lies in the band around `target_s`; every duration fits a target of 0."""
    band_s = max(RELATIVE_BAND * target_s, LEAST_BAND_S)
    if target_s <= 0.0 or abs(duration_s - target_s) <= band_s:
        return TempoFit.YES
    return TempoFit.SHORT if duration_s < target_s else TempoFit.LONG
