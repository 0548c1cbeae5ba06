"""The truth of a simulated session: its reps, sets and postures.

A phase is where the angular rate is above 5 % of the peak of that phase, on the intended movement, without tremor and
noise (docs/units-and-frames.md, "Tempo").
"""

from dataclasses import dataclass

from sensorcoach.events import Side
from sensorcoach.simulator.plan import Fault, Style


@dataclass(frozen=True, slots=True)
class TrueRep:
    """One rep: times on the session's clock, range from its own bottom to its own top.

    `faults` are warning codes; a code with a `?` before it may be warned of or not. `fault` is the planned fault.
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
    """A stretch of time in one posture. Transitions between postures belong to no stretch.

    `name`: `upright`, `sitting`, `supine`, `reclined`, `prone`, `all fours`, `left side` or `right side`.
    """

    name: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Truth:
    """All sets and postures of a session."""

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
"""The warnings that each fault deserves."""

WARNINGS_OF_STYLE: dict[Style, tuple[str, ...]] = {
    Style.BRISK: ("?momentum", "?short_hold", "?fast_lower"),
    Style.NO_PAUSE: ("?momentum", "?short_hold", "?fast_lower"),
    Style.LOW: ("?short_range",),
    Style.THROWN: ("?momentum", "?short_hold", "?fast_lower", "?dropped", "?overextension", "?off_axis"),
    Style.SWUNG: ("?momentum", "?short_hold", "?fast_lower", "?dropped", "?off_axis", "?no_touch"),
}
"""The warnings that a style may raise, though it is not a fault."""


def list_warnings(fault: Fault | None, style: Style) -> tuple[str, ...]:
    """Return the codes of a rep; the certain ones come before the possible ones."""
    certain = WARNINGS_OF_FAULT[fault] if fault else ()
    return certain + tuple(code for code in WARNINGS_OF_STYLE.get(style, ()) if code not in certain)
