"""What a person has to be told to make a phone push to us."""

import ipaddress
import socket

from sensorcoach.sources.phone.access import PATH
from sensorcoach.sources.phone.settings import PhoneSettings

_ANYWHERE = ("192.0.2.1", 9)
"""An address kept for examples: asking for the way to it sends nothing."""


def find_own_address() -> str | None:
    """This computer's address in the local network, as far as the system knows; None without a network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(_ANYWHERE)
        except OSError:
            return None
        address = str(asking.getsockname()[0])
    return None if is_loopback(address) else address


def is_loopback(address: str) -> bool:
    """Whether only this computer can reach the address."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def push_url(settings: PhoneSettings, port: int, own: str | None) -> str:
    """What is to be typed into the phone. `own`: this computer's address, for one that listens at all it has."""
    host = settings.bind
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - a name to be told apart, not an address to listen at
        host = own or host
    host = f"[{host}]" if ":" in host else host
    return f"http://{host}:{port}{PATH}/{settings.token}"


def short_instructions(settings: PhoneSettings, own: str | None) -> str:
    """As `instructions`, as short as it can be said."""
    unreachable = f"No phone reaches that: start again with --phone-bind {own or 'ADDRESS'}. "
    return (
        f"{unreachable if is_loopback(settings.bind) else ''}"
        "In Sensor Logger: HTTP Push on, with this Push URL and the shortest batch period; "
        "Accelerometer, Gravity, Gyroscope on; Standardise Units & Frames on; start a recording."
    )


def instructions(settings: PhoneSettings, port: int, own: str | None) -> tuple[str, ...]:
    """What to do, a line each, in the order in which it is to be done."""
    lines = [f"Listening for a phone at {push_url(settings, port, own)}"]
    if is_loopback(settings.bind):
        address = own or "ADDRESS, this computer's address in your network"
        lines.append(f"Only this computer can reach {settings.bind}, a phone cannot: start again with")
        lines.append(f"--phone-bind {address}")
    else:
        lines.append("Phone and computer must be in the same network, one that you trust: nothing is encrypted,")
        lines.append("and whoever knows this address can push to it.")
    return (
        *lines,
        "In the Sensor Logger application on the phone:",
        "  1. Logger: switch on Accelerometer, Gravity and Gyroscope, nothing else.",
        "  2. Settings, Sensor Configuration: switch on Standardise Units & Frames.",
        "  3. Settings, Data Streaming: switch on HTTP Push, set the address above as Push URL,",
        "     and the shortest batch period there is.",
        "  4. Start a recording, lock the screen if the application allows it, and put the phone on.",
    )
