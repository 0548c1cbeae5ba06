"""Check the operating system's Bluetooth setup without using the radio."""

import os
import platform
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

from sensorcoach.runner.doctor.check import Check, Level

_ROOT = Path("/")
_MIN_WINDOWS_BUILD = 22000
"""Windows 11, the minimum for bleak 3."""


def check_system() -> list[Check]:
    """Check this computer's system."""
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
    """Check WSL, containers, the system bus, adapters and switches. `root`: root folder of the file system."""
    suffix = _container_suffix(root)
    if "microsoft" in _read_text(root / "proc/version").lower():
        remedy = "Run sensorcoach on Windows itself, in PowerShell."
        yield Check(Level.BAD, "This is WSL, which does not support Bluetooth.", remedy)
    bus = root / "run/dbus/system_bus_socket"
    if not bus.exists() and not environment.get("DBUS_SYSTEM_BUS_ADDRESS"):
        remedy = "Start it: `sudo systemctl start dbus bluetooth`."
        if suffix:
            remedy = "Run sensorcoach outside the container, or start the container with `-v /run/dbus:/run/dbus`."
        yield Check(Level.BAD, f"There is no system bus{suffix}. BlueZ needs it.", remedy)
    adapters = sorted(path.name for path in _list_folder(root / "sys/class/bluetooth") if ":" not in path.name)
    if adapters:
        yield Check(Level.GOOD, f"Bluetooth adapters: {', '.join(adapters)}")
    else:
        remedy = "Plug in a Bluetooth 4.0 dongle or newer; `dmesg | grep -i bluetooth` shows kernel messages."
        yield Check(Level.BAD, f"The kernel has not found a Bluetooth adapter{suffix}.", remedy)
    yield from _check_switches(root)


def _check_switches(root: Path) -> Iterator[Check]:
    for switch in _list_folder(root / "sys/class/rfkill"):
        if _read_text(switch / "type").strip() != "bluetooth":
            continue
        if _read_text(switch / "hard").strip() == "1":
            yield Check(Level.BAD, "Bluetooth is switched off by a switch or a key.", "Switch it on at the computer.")
        elif _read_text(switch / "soft").strip() == "1":
            yield Check(Level.BAD, "Bluetooth is switched off.", "Switch it on: `rfkill unblock bluetooth`.")


def check_windows(version_text: str) -> Iterator[Check]:
    """Check the version of Windows. `version_text`: for example 10.0.22631."""
    build = version_text.rpartition(".")[2]
    if build.isdigit() and int(build) < _MIN_WINDOWS_BUILD:
        remedy = "Update to Windows 11."
        yield Check(Level.BAD, f"Windows build {build} is too old; {_MIN_WINDOWS_BUILD} is needed.", remedy)
    yield Check(
        Level.GOOD,
        "On Windows, pair Polar and Movella sensors once in Settings > Bluetooth & devices.",
    )


def check_mac(environment: Mapping[str, str]) -> Iterator[Check]:
    """Report the permission that macOS needs. It applies to the terminal, not to this program."""
    terminal = environment.get("TERM_PROGRAM") or "your terminal"
    remedy = f"If no sensor is found, allow {terminal} in System Settings > Privacy & Security > Bluetooth; restart it."
    yield Check(Level.GOOD, f"macOS asks for permission before {terminal} can use Bluetooth.", remedy)


def _container_suffix(root: Path) -> str:
    inside = any((root / mark).exists() for mark in (".dockerenv", "run/.containerenv"))
    return " in this container" if inside else ""


def _list_folder(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
