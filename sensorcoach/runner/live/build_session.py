"""Build a live session for a screen or the console."""

from collections.abc import Callable, Iterable

from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.devices.device import Device
from sensorcoach.events import Event
from sensorcoach.pipeline import Pipeline
from sensorcoach.runner.live.live_session import LiveSession
from sensorcoach.runner.live.sensor_feed import DeferredPipeline, SensorFeed
from sensorcoach.runner.options import SessionOptions, load_criteria
from sensorcoach.runner.session import Transport


def initial_snapshot(options: SessionOptions) -> Snapshot:
    """Return the snapshot before the first event: exercise and placement only."""
    exercise, placement = options.settle(None)
    return Snapshot(exercise, placement)


def _defer_pipeline(feed: SensorFeed, options: SessionOptions) -> DeferredPipeline:
    exercise, placement = options.settle(None)
    criteria = load_criteria(options.terms, exercise, placement)

    def make_pipeline(device: Device, rate_hz: float) -> Pipeline:
        return Pipeline(exercise, placement, device.decoder(rate_hz), rate_hz, criteria)

    return DeferredPipeline(feed, make_pipeline)


def make_live_session(
    feed: SensorFeed,
    options: SessionOptions,
    on_events: Callable[[Iterable[Event]], None] | None = None,
) -> LiveSession:
    """Return the session for this feed. Raises InputError where the person's reference is missing or damaged."""
    return LiveSession(
        initial_snapshot(options),
        Transport("demonstration" if feed.simulated else "live", 0.0, None, simulated=feed.simulated),
        feed.packets(),
        _defer_pipeline(feed, options),
        on_events,
        lambda: feed.status,
        lambda: feed.recording_error or feed.slow_warning,
        record_mark=feed.record_mark,
        suspend=feed.suspend,
    )
