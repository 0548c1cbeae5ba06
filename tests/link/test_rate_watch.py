"""The rate that arrives, compared with the rate that was agreed on."""

import pytest

from sensorcoach.devices.registry import device_by_id
from sensorcoach.link.rate_watch import LEAST_S, RateWatch, describe_slow
from sensorcoach.link.status import LinkState
from sensorcoach.tui.drawing.link_line import draw_link_line
from sensorcoach.virtual_radio.fast_time import run_fast
from tests.sources.fake_radio import FakeRadio
from tests.sources.test_backend_faults import Following


def test_a_slow_stream_is_slow_until_it_is_usual():
    """A rate below four fifths is reported until nine tenths arrive again."""
    watch = RateWatch()
    seen: list[bool] = []
    for rate_hz in (100.0, 79.0, 85.0, 91.0, 85.0):
        watch.update(rate_hz, 100.0, LEAST_S)
        seen.append(watch.is_slow)
    assert seen == [False, True, True, False, False]


def test_a_burst_is_not_a_rate():
    """The first seconds, and a stream without a rate, are not judged."""
    watch = RateWatch()
    watch.update(20.0, 100.0, LEAST_S - 1.0)
    watch.update(20.0, None, LEAST_S)
    watch.update(None, 100.0, LEAST_S)
    assert not watch.is_slow


@pytest.mark.parametrize("rate_hz", [24.0, 25.6])
def test_the_sentence_has_the_share(rate_hz: float):
    """The sentence stays the same while the rate varies a little."""
    assert describe_slow(rate_hz, 100.0).startswith("Only about ")


def test_a_narrow_connection_is_reported():
    """A sensor of which a quarter of the samples arrive is streaming, but with the reason and the remedy."""

    async def run() -> None:
        radio = FakeRadio(device_by_id("witmotion"))
        radio.mtu = 23
        following = Following(radio)
        await radio.measure(20.0)
        link = await following.end()
        assert link.state is LinkState.STREAMING
        assert link.errors == 0
        assert link.reason.startswith("Only about ")
        assert "--rate" in link.remedy
        line = draw_link_line(link, 120).plain
        assert line.startswith(" !")
        assert "▂" not in line

    run_fast(run())
