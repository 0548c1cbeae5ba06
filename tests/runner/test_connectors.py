"""Connectors for a phone and for the demonstration over the virtual radio."""

import asyncio
import contextlib
import re
from pathlib import Path

import pytest
from aiohttp import ClientSession

from sensorcoach.devices.families.phone.fake import PhoneEncoder
from sensorcoach.errors import SensorError
from sensorcoach.recording.opening import open_recording
from sensorcoach.recording.recordings import PacketRecording
from sensorcoach.runner.live.connector import LiveRequest
from sensorcoach.runner.live.console import run_live_console, run_recording_console
from sensorcoach.runner.live.phone_connector import PhoneConnector
from sensorcoach.runner.live.virtual_radio_connector import VirtualRadioConnector
from sensorcoach.runner.options import SessionOptions
from sensorcoach.runner.playback.demo import EXERCISE
from sensorcoach.simulator.session import random_session
from sensorcoach.sources.phone.settings import PhoneSettings
from sensorcoach.virtual_radio.fast_time import run_fast

TOKEN = "a-token-of-a-test"  # noqa: S105 - of a test
PUSHES = 4


def test_a_phone_is_recorded(data_folder: Path):
    """`record --phone` shows the instructions and records the pushes like any sensor's packets."""
    lines: list[str] = []
    bodies = PhoneEncoder(100.0).make_bodies(random_session(3).samples)[:PUSHES]

    async def script() -> None:
        listening = asyncio.Event()

        def say(line: str) -> None:
            lines.append(line)
            if "http://" in line:
                listening.set()

        way = PhoneConnector(PhoneSettings(port=0, token=TOKEN))
        task = asyncio.create_task(run_recording_console(LiveRequest(exercise="clamshell"), way, say))
        await listening.wait()
        url = re.search(r"http://\S+", "\n".join(lines))
        assert url is not None
        async with ClientSession() as phone:
            for body in bodies:
                async with phone.post(url.group(), data=body, headers={"Content-Type": "application/json"}) as answer:
                    assert answer.status == 200
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    asyncio.run(script())
    recording = open_recording(Path(lines[-3].removeprefix("recorded: ")))
    assert isinstance(recording, PacketRecording)
    assert recording.path.parent == data_folder / "recordings"
    assert recording.description is not None
    assert (recording.description.device_id, recording.description.exercise) == ("phone", "clamshell")
    assert len([packet for group in recording.packets() for packet in group]) == PUSHES


def demonstrated(order: LiveRequest) -> tuple[list[str], list[str]]:
    """Return the lines of the demonstration over the virtual radio: counts, and connection messages."""
    counted: list[str] = []
    told: list[str] = []
    choice = SessionOptions.of(EXERCISE, None)
    run_fast(run_live_console(order, choice, VirtualRadioConnector(), counted.append, told.append))
    return counted, told


@pytest.mark.parametrize(("name", "uncertain"), [("WT-simulated", 1), ("SensorCoach-simulated", 0)])
def test_the_demonstration_over_the_virtual_radio(data_folder: Path, name: str, uncertain: int):
    """Both sets count six; the rep with the loss is uncertain unless all of it is sent again."""
    counted, told = demonstrated(LiveRequest(name=name, exercise=EXERCISE, simulated=True, keep=False))
    text = "\n".join(counted)
    assert re.findall(r"set \d done: (\d) reps", text) == ["6", "6"]
    assert len(re.findall(r"uncertain: \d", text)) == uncertain
    assert "simulated" in text
    assert [line for line in told if "has sent no data for" in line]
    assert told[-1].startswith(name + " is sending")
    assert not (data_folder / "recordings").exists()


def test_a_simulated_sensor_that_is_not_there(data_folder: Path):
    """A name that is not in the virtual air raises the same error as a missing real sensor."""
    del data_folder
    with pytest.raises(SensorError, match="Nobody"):
        demonstrated(LiveRequest(name="Nobody", simulated=True, keep=False))
