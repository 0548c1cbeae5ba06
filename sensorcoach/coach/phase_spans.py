"""Stretches of time in one phase, for colouring a trace: as announced live, then as refined by the finished rep."""

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
    """The spans once a rep among them has been counted: what was provisional stays."""
    return tuple(replace(span, provisional=False) if span.provisional else span for span in spans)


def lasting_spans(spans: tuple[PhaseSpan, ...]) -> tuple[PhaseSpan, ...]:
    """The spans without those that have been withdrawn."""
    return tuple(span for span in spans if not span.provisional)


def refined_spans(spans: tuple[PhaseSpan, ...], rep: Rep) -> tuple[PhaseSpan, ...]:
    """The spans, in order, with those of this rep as it is known now that it is finished.

    A live announcement has to wait for proof and is a little late; the first reps of a set are only recognised
    together, so that theirs were never announced.
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
    """What follows the rep; the first of it joins the rep's end."""
    later = [span for span in spans if span.start_s > rep.lower_start_s and span.phase is not Phase.LOWER]
    later += [span for span in spans if span.start_s > rep.end_s and span.phase is Phase.LOWER]
    later.sort(key=lambda span: span.start_s)
    return (replace(later[0], start_s=rep.end_s), *later[1:]) if later else ()
