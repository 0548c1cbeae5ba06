"""Draw the strength of a radio signal as four bars."""

BARS = "▂▄▆█"
EMPTY_BAR = "·"

_STEPS_DBM = (-90, -80, -70, -60)
"""Each step adds a bar. -60: beside the sensor; -70: same room; -80: a body in between; below -90 packets are lost."""


def bars(rssi_dbm: int | None) -> str:
    """Four cells, such as `▂▄··`; `?` in the first if the strength is unknown."""
    if rssi_dbm is None:
        return "?".ljust(len(BARS))
    count = sum(rssi_dbm >= step_dbm for step_dbm in _STEPS_DBM)
    return BARS[:count].ljust(len(BARS), EMPTY_BAR)


def dbm(rssi_dbm: int | None) -> str:
    """Such as `-62 dBm`; empty if the strength is unknown."""
    return "" if rssi_dbm is None else f"{rssi_dbm} dBm"
