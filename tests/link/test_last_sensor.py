"""The sensor used last."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sensorcoach.errors import InputError
from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.link.last_sensor import LastSensor, find_same_sensor, load_last_sensor, save_last_sensor

_NAMES = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x7f"), min_size=1, max_size=20)


@given(_NAMES, _NAMES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_it_comes_back_as_it_was(tmp_path: Path, name: str, key: str):
    """The stored sensor is read back, whatever its name is."""
    sensor = LastSensor(name, "witmotion", key)
    save_last_sensor(sensor, tmp_path)
    assert load_last_sensor(tmp_path) == sensor


@pytest.mark.parametrize("text", ["", "name = 3\ndevice = 'x'", "name = ", "\x00", 'name = "WT"'])
def test_a_damaged_file_remembers_nothing(tmp_path: Path, text: str):
    """A damaged file counts as missing: the sensor is selected again."""
    (tmp_path / "sensor.toml").write_text(text)
    assert load_last_sensor(tmp_path) is None
    assert load_last_sensor(tmp_path / "nowhere") is None


def test_a_folder_that_cannot_be_written(tmp_path: Path):
    """If the file cannot be written, the error names it and the remedy."""
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match=r"sensor\.toml cannot be written"):
        save_last_sensor(LastSensor("WT", "witmotion"), tmp_path / "file")


def _seen(name: str, key: str, rssi_dbm: int, device_id: str = "witmotion") -> DiscoveredSensor:
    return DiscoveredSensor(key, name, device_id, rssi_dbm, 0.0)


def test_two_sensors_of_one_name():
    """Of two sensors with the same name, the one with the known address is selected, else the nearer one."""
    near, far = _seen("WT901BLE67", "A", -50), _seen("WT901BLE67", "B", -80)
    assert find_same_sensor(LastSensor("WT901BLE67", "witmotion", "B"), [near, far]) is far
    assert find_same_sensor(LastSensor("WT901BLE67", "witmotion", "elsewhere"), [far, near]) is near
    assert find_same_sensor(LastSensor("WT901BLE68", "witmotion", "C"), [near, far]) is None
    assert find_same_sensor(LastSensor("WT901BLE67", "open-profile", "A"), [near, far]) is None


def test_a_sensor_without_a_name(tmp_path: Path):
    """A sensor without a name is remembered and found by its address alone."""
    save_last_sensor(LastSensor("", "witmotion", "A"), tmp_path)
    last = load_last_sensor(tmp_path)
    assert last is not None
    assert last == LastSensor("", "witmotion", "A")
    mine, other = _seen("", "A", -80), _seen("", "B", -50)
    assert find_same_sensor(last, [other, mine]) is mine
    assert find_same_sensor(last, [other]) is None
