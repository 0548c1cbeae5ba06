"""Armed sets and provisional reps on the screen."""

from collections.abc import Sequence

import pytest

from sensorcoach.runner.playback.playback import Playback
from tests.conftest import Golden
from tests.scripted import armed_session, discarded_session
from tests.tui.screens import Dashboard, LivePlayback, on_dashboard, scripted_playback

SMALL, LARGE, LEAST = (80, 24), (120, 40), (64, 16)
SIZES = pytest.mark.parametrize("size", [SMALL, LARGE, LEAST], ids=["80x24", "120x40", "64x16"])
MOMENTS = {"armed": 5.5, "provisional": 8.3, "discarded": 44.0}


@SIZES
@pytest.mark.parametrize("moment", MOMENTS)
def test_moments(moment: str, size: tuple[int, int], golden: Golden):
    """Armed, holding the first rep, and after a discarded set the screen reads as agreed."""
    playback = scripted_playback(MOMENTS[moment], LivePlayback, discarded_session)
    golden(f"tui/armed-{moment}-{size[0]}x{size[1]}.txt", on_dashboard(playback, size))


@SIZES
@pytest.mark.parametrize("at_s", [6.5, 8.3, 14.0, 18.5, 20.5, 32.0, 41.0, 55.0])
def test_no_search_while_i_lift(at_s: float, size: tuple[int, int]):
    """While I lift, and after a set, the screen never says that it searches for my movement."""
    assert "FINDING" not in on_dashboard(scripted_playback(at_s, LivePlayback, armed_session), size)


def test_a_provisional_rep_can_be_recognised_without_colour():
    """A provisional rep has a word beside its number; once it is counted the word is gone."""
    assert "rep 1 provisional" in on_dashboard(scripted_playback(8.3, LivePlayback, armed_session), SMALL)
    counted = on_dashboard(scripted_playback(20.5, LivePlayback, armed_session), SMALL)
    assert "provisional" not in counted
    assert "ARMED" in counted


class Marked(LivePlayback):
    """The scripted minute, live; notes the marks of the person."""

    said: Sequence[str] = ()

    def arm(self) -> None:
        self.said = (*self.said, "arm")

    def discard(self) -> None:
        self.said = (*self.said, "discard")


def test_the_keys_live():
    """In a live session s begins and ends a set, x discards it; footer and help list both."""
    playback = scripted_playback(12.0, Marked)
    assert isinstance(playback, Marked)

    async def press(pilot: Dashboard) -> None:
        await pilot.press("s", "s", "x")

    text = on_dashboard(playback, LEAST, press)
    assert playback.said == ("arm", "arm", "discard")
    assert "s Begin or end a set  x Discard it" in text

    async def ask(pilot: Dashboard) -> None:
        await pilot.press("question_mark")

    assert "begin or end a set; discard it" in on_dashboard(playback, SMALL, ask)


@pytest.mark.parametrize("key", ["s", "x"])
def test_the_keys_in_a_replay(key: str):
    """A replay does not offer these keys; pressed all the same, the screen names the option --armed."""

    async def press(pilot: Dashboard) -> None:
        await pilot.press(key)

    playback = scripted_playback(12.0, Playback)
    assert "Begin or end" not in on_dashboard(playback, SMALL)
    assert "only live; --armed takes a recording as a set" in on_dashboard(playback, SMALL, press)


def test_a_notice_is_read_on_the_screen():
    """A notice appears at the bottom at its time, in the smallest terminal too."""
    for size in (SMALL, LEAST):
        text = on_dashboard(scripted_playback(3.0, LivePlayback, armed_session), size)
        assert "The gyroscope stands still: it is not used." in text
