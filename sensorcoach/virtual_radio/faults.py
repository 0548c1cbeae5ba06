"""Faults of a virtual sensor and its radio link."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Faults:
    """All possible faults. The default is a good sensor on a good radio.

    `interval_s`: connection interval; packets pass only at its events (usual: 30 and 45 ms; 0: at any time).
    `set_up_s`: time after connecting with an interval of 7.5 ms, which most hosts use for service discovery (0: as on
    BlueZ, which does not). `loss`: share of notifications that are lost one by one. `queue`: notifications that the
    sensor stores while it cannot send; newer ones are lost.

    `stalls_per_s`, `stall_s`: rate of short interruptions, and their shortest and longest duration. `drops_per_s`,
    `away_s`: the same for times out of range. `supervision_s`: time without a packet after which both ends report a
    lost connection.

    `mtu`: largest ATT MTU of the sensor; the minimum is 23, which old adapters use. `refused_roles`: characteristics
    whose writes the sensor refuses. `repeats_after_reconnect`: from the second connection on, the computer delivers
    each notification twice (bleak issue 2002). `battery_lasts_s`: time until the battery is empty, counted from the
    moment at which this value is set.
    """

    interval_s: float = 0.03
    set_up_s: float = 1.0
    loss: float = 0.0
    queue: int = 64
    stalls_per_s: float = 0.0
    stall_s: tuple[float, float] = (0.24, 0.24)
    drops_per_s: float = 0.0
    away_s: tuple[float, float] = (5.0, 10.0)
    supervision_s: float = 4.0
    mtu: int = 247
    refused_roles: tuple[str, ...] = ()
    repeats_after_reconnect: bool = False
    battery_lasts_s: float | None = None


GOOD = Faults()
"""No faults."""
