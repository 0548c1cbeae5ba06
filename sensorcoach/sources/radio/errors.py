"""What the radio says went wrong, in words a person can act on: the one place where bleak's errors are understood."""

import platform
from collections.abc import Mapping
from types import MappingProxyType

from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakDBusError,
    BleakDeviceNotFoundError,
    BleakError,
    BleakGATTProtocolError,
)

from sensorcoach.errors import SensorError

RADIO_ERRORS = (BleakError, OSError, EOFError)
"""What bleak lets out when the radio, the system or the sensor is at fault; TimeoutError is one of them."""

NO_RADIO = frozenset({"no_adapter", "no_low_energy", "bluetooth_off", "bluetooth_denied", "no_bluetooth_service"})
"""Codes of troubles that no second try helps against."""

LOST = frozenset({"link_lost", "dropped"})
"""Codes of a link that the radio says is gone."""

_Reason = BleakBluetoothNotAvailableReason
_Words = Mapping[str, str]

_SWITCH_ON: _Words = {
    "Linux": "Switch it on: `rfkill unblock bluetooth`, then `bluetoothctl power on`.",
    "Darwin": "Switch it on in System Settings > Bluetooth.",
    "Windows": "Switch it on in Settings > Bluetooth & devices, and see that flight mode is off.",
}
_ALLOW: _Words = {
    "Linux": "Your user may not use Bluetooth: add it to the group bluetooth (`sudo usermod -aG bluetooth $USER`), "
    "log in again.",
    "Darwin": "Allow your terminal in System Settings > Privacy & Security > Bluetooth, then start it anew.",
    "Windows": "Allow desktop apps in Settings > Privacy & security > Radios.",
}
_START_SERVICE: _Words = {
    "Linux": "Install and start BlueZ: `sudo systemctl enable --now bluetooth`. A container needs the host's "
    "/run/dbus, and WSL has no Bluetooth at all.",
}
_PLUG_IN: _Words = {
    "Linux": "Plug in a Bluetooth 4.0 dongle or newer; `bluetoothctl list` shows those that work. A virtual machine "
    "needs one passed through.",
    "Darwin": "This Mac's Bluetooth does not answer: restart it.",
    "Windows": "Plug in a Bluetooth 4.0 dongle or newer, and see in Device Manager that its driver works.",
}
_PAIR: _Words = {
    "Linux": "Pair it first: `bluetoothctl`, then `scan on`, `pair ADDRESS`.",
    "Darwin": "Confirm the system's question about pairing.",
    "Windows": "Pair it first in Settings > Bluetooth & devices.",
}
_BUSY: _Words = {
    "Linux": "Close other programs that use the sensor; if it stays so, `sudo systemctl restart bluetooth`.",
    "Darwin": "Close other programs that use the sensor; if it stays so, switch Bluetooth off and on.",
    "Windows": "Close other programs that use the sensor; if it stays so, remove it in Settings > Bluetooth & devices.",
}

_NOT_AVAILABLE: Mapping[BleakBluetoothNotAvailableReason, tuple[str, str, _Words]] = MappingProxyType(
    {
        _Reason.NO_BLUETOOTH: ("no_adapter", "This computer has no Bluetooth that works.", _PLUG_IN),
        _Reason.NO_BLE_CENTRAL_ROLE: ("no_low_energy", "This Bluetooth adapter cannot do Low Energy.", _PLUG_IN),
        _Reason.POWERED_OFF: ("bluetooth_off", "Bluetooth is switched off.", _SWITCH_ON),
        _Reason.DENIED_BY_USER: ("bluetooth_denied", "This program is not allowed to use Bluetooth.", _ALLOW),
        _Reason.DENIED_BY_SYSTEM: ("bluetooth_denied", "The system does not let this program use Bluetooth.", _ALLOW),
        _Reason.DENIED_BY_UNKNOWN: ("bluetooth_denied", "This program is not allowed to use Bluetooth.", _ALLOW),
        _Reason.UNKNOWN: ("bluetooth_off", "Bluetooth does not answer.", _SWITCH_ON),
    }
)
_PAIRING_CODES = {0x05, 0x08, 0x0F}
"""ATT: insufficient authentication, authorization, encryption."""


def translate_error(error: BaseException, sensor: str = "", system: str | None = None) -> SensorError:
    """The error as one of ours; `sensor` is its name, `system` as `platform.system()` gives it."""
    system = system or platform.system()
    if isinstance(error, SensorError):
        return error
    if isinstance(error, BleakBluetoothNotAvailableError):
        code, message, words = _NOT_AVAILABLE[error.reason]
        return SensorError(code, message, _for(words, system))
    if isinstance(error, BleakGATTProtocolError):
        return _refused(error, sensor, system)
    if isinstance(error, BleakDBusError):
        return _dbus(error, sensor, system)
    if isinstance(error, TimeoutError):
        message = f"{sensor or 'The radio'} did not answer in time."
        return SensorError("no_answer", message, "Bring it closer, and see that no phone is connected to it.")
    if isinstance(error, BleakDeviceNotFoundError):
        return sensor_not_found_error(sensor)
    if isinstance(error, OSError | EOFError):
        return _system_error(error, system)
    return _other(str(error), sensor, system)


def sensor_not_found_error(sensor: str) -> SensorError:
    """The sensor is not heard."""
    return SensorError(
        "not_found",
        f"{sensor or 'The sensor'} is not heard.",
        "Switch it on, bring it closer, and disconnect it from any phone: a connected sensor does not show itself. "
        "`sensorcoach scan` lists what is heard.",
    )


def wrong_sensor_error(sensor: str, family: str, lacking: str) -> SensorError:
    """Something that only looks like one of the sensors."""
    return SensorError(
        "wrong_sensor",
        f"{sensor} shows itself like a {family}, but has not the characteristic {lacking}.",
        "It is something else with a similar name, or has other firmware. Choose another with --device; "
        "`sensorcoach devices` lists what is supported.",
    )


def small_mtu_error(sensor: str, payload: int, least: int) -> SensorError:
    """The connection carries packets too short for the sensor's frames."""
    return SensorError(
        "small_mtu",
        f"The connection to {sensor} carries {payload} bytes a packet; it needs {least}.",
        "The adapter or its driver is too old for this sensor: update it, or use a Bluetooth 4.2 dongle or newer.",
    )


def connection_lost_error(sensor: str) -> SensorError:
    """The link is gone."""
    remedy = "Come back into range; if it stays away, charge it or switch it off and on."
    return SensorError("link_lost", f"The connection to {sensor} is lost.", remedy)


def connection_dropped_error(sensor: str, system: str | None = None) -> SensorError:
    """The link broke before the sensor had sent anything."""
    message = f"{sensor} breaks the connection as soon as it is made."
    remedy = _for(_PAIR, system or platform.system())
    return SensorError("dropped", message, f"Bring it closer, and disconnect it from any phone. {remedy}")


def silent_sensor_error(sensor: str, silent_s: float) -> SensorError:
    """The link stands, as far as anybody knows, but nothing comes."""
    remedy = "Come closer, turn so that your body is not between sensor and computer, or switch the sensor off and on."
    return SensorError("silent", f"{sensor} has sent nothing for {silent_s:.1f} s.", remedy)


def _refused(error: BleakGATTProtocolError, sensor: str, system: str) -> SensorError:
    if error.code in _PAIRING_CODES:
        return SensorError("must_pair", f"{sensor} wants to be paired.", _for(_PAIR, system))
    message = f"{sensor} refuses what it is asked to (ATT error 0x{int(error.code):02x})."
    remedy = "Switch it off and on. If it stays so, its firmware is not one that is known: `sensorcoach doctor`."
    return SensorError("refused", message, remedy)


def _dbus(error: BleakDBusError, sensor: str, system: str) -> SensorError:
    name = error.dbus_error.rpartition(".")[2]
    told = f"{name}: {error.dbus_error_details or 'no details'}"
    if name in {"ServiceUnknown", "NameHasNoOwner", "NoReply"}:
        return SensorError(
            "no_bluetooth_service", "The system's Bluetooth service is not running.", _for(_START_SERVICE, system)
        )
    if name in {"AccessDenied", "NotAuthorized", "NotPermitted"}:
        return SensorError(
            "bluetooth_denied", f"The system denies the use of Bluetooth ({told}).", _for(_ALLOW, system)
        )
    if name in {"AuthenticationFailed", "AuthenticationRejected", "AuthenticationTimeout"}:
        return SensorError("must_pair", f"{sensor} wants to be paired ({told}).", _for(_PAIR, system))
    if name == "NotReady":
        return SensorError("bluetooth_off", "Bluetooth is switched off.", _for(_SWITCH_ON, system))
    return _other(told, sensor, system)


def _system_error(error: OSError | EOFError, system: str) -> SensorError:
    if isinstance(error, PermissionError):
        return SensorError("bluetooth_denied", "The system denies the use of Bluetooth.", _for(_ALLOW, system))
    reason = getattr(error, "strerror", None) or str(error) or "it went away"
    message = f"The system's Bluetooth service cannot be reached: {reason}."
    return SensorError("no_bluetooth_service", message, _for(_START_SERVICE, system))


def _other(told: str, sensor: str, system: str) -> SensorError:
    message = f"The connection to {sensor} failed: {told}." if sensor else f"Bluetooth failed: {told}."
    return SensorError("radio_failed", message, _for(_BUSY, system))


def _for(words: _Words, system: str) -> str:
    """The remedy for this system; the most general one where there is none."""
    return words.get(system, "Check the computer's Bluetooth settings, and start Bluetooth anew.")
