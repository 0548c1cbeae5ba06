"""A live session with a real sensor, made ready for a screen or for lines."""

from collections.abc import Callable, Iterable

from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.devices.device import Device
from sensorcoach.events import Event
from sensorcoach.pipeline import Pipeline
from sensorcoach.runner.live.live_session import LiveSession
from sensorcoach.runner.live.sensor_feed import DeferredPipeline, SensorFeed
from sensorcoach.runner.options import SessionOptions, load_criteria
from sensorcoach.runner.session import Transport


def initial_snapshot(choice: SessionOptions) -> Snapshot:
    """Before anything is known: what will be done, and where the sensor is worn."""
    exercise, placement = choice.settle(None)
    return Snapshot(exercise, placement)


def _pipeline_of(feed: SensorFeed, choice: SessionOptions) -> DeferredPipeline:
    """What counts."""
    exercise, placement = choice.settle(None)
    standards = load_criteria(choice.terms, exercise, placement)

    def made(device: Device, rate_hz: float) -> Pipeline:
        return Pipeline(exercise, placement, device.decoder(rate_hz), rate_hz, standards)

    return DeferredPipeline(feed, made)


def live_session(
    feed: SensorFeed,
    choice: SessionOptions,
    on_events: Callable[[Iterable[Event]], None] | None = None,
) -> LiveSession:
    """The session over this feed. Raises InputError where the person's reference is missing or damaged."""
    return LiveSession(
        initial_snapshot(choice),
        Transport("demonstration" if feed.simulated else "live", 0.0, None, simulated=feed.simulated),
        feed.packets(),
        _pipeline_of(feed, choice),
        on_events,
        lambda: feed.status,
        lambda: feed.trouble,
        feed.keep,
    )
