"""Translate bleak's errors into a SensorError with a remedy. No other file interprets bleak's errors."""

import platform
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakDBusError,
    BleakDeviceNotFoundError,
    BleakError,
    BleakGATTProtocolError,
)

from sensorcoach.errors import SensorcoachError, SensorError
from sensorcoach.link.connection_states import LinkEvent

RADIO_ERRORS = (BleakError, OSError, EOFError)
"""Errors that bleak raises for the radio, the system and the sensor. TimeoutError is an OSError."""

NO_RADIO_CODES = frozenset({"no_adapter", "no_low_energy", "bluetooth_off", "bluetooth_denied", "no_bluetooth_service"})
"""Error codes for which a retry is useless."""

LOST_CODES = frozenset({"link_lost", "dropped"})
"""Error codes of a link that the radio reports as lost."""

_OTHER_WAYS = (
    "Without Bluetooth: `sensorcoach phone` sets up a phone as the sensor, `sensorcoach demo` needs no sensor."
)

_Reason = BleakBluetoothNotAvailableReason
_Remedies = Mapping[str, str]
"""Remedy by operating system, named as `platform.system()` names it."""

_SWITCH_ON: _Remedies = {
    "Linux": "Switch it on: `rfkill unblock bluetooth`, then `bluetoothctl power on`.",
    "Darwin": "Switch it on in System Settings > Bluetooth.",
    "Windows": "Switch it on in Settings > Bluetooth & devices, and check that flight mode is off.",
}
_ALLOW: _Remedies = {
    "Linux": "Add your user to the group bluetooth (`sudo usermod -aG bluetooth $USER`), then log in again.",
    "Darwin": "Allow your terminal in System Settings > Privacy & Security > Bluetooth, then restart it.",
    "Windows": "Allow desktop apps in Settings > Privacy & security > Radios.",
}
_START_SERVICE: _Remedies = {
    "Linux": "Install and start BlueZ: `sudo systemctl enable --now bluetooth`. A container needs the host's "
    "/run/dbus. WSL does not support Bluetooth.",
}
_PLUG_IN: _Remedies = {
    "Linux": "Plug in a Bluetooth 4.0 dongle or newer; `bluetoothctl list` shows working adapters. Pass the adapter "
    "through to a virtual machine.",
    "Darwin": "Bluetooth does not respond. Restart the Mac.",
    "Windows": "Plug in a Bluetooth 4.0 dongle or newer, and check its driver in Device Manager.",
}
_PAIR: _Remedies = {
    "Linux": "Pair it first: `bluetoothctl`, then `scan on`, `pair ADDRESS`.",
    "Darwin": "Confirm the pairing request of macOS.",
    "Windows": "Pair it first in Settings > Bluetooth & devices.",
}
_BUSY: _Remedies = {
    "Linux": "Close other programs that use the sensor. If that fails, run `sudo systemctl restart bluetooth`.",
    "Darwin": "Close other programs that use the sensor. If that fails, switch Bluetooth off and on.",
    "Windows": "Close other programs that use the sensor. If that fails, remove it in Settings > Bluetooth & devices.",
}

_NOT_AVAILABLE: Mapping[BleakBluetoothNotAvailableReason, tuple[str, str, _Remedies]] = MappingProxyType(
    {
        _Reason.NO_BLUETOOTH: ("no_adapter", "This computer has no working Bluetooth adapter.", _PLUG_IN),
        _Reason.NO_BLE_CENTRAL_ROLE: (
            "no_low_energy",
            "This adapter does not support Bluetooth Low Energy.",
            _PLUG_IN,
        ),
        _Reason.POWERED_OFF: ("bluetooth_off", "Bluetooth is switched off.", _SWITCH_ON),
        _Reason.DENIED_BY_USER: ("bluetooth_denied", "This program is not allowed to use Bluetooth.", _ALLOW),
        _Reason.DENIED_BY_SYSTEM: (
            "bluetooth_denied",
            "The system blocks Bluetooth for this program.",
            _ALLOW,
        ),
        _Reason.DENIED_BY_UNKNOWN: ("bluetooth_denied", "This program is not allowed to use Bluetooth.", _ALLOW),
        _Reason.UNKNOWN: ("bluetooth_off", "Bluetooth does not respond.", _SWITCH_ON),
    }
)
_PAIRING_CODES = {0x05, 0x08, 0x0F}
"""ATT errors: insufficient authentication, authorization, encryption."""


@contextmanager
def backend_call() -> Generator[None]:
    """Around a call of bleak: raise any error that is not in RADIO_ERRORS as a BleakError with its type and text.

    Backends raise errors of their own parts as well, such as a ValueError of macOS for a doubled subscription, or an
    AttributeError when the link breaks in the middle of a call.
    """
    try:
        yield
    except (*RADIO_ERRORS, SensorcoachError):
        raise
    except Exception as error:  # a backend is foreign code; the error is reported as the reason of the failure
        raise BleakError(describe_fault(error)) from error


def describe_fault(error: Exception) -> str:
    """Return type and text of an error that is not bleak's own."""
    return f"{type(error).__name__}: {error}".rstrip(": .")


def translate_fault(error: Exception, sensor: str) -> SensorError:
    """Return the error for a fault in a callback of the backend. A SensorError stays as it is."""
    is_known = isinstance(error, (*RADIO_ERRORS, SensorError))
    return translate_error(error if is_known else BleakError(describe_fault(error)), sensor)


def suspended_error() -> SensorError:
    """Return the reason why the sensor was stopped before Ctrl-Z stopped the program."""
    return SensorError("suspended", "The program was suspended.", "It reconnects to the sensor by itself.")


def translate_error(error: BaseException, sensor: str = "", system: str | None = None) -> SensorError:
    """Return the error as a SensorError. `sensor`: its name. `system`: as `platform.system()` returns it.

    Where the computer has no usable Bluetooth, the remedy also names what works without it.
    """
    translated = _translate(error, sensor, system or platform.system())
    if translated.code not in NO_RADIO_CODES or translated is error:
        return translated
    return SensorError(translated.code, translated.message, f"{translated.remedy} {_OTHER_WAYS}")


def _translate(error: BaseException, sensor: str, system: str) -> SensorError:
    if isinstance(error, SensorError):
        return error
    if isinstance(error, BleakBluetoothNotAvailableError):
        code, message, remedies = _NOT_AVAILABLE[error.reason]
        return SensorError(code, message, _remedy_for(remedies, system))
    if isinstance(error, BleakGATTProtocolError):
        return _refused_error(error, sensor, system)
    if isinstance(error, BleakDBusError):
        return _dbus_error(error, sensor, system)
    if isinstance(error, TimeoutError):
        message = f"{sensor or 'The radio'} did not respond in time."
        return SensorError("no_answer", message, "Bring it closer, and check that no phone is connected to it.")
    if isinstance(error, BleakDeviceNotFoundError):
        return sensor_not_found_error(sensor)
    if isinstance(error, OSError | EOFError):
        return _system_error(error, system)
    return _other_error(str(error), sensor, system)


def sensor_not_found_error(sensor: str) -> SensorError:
    """Return the error for a sensor that does not advertise."""
    return SensorError(
        "not_found",
        f"{sensor or 'The sensor'} was not found.",
        "Switch it on, bring it closer, and disconnect it from any phone: a connected sensor does not advertise. "
        "`sensorcoach scan` lists the sensors in range.",
    )


def wrong_sensor_error(sensor: str, family: str, missing: str) -> SensorError:
    """Return the error for a device that advertises like a sensor but lacks a characteristic."""
    return SensorError(
        "wrong_sensor",
        f"{sensor} looks like a {family} but lacks characteristic {missing}.",
        "It is another device with a similar name, or its firmware is not supported. Choose another with --device; "
        "`sensorcoach devices` lists the supported sensors.",
    )


def small_mtu_error(sensor: str, payload: int, needed: int) -> SensorError:
    """Return the error for a connection whose MTU is too small for the sensor's frames."""
    return SensorError(
        "small_mtu",
        f"The connection to {sensor} carries {payload} bytes per packet; the sensor needs {needed}.",
        "Update the adapter's driver, or use a Bluetooth 4.2 dongle or newer.",
    )


def lost_error(sensor: str, *, has_started: bool) -> SensorError:
    """Return the error for a broken link. A link that breaks during the start-up has another remedy."""
    return connection_lost_error(sensor) if has_started else connection_dropped_error(sensor)


def find_link_event(error: SensorError) -> LinkEvent:
    """Return the transition that this error causes in a connection."""
    if error.code in LOST_CODES:
        return LinkEvent.LOST
    return LinkEvent.GIVEN_UP if error.code == "silent" else LinkEvent.FAILED


def connection_lost_error(sensor: str) -> SensorError:
    """Return the error for a link that broke while the sensor streamed."""
    remedy = "Come back into range. If that does not help, charge the sensor or switch it off and on."
    return SensorError("link_lost", f"The connection to {sensor} is lost.", remedy)


def connection_dropped_error(sensor: str, system: str | None = None) -> SensorError:
    """Return the error for a link that broke before the first sample."""
    message = f"{sensor} closes the connection during the start-up."
    remedy = _remedy_for(_PAIR, system or platform.system())
    return SensorError("dropped", message, f"Bring it closer, and disconnect it from any phone. {remedy}")


def silent_sensor_error(sensor: str, silent_s: float) -> SensorError:
    """Return the error for a connected sensor that sends no samples."""
    remedy = "Come closer, turn so that your body is not between sensor and computer, or switch the sensor off and on."
    return SensorError("silent", f"{sensor} has sent no data for {silent_s:.1f} s.", remedy)


def _refused_error(error: BleakGATTProtocolError, sensor: str, system: str) -> SensorError:
    if error.code in _PAIRING_CODES:
        return SensorError("must_pair", f"{sensor} requires pairing.", _remedy_for(_PAIR, system))
    message = f"{sensor} refuses a request (ATT error 0x{int(error.code):02x})."
    remedy = "Switch it off and on. If that fails, its firmware may not be supported: run `sensorcoach doctor`."
    return SensorError("refused", message, remedy)


def _dbus_error(error: BleakDBusError, sensor: str, system: str) -> SensorError:
    name = error.dbus_error.rpartition(".")[2]
    details = f"{name}: {error.dbus_error_details or 'no details'}"
    if name in {"ServiceUnknown", "NameHasNoOwner", "NoReply"}:
        return SensorError(
            "no_bluetooth_service",
            "The system's Bluetooth service is not running.",
            _remedy_for(_START_SERVICE, system),
        )
    if name in {"AccessDenied", "NotAuthorized", "NotPermitted"}:
        return SensorError(
            "bluetooth_denied", f"The system denies the use of Bluetooth ({details}).", _remedy_for(_ALLOW, system)
        )
    if name in {"AuthenticationFailed", "AuthenticationRejected", "AuthenticationTimeout"}:
        return SensorError("must_pair", f"{sensor} requires pairing ({details}).", _remedy_for(_PAIR, system))
    if name == "NotReady":
        return SensorError("bluetooth_off", "Bluetooth is switched off.", _remedy_for(_SWITCH_ON, system))
    return _other_error(details, sensor, system)


def _system_error(error: OSError | EOFError, system: str) -> SensorError:
    if isinstance(error, PermissionError):
        return SensorError("bluetooth_denied", "The system denies the use of Bluetooth.", _remedy_for(_ALLOW, system))
    reason = getattr(error, "strerror", None) or str(error) or "the connection ended"
    message = f"The system's Bluetooth service cannot be reached: {reason}."
    return SensorError("no_bluetooth_service", message, _remedy_for(_START_SERVICE, system))


def _other_error(details: str, sensor: str, system: str) -> SensorError:
    message = f"The connection to {sensor} failed: {details}." if sensor else f"Bluetooth failed: {details}."
    return SensorError("radio_failed", message, _remedy_for(_BUSY, system))


def _remedy_for(remedies: _Remedies, system: str) -> str:
    """Return the remedy for this system, or a general one."""
    return remedies.get(system, "Check the computer's Bluetooth settings, and restart Bluetooth.")
