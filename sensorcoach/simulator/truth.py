"""What really happened: the truth that comes with a simulated session.

Phase times follow docs/units-and-frames.md: a phase is where the angular rate is above 5 % of that phase's own
peak, taken on the intended movement, without tremor and noise.
"""

from dataclasses import dataclass

from sensorcoach.events import Side
from sensorcoach.simulator.plan import Fault, Style


@dataclass(frozen=True, slots=True)
class TrueRep:
    """One rep: times on the session's clock, range from its own bottom to its own top.

    `faults` are warning codes; one with a `?` before it could be called both ways.
    `fault` is what had been asked for.
    """

    number: int
    lift_start_s: float
    top_s: float
    lower_s: float
    end_s: float
    rom_rad: float
    faults: tuple[str, ...] = ()
    fault: Fault | None = None
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class TrueSet:
    """One set: its reps, in order, and the style they were done in."""

    number: int
    style: Style
    reps: tuple[TrueRep, ...]
    side: Side | None = None

    @property
    def start_s(self) -> float:
        return self.reps[0].lift_start_s

    @property
    def end_s(self) -> float:
        return self.reps[-1].end_s

    @property
    def kind(self) -> str:
        return "faulty" if any(rep.fault for rep in self.reps) else "good"


@dataclass(frozen=True, slots=True)
class TruePosture:
    """From when to when the body was in one posture: `upright`, `sitting`, `supine`, `reclined`, `prone`,
    `all fours`, `left side` or `right side`. The ways between postures belong to none.
    """

    name: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Truth:
    """All sets of a session, and the postures it was spent in."""

    sets: tuple[TrueSet, ...]
    postures: tuple[TruePosture, ...] = ()

    @property
    def reps(self) -> tuple[TrueRep, ...]:
        return tuple(rep for done in self.sets for rep in done.reps)


WARNINGS_OF_FAULT: dict[Fault, tuple[str, ...]] = {
    Fault.FAST: ("momentum", "?fast_lower", "?dropped"),
    Fault.SHORT: ("short_range",),
    Fault.OVEREXTENDED: ("overextension",),
    Fault.DROPPED: ("dropped", "?fast_lower", "?momentum"),
    Fault.SWUNG: ("momentum", "?short_hold", "?fast_lower", "?dropped", "?overextension", "?off_axis"),
    Fault.SHORT_HOLD: ("short_hold",),
    Fault.BOTTOM_CONTACT: ("bottom_contact",),
    Fault.SAGGED: ("sagging_hold",),
    Fault.HURRIED: ("fast_lower", "?dropped", "?momentum"),
    Fault.TWISTED: ("off_axis",),
    Fault.HOVERED: ("no_touch", "?short_range"),
}
"""The warnings each fault deserves."""

WARNINGS_OF_STYLE: dict[Style, tuple[str, ...]] = {
    Style.BRISK: ("?momentum", "?short_hold", "?fast_lower"),
    Style.NO_PAUSE: ("?momentum", "?short_hold", "?fast_lower"),
    Style.LOW: ("?short_range",),
    Style.THROWN: ("?momentum", "?short_hold", "?fast_lower", "?dropped", "?overextension", "?off_axis"),
    Style.SWUNG: ("?momentum", "?short_hold", "?fast_lower", "?dropped", "?off_axis", "?no_touch"),
}
"""What could be said of a style, though it is no fault."""


def list_warnings(fault: Fault | None, style: Style) -> tuple[str, ...]:
    """The codes of a rep; what it must show goes before what it may show."""
    certain = WARNINGS_OF_FAULT[fault] if fault else ()
    return certain + tuple(code for code in WARNINGS_OF_STYLE.get(style, ()) if code not in certain)
