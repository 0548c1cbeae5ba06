"""`sensorcoach devices`: which sensors there are, and how one of them is worn."""

import json
from dataclasses import replace

import pytest

from sensorcoach.cli.main import run
from sensorcoach.devices import registry
from sensorcoach.devices.registry import DEVICES, device_by_id
from sensorcoach.errors import SensorError
from sensorcoach.report.devices_text import format_device, format_devices

Streams = pytest.CaptureFixture[str]
PROBLEM = SensorError(
    "bad_device", "The sensor 'acme' of the package acme cannot be used.", "Update or uninstall acme."
)


def shown(capsys: Streams, *arguments: str) -> str:
    """Return the output of the command."""
    assert run(["devices", *arguments]) == 0
    return capsys.readouterr().out


def test_every_sensor_is_listed_with_what_a_buyer_asks_for(capsys: Streams):
    """Id, name, price, rates with the usual one marked, range, and whether losses are counted."""
    text = shown(capsys)
    for device in DEVICES:
        (start,) = [k for k, line in enumerate(text.splitlines()) if line.split()[:1] == [device.id]]
        entry = " ".join(" ".join(text.splitlines()[start : start + 3]).split())
        assert device.name in entry
        assert device.price in entry
        assert f"[{device.usual_hz:g}]" in entry
        assert f"±{device.ranges_g[0]:g}" in entry
        assert f"losses {'counted' if device.numbers_samples else 'estimated'}" in entry


def test_it_fits_eighty_columns(capsys: Streams):
    """The list, and each sensor, can be read in the usual terminal."""
    for text in [shown(capsys), *(shown(capsys, device.id) for device in DEVICES)]:
        assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize("device", DEVICES, ids=lambda device: device.id)
def test_one_sensor(device: registry.Device, capsys: Streams):
    """How it advertises, how it is worn, its rates and its page."""
    text = " ".join(shown(capsys, device.id.upper()).split())
    assert device.wear in text
    assert all(f"'{name}'" in text for name in (*device.advertised_names, *device.refused_names))
    assert all(uuid in text for uuid in device.advertised_services)
    assert f"firmware_notes/{device.page or device.id}" in text


def test_a_sensor_of_another_package_has_no_page_here():
    """A third-party sensor has no reference to a page of this project."""
    acme = replace(device_by_id("witmotion"), id="acme", ranges_g=(8.0, 4.0), advertised_names=())
    text = format_device(acme, {"witmotion"})
    assert "firmware_notes" not in text
    assert "±8 g; available: ±8/4 g" in text
    assert "a name with" not in text


def test_a_long_list_and_a_long_name_still_fit():
    """A package with a long name and many rates does not break the table."""
    long = replace(device_by_id("witmotion"), id="x" * 24, name="name " * 20, rates_hz=tuple(map(float, range(1, 60))))
    text = format_devices([*DEVICES, long], [PROBLEM])
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize("arguments", [(), ("--json",)])
def test_a_package_that_is_broken_is_named(
    arguments: tuple[str, ...], capsys: Streams, monkeypatch: pytest.MonkeyPatch
):
    """A package that cannot be used is reported with the remedy."""
    monkeypatch.setattr(registry, "PROBLEMS", (PROBLEM,))
    text = " ".join(shown(capsys, *arguments).split())
    assert f"{PROBLEM.message} {PROBLEM.remedy}" in text


def test_other_programs_get_the_same(capsys: Streams):
    """One document, with every sensor in it."""
    document = json.loads(shown(capsys, "--json"))
    assert document["schema"] == "sensorcoach.devices/1"
    assert [one["id"] for one in document["devices"]] == [device.id for device in DEVICES]
    assert document["problems"] == []
    (one,) = json.loads(shown(capsys, "--json", "witmotion"))["devices"]
    assert (one["usual_hz"], one["losses"]) == (100.0, "estimated")


def test_unknown(capsys: Streams):
    """A mistyped sensor is answered with the one I meant, as wrong usage."""
    assert run(["devices", "witmoton"]) == 2
    assert "witmotion" in capsys.readouterr().err
