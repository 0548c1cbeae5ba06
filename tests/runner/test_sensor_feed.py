"""A live session with a sensor, from the radio to the console and the recording."""

import asyncio
import contextlib
from collections.abc import Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sensorcoach.devices.registry import device_by_id
from sensorcoach.errors import InputError, SensorError
from sensorcoach.events import Event, LiftTrace, SignalJudged
from sensorcoach.link.last_sensor import LastSensor, load_last_sensor, save_last_sensor
from sensorcoach.packets import LINK_ROLE, Packet
from sensorcoach.recording.opening import open_recording
from sensorcoach.recording.recordings import PacketRecording
from sensorcoach.runner.live.bluetooth_connector import BluetoothConnector
from sensorcoach.runner.live.build_session import make_live_session
from sensorcoach.runner.live.choose_sensor import WAIT_FOR_USUAL_S, find_sensor, find_sensor_by_name
from sensorcoach.runner.live.connector import LiveRequest
from sensorcoach.runner.live.console import run_live_console, run_recording_console
from sensorcoach.runner.live.scan import _AppendedLines, print_scan
from sensorcoach.runner.live.sensor_feed import SensorFeed
from sensorcoach.runner.offline.recording_run import open_run
from sensorcoach.runner.options import SessionOptions
from sensorcoach.sources.radio.backend import Backend
from sensorcoach.virtual_radio.fast_time import run_fast
from tests.sources.fake_radio import FakeClient, FakeRadio

WITMOTION = device_by_id("witmotion")
OPEN = device_by_id("open-profile")


async def _for_a_while(radio: FakeRadio, session: Coroutine[Any, Any, Any], seconds: float) -> None:
    """Run the session and cancel it after the sensor has measured for `seconds`."""
    task = asyncio.create_task(session)
    await radio.measure(seconds)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


def _packets(path: Path) -> tuple[PacketRecording, list[Packet]]:
    recording = open_recording(path)
    assert isinstance(recording, PacketRecording)
    return recording, [packet for group in recording.packets() for packet in group]


@pytest.mark.parametrize("device", [WITMOTION, OPEN], ids=lambda device: device.id)
def test_record_until_interrupted(data_folder: Path, device: Any):  # noqa: ANN401 - a parameter
    """`record` finds the only sensor, records until Ctrl-C, shows the path, and remembers the sensor."""
    radio = FakeRadio(device, name=device.advertised_names[0] + "-7")
    lines: list[str] = []
    run_fast(
        _for_a_while(
            radio,
            run_recording_console(LiveRequest(exercise="clamshell"), BluetoothConnector(radio.backend), lines.append),
            30.0,
        )
    )
    path = Path(lines[-3].removeprefix("recorded: "))
    recording, packets = _packets(path)
    assert path.parent == data_folder / "recordings"
    assert recording.description is not None
    assert (recording.description.device_id, recording.description.rate_hz) == (device.id, 100.0)
    assert recording.description.exercise == "clamshell"
    assert recording.description.note == radio.name
    samples = len(device.decoder(100.0).feed([packet for packet in packets if packet.role != LINK_ROLE]))
    assert radio.sent - 12 <= samples <= radio.sent
    assert f"{radio.name} is sending at 100 Hz" in "\n".join(lines)
    assert any(line.startswith(("20 s, 1", "20 s, 9")) for line in lines)
    assert load_last_sensor() == LastSensor(radio.name, device.id, radio.seen.key)


def test_drops_are_noted_in_the_recording(data_folder: Path):
    """A lost and repeated connection is in the recording, in its place."""
    del data_folder
    radio = FakeRadio(OPEN)
    lines: list[str] = []

    async def script() -> None:
        task = asyncio.create_task(
            run_recording_console(LiveRequest(), BluetoothConnector(radio.backend), lines.append)
        )
        await radio.measure(12.0)
        radio.in_range = False
        radio.drop()
        await radio.measure(4.0)
        radio.in_range = True
        await radio.measure(6.0)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    run_fast(script())
    _, packets = _packets(Path(lines[-3].removeprefix("recorded: ")))
    assert [packet.payload for packet in packets if packet.role == LINK_ROLE] == [b"up", b"down", b"up", b"down"]
    told = "\n".join(lines)
    assert "The connection to SensorCoach is lost. Come back into range" in told


def test_the_file_grows_while_the_session_lasts(data_folder: Path):
    """At any time, the disk has all data that is older than two seconds."""
    radio = FakeRadio(WITMOTION)

    async def script() -> None:
        begun_s = asyncio.get_running_loop().time()
        task = asyncio.create_task(
            run_recording_console(LiveRequest(), BluetoothConnector(radio.backend), lambda _: None)
        )
        await radio.measure(20.0)
        (path,) = (data_folder / "recordings").iterdir()
        recording, packets = _packets(path)
        assert "cut off" in recording.notices[0]
        assert 10.0 < packets[-1].arrival_s < 20.0
        written_s = asyncio.get_running_loop().time() - begun_s - 5.5
        assert written_s - packets[-1].arrival_s <= 2.0
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    run_fast(script())


def test_a_file_that_is_there(data_folder: Path, tmp_path: Path):
    """`record` never overwrites a recording."""
    del data_folder
    path = tmp_path / "mine.mcap"
    path.write_text("mine")
    radio = FakeRadio(OPEN)
    with pytest.raises(InputError, match="already exists"):
        run_fast(run_recording_console(LiveRequest(path=path), BluetoothConnector(radio.backend), print))


def test_a_file_that_cannot_be_written(data_folder: Path, tmp_path: Path):
    """`record` ends with an error where the file cannot be written."""
    del data_folder
    (tmp_path / "file").write_text("")
    radio = FakeRadio(OPEN)

    async def script() -> None:
        measuring = asyncio.create_task(radio.measure(3600.0))
        with pytest.raises(InputError, match="cannot be written"):
            await run_recording_console(
                LiveRequest(path=tmp_path / "file" / "x.mcap"), BluetoothConnector(radio.backend), lambda _: None
            )
        measuring.cancel()

    run_fast(script())


def test_run_live_console_end_with_a_table(data_folder: Path):
    """A console session shows the connection on another stream and the table when it is interrupted."""
    del data_folder
    radio = FakeRadio(WITMOTION)
    said: list[str] = []
    told: list[str] = []
    session = run_live_console(
        LiveRequest(),
        SessionOptions.of("glute-bridge", None),
        BluetoothConnector(radio.backend),
        said.append,
        told.append,
    )
    run_fast(_for_a_while(radio, session, 40.0))
    assert any("is sending at 100 Hz" in line for line in told)
    assert told[-3].startswith("recorded: ")
    assert "glute-bridge, worn at the pelvis" in said[-1]
    assert "hardly moved" in said[-1]


def test_a_replay_equals_the_session(data_folder: Path, monkeypatch: pytest.MonkeyPatch):
    """Packets that arrive while the sensor is being closed count live as in the replay."""
    radio = FakeRadio(WITMOTION)
    disconnect = FakeClient.disconnect

    async def late(client: FakeClient) -> None:
        await radio.measure(0.5)
        await disconnect(client)

    monkeypatch.setattr(FakeClient, "disconnect", late)
    told: list[Event] = []
    choice = SessionOptions.of("glute-bridge", None)
    session = make_live_session(
        SensorFeed(LiveRequest(), BluetoothConnector(radio.backend), print), choice, told.extend
    )
    run_fast(_for_a_while(radio, session.run(), 15.0))
    (path,) = (data_folder / "recordings").iterdir()
    replayed = [event for _, events in open_run(str(path), choice).event_groups(1.0) for event in events]
    assert [event for event in told if not isinstance(event, LiftTrace)] == [
        event for event in replayed if not isinstance(event, LiftTrace)
    ]
    assert any(isinstance(event, SignalJudged) for event in told)


def test_the_screen_says_that_nothing_is_recorded(data_folder: Path, tmp_path: Path):
    """If the disk is full, the screen shows it until the end and counting continues."""
    del data_folder
    (tmp_path / "file").write_text("")
    radio = FakeRadio(WITMOTION)
    feed = SensorFeed(LiveRequest(path=tmp_path / "file" / "x.mcap"), BluetoothConnector(radio.backend), print)
    session = make_live_session(feed, SessionOptions.of("glute-bridge", None))
    notes: list[str] = []

    async def script() -> None:
        notes.append(session.advance(0.1).transport.note)
        running = asyncio.create_task(session.run())
        await radio.measure(15.0)
        notes.extend(session.advance(60.0).transport.note for _ in range(2))
        running.cancel()
        await asyncio.wait([running])

    run_fast(script())
    assert not notes[0]
    assert all(note.startswith("Not recorded: ") for note in notes[1:])


def test_a_sensor_that_never_sends(data_folder: Path):
    """Without samples there is no table and no advice on wearing the sensor."""
    del data_folder
    radio = FakeRadio(WITMOTION)
    radio.silent = True
    said: list[str] = []
    session = run_live_console(
        LiveRequest(), SessionOptions.of("glute-bridge", None), BluetoothConnector(radio.backend), said.append, print
    )
    with pytest.raises(SensorError):
        run_fast(session)
    assert said == []


def test_the_named_sensor():
    """A sensor is found by its name, a unique part of it, or its address."""
    radio = FakeRadio(WITMOTION, name="WT901BLE67")
    for name in ("WT901BLE67", "wt901ble67", "ble67", radio.seen.key.lower()):
        found = run_fast(find_sensor(radio.backend, name, None, print))
        assert found.name == "WT901BLE67"
    with pytest.raises(SensorError, match="'Polar' was not found"):
        run_fast(find_sensor(radio.backend, "Polar", None, print))


def test_part_of_two_names_is_ambiguous():
    """An ambiguous part of a name selects no sensor."""
    radio = FakeRadio(WITMOTION)
    one, other = (FakeRadio(WITMOTION, name=name).seen for name in ("WT-left", "WT-right"))
    assert find_sensor_by_name("WT-", [one, other]) is None
    assert find_sensor_by_name("wt-right", [one, other]) is other
    assert find_sensor_by_name("left", [one, other]) is one
    del radio


def test_the_remembered_sensor_is_waited_for(data_folder: Path):
    """The sensor used last is selected as soon as it advertises."""
    del data_folder
    radio = FakeRadio(WITMOTION)
    save_last_sensor(LastSensor("WT", "witmotion", ""))

    async def timed() -> float:
        start_s = asyncio.get_running_loop().time()
        await find_sensor(radio.backend, None, load_last_sensor(), print)
        return asyncio.get_running_loop().time() - start_s

    assert run_fast(timed()) < 1.0


def test_another_than_the_remembered_sensor():
    """If the sensor used last is missing, another one is not selected but named in the error."""
    radio = FakeRadio(WITMOTION, name="WT-new")
    with pytest.raises(SensorError, match=r"WT-old, used last, was not found\. Sensors in range: WT-new") as refused:
        run_fast(find_sensor(radio.backend, None, LastSensor("WT-old", "witmotion"), print))
    assert refused.value.remedy.endswith("--device WT-new")


def test_no_sensor_at_all():
    """If no sensor is found within half a minute, an error with a remedy follows."""
    radio = FakeRadio(WITMOTION)
    radio.in_range = False
    with pytest.raises(SensorError, match="No sensor was found") as raised:
        run_fast(find_sensor(radio.backend, None, None, print))
    assert "doctor" in raised.value.remedy


def test_a_sensor_is_named_by_its_address():
    """Of sensors with the same name, --device ADDRESS selects one; the name alone selects the one used last."""
    left, right = (replace(FakeRadio(WITMOTION, name="WT").seen, key=key) for key in ("AA:01", "AA:02"))
    assert find_sensor_by_name("aa:02", [left, right]) is right
    assert find_sensor_by_name("WT", [left, right]) is left
    assert find_sensor_by_name("WT", [left, right], LastSensor("WT", "witmotion", "AA:02")) is right


def test_a_sensor_that_shares_the_name_is_not_taken_at_once():
    """A sensor with the name of mine but another address is used only after a wait, and I read its address."""
    radio = FakeRadio(WITMOTION, name="WT")
    lines: list[str] = []

    async def timed() -> float:
        start_s = asyncio.get_running_loop().time()
        await find_sensor(radio.backend, None, LastSensor("WT", "witmotion", "elsewhere"), lines.append)
        return asyncio.get_running_loop().time() - start_s

    assert run_fast(timed()) >= WAIT_FOR_USUAL_S
    assert lines == [f"Using WT ({radio.seen.key}). It has the name of the sensor used last, but another address."]


def test_scan_in_a_pipe_lists_sensors_without_a_name():
    """A sensor that advertises no name is in the list, with its address."""
    radio = FakeRadio(WITMOTION, name="")
    nameless = replace(radio.seen, name="", device_id="witmotion")
    printed: list[str] = []
    lines = _AppendedLines(printed.append, everything=False)
    lines.show((nameless,))
    assert printed == [], "its name may still come"
    lines.finish((nameless,))
    assert "(no name)" in printed[0]
    assert nameless.key in printed[0]


@pytest.mark.parametrize("redraw", [False, True])
def test_scan(redraw: bool):  # noqa: FBT001 - a parameter
    """In a pipe, a scan lists each sensor once, with signal, name and family."""
    radio = FakeRadio(WITMOTION, name="WT901BLE67")
    lines: list[str] = []
    cleared: list[int] = []
    clear = cleared.append if redraw else None
    heard = run_fast(print_scan(radio.backend, 3.0, lines.append, everything=False, clear=clear))
    assert heard == 1
    assert "▂▄▆█  -60 dBm  WT901BLE67" in lines[-1]
    assert "WitMotion" in lines[-1]
    assert len(lines) == (6 if redraw else 1)
    assert len(cleared) == (5 if redraw else 0)


def test_scan_hears_nothing():
    """A scan without sensors ends with an error and a remedy."""
    radio = FakeRadio(WITMOTION)
    radio.in_range = False
    with pytest.raises(SensorError, match="No sensor was found within 3 s"):
        run_fast(print_scan(radio.backend, 3.0, print, everything=False, clear=None))


def test_before_anything_is_known(data_folder: Path):
    """The status shows that the session looks for its sensor."""
    del data_folder
    feed = SensorFeed(LiveRequest(name="WT"), BluetoothConnector(Backend()), print)
    assert feed.status.reason == "looking for WT"
