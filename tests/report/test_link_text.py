"""A connection in lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.report.cells import count_cells, cut_cells, fit_cells
from sensorcoach.report.link_text import device_option, label_sensor, link_change_line, seen_line

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


_ADDRESS = "C4:11:00:00:4F:2A"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "WT",
        "WT" * 200,
        "\u817f\u90e8\u4f20\u611f\u5668",
        "\u817f" * 99,
        "e\u0301" * 40,
        HOSTILE,
        "\u202eabc",
        "\U0001f9b5 hip",
    ],
)
def test_the_columns_stay_aligned(name: str):
    """Whatever a sensor is called, its address begins in the same column and nothing moves the cursor."""
    line = seen_line(DiscoveredSensor(_ADDRESS, name, "witmotion", -60, 0.0, 80))
    assert line.isprintable()
    assert count_cells(line[: line.index(_ADDRESS)]) == count_cells("▂▄▆█  -60 dBm  ") + 24 + 2
    assert count_cells(seen_line(DiscoveredSensor(_ADDRESS, name, "witmotion", -60, 0.0, 80), 79)) <= 79


@given(st.text(max_size=60), st.integers(1, 40))
def test_text_fits_its_column(text: str, width: int):
    """A text is cut or padded to exactly its cells, and begins as it did."""
    assert count_cells(fit_cells(text, width)) == width
    assert text.startswith(cut_cells(text, width))


def test_sensors_are_told_apart():
    """A unique name is enough; sensors of one name have their address beside it, one without a name has it alone."""
    left, right = (DiscoveredSensor(key, "WT", "witmotion", -60, 0.0) for key in ("AA:01", "AA:02"))
    nameless, unique = (DiscoveredSensor(name or "AA:03", name, "witmotion", -60, 0.0) for name in ("", "Hip sensor"))
    seen = [left, right, nameless, unique]
    assert [label_sensor(one, seen) for one in seen] == ["WT (AA:01)", "WT (AA:02)", "AA:03", "Hip sensor"]
    options = ["--device AA:01", "--device AA:02", "--device AA:03", "--device 'Hip sensor'"]
    assert [device_option(one, seen) for one in seen] == options
