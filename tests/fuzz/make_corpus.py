"""Write the small inputs from which fuzzing begins: `python -m tests.fuzz.make_corpus`. Findings beside them stay."""

import json
import tempfile
from pathlib import Path

import numpy as np

from sensorcoach.devices.families.phone.body import make_packets
from sensorcoach.devices.families.phone.message import read_message
from sensorcoach.devices.families.witmotion.device import DEVICE as WITMOTION
from sensorcoach.devices.registry import OURS
from sensorcoach.exercises.exercise import Placement
from sensorcoach.packets import Packet
from sensorcoach.recording.description import Description
from sensorcoach.recording.packet_block import encode_block
from sensorcoach.recording.writer import RecordingWriter
from sensorcoach.reference import Mount, Reference, Side
from sensorcoach.references.kept_reference import KeptReference, to_toml
from sensorcoach.samples import Samples
from tests.devices.against_fake import SessionWithFake
from tests.fuzz.targets import CORPUS, join_packets

EXERCISES = Path(__file__).parents[2] / "sensorcoach" / "exercises" / "catalogue"
ACC = "time_s,acc_x_mps2,acc_y_mps2,acc_z_mps2"
GYRO = f"{ACC},gyro_x_radps,gyro_y_radps,gyro_z_radps"


def movement(count: int, rate_hz: float) -> Samples:
    """A thigh that swings by 30 degrees every two seconds."""
    time_s = np.arange(count) / rate_hz
    angle_rad = 0.26 * (1.0 - np.cos(np.pi * time_s))
    zero = np.zeros(count)
    acc_mps2 = 9.80665 * np.stack([np.sin(angle_rad), zero, np.cos(angle_rad)], axis=1)
    gyro_radps = np.stack([zero, 0.26 * np.pi * np.sin(np.pi * time_s), zero], axis=1)
    return Samples(time_s, acc_mps2, gyro_radps)


def write(name: str, file: str, data: bytes) -> None:
    """Write one input."""
    folder = CORPUS / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / file).write_bytes(data)


def write_csv() -> None:
    """CSV files in several dialects."""
    samples = movement(60, 20.0)
    gyro = samples.gyro_radps if samples.gyro_radps is not None else np.zeros((60, 3))
    table = np.hstack([samples.time_s[:, None], samples.acc_mps2, gyro])
    rows = [[f"{value:.3f}" for value in row] for row in table]
    plain = "\n".join([GYRO, *(",".join(row) for row in rows)]) + "\n"
    write("csv", "plain.csv", plain.encode())
    write("csv", "acc.csv", "\n".join([ACC, *(",".join(row[:4]) for row in rows)]).encode())
    write("csv", "semicolon.csv", plain.replace(",", ";").replace(".", ",").encode())
    write("csv", "utf16.csv", plain[:1500].encode("utf-16"))
    write("csv", "label.csv", plain.replace("\n", ',"a, b"\n').encode())
    write("csv", "iso.csv", "\n".join([ACC, *(f"2025-10-23T13:24:0{r[0]}Z,{','.join(r[1:4])}" for r in rows)]).encode())
    packets = [[rows[k // 3 * 3][0], *row[1:]] for k, row in enumerate(rows)]
    write("csv", "packets.csv", "\n".join([GYRO, *(",".join(row) for row in [*packets, *packets])]).encode())


def write_packets() -> None:
    """Recordings of packets: MCAP, its blocks, JSON lines, and the packets of each decoder."""
    for device in OURS:
        if device.over_bluetooth:
            session = SessionWithFake(
                device, device.peripheral(device.usual_hz, "gyro" in device.sensors), device.usual_hz
            )
            session.feed(movement(40, session.rate_hz))
            write(f"decoder-{device.id}", "swing.bin", join_packets(device, session.packets[:60]))
        else:
            write(f"decoder-{device.id}", "push.bin", join_packets(device, make_packets(1.0, make_push()) * 2))
    packets = [Packet(0.1 * k, bytes.fromhex("55610000000800000000000000000000000000ab")) for k in range(30)]
    write("packet-block", "block.bin", encode_block(packets))
    lines = [json.dumps({"format": "wt901-recording", "version": 1})]
    lines += [json.dumps({"hex": one.payload.hex(), "t": one.arrival_s}) for one in packets]
    write("jsonl", "swing.jsonl", "\n".join(lines).encode())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "swing.mcap"
        writer = RecordingWriter.create(path, Description(WITMOTION.id, 50.0, "glute-bridge", "pelvis"))
        writer.write(packets)
        writer.write_event(1.0, {"kind": "rep", "number": 1})
        writer.close()
        write("mcap", "swing.mcap", path.read_bytes())


def write_texts() -> None:
    """An exercise, a reference, the last sensor and the push of a phone."""
    for file in sorted(EXERCISES.glob("*.toml"))[:2]:
        write("exercise", file.name, file.read_bytes())
    usual = dict.fromkeys(("range_rad", "spread_rad", "aside_rad", "peak_lift_radps", "peak_lower_radps"), 0.5)
    times = dict.fromkeys(("lift_s", "hold_s", "lower_s"), 1.5)
    mount = Mount((0.0, 0.0, 1.0), (1.0, 0.0, 0.0), Side.LEFT)
    reference = Reference(reps=3, **usual, **times, mount=mount, stored=True)
    kept = KeptReference("Anna", "glute-bridge", Placement.PELVIS, reference, "2025-10-23", "a.csv")
    write("reference", "anna.toml", to_toml(kept).encode())
    write("last-sensor", "last.toml", b'name = "WT901"\ndevice = "witmotion"\nkey = "aa:bb"\n')
    write("push", "push.json", make_push())


def make_push() -> bytes:
    """The body of a phone's push."""
    values = {"x": 0.1, "y": 0.2, "z": 0.9}
    streams = ("accelerometer", "gravity", "gyroscope", "battery")
    payload = [{"name": name, "time": 10**18 + 10**7 * k, "values": values} for k in range(5) for name in streams]
    body = json.dumps({"messageId": 1, "sessionId": "s", "deviceId": "d", "payload": payload}).encode()
    assert read_message(body, 1.0)
    return body


if __name__ == "__main__":
    write_csv()
    write_packets()
    write_texts()
