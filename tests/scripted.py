"""A small scripted session for tests: events as a pipeline would give them, with no pipeline."""

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from sensorcoach.events import (
    Event,
    GapFound,
    LiftTrace,
    NoticeRaised,
    Phase,
    PhaseChanged,
    PostureSeen,
    Quality,
    ReferenceDoubted,
    ReferenceTaken,
    Rep,
    RepCounted,
    RepProvisional,
    SetArmed,
    SetDisarmed,
    SetDiscarded,
    SetFinished,
    SetStarted,
    SignalJudged,
    Verdict,
    WarningRaised,
    known_s,
)
from sensorcoach.form.judge import MOVED, REMEDY
from sensorcoach.form.rules.momentum import Momentum
from sensorcoach.form.rules.short_range import ShortRange
from sensorcoach.reference import Reference
from sensorcoach.samples import freeze

LATENCY_S = 0.1
TOP_RAD = math.radians(32.0)


def rep(number: int, start_s: float, warnings: tuple[Verdict, ...] = ()) -> Rep:
    """A rep of 1.5-1.0-1.5 seconds, from `start_s`."""
    return Rep(
        number=number,
        lift_start_s=start_s,
        hold_start_s=start_s + 1.5,
        lower_start_s=start_s + 2.5,
        end_s=start_s + 4.0,
        rom_rad=TOP_RAD,
        peak_lift_radps=0.7,
        peak_lower_radps=0.8,
        smoothness=-1.5,
        verdicts=warnings,
    )


def momentum(at_s: float) -> Verdict:
    """The rep was swung."""
    return Verdict(Momentum.facts, "peak rate of the lift", 148.0, 95.0, "deg/s", at_s, "Lift without swinging.")


def scripted_set(set_number: int, first_s: float, count: int) -> list[Event]:
    """A whole set: a rep every 5 s, the third with a warning."""
    reps = [
        rep(number, first_s + 5.0 * (number - 1), (momentum(first_s + 10.5),) if number == 3 else ())
        for number in range(1, count + 1)
    ]
    events: list[Event] = []
    for one in reps:
        events += _phases(one)
        if one.number == 1:
            events.append(SetStarted(set_number, first_s, one.end_s + LATENCY_S))
        events.append(RepCounted(set_number, one, one.end_s + LATENCY_S))
    events.append(SetFinished(set_number, first_s, reps[-1].end_s, count, reps[-1].end_s + 8.0))
    return events


def _phases(one: Rep) -> list[Event]:
    times = [
        (one.lift_start_s, Phase.LIFT),
        (one.hold_start_s, Phase.HOLD),
        (one.lower_start_s, Phase.LOWER),
        (one.end_s, Phase.REST),
    ]
    return [PhaseChanged(time_s, phase, time_s + LATENCY_S) for time_s, phase in times]


def trace(reps: Sequence[Rep], start_s: float, end_s: float, rate_hz: float = 20.0) -> list[Event]:
    """The lift angle of these reps in pieces of a second."""
    knots = sorted(
        {(start_s, 0.0), (end_s, 0.0)} | {point for one in reps for point in _knots(one) if start_s < point[0] < end_s}
    )
    times_s, angles_rad = (np.array(column) for column in zip(*knots, strict=True))
    pieces: list[Event] = []
    seconds = np.append(np.arange(start_s, end_s, 1.0), end_s).tolist()
    for piece_start_s, piece_end_s in pairwise(seconds):
        piece_s = np.arange(piece_start_s, piece_end_s - 1e-9, 1.0 / rate_hz)
        angle_rad = np.interp(piece_s, times_s, angles_rad)
        freeze(piece_s)
        freeze(angle_rad)
        pieces.append(LiftTrace(piece_s, angle_rad))
    return pieces


def _knots(one: Rep) -> list[tuple[float, float]]:
    return [
        (one.lift_start_s, 0.0),
        (one.hold_start_s, one.rom_rad),
        (one.lower_start_s, one.rom_rad),
        (one.end_s, 0.0),
    ]


def scripted_session() -> list[Event]:
    """A minute: lying down, a set of six with a gap after the fourth rep, the pause after it."""
    events = scripted_set(1, 5.0, 6)
    reps = [event.rep for event in events if isinstance(event, RepCounted)]
    everything = [
        SignalJudged(0.0, Quality.OK, None),
        PostureSeen(2.0, "lying"),
        *events,
        GapFound(24.2, 24.9),
        *trace(reps, 0.0, 24.2),
        *trace(reps, 24.9, 60.0),
    ]
    return sorted(everything, key=known_s)


def reference_taken(decided_s: float) -> ReferenceTaken:
    """From here on reps are compared with the person's own."""
    own = Reference(3, TOP_RAD, math.radians(1.0), 1.5, 1.0, 1.5, 0.7, 0.8, math.radians(2.0))
    return ReferenceTaken(own, math.radians(26.0), math.radians(42.0), first=True, decided_s=decided_s)


def short_range(at_s: float) -> Verdict:
    """The rep did not come up."""
    message = "Come up all the way to your usual top."
    return Verdict(ShortRange.facts, "range", 19.0, 26.0, "deg", at_s, message, is_minimum=True)


def warned_session() -> list[Event]:
    """A minute: a set of six, compared from the third rep on; the fourth is swung, the fifth short and swung."""
    swung = {4: (momentum(20.6),), 5: (momentum(25.6), short_range(26.5))}
    reps = [rep(number, 5.0 * number, swung.get(number, ())) for number in range(1, 7)]
    raised = [WarningRaised(1, number, verdicts[0], verdicts[0].at_s + LATENCY_S) for number, verdicts in swung.items()]
    everything = [
        SignalJudged(0.0, Quality.OK, None),
        SetStarted(1, 5.0, 14.1),
        *(event for one in reps for event in _phases(one)),
        *(RepCounted(1, one, max(one.end_s + LATENCY_S, 14.1)) for one in reps),
        reference_taken(19.1),
        *raised,
        SetFinished(1, 5.0, 34.0, 6, 42.0),
        *trace(reps, 0.0, 60.0),
    ]
    return sorted(everything, key=known_s)


def doubted_session() -> list[Event]:
    """The same minute; with the third rep counted the stored reference is ignored, and a new one taken at once."""
    doubt = ReferenceDoubted(
        MOVED,
        REMEDY,
        19.1,
    )
    session = warned_session()
    taken = next(place for place, event in enumerate(session) if isinstance(event, ReferenceTaken))
    return [*session[:taken], doubt, *session[taken:]]


ARMED_S, CONFIRMED_S, DISARMED_S, DISCARDED_S = 5.0, 19.1, 40.0, 43.0
"""When in the armed session the set begins, its first three reps are counted, it is over, and it is thrown away."""


def armed_session() -> list[Event]:
    """A minute: a set that the person begins and ends by themselves; its reps are sure from the third on."""
    reps = [rep(number, 1.0 + 5.0 * number) for number in range(1, 7)]
    everything: list[Event] = [
        SignalJudged(0.0, Quality.OK, None),
        NoticeRaised("gyro_not_used", "The gyroscope stands still: it is not used.", 2.0, 2.0),
        SetArmed(ARMED_S, ARMED_S),
        *(_not_sure_yet(event) for one in reps for event in _phases(one)),
        *(RepProvisional(1, one.number, one.lift_start_s, one.hold_start_s, one.hold_start_s + 0.3) for one in reps),
        SetStarted(1, reps[0].lift_start_s, CONFIRMED_S - 0.1),
        *(RepCounted(1, one, max(one.end_s, CONFIRMED_S - 0.1) + LATENCY_S) for one in reps),
        SetFinished(1, reps[0].lift_start_s, reps[-1].end_s, len(reps), DISARMED_S),
        SetDisarmed(DISARMED_S, DISARMED_S),
        *trace(reps, 0.0, 60.0),
    ]
    return sorted(everything, key=known_s)


def _not_sure_yet(event: Event) -> Event:
    """Until the set is sure its phases are not."""
    sure = not isinstance(event, PhaseChanged) or event.decided_s > CONFIRMED_S
    return event if sure else replace(event, provisional=True)


def discarded_session() -> list[Event]:
    """The same minute; the set is thrown away a little later."""
    return sorted([*armed_session(), SetDiscarded(1, DISCARDED_S)], key=known_s)
