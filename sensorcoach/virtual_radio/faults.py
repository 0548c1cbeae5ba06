"""What is wrong with a virtual sensor and the air around it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Faults:
    """All that can be wrong; the default is a good sensor on a good radio.

    `interval_s`: connection interval, at whose events alone anything gets through (30 and 45 ms are usual, 0: at once).
    `set_up_s`: for so long after connecting there are events every 7.5 ms, since hosts hurry while they look for
    services (0: as on BlueZ, which does not). `loss`: share of the notifications that are lost singly. `queue`:
    notifications that the sensor keeps while it cannot send; the newest above that is lost. `stalls_per_s`,
    `stall_s`: how often nothing gets through for a while, and the shortest and longest such while. `drops_per_s`,
    `away_s`: the same for going out of range. `supervision_s`: how long nothing may get through before both ends are
    told that the connection is gone. `mtu`: largest ATT MTU the sensor agrees to; 23 is the least, and what old ones
    have. `refused_roles`: the characteristics whose writes it refuses. `repeats_after_reconnect`: from the second
    connection on the computer hands over each notification twice (bleak #2002). `battery_lasts_s`: seconds until its
    battery is empty, from when this is set.
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
