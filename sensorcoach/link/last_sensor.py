"""The sensor used last: a small file in the data folder.

A sensor is known by the name it advertises. Its key (an address) belongs to one computer and one operating system: it
tells two sensors of the same name apart where it still fits.
"""

import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sensorcoach.errors import InputError
from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.storage import FOLDER_VARIABLE, atomic_write_text, data_folder

_FILE = "sensor.toml"
_HEAD = "# The sensor that was used last. Delete this file to forget it.\n"


@dataclass(frozen=True, slots=True)
class Remembered:
    """A sensor by its advertised name, its family, and what this computer called it."""

    name: str
    device_id: str
    key: str = ""


def load_last_sensor(folder: Path | None = None) -> Remembered | None:
    """The sensor used last; None where there is none, or where the file tells none: then it is chosen anew."""
    try:
        text = ((folder or data_folder()) / _FILE).read_text(encoding="utf-8")
        told = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return None
    name, device_id, key = (told.get(field, "") for field in ("name", "device", "key"))
    if not (isinstance(name, str) and isinstance(device_id, str) and isinstance(key, str) and name and device_id):
        return None
    return Remembered(name, device_id, key)


def save_last_sensor(sensor: Remembered, folder: Path | None = None) -> None:
    """Keep it in place of the one before. Raises InputError where nothing can be written."""
    path = (folder or data_folder()) / _FILE
    fields = {"name": sensor.name, "device": sensor.device_id, "key": sensor.key}
    lines = [f"{field} = {json.dumps(value, ensure_ascii=False)}\n" for field, value in fields.items()]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        atomic_write_text(path, "".join([_HEAD, *lines]))
    except OSError as error:
        remedy = f"Check the rights of {path.parent}, or name another folder in {FOLDER_VARIABLE}."
        raise InputError("unwritable", f"{path} cannot be written: {error.strerror}.", remedy) from None


def find_same_sensor(sensor: Remembered, seen: Iterable[DiscoveredSensor]) -> DiscoveredSensor | None:
    """The one of those seen that is this sensor: of several with its name the one with its key, else the strongest."""
    named = [one for one in seen if one.name == sensor.name and one.device_id == sensor.device_id]
    keyed = [one for one in named if one.key == sensor.key]
    return max(keyed or named, key=lambda one: -999 if one.rssi_dbm is None else one.rssi_dbm, default=None)
