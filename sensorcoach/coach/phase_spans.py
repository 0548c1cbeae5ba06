"""Stretches of time in one phase, for the colours of a trace: as known live, then as refined by the finished rep."""

from dataclasses import dataclass, replace

from sensorcoach.events import Phase, Rep

PHASE_LETTERS = {Phase.LIFT: "L", Phase.HOLD: "H", Phase.LOWER: "D", Phase.REST: "R"}


@dataclass(frozen=True, slots=True)
class PhaseSpan:
    """A stretch of one phase; `end_s` is None while it lasts. `provisional`: it may be withdrawn."""

    phase: Phase
    start_s: float
    end_s: float | None = None
    provisional: bool = False


def confirmed_spans(spans: tuple[PhaseSpan, ...]) -> tuple[PhaseSpan, ...]:
    """Return the spans once a rep among them has been counted: provisional ones stay."""
    return tuple(replace(span, provisional=False) if span.provisional else span for span in spans)


def lasting_spans(spans: tuple[PhaseSpan, ...]) -> tuple[PhaseSpan, ...]:
    """Return the spans without the provisional ones, which are withdrawn."""
    return tuple(span for span in spans if not span.provisional)


def refined_spans(spans: tuple[PhaseSpan, ...], rep: Rep) -> tuple[PhaseSpan, ...]:
    """Return the spans, in order, with the refined ones of a finished rep.

    Live spans wait for proof and are a little late. The first reps of a set are recognised together and have none.
    """
    return (
        *(_until(span, rep.lift_start_s) for span in spans if _middle_s(span) < rep.lift_start_s),
        PhaseSpan(Phase.LIFT, rep.lift_start_s, rep.hold_start_s),
        PhaseSpan(Phase.HOLD, rep.hold_start_s, rep.lower_start_s),
        PhaseSpan(Phase.LOWER, rep.lower_start_s, rep.end_s),
        *_after(spans, rep),
    )


def _middle_s(span: PhaseSpan) -> float:
    return span.start_s if span.end_s is None else (span.start_s + span.end_s) / 2.0


def _until(span: PhaseSpan, time_s: float) -> PhaseSpan:
    return span if span.end_s is not None and span.end_s < time_s else replace(span, end_s=time_s)


def _after(spans: tuple[PhaseSpan, ...], rep: Rep) -> tuple[PhaseSpan, ...]:
    """Return the spans after the rep; the first begins where the rep ends."""
    later = [span for span in spans if span.start_s > rep.lower_start_s and span.phase is not Phase.LOWER]
    later += [span for span in spans if span.start_s > rep.end_s and span.phase is Phase.LOWER]
    later.sort(key=lambda span: span.start_s)
    return (replace(later[0], start_s=rep.end_s), *later[1:]) if later else ()
