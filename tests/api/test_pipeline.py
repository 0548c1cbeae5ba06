"""`sensorcoach.Pipeline`: the same reps from a stream as from a file."""

from collections.abc import Sequence

import numpy as np
import pytest

import sensorcoach as sc
from sensorcoach import samples as internal
from sensorcoach.devices.families.witmotion.device import DEVICE
from sensorcoach.simulator.radio import RadioModel, transmit
from sensorcoach.simulator.session import random_session

SESSION = random_session(3)
SAMPLES = sc.Samples(SESSION.samples.time_s, SESSION.samples.acc_mps2, SESSION.samples.gyro_radps)


def times(events: Sequence[object]) -> list[tuple[float, float]]:
    """Start and end of the reps among these events."""
    return [(event.rep.lift_start_s, event.rep.end_s) for event in events if isinstance(event, sc.RepCounted)]


@pytest.mark.parametrize("size", [7, 1000])
def test_a_stream_gives_the_reps_of_the_whole(size: int):
    """Fed in pieces, samples give the reps that `analyze` finds in all of them."""
    stream = sc.Pipeline("glute-bridge", "pelvis")
    events = [event for k in range(0, len(SAMPLES), size) for event in stream.feed_samples(SAMPLES.cut(k, k + size))]
    events += stream.finish()
    reps = sc.analyze(SAMPLES, "glute-bridge", "pelvis").reps
    assert len(reps) > 3
    assert times(events) == [(rep.lift_start_s, rep.end_s) for rep in reps]
    assert any(isinstance(event, sc.LiftTrace) for event in events)
    assert any(isinstance(event, sc.PhaseChanged) for event in events)


def test_names_and_values_mean_the_same():
    """Exercise and placement may be given by name or as values; the placement has a default."""
    stream = sc.Pipeline(sc.load_exercise("clamshell"), sc.Placement.THIGH)
    assert (stream.exercise.id, stream.placement) == ("clamshell", sc.Placement.THIGH)
    assert sc.Pipeline("clamshell").placement is stream.exercise.placements[0]


def test_packets_are_decoded():
    """Notifications of a known sensor give reps as well."""
    stream = sc.Pipeline("glute-bridge", "pelvis", device="witmotion", rate_hz=100.0)
    packets = transmit(SESSION, DEVICE, RadioModel(), 3)
    events = [*stream.feed(packets), *stream.finish()]
    assert len(times(events)) == len(sc.analyze(SAMPLES, "glute-bridge", "pelvis").reps)


def test_pieces_must_follow_each_other():
    """A piece that overlaps the last one is refused with both times."""
    stream = sc.Pipeline()
    stream.feed_samples(SAMPLES.cut(0, 100))
    with pytest.raises(sc.InputError, match="not later than the last sample"):
        stream.feed_samples(SAMPLES.cut(99, 200))
    stream.feed_samples(SAMPLES.cut(100, 200))
    assert stream.feed_samples(SAMPLES.cut(0, 0)) == []


def test_a_piece_from_elsewhere_is_checked():
    """Samples that were not checked when they were made are checked when they are fed."""
    acc_mps2 = SESSION.samples.acc_mps2[:100].copy()
    acc_mps2[3, 1] = np.nan
    unchecked = internal.Samples(SESSION.samples.time_s[:100], acc_mps2)
    with pytest.raises(sc.InputError, match=r"acc_mps2\[3, 1\] is nan"):
        sc.Pipeline().feed_samples(unchecked)


def test_wrong_use_is_refused():
    """Packets without a device, an unknown device, and anything after the end raise an error with a remedy."""
    stream = sc.Pipeline()
    with pytest.raises(sc.UsageError, match="device=ID"):
        stream.feed([sc.Packet(0.0, b"\x55")])
    with pytest.raises(sc.UsageError, match="no sensor called"):
        sc.Pipeline(device="toaster")
    with pytest.raises(sc.UsageError, match="rate_hz is -1"):
        sc.Pipeline(device="witmotion", rate_hz=-1)
    stream.finish()
    with pytest.raises(sc.UsageError, match="finished"):
        stream.feed_samples(SAMPLES)
