"""What is left of a session without the sets that the person threw away."""

from collections.abc import Iterable

from sensorcoach.events import (
    Event,
    ExerciseSuggested,
    RepCounted,
    RepProvisional,
    SetDiscarded,
    SetFinished,
    SetInterrupted,
    SetStarted,
    WarningRaised,
)


def drop_discarded_sets(events: Iterable[Event]) -> list[Event]:
    """The events in their order, without all that is said of a discarded set; that it was discarded stays."""
    told = list(events)
    gone = {event.number for event in told if isinstance(event, SetDiscarded)}
    return [event for event in told if _set_of(event) not in gone] if gone else told


def _set_of(event: Event) -> int | None:
    """The set that the event tells of."""
    match event:
        case SetStarted() | SetInterrupted() | SetFinished():
            return event.number
        case RepCounted() | RepProvisional() | WarningRaised() | ExerciseSuggested():
            return event.set_number
        case _:
            return None
