"""A live session with a real sensor, made ready for a screen or for lines."""

from collections.abc import Callable, Iterable

from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.devices.device import Device
from sensorcoach.events import Event
from sensorcoach.pipeline import Pipeline
from sensorcoach.runner.live.live_session import LiveSession
from sensorcoach.runner.live.sensor_feed import PipelineWhenAgreed, SensorFeed
from sensorcoach.runner.options import Choice, standards_of
from sensorcoach.runner.session import Transport


def opening_of(choice: Choice) -> Snapshot:
    """Before anything is known: what will be done, and where the sensor is worn."""
    exercise, placement = choice.settle(None)
    return Snapshot(exercise, placement)


def _pipeline_of(feed: SensorFeed, choice: Choice) -> PipelineWhenAgreed:
    """What counts."""
    exercise, placement = choice.settle(None)
    standards = standards_of(choice.terms, exercise, placement)

    def made(device: Device, rate_hz: float) -> Pipeline:
        return Pipeline(exercise, placement, device.decoder(rate_hz), rate_hz, standards)

    return PipelineWhenAgreed(feed, made)


def live_session(
    feed: SensorFeed,
    choice: Choice,
    on_events: Callable[[Iterable[Event]], None] | None = None,
) -> LiveSession:
    """The session over this feed. Raises InputError where the person's reference is missing or damaged."""
    return LiveSession(
        opening_of(choice),
        Transport("demonstration" if feed.simulated else "live", 0.0, None, simulated=feed.simulated),
        feed.packets(),
        _pipeline_of(feed, choice),
        on_events,
        lambda: feed.status,
        lambda: feed.trouble,
        feed.keep,
    )
