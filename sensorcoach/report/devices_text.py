"""Format the supported sensors for people."""

import textwrap
from collections.abc import Collection, Iterator, Sequence

from sensorcoach.devices.device import BATTERY, Device
from sensorcoach.errors import SensorcoachError

WIDTH = 80
_INDENT = " " * 4
_LABEL_WIDTH = 13
_SENSOR_WORDS = {"acc": "acceleration", "gyro": "rotation"}
_LEGEND = (
    "Rates in Hz, the usual one in brackets. Losses: counted if the sensor numbers or times its samples, else"
    " estimated from arrival times. Prices are classes. `sensorcoach devices ID` shows one sensor."
)


def format_devices(devices: Sequence[Device], problems: Sequence[SensorcoachError]) -> str:
    """Two lines for each sensor, and below them the problems of installed packages."""
    return "\n".join([*_table(devices), "", *textwrap.wrap(_LEGEND, WIDTH), *problem_lines(problems)])


def format_device(device: Device, ours: Collection[str]) -> str:
    """The details of one sensor; `ours` are the ids of sensors that have a page in this repository."""
    return "\n".join(_details(device, device.id in ours))


def problem_lines(problems: Sequence[SensorcoachError]) -> Iterator[str]:
    """Problems of installed packages that provide a sensor, each after an empty line."""
    for problem in problems:
        yield ""
        yield from textwrap.wrap(f"Not available: {problem.message} {problem.remedy}", WIDTH, subsequent_indent=_INDENT)


def losses_words(device: Device) -> str:
    """`counted` or `estimated`."""
    return "counted" if device.numbers_samples else "estimated"


def _table(devices: Sequence[Device]) -> Iterator[str]:
    width = max(len(device.id) for device in devices)
    price_width = max(len(device.price) for device in devices)
    name_width = WIDTH - width - price_width - 4
    yield f"{'sensor':<{width}}  {'description':<{name_width}}  {'price':>{price_width}}"
    yield "-" * WIDTH
    for device in devices:
        first, *more = textwrap.wrap(device.name, name_width) or [""]
        yield f"{device.id:<{width}}  {first:<{name_width}}  {device.price:>{price_width}}"
        yield from (" " * (width + 2) + line for line in more)
        indent = " " * (width + 2)
        text = (
            f"{rates_words(device)} Hz; {_ranges(device)}; {' + '.join(device.sensors)}; losses {losses_words(device)}"
        )
        yield from textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent)


def rates_words(device: Device) -> str:
    """`50 [100] 200`: the rates, the usual one in brackets."""
    return " ".join(f"[{rate:g}]" if rate == device.usual_hz else f"{rate:g}" for rate in device.rates_hz)


def _ranges(device: Device) -> str:
    return "±" + "/".join(f"{range_g:g}" for range_g in device.ranges_g) + " g"


def _sensors(device: Device) -> str:
    return " and ".join(_SENSOR_WORDS.get(sensor, sensor) for sensor in device.sensors)


def _details(device: Device, has_page: bool) -> Iterator[str]:  # noqa: FBT001 - one caller, one line away
    yield f"{device.name} ({device.id})"
    yield ""
    page = (
        f"firmware_notes/{device.page or f'{device.id}.md'}"
        if has_page
        else "none here: another package provides this sensor"
    )
    used_g, *others_g = device.ranges_g
    others = f"; available: {_ranges(device)}" if others_g else ""
    exact = "from the sensor's own numbers or times" if device.numbers_samples else "from arrival times"
    facts = {
        "advertises": _advertising(device),
        "wear it": device.wear,
        "rates": f"{rates_words(device)} Hz, the usual one in brackets",
        "range": f"±{used_g:g} g{others}",
        "measures": _sensors(device),
        "losses": f"{losses_words(device)} {exact}",
        "battery": "reported by the standard service"
        if BATTERY in device.characteristics
        else "reported in the sensor's own format",
        "price": f"{device.price} (a class, not an offer)",
        "page": page,
    }
    for label, text in facts.items():
        head = f"  {label:<{_LABEL_WIDTH - 2}}"
        yield from textwrap.wrap(
            text, WIDTH, initial_indent=head, subsequent_indent=" " * _LABEL_WIDTH, break_on_hyphens=False
        )


def _advertising(device: Device) -> str:
    names = " or ".join(f"'{name}'" for name in device.advertised_names)
    parts = [f"a name with {names} in it"] if names else []
    parts += [f"the service {uuid}" for uuid in device.advertised_services]
    refused = " or ".join(f"'{name}'" for name in device.refused_names)
    return ", or ".join(parts) + (f"; not a name that begins with {refused}" if refused else "")
