"""The sensors there are, found by id or by what they advertise.

Ours are the files of `families/`; others come from installed packages, by the entry point group `sensorcoach.devices`
(a name, and the `Device` it stands for): nothing has to be listed anywhere. A package that cannot be used costs its
own sensor and no other: it is left out, and what is wrong with it stands in `PROBLEMS`.
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


def _ours() -> tuple[Device, ...]:
    """The `DEVICE` of each family, in the order of their names."""
    names = sorted(module.name for module in pkgutil.iter_modules(families.__path__))
    modules = [importlib.import_module(path) for path in map(family_module, names) if path]
    return tuple(module.DEVICE for module in modules)


def load_package_devices(
    points: Iterable[EntryPoint], ours: Sequence[Device]
) -> tuple[tuple[Device, ...], tuple[SensorError, ...]]:
    """Devices of installed packages, and for each that cannot be used an error naming the package and the remedy."""
    found: list[Device] = []
    problems: list[SensorError] = []
    for point in points:
        try:
            found.append(_loaded(point, [*ours, *found]))
        except SensorError as problem:
            problems.append(problem)
    return tuple(found), tuple(problems)


def _loaded(point: EntryPoint, known: Sequence[Device]) -> Device:
    """The device of one entry point. Raises SensorError if it is none that can be used."""
    try:
        device = point.load()
    except (Exception, SystemExit) as error:  # somebody else's code may raise anything, and must not end ours
        raise _unusable(point, f"It cannot be loaded: {type(error).__name__}: {error}.") from error
    if not isinstance(device, Device):
        raise _unusable(point, f"{point.value} is no Device of sensorcoach.")
    if any(device.id == other.id for other in known):
        raise _unusable(point, f"There is a sensor '{device.id}' already.")
    faults = find_faults(device)
    if faults:
        raise _unusable(point, f"Its Device is not right: {'; '.join(faults)}.")
    return device


def _unusable(point: EntryPoint, reason: str) -> SensorError:
    maker = point.dist.name if point.dist else point.value
    message = f"The sensor '{point.name}' of the package {maker} cannot be used. {reason}"
    return SensorError("bad_device", message, f"Update or uninstall {maker}.")


OURS = _ours()
_OTHERS, PROBLEMS = load_package_devices(entry_points(group=ENTRY_POINT_GROUP), OURS)
"""`PROBLEMS`: what is wrong with installed packages that offer a sensor, for `sensorcoach devices` and `doctor`."""
DEVICES: tuple[Device, ...] = (*OURS, *_OTHERS)
"""In the order in which an advertisement is tried."""


def device_by_id(device_id: str) -> Device:
    """The device with this id; raises UsageError, with the nearest ids, if there is none."""
    ids = [device.id for device in DEVICES]
    if device_id in ids:
        return DEVICES[ids.index(device_id)]
    near = difflib.get_close_matches(device_id, ids) or ids
    raise UsageError("unknown_device", f"There is no sensor called '{device_id}'.", f"Known: {', '.join(near)}.")


def device_by_advertisement(name: str | None, service_uuids: Iterable[str]) -> Device | None:
    """The device that advertises so, or None.

    A service decides over a name; a name decides only where no service of ours is seen, since short names such
    as `WT` also begin the names of other things. A refused name is refused whatever its service.
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
