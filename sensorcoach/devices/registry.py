"""The sensors there are, found by id or by what they advertise.

Ours are the files of `families/`; others come from installed packages, by the entry point group `sensorcoach.devices`
(a name, and the `Device` it stands for): nothing has to be listed anywhere.
"""

import difflib
import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from importlib.metadata import EntryPoint, entry_points

from sensorcoach.devices import families
from sensorcoach.devices.device import Device
from sensorcoach.errors import InputError, UsageError

ENTRY_POINT_GROUP = "sensorcoach.devices"


def _ours() -> tuple[Device, ...]:
    """The `DEVICE` of each file in `families/`, in the order of their names."""
    names = sorted(module.name for module in pkgutil.iter_modules(families.__path__))
    modules = [importlib.import_module(f"{families.__name__}.{name}") for name in names]
    return tuple(module.DEVICE for module in modules)


def _others(points: Iterable[EntryPoint], taken: Mapping[str, Device]) -> tuple[Device, ...]:
    """Devices of installed packages. Raises InputError, naming the package, for one that cannot be used."""
    found: dict[str, Device] = {}
    for point in points:
        maker = point.dist.name if point.dist else point.value
        try:
            device = point.load()
        except (ImportError, AttributeError) as error:
            raise _unusable(point, maker, f"It cannot be loaded: {error}.") from error
        if not isinstance(device, Device):
            raise _unusable(point, maker, f"{point.value} is no Device of sensorcoach.")
        if device.id in taken or device.id in found:
            raise _unusable(point, maker, f"There is a sensor '{device.id}' already.")
        found[device.id] = device
    return tuple(found.values())


def _unusable(point: EntryPoint, maker: str, reason: str) -> InputError:
    message = f"The sensor '{point.name}' of the package {maker} cannot be used. {reason}"
    return InputError("bad_device", message, f"Update or uninstall {maker}.")


OURS = _ours()
DEVICES: tuple[Device, ...] = (
    *OURS,
    *_others(entry_points(group=ENTRY_POINT_GROUP), {device.id: device for device in OURS}),
)
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
