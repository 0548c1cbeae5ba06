"""Make the part of the analysis document that describes the reference."""

from collections.abc import Sequence

from sensorcoach.events import Event, ReferenceDoubted, ReferenceTaken
from sensorcoach.report.schema import ReferenceDocument
from sensorcoach.units import DEG_PER_RAD


def make_reference_document(events: Sequence[Event], person: str | None) -> ReferenceDocument | None:
    """The reference of the last rep, None without one; a stored reference is that of `person`."""
    latest: ReferenceTaken | None = None
    for event in events:
        if isinstance(event, ReferenceTaken):
            latest = event
        elif isinstance(event, ReferenceDoubted):
            latest = None
    return _make_document(latest, person) if latest else None


def _make_document(taken: ReferenceTaken, person: str | None) -> ReferenceDocument:
    own = taken.reference
    return {
        "source": "stored" if own.stored else "session",
        "person": person if own.stored else None,
        "reps": own.reps,
        "range_deg": round(own.range_rad * DEG_PER_RAD, 2),
        "least_deg": round(taken.least_rad * DEG_PER_RAD, 2),
        "most_deg": round(taken.most_rad * DEG_PER_RAD, 2),
        "lift_s": round(own.lift_s, 3),
        "hold_s": round(own.hold_s, 3),
        "lower_s": round(own.lower_s, 3),
        "peak_lift_dps": round(own.peak_lift_radps * DEG_PER_RAD, 2),
        "peak_lower_dps": round(own.peak_lower_radps * DEG_PER_RAD, 2),
    }
