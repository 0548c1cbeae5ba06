"""Store the sensor used last in a small file in the data folder.

A sensor is identified by its key (an address), which is valid on one computer and one operating system only. Where no
sensor has the key, its advertised name identifies it; a sensor without a name has its key alone.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sensorcoach.errors import InputError
from sensorcoach.exercises.toml_parsing import parse_toml
from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.storage import FOLDER_VARIABLE, atomic_write_text, data_folder, make_private_folder

_FILE = "sensor.toml"
_HEAD = "# The sensor that was used last. Delete this file to forget it.\n"


@dataclass(frozen=True, slots=True)
class LastSensor:
    """A sensor by its advertised name (may be empty), its family and the key that this computer uses for it."""

    name: str
    device_id: str
    key: str = ""

    @property
    def label(self) -> str:
        """The name, or the key of a sensor without a name."""
        return self.name or self.key


def load_last_sensor(folder: Path | None = None) -> LastSensor | None:
    """Return the sensor used last, or None where the file is missing or damaged."""
    try:
        text = ((folder or data_folder()) / _FILE).read_text(encoding="utf-8")
        values = parse_toml(text)
    except (OSError, ValueError):  # ValueError: not UTF-8, or not TOML
        return None
    name, device_id, key = (values.get(field, "") for field in ("name", "device", "key"))
    if not (isinstance(name, str) and isinstance(device_id, str) and isinstance(key, str)):
        return None
    return LastSensor(name, device_id, key) if device_id and (name or key) else None


def save_last_sensor(sensor: LastSensor, folder: Path | None = None) -> None:
    """Replace the stored sensor. Raises InputError where the file cannot be written."""
    path = (folder or data_folder()) / _FILE
    fields = {"name": sensor.name, "device": sensor.device_id, "key": sensor.key}
    lines = [f"{field} = {json.dumps(value, ensure_ascii=False)}\n" for field, value in fields.items()]
    try:
        make_private_folder(path.parent)
        atomic_write_text(path, "".join([_HEAD, *lines]))
    except OSError as error:
        remedy = f"Check the permissions of {path.parent}, or name another folder in {FOLDER_VARIABLE}."
        raise InputError("unwritable", f"{path} cannot be written: {error.strerror}.", remedy) from None


def find_same_sensor(last: LastSensor, seen: Iterable[DiscoveredSensor]) -> DiscoveredSensor | None:
    """Return the discovered sensor with this key and family, else the strongest with this name and family."""
    family = [one for one in seen if one.device_id == last.device_id]
    keyed = [one for one in family if one.key == last.key]
    named = [one for one in family if one.name and one.name == last.name]
    return max(keyed or named, key=lambda one: -999 if one.rssi_dbm is None else one.rssi_dbm, default=None)
