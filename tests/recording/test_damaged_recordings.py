"""Damaged recordings: only the damaged second is lost, and a notice reports it."""

import json
import struct
from pathlib import Path

import pytest

from bench.damaged_recordings import run, write_original
from sensorcoach.errors import InputError
from sensorcoach.packets import Packet
from sensorcoach.recording.description import Description
from sensorcoach.recording.importers.own_mcap import open_mcap
from sensorcoach.recording.opening import open_recording
from sensorcoach.recording.packet_block import decode_block, encode_block
from sensorcoach.recording.reader import RecordingReader
from sensorcoach.recording.writer import RecordingWriter
from sensorcoach.runner.offline.analyze import analyze_file
from sensorcoach.runner.options import SessionOptions

DESCRIPTION = Description("witmotion", 100.0, started_unix_s=1_770_000_000.0)
PACKETS = [Packet(0.1 * k, bytes([k % 256] * 20)) for k in range(50)]


def _write(path: Path) -> bytearray:
    with RecordingWriter.create(path, DESCRIPTION, to_disk=False) as writer:
        writer.write(PACKETS)
    return bytearray(path.read_bytes())


def _list_records(content: bytes | bytearray) -> list[tuple[int, int]]:
    """Opcode and position of each record up to the end of the data."""
    found: list[tuple[int, int]] = []
    at = 8
    while not found or found[-1][0] != 0x0F:
        opcode, length = struct.unpack_from("<BQ", content, at)
        found.append((opcode, at))
        at += 9 + length
    return found


def _read(path: Path, content: bytes | bytearray) -> tuple[RecordingReader, list[Packet]]:
    path.write_bytes(content)
    reader = RecordingReader(path)
    return reader, [packet for group in reader.packets() for packet in group]


def test_random_damage(tmp_path: Path):
    """Flipped bits and cuts at random places cost the damaged second only, and the analysis reports each loss."""
    assert sum(run(60, 40, tmp_path).values()) == 100


@pytest.mark.parametrize("patch", [b"\x07", b"\x86", b"\x06\xff", b"\x06\x01\x00\x00\x00\x00\x00\x00\x7f"])
def test_a_damaged_opcode_or_length_costs_one_second(tmp_path: Path, patch: bytes):
    """A chunk with a wrong kind or length is skipped, its time is reported, and everything behind it is read."""
    content = _write(tmp_path / "a.mcap")
    chunk_at = [at for opcode, at in _list_records(content) if opcode == 0x06][2]
    content[chunk_at : chunk_at + len(patch)] = patch
    reader, packets = _read(tmp_path / "b.mcap", content)
    assert packets == PACKETS[:20] + PACKETS[30:]
    assert len(reader.notices) == 1
    assert "packets between 1.9 s and 3.0 s may be missing" in reader.notices[0]


def test_a_damaged_index_costs_nothing(tmp_path: Path):
    """A record without packets may be damaged: all packets are read, and a notice names the bytes."""
    content = _write(tmp_path / "a.mcap")
    index_at = next(at for opcode, at in _list_records(content) if opcode == 0x07)
    content[index_at + 3] ^= 0x10
    reader, packets = _read(tmp_path / "b.mcap", content)
    assert packets == PACKETS
    assert f"from byte {index_at} on" in reader.notices[0]


@pytest.mark.parametrize("place", [0, 1])
def test_a_damaged_description_is_replaced_by_its_copy(tmp_path: Path, place: int):
    """A wrong digit in the rate changes nothing, whichever of both copies has it."""
    content = _write(tmp_path / "a.mcap")
    at = [at for opcode, at in _list_records(content) if opcode == 0x0C][place]
    rate_at = content.index(b"100.0", at)
    content[rate_at : rate_at + 1] = b"9"
    reader, packets = _read(tmp_path / "b.mcap", content)
    assert reader.description == DESCRIPTION
    assert packets == PACKETS
    assert reader.notices == ["The description is damaged; an intact copy of it is used."]


@pytest.mark.parametrize("at", range(32))
def test_damaged_first_bytes(tmp_path: Path, at: int):
    """Damage in the first bytes of the file is reported and costs no packet."""
    content = _write(tmp_path / "a.mcap")
    content[at] ^= 0x41
    (tmp_path / "b.mcap").write_bytes(content)
    recording = open_recording(tmp_path / "b.mcap")
    assert recording.notices
    assert [p for group in open_mcap(tmp_path / "b.mcap").packets() for p in group] == PACKETS


def test_chunks_without_a_checksum_are_reported_once(tmp_path: Path):
    """Packets without a checksum are read, and one notice says that damage in them cannot be recognized."""
    content = _write(tmp_path / "a.mcap")
    for opcode, at in _list_records(content):
        if opcode == 0x06:
            content[at + 33 : at + 37] = bytes(4)
    reader, packets = _read(tmp_path / "b.mcap", content)
    assert packets == PACKETS
    assert len(reader.notices) == 1
    assert "no checksum" in reader.notices[0]


def test_many_losses_are_counted(tmp_path: Path):
    """A file with dozens of damaged places lists twenty and counts the others."""
    packets = [Packet(float(k), bytes(20)) for k in range(60)]
    with RecordingWriter.create(tmp_path / "a.mcap", DESCRIPTION, to_disk=False) as writer:
        writer.write(packets)
    content = bytearray((tmp_path / "a.mcap").read_bytes())
    for _, at in [record for record in _list_records(content) if record[0] == 0x06][1::2]:
        content[at] = 0xFF
    reader, found = _read(tmp_path / "b.mcap", content)
    assert found == packets[::2]
    assert len(reader.notices) == 21
    assert reader.notices[-1].endswith(": 10.")


@pytest.mark.parametrize("arrival_s", [1e308, -1e308, 1.1e9])
def test_impossible_arrival_times_are_damage(tmp_path: Path, arrival_s: float):
    """A packet from the end of time is written without an error, and only its second is skipped, with a notice."""
    assert decode_block(encode_block([Packet(arrival_s, b"x")])) is None
    with RecordingWriter.create(tmp_path / "a.mcap", DESCRIPTION, to_disk=False) as writer:
        writer.write([*PACKETS[:20], Packet(arrival_s, b"x"), *PACKETS[20:]])
    reader, packets = _read(tmp_path / "b.mcap", (tmp_path / "a.mcap").read_bytes())
    assert packets == PACKETS
    assert any("damaged" in notice for notice in reader.notices)


@pytest.mark.parametrize("arrival_s", [1e308, -1e308, 9e8, -9e8])
@pytest.mark.parametrize("place", [0, 50, -1])
def test_impossible_arrival_times_in_a_session(tmp_path: Path, arrival_s: float, place: int):
    """The analysis of a session with a packet from the end of time gives a valid document or a plain error."""
    packets = write_original(tmp_path / "a.mcap")
    packets[place] = Packet(arrival_s, packets[place].payload)
    with RecordingWriter.create(tmp_path / "b.mcap", DESCRIPTION, to_disk=False) as writer:
        writer.write(packets)
    document = analyze_file(str(tmp_path / "b.mcap"), SessionOptions.of("glute-bridge", "pelvis"))
    assert json.loads(json.dumps(document, allow_nan=False)) == document


def test_a_file_made_to_look_like_records_is_read_quickly(tmp_path: Path):
    """A megabyte of beginnings of chunks, each with the right lengths, is skipped after a limited search."""
    heads = bytearray()
    total = 1 << 20
    while len(heads) < total:
        rest = total - len(heads)
        size = rest - 9 - 40
        if size < 0:
            break
        heads += struct.pack("<BQQQQI", 6, 40 + size, 0, 0, size, 1) + struct.pack("<IQ", 0, size)
    content = _write(tmp_path / "a.mcap")
    end_at = _list_records(content)[-1][1]
    reader, packets = _read(tmp_path / "b.mcap", bytes(content[:end_at]) + bytes(heads) + bytes(content[end_at:]))
    assert packets == PACKETS
    assert len(reader.notices) == 1


def test_an_event_with_an_impossible_time(tmp_path: Path):
    """An event with a number too large for a time is read at time 0."""
    path = tmp_path / "a.mcap"
    with RecordingWriter.create(path, DESCRIPTION, to_disk=False) as writer:
        writer.write_event(10**400, {"n": 1})
    assert list(RecordingReader(path).events()) == [(0.0, {"n": 1})]


def test_a_name_that_no_file_can_have(tmp_path: Path):
    """A name too long for the file system, or with a zero byte, is refused in plain words."""
    for name in ("x" * 5000, "x\0y"):
        with pytest.raises(InputError, match=r"cannot be read|no file"):
            open_recording(tmp_path / name)
