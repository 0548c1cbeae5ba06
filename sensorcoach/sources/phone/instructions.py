"""Instructions for the user: how to make a phone push its samples to this computer."""

import ipaddress
import socket

from sensorcoach.report.qr_code import draw_qr_code
from sensorcoach.sources.phone.access import PATH
from sensorcoach.sources.phone.settings import PhoneSettings

_EXAMPLE_ADDRESS = ("192.0.2.1", 9)
"""An address reserved for examples. Connecting a UDP socket to it sends nothing."""


def find_own_address() -> str | None:
    """Return this computer's address in the local network, None without a network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_EXAMPLE_ADDRESS)
        except OSError:
            return None
        address = str(probe.getsockname()[0])
    return None if is_loopback(address) else address


def is_loopback(address: str) -> bool:
    """Return whether only this computer can reach the address."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def push_url(settings: PhoneSettings, port: int, own_address: str | None) -> str:
    """Return the URL for the phone. `own_address` replaces a wildcard address such as 0.0.0.0."""
    host = settings.bind
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared only, not bound
        host = own_address or host
    host = f"[{host}]" if ":" in host else host
    return f"http://{host}:{port}{PATH}/{settings.token}"


def short_instructions(settings: PhoneSettings, own_address: str | None) -> str:
    """Return `full_instructions` in one short paragraph."""
    unreachable = f"A phone cannot reach this address: restart with --phone-bind {own_address or 'ADDRESS'}. "
    return (
        f"{unreachable if is_loopback(settings.bind) else ''}"
        "In Sensor Logger, switch on HTTP Push with this Push URL and the shortest batch period. "
        "Switch on Accelerometer, Gravity, Gyroscope and Standardise Units & Frames. Start a recording."
    )


def full_instructions(
    settings: PhoneSettings, port: int, own_address: str | None, *, with_code: bool = False
) -> tuple[str, ...]:
    """Return the instructions as lines, in the order of the steps. `with_code`: add the address as a QR code."""
    url = push_url(settings, port, own_address)
    lines = [f"Listening for a phone at {url}"]
    if is_loopback(settings.bind):
        lines += _explain_loopback(settings.bind, own_address)
    else:
        lines.append("Phone and computer must be in the same network. Use only a network that you trust: the data is")
        lines.append("not encrypted, and anyone who knows this address can send data to it.")
        if with_code:
            lines += ["Scan this code with the phone's camera and copy the address:", *draw_qr_code(url)]
    return (
        *lines,
        "In the Sensor Logger application on the phone:",
        "  1. Logger: switch on Accelerometer, Gravity and Gyroscope only.",
        "  2. Settings, Sensor Configuration: switch on Standardise Units & Frames.",
        "  3. Settings, Data Streaming: switch on HTTP Push, enter the address above as Push URL,",
        "     and select the shortest batch period.",
        "  4. Start a recording, lock the screen if the application allows it, and attach the phone.",
    )


def _explain_loopback(bind: str, own_address: str | None) -> list[str]:
    if own_address is None:
        return [
            f"Only this computer can reach {bind}; a phone cannot. This computer is in no network: connect it to the",
            "phone's network, or to the phone's hotspot. Then restart with its address there: --phone-bind ADDRESS",
        ]
    return [
        f"Only this computer can reach {bind}; a phone cannot. Restart with this computer's address in your network:",
        f"--phone-bind {own_address}",
    ]
