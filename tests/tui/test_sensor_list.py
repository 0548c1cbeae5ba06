"""The list of the chooser: rows keep their places."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.link.last_sensor import LastSensor
from sensorcoach.tui.sensor_list import SensorList
from tests.tui.connected import SEEN, TELEVISION

SENSORS = st.builds(
    DiscoveredSensor,
    key=st.sampled_from("abcdef"),
    name=st.sampled_from(["WT901", "Hip sensor", ""]),
    device_id=st.sampled_from(["witmotion", None]),
    rssi_dbm=st.none() | st.integers(-100, -40),
    seen_s=st.just(0.0),
)
SCANS = st.lists(st.lists(SENSORS, unique_by=lambda one: one.key).map(tuple), max_size=6)


def test_the_last_used_comes_first():
    """Of sensors found at once the last used comes first, then the strongest."""
    rows = SensorList(last_used=LastSensor("Hip sensor", "open-profile")).with_scan(SEEN)
    assert [one.key for one in rows.known] == [SEEN[2].key, SEEN[0].key, SEEN[1].key]
    assert SensorList().with_scan(SEEN[:2]).chosen == SEEN[0]


@given(SCANS, SCANS, st.integers(0, 6))
def test_rows_do_not_jump(
    before: list[tuple[DiscoveredSensor, ...]], later: list[tuple[DiscoveredSensor, ...]], steps: int
):
    """In any scan a sensor that can be chosen keeps its row, and the cursor keeps its sensor."""
    rows = SensorList()
    for seen in before:
        rows = rows.with_scan(seen)
    rows = rows.with_cursor_moved(steps)
    places = {one.key: place for place, one in enumerate(rows.known)}
    for seen in later:
        # A family once known stays known: advertisements differ in their content.
        rows = rows.with_scan([replace(one, device_id="witmotion") if one.key in places else one for one in seen])
        assert all(rows.known[place].key == key for key, place in places.items())
    if places:
        assert rows.cursor == list(places)[min(steps, len(places) - 1)]


@given(SCANS)
def test_only_known_sensors_can_be_chosen(scans: list[tuple[DiscoveredSensor, ...]]):
    """The cursor is on a sensor of a known family, or nowhere."""
    rows = SensorList()
    for seen in scans:
        rows = rows.with_scan(seen).with_cursor_moved(1)
        assert (rows.chosen is None) == (not rows.known)
        assert rows.chosen is None or rows.chosen.device_id is not None


def test_signal_is_the_newest():
    """A row keeps its place and shows the newest signal strength; a sensor that is silent shows none."""
    weaker = replace(SEEN[0], rssi_dbm=-99)
    rows = SensorList().with_scan(SEEN).with_scan([weaker])
    assert weaker in rows.known
    assert len(rows.known) == len(SEEN)
    assert [one.rssi_dbm for one in rows.known if one.key != weaker.key] == [None] * (len(SEEN) - 1)


def test_one_of_two_of_one_name_was_used_last():
    """Of two sensors with the same name, the one whose address is known is the one used last."""
    rows = SensorList(last_used=LastSensor(SEEN[1].name, "witmotion", SEEN[1].key)).with_scan(SEEN)
    assert rows.used_last == SEEN[1]
    assert rows.known[0] == SEEN[1]


def test_a_sensor_recognised_late():
    """A device identified later by its name joins at the end."""
    nameless = replace(SEEN[0], name="", device_id=None)
    rows = SensorList().with_scan([nameless, TELEVISION]).with_scan([SEEN[1]]).with_scan([SEEN[0]])
    assert [one.key for one in rows.known] == [SEEN[1].key, SEEN[0].key]
    assert [one.key for one in rows.others] == [TELEVISION.key]


def test_scanning_again_forgets_absent_sensors():
    """A new scan begins with an empty list and keeps my settings."""
    last = LastSensor("Hip sensor", "open-profile")
    rows = SensorList(last_used=last).with_scan(SEEN).with_others(shown=True).without_rows()
    assert (rows.rows, rows.cursor, rows.last_used, rows.show_all) == ((), None, last, True)
