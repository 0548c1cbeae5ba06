"""Read a recording of the program, closed properly or cut off anywhere. Damaged parts are skipped and reported."""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from sensorcoach.packets import PacketTable, join_tables
from sensorcoach.recording import mcap_scan
from sensorcoach.recording.losses import NoticeList
from sensorcoach.recording.mcap_scan import MAGIC, Record
from sensorcoach.recording.packet_block import decode_block
from sensorcoach.recording.recordings import GROUP_S
from sensorcoach.recording.survey import survey_file
from sensorcoach.recording.topics import EVENTS_TOPIC, PACKETS_TOPIC

_MAX_GROUP_PACKETS = 100_000
"""Most packets in a group, whatever its length: limits memory."""


class RecordingReader:
    """One recording. Each call of `packets` or `events` reads it from the beginning, in constant memory.

    Raises InputError if another program wrote the file, or if it is not MCAP.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._notices = NoticeList()
        self.notices = self._notices.texts
        """Faults of the file, in words; reading may add to it."""
        found = survey_file(path)
        self.description = found.description
        """None if the file was cut off before it."""
        self.duration_s = found.duration_s
        """Arrival of the last packet in an intact chunk."""
        for notice in found.notices:
            self._notices.add(notice)

    def packets(self, group_s: float = GROUP_S) -> Iterator[PacketTable]:
        """All packets in the order of writing, in groups of at least `group_s` seconds (the last may be shorter)."""
        group: list[PacketTable] = []
        count = 0
        for data in self._messages(PACKETS_TOPIC):
            block = decode_block(data)
            if block is None:
                self._notices.add("A second of packets is damaged and was skipped.")
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
                self._notices.add("An event is damaged and was skipped.")
                continue
            entries = cast("dict[str, Any]", document)
            yield _parse_time_s(entries.pop("time_s", 0.0)), entries

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
                if isinstance(record, Record) and record.chunk is not None:
                    topics |= record.chunk.topics
                    yield from (data for channel, data in record.chunk.messages if topics.get(channel) == topic)


def _parse_time_s(value: object) -> float:
    """A time, or 0 for any other value."""
    try:
        time_s = float(value) if isinstance(value, int | float) else 0.0
    except OverflowError:
        return 0.0
    return time_s if math.isfinite(time_s) else 0.0
