"""How strong a radio signal is, as four bars."""

BARS = "▂▄▆█"
EMPTY_BAR = "·"

_STEPS_DBM = (-90, -80, -70, -60)
"""From each step on one bar more. -60: beside it; -70: in the room; -80: a body between; below -90 packets are lost."""


def bars(rssi_dbm: int | None) -> str:
    """Four cells: `▂▄··`; `?` in the first where nothing is known."""
    if rssi_dbm is None:
        return "?".ljust(len(BARS))
    count = sum(rssi_dbm >= step_dbm for step_dbm in _STEPS_DBM)
    return BARS[:count].ljust(len(BARS), EMPTY_BAR)


def dbm(rssi_dbm: int | None) -> str:
    """`-62 dBm`, nothing where it is not known."""
    return "" if rssi_dbm is None else f"{rssi_dbm} dBm"
