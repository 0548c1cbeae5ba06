"""A connection in lines."""

from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.report.link_text import link_change_line, seen_line

HOSTILE = "WT\x1b[2J\n901"


def test_a_hostile_name_moves_no_cursor():
    """The name of a sensor that would clear my terminal is written out, on one line."""
    for state in LinkState:
        line = link_change_line(
            LinkStatus(state, f"The connection to {HOSTILE} is lost.", "Come closer.", sensor=HOSTILE)
        )
        assert line.isprintable()
    assert seen_line(DiscoveredSensor("key", HOSTILE, None, None, 0.0)).isprintable()


def test_a_weak_signal_always_has_words():
    """A silence without a remedy still has a reason."""
    link = LinkStatus(LinkState.WEAK, "The phone's pushes do not come.")
    assert link_change_line(link) == "signal weak: The phone's pushes do not come."
