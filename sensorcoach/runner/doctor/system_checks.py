"""What can be seen of the computer's Bluetooth without touching the radio: the traps of each operating system."""

import os
import platform
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

from sensorcoach.runner.doctor.check import Check, Level

_ROOT = Path("/")
_LEAST_WINDOWS_BUILD = 22000
"""Windows 11: what bleak 3 wants."""


def system_checks() -> list[Check]:
    """For the system that this runs on."""
    system = platform.system()
    checks = [
        Check(
            Level.GOOD,
            f"{platform.platform(terse=True)}, Python {platform.python_version()}, bleak {version('bleak')}",
        )
    ]
    if system == "Linux":
        checks += check_linux(_ROOT, os.environ)
    elif system == "Windows":
        checks += check_windows(platform.version())
    elif system == "Darwin":
        checks += check_mac(os.environ)
    return checks


def check_linux(root: Path, environment: Mapping[str, str]) -> Iterator[Check]:
    """WSL, containers, the system bus, adapters, switches; `root` is where the file system begins."""
    where = _where(root)
    if "microsoft" in _text(root / "proc/version").lower():
        remedy = "Run sensorcoach on Windows itself, in PowerShell."
        yield Check(Level.BAD, "This is WSL, which has no Bluetooth.", remedy)
    bus = root / "run/dbus/system_bus_socket"
    if not bus.exists() and not environment.get("DBUS_SYSTEM_BUS_ADDRESS"):
        remedy = "Start it: `sudo systemctl start dbus bluetooth`."
        if where:
            remedy = "Run sensorcoach outside, or start the container with `-v /run/dbus:/run/dbus`."
        yield Check(Level.BAD, f"There is no system bus{where}; BlueZ is reached through it.", remedy)
    adapters = sorted(path.name for path in _children(root / "sys/class/bluetooth") if ":" not in path.name)
    if adapters:
        yield Check(Level.GOOD, f"Bluetooth adapters: {', '.join(adapters)}")
    else:
        remedy = "Plug in a Bluetooth 4.0 dongle or newer; `dmesg | grep -i bluetooth` says what became of it."
        yield Check(Level.BAD, f"The kernel knows no Bluetooth adapter{where}.", remedy)
    yield from _switches(root)


def _switches(root: Path) -> Iterator[Check]:
    for switch in _children(root / "sys/class/rfkill"):
        if _text(switch / "type").strip() != "bluetooth":
            continue
        if _text(switch / "hard").strip() == "1":
            yield Check(Level.BAD, "Bluetooth is switched off by a switch or a key.", "Look for it on the computer.")
        elif _text(switch / "soft").strip() == "1":
            yield Check(Level.BAD, "Bluetooth is switched off.", "`rfkill unblock bluetooth` switches it on.")


def check_windows(told_version: str) -> Iterator[Check]:
    """`told_version` is like 10.0.22631."""
    build = told_version.rpartition(".")[2]
    if build.isdigit() and int(build) < _LEAST_WINDOWS_BUILD:
        remedy = "Update to Windows 11."
        yield Check(Level.BAD, f"Windows build {build} is too old; {_LEAST_WINDOWS_BUILD} is needed.", remedy)
    yield Check(
        Level.GOOD,
        "On Windows, Polar and Movella sensors have to be paired once in Settings > Bluetooth & devices.",
    )


def check_mac(environment: Mapping[str, str]) -> Iterator[Check]:
    """Who asks for permission is the terminal, not this program."""
    terminal = environment.get("TERM_PROGRAM") or "your terminal"
    remedy = f"If nothing is heard: System Settings > Privacy & Security > Bluetooth, allow {terminal}, start it anew."
    yield Check(Level.GOOD, f"macOS asks for the permission of {terminal} to use Bluetooth.", remedy)


def _where(root: Path) -> str:
    inside = any((root / mark).exists() for mark in (".dockerenv", "run/.containerenv"))
    return " in this container" if inside else ""


def _children(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
