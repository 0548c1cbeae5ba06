"""A connection in lines."""

from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.report.link_text import link_change_line, seen_line

HOSTILE = "WT\x1b[2J\n901"


def test_a_hostile_name_moves_no_cursor():
    """A sensor whose name would clear my terminal is told of on one line, without doing so."""
    for state in LinkState:
        line = link_change_line(
            LinkStatus(state, f"The connection to {HOSTILE} is lost.", "Come closer.", sensor=HOSTILE)
        )
        assert line.isprintable()
    assert seen_line(DiscoveredSensor("key", HOSTILE, None, None, 0.0)).isprintable()


def test_a_weak_signal_always_has_words():
    """Where nothing can be done about a silence it is still said what it is."""
    link = LinkStatus(LinkState.WEAK, "The phone's pushes do not come.")
    assert link_change_line(link) == "signal weak: The phone's pushes do not come."
