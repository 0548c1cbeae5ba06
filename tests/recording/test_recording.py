"""Recordings return what was recorded, even after a power failure."""

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mcap.reader import make_reader

from sensorcoach.errors import InputError
from sensorcoach.packets import Packet
from sensorcoach.recording.description import Description
from sensorcoach.recording.mcap_scan import MAGIC
from sensorcoach.recording.packet_block import decode_block, encode_block
from sensorcoach.recording.reader import RecordingReader
from sensorcoach.recording.writer import RecordingWriter

DESCRIPTION = Description(
    "witmotion", 100.0, "glute-bridge", "pelvis", started_unix_s=1_770_000_000.25, simulated=True, note="left knee"
)
PACKETS = [Packet(0.1 * k, bytes([k % 256] * (k % 7)), "battery" if k % 20 == 5 else "stream") for k in range(50)]


def recorded(packets: list[Packet], description: Description = DESCRIPTION) -> bytes:
    """The bytes of a recording that was closed properly."""
    stream = KeptBytes()
    with RecordingWriter(stream, description) as writer:
        writer.write(packets)
    return stream.kept


class KeptBytes(io.BytesIO):
    """Bytes that are still there after closing."""

    kept = b""

    def close(self) -> None:
        """Keep them, then close."""
        self.kept = self.getvalue()
        super().close()


def read(path: Path, content: bytes, group_s: float = 60.0) -> tuple[RecordingReader, list[Packet]]:
    """A reader of a file with this content, and all packets in it."""
    path.write_bytes(content)
    reader = RecordingReader(path)
    return reader, [packet for group in reader.packets(group_s) for packet in group]


def test_packets_come_back_as_they_came(tmp_path: Path):
    """Bytes, arrival times and characteristics are exactly those recorded, and so are their descriptions."""
    reader, packets = read(tmp_path / "a.mcap", recorded(PACKETS))
    assert packets == PACKETS
    assert reader.description == DESCRIPTION
    assert reader.notices == []
    assert abs(reader.duration_s - 4.9) < 1e-6


def test_a_description_may_be_short(tmp_path: Path):
    """Only the sensor need be known."""
    reader, _ = read(tmp_path / "a.mcap", recorded([], Description("open-profile")))
    assert reader.description == Description("open-profile")
    assert reader.duration_s == 0.0


def test_events_come_back_beside_the_packets(tmp_path: Path):
    """A mark set during the session is there again, at its time."""
    path = tmp_path / "a.mcap"
    with RecordingWriter.create(path, DESCRIPTION) as writer:
        writer.write(PACKETS[:20])
        writer.write_event(1.5, {"kind": "mark", "text": "très dur"})
        writer.write(PACKETS[20:])
    reader = RecordingReader(path)
    assert list(reader.events()) == [(1.5, {"kind": "mark", "text": "très dur"})]
    assert [packet for group in reader.packets() for packet in group] == PACKETS


def test_packets_come_in_groups_of_the_length_asked_for(tmp_path: Path):
    """A screen asks for two seconds at a time, an analysis for minutes."""
    (tmp_path / "a.mcap").write_bytes(recorded(PACKETS))
    groups = list(RecordingReader(tmp_path / "a.mcap").packets(2.0))
    assert [packet for group in groups for packet in group] == PACKETS
    assert all(group[-1].arrival_s - group[0].arrival_s < 3.1 for group in groups)
    assert len(groups) == 2


def test_an_existing_recording_is_never_written_over(tmp_path: Path):
    """A second session under the same name does not cost the first."""
    RecordingWriter.create(tmp_path / "a.mcap", DESCRIPTION).close()
    with pytest.raises(FileExistsError):
        RecordingWriter.create(tmp_path / "a.mcap", DESCRIPTION)


def test_other_programs_can_read_it(tmp_path: Path):
    """The MCAP library opens the file, finds the packets with the time of day, and the schema that explains them."""
    (tmp_path / "a.mcap").write_bytes(recorded(PACKETS))
    with (tmp_path / "a.mcap").open("rb") as stream:
        messages = list(make_reader(stream, validate_crcs=True).iter_messages("/packets"))
    schema, _, first = messages[0]
    assert schema is not None
    assert b"payload length" in schema.data
    assert 1_770_000_000 <= first.log_time * 1e-9 <= 1_770_000_006
    assert sum(len(decode_block(message.data) or []) for _, _, message in messages) == len(PACKETS)


def test_pulling_the_plug_costs_at_most_the_last_two_seconds(tmp_path: Path):
    """While the session goes on, everything older than a second is on the disk."""
    path = tmp_path / "a.mcap"
    writer = RecordingWriter.create(path, DESCRIPTION)
    for count, packet in enumerate(PACKETS, start=1):
        writer.write([packet])
        reader = RecordingReader(path)
        newest_s = max([p.arrival_s for group in reader.packets() for p in group], default=0.0)
        assert PACKETS[count - 1].arrival_s - newest_s < 2.0
    writer.close()


def test_a_recording_cut_off_anywhere_gives_every_complete_chunk(tmp_path: Path):
    """Cut at each byte in turn: it opens, gives a beginning of the packets that only grows, and says so."""
    content = recorded(PACKETS)
    path = tmp_path / "cut.mcap"
    most = 0
    for length in range(1, len(content)):
        reader, packets = read(path, content[:length])
        assert packets == PACKETS[: len(packets)]
        assert len(packets) >= most
        assert reader.notices
        assert reader.description in {None, DESCRIPTION}
        most = len(packets)
    assert most == len(PACKETS)


def test_a_damaged_second_is_left_out_and_reported(tmp_path: Path):
    """A flipped bit in the middle costs the second it is in, and the rest is read."""
    content = bytearray(recorded([Packet(0.1 * k, b"abcdefgh" * 4) for k in range(50)]))
    content[content.index(b"abcdefgh", len(content) // 4)] ^= 1
    reader, packets = read(tmp_path / "a.mcap", bytes(content))
    assert len(packets) == 40
    assert any("damaged" in notice for notice in reader.notices)


def test_an_mcap_file_of_another_program_is_refused(tmp_path: Path):
    """A robot's log is not taken for a session."""
    stream = io.BytesIO()
    from mcap.writer import Writer  # noqa: PLC0415  # only this test writes a foreign file

    writer = Writer(stream)
    writer.start("ros2", "other")
    writer.finish()
    with pytest.raises(InputError, match="ros2"):
        read(tmp_path / "a.mcap", stream.getvalue())


@pytest.mark.parametrize("change", ["schema", "compressed"])
def test_an_unreadable_recording_gives_the_reason(tmp_path: Path, change: str):
    """A recording by a later version, or packed by another program, is refused with what to do."""
    content = recorded(PACKETS)
    if change == "schema":
        content = content.replace(b"schema\x01\x00\x00\x001", b"schema\x01\x00\x00\x009")
        expected = "Update"
    else:
        stream = KeptBytes()
        from mcap.writer import Writer  # noqa: PLC0415  # only this test writes a compressed file

        writer = Writer(stream)
        writer.start("sensorcoach", "other")
        writer.add_message(writer.register_channel("/packets", "", 0), 0, encode_block(PACKETS), 0)
        writer.finish()
        content = stream.getvalue()
        expected = "mcap decompress"
    with pytest.raises(InputError, match=expected):
        read(tmp_path / "a.mcap", content)


def foreign(tail: bytes) -> bytes:
    """What begins like a recording and goes on as anything."""
    return MAGIC + tail


def patched(at: int, patch: bytes) -> bytes:
    """A recording with other bytes somewhere in it."""
    good = recorded(PACKETS[:15])
    at %= len(good)
    return good[:at] + patch + good[at + len(patch) :]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.one_of(
        st.binary(max_size=200),
        st.builds(foreign, st.binary(max_size=200)),
        st.builds(patched, st.integers(0, 10_000), st.binary(min_size=1, max_size=12)),
    )
)
def test_garbage_is_refused_or_read_as_far_as_it_goes(tmp_path: Path, content: bytes):
    """Random bytes, and recordings with random bytes in them, raise nothing but our own error."""
    path = tmp_path / "garbage.mcap"
    path.write_bytes(content)
    try:
        reader = RecordingReader(path)
    except InputError:
        return
    packets = [packet for group in reader.packets() for packet in group]
    assert len(packets) <= len(PACKETS)
    list(reader.events())


@given(
    st.lists(
        st.builds(
            Packet,
            st.floats(0.0, 1e9),
            st.binary(max_size=60),
            st.sampled_from(["stream", "info", "battery", "größe"]),
        ),
        max_size=20,
    )
)
def test_a_block_of_packets_comes_back(packets: list[Packet]):
    """Any packets survive the way through their message."""
    assert list(decode_block(encode_block(packets)) or []) == packets


@given(st.binary(max_size=100))
def test_a_block_of_noise_is_ignored(data: bytes):
    """Noise in a message gives packets or nothing, and never raises."""
    packets = decode_block(data)
    assert packets is None or len(list(packets)) == len(packets)
