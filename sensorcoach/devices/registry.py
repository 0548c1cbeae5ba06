"""All known sensors, found by id or by advertisement.

Our own are the files and folders of `families/`. Others come from installed packages, by the entry point group
`sensorcoach.devices` (a name, and its `Device`). Nothing is listed by hand. An unusable package loses only its own
sensor: it is left out, and `PROBLEMS` says why.
"""

import difflib
import importlib
import pkgutil
from collections.abc import Iterable, Sequence
from importlib.metadata import EntryPoint, entry_points

from sensorcoach.devices import families
from sensorcoach.devices.device import Device
from sensorcoach.devices.find_device import family_module
from sensorcoach.devices.validate import find_faults
from sensorcoach.errors import SensorError, UsageError

ENTRY_POINT_GROUP = "sensorcoach.devices"


def _load_families() -> tuple[Device, ...]:
    """Return the `DEVICE` of each family, in the order of their names."""
    names = sorted(module.name for module in pkgutil.iter_modules(families.__path__))
    modules = [importlib.import_module(path) for path in map(family_module, names) if path]
    return tuple(module.DEVICE for module in modules)


def load_package_devices(
    points: Iterable[EntryPoint], ours: Sequence[Device]
) -> tuple[tuple[Device, ...], tuple[SensorError, ...]]:
    """Load the devices of installed packages; also returns an error, with package and remedy, for each unusable one."""
    found: list[Device] = []
    problems: list[SensorError] = []
    for point in points:
        try:
            found.append(_load(point, [*ours, *found]))
        except SensorError as problem:
            problems.append(problem)
    return tuple(found), tuple(problems)


def _load(point: EntryPoint, known: Sequence[Device]) -> Device:
    """Load the device of one entry point. Raises SensorError if it is unusable."""
    try:
        device = point.load()
    except (Exception, SystemExit) as error:  # third-party code may raise anything, and must not end the program
        raise _unusable(point, f"It cannot be loaded: {type(error).__name__}: {error}.") from error
    if not isinstance(device, Device):
        raise _unusable(point, f"{point.value} is not a sensorcoach Device.")
    if any(device.id == other.id for other in known):
        raise _unusable(point, f"There is a sensor '{device.id}' already.")
    faults = find_faults(device)
    if faults:
        raise _unusable(point, f"Its Device is wrong: {'; '.join(faults)}.")
    return device


def _unusable(point: EntryPoint, reason: str) -> SensorError:
    maker = point.dist.name if point.dist else point.value
    message = f"The sensor '{point.name}' of the package {maker} cannot be used. {reason}"
    return SensorError("bad_device", message, f"Update or uninstall {maker}.")


OURS = _load_families()
_OTHERS, PROBLEMS = load_package_devices(entry_points(group=ENTRY_POINT_GROUP), OURS)
"""`PROBLEMS`: errors of installed packages that offer a sensor, for `sensorcoach devices` and `doctor`."""

DEVICES: tuple[Device, ...] = (*OURS, *_OTHERS)
"""All usable devices, in the order in which an advertisement is compared with them."""


NEAR_ENOUGH = 0.7
"""Likeness of two names, 0 to 1, from which one may be a slip for the other."""


def device_by_id(device_id: str) -> Device:
    """Return the device with this id; raises UsageError, with the nearest ids, if it is unknown."""
    ids = [device.id for device in DEVICES]
    if device_id in ids:
        return DEVICES[ids.index(device_id)]
    near = difflib.get_close_matches(device_id, ids, cutoff=NEAR_ENOUGH)
    remedy = f"Nearest: {', '.join(near)}." if near else f"Known: {', '.join(ids)}."
    raise UsageError("unknown_device", f"There is no sensor called '{device_id}'.", remedy)


def device_by_advertisement(name: str | None, service_uuids: Iterable[str]) -> Device | None:
    """Return the device with this advertisement, or None.

    A service takes precedence over a name, because other devices' names also contain short names such as `WT`. A
    refused name is refused with any service.
    """
    services = {uuid.lower() for uuid in service_uuids}
    shown = name or ""
    candidates = [device for device in DEVICES if not shown.startswith(device.refused_names or ("\0",))]
    for device in candidates:
        if services & set(device.advertised_services):
            return device
    for device in candidates:
        if any(part in shown for part in device.advertised_names):
            return device
    return None
