"""Remove discarded sets from the events of a session."""

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
    """The events in order without those of discarded sets; `SetDiscarded` itself is kept."""
    known = list(events)
    gone = {event.number for event in known if isinstance(event, SetDiscarded)}
    return [event for event in known if _find_set_number(event) not in gone] if gone else known


def _find_set_number(event: Event) -> int | None:
    """The number of the set that the event belongs to, None if it belongs to no set."""
    match event:
        case SetStarted() | SetInterrupted() | SetFinished():
            return event.number
        case RepCounted() | RepProvisional() | WarningRaised() | ExerciseSuggested():
            return event.set_number
        case _:
            return None
