"""Read a recording of the program, closed properly or cut off anywhere. Damaged parts are skipped and reported."""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

from sensorcoach.errors import InputError
from sensorcoach.packets import PacketTable, join_tables
from sensorcoach.recording import mcap_scan
from sensorcoach.recording.description import METADATA_NAME, SCHEMA, Description, from_metadata
from sensorcoach.recording.mcap_scan import MAGIC, Chunk, Damage, Record
from sensorcoach.recording.packet_block import decode_block
from sensorcoach.recording.recordings import GROUP_S
from sensorcoach.recording.topics import EVENTS_TOPIC, PACKETS_TOPIC, PROFILE

_MAX_GROUP_PACKETS = 100_000
"""Most packets in a group, whatever its length: limits memory."""


class RecordingReader:
    """One recording. Each call of `packets` or `events` reads it from the beginning, in constant memory.

    Raises InputError if another program wrote the file, or if it is not MCAP.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.notices: list[str] = []
        """Faults of the file, in words; reading may add to it."""
        self.description: Description | None = None
        """None if the file was cut off before it."""
        self.duration_s = 0.0
        """Arrival of the last packet in a complete chunk."""
        with path.open("rb") as stream:
            size = path.stat().st_size
            if not mcap_scan.is_closed(stream, size):
                self._notice("The file was cut off while it was written; everything before the cut is used.")
            self._survey(stream, size)

    def packets(self, group_s: float = GROUP_S) -> Iterator[PacketTable]:
        """All packets in the order of writing, in groups of at least `group_s` seconds (the last may be shorter)."""
        group: list[PacketTable] = []
        count = 0
        for data in self._messages(PACKETS_TOPIC):
            block = decode_block(data)
            if block is None:
                self._notice("A second of packets is damaged and was skipped.")
                continue
            if not len(block):
                continue
            group.append(block)
            count += len(block)
            if block.arrivals_s[-1] - group[0].arrivals_s[0] >= group_s or count >= _MAX_GROUP_PACKETS:
                yield join_tables(group)
                group, count = [], 0
        if group:
            yield join_tables(group)

    def events(self) -> Iterator[tuple[float, dict[str, Any]]]:
        """Events noted beside the packets: time on the recording's clock, and the document."""
        for data in self._messages(EVENTS_TOPIC):
            try:
                document = json.loads(data)
            except (ValueError, RecursionError):
                document = None
            if not isinstance(document, dict):
                self._notice("An event is damaged and was skipped.")
                continue
            entries = cast("dict[str, Any]", document)
            yield _parse_time_s(entries.pop("time_s", 0.0)), entries

    def _survey(self, stream: IO[bytes], size: int) -> None:
        """Check the origin of the file; find its description and its duration."""
        if not MAGIC.startswith(stream.read(len(MAGIC))[: len(MAGIC)]):
            raise _not_ours(self._path, "It does not begin like an MCAP file.")
        last_ns = 0
        for number, record in enumerate(mcap_scan.read_records(stream, size)):
            if isinstance(record, Damage):
                continue
            if number == 0:
                self._check_header(record)
            elif record.opcode == mcap_scan.METADATA:
                self._read_metadata(record)
            elif record.opcode == mcap_scan.CHUNK:
                last_ns = max(last_ns, self._last_ns(record))
        if self.description is None:
            self._notice("The file was cut off before its description, which names the sensor.")
        start_s = (self.description and self.description.started_unix_s) or 0.0
        self.duration_s = max(0.0, last_ns * 1e-9 - start_s)

    def _check_header(self, record: Record) -> None:
        if record.opcode != mcap_scan.HEADER:
            raise _not_ours(self._path, "It has no header.")
        profile = mcap_scan.parse_profile(record.content)
        if profile != PROFILE:
            raise _not_ours(self._path, f"Its profile is '{profile}', not '{PROFILE}'.")

    def _read_metadata(self, record: Record) -> None:
        found = mcap_scan.parse_metadata(record.content)
        if found is None or found[0] != METADATA_NAME or self.description is not None:
            return
        schema = found[1].get("schema", "")
        if schema != SCHEMA:
            raise InputError(
                "recording_version",
                f"{self._path} is a recording of version '{schema}'; this program reads version {SCHEMA}.",
                "Update sensorcoach.",
            )
        self.description = from_metadata(found[1], str(self._path))

    def _last_ns(self, record: Record) -> int:
        name = mcap_scan.parse_compression(record.content)
        if name:
            raise InputError(
                "compressed_recording",
                f"{self._path} was compressed with {name[:16]!r} by another program.",
                "Decompress it with `mcap decompress`.",
            )
        return mcap_scan.parse_log_span_ns(record.content)[1]

    def _messages(self, topic: str) -> Iterator[bytes]:
        """Messages of one topic from all intact chunks."""
        topics = {
            1: PACKETS_TOPIC,
            2: EVENTS_TOPIC,
        }  # the numbers of `RecordingWriter`, in case the first chunk is damaged
        with self._path.open("rb") as stream:
            size = self._path.stat().st_size
            stream.seek(len(MAGIC))
            for record in mcap_scan.read_records(stream, size):
                if isinstance(record, Damage):
                    self._report_damage(record, size)
                elif record.opcode == mcap_scan.CHUNK:
                    chunk = self._read_chunk(record)
                    topics |= chunk.topics
                    yield from (data for channel, data in chunk.messages if topics.get(channel) == topic)

    def _read_chunk(self, record: Record) -> Chunk:
        chunk = mcap_scan.parse_chunk(record.content)
        if chunk is None:
            self._notice(f"Packets at byte {record.offset} are damaged and were skipped.")
        return chunk or Chunk({}, [])

    def _report_damage(self, damage: Damage, size: int) -> None:
        if damage.offset + len(MAGIC) < size:
            self._notice(f"At byte {damage.offset} of {size} {damage.reason}.")

    def _notice(self, text: str) -> None:
        if text not in self.notices and len(self.notices) < 20:
            self.notices.append(text)


def _parse_time_s(value: object) -> float:
    """A time, or 0 for any other value."""
    try:
        time_s = float(value) if isinstance(value, int | float) else 0.0
    except OverflowError:
        return 0.0
    return time_s if math.isfinite(time_s) else 0.0


def _not_ours(path: Path, reason: str) -> InputError:
    return InputError(
        "foreign_recording",
        f"{path} is not a recording of sensorcoach. {reason}",
        "Record it again, or export it as CSV.",
    )
