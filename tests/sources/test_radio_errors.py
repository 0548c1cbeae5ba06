"""Messages for Bluetooth errors."""

import pytest
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakDBusError,
    BleakDeviceNotFoundError,
    BleakError,
    BleakGATTProtocolError,
)

from sensorcoach.sources.radio.errors import translate_error

SYSTEMS = ["Linux", "Darwin", "Windows", "FreeBSD"]
ERRORS = [
    *(BleakBluetoothNotAvailableError("told", reason) for reason in BleakBluetoothNotAvailableReason),
    *(BleakGATTProtocolError(code) for code in (0x01, 0x05, 0x0F, 0x80, 0xFD)),
    *(
        BleakDBusError(f"org.{name}", ["details"])
        for name in (
            "freedesktop.DBus.Error.ServiceUnknown",
            "freedesktop.DBus.Error.AccessDenied",
            "bluez.Error.NotReady",
            "bluez.Error.AuthenticationFailed",
            "bluez.Error.InProgress",
            "bluez.Error.Failed",
        )
    ),
    BleakDBusError("org.bluez.Error.Failed", []),
    BleakDeviceNotFoundError("AA"),
    BleakError("Not connected"),
    TimeoutError(),
    FileNotFoundError(2, "No such file or directory"),
    PermissionError(13, "Permission denied"),
    EOFError(),
]


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("error", ERRORS, ids=repr)
def test_every_error_has_a_message_and_a_remedy(error: Exception, system: str):
    """Every Bluetooth error becomes a message and a remedy in complete sentences."""
    translated = translate_error(error, "WT901BLE67", system)
    assert translated.message.endswith(".")
    assert translated.remedy.endswith((".", "!"))
    assert "Error" not in translated.message
    assert "None" not in translated.message


@pytest.mark.parametrize(
    ("error", "code", "word"),
    [
        (ERRORS[2], "bluetooth_off", "rfkill"),
        (ERRORS[0], "no_adapter", "dongle"),
        (ERRORS[3], "bluetooth_denied", "group"),
        (BleakGATTProtocolError(0x05), "must_pair", "pair"),
        (BleakGATTProtocolError(0x80), "refused", "firmware"),
        (FileNotFoundError(2, "No such file"), "no_bluetooth_service", "BlueZ"),
        (BleakDBusError("org.freedesktop.DBus.Error.ServiceUnknown", ["x"]), "no_bluetooth_service", "BlueZ"),
        (BleakDBusError("org.bluez.Error.InProgress", ["x"]), "radio_failed", "restart"),
    ],
    ids=repr,
)
def test_the_remedy_fits(error: Exception, code: str, word: str):
    """The remedy fits the error on Linux."""
    translated = translate_error(error, "WT", "Linux")
    assert (translated.code, word in translated.remedy) == (code, True)
