"""The index of a long recording while it is written."""

import tracemalloc
from pathlib import Path

from mcap.reader import make_reader

from sensorcoach.packets import Packet
from sensorcoach.recording.description import Description
from sensorcoach.recording.writer import RecordingWriter


def _second(second: int) -> list[Packet]:
    return [Packet(second + 0.1 * number, bytes((number,)) * 20) for number in range(10)]


def test_the_index_is_that_of_the_package(tmp_path: Path):
    """Other programs find every chunk of a recording by its index, with its times and its messages."""
    path = tmp_path / "one.mcap"
    with RecordingWriter.create(path, Description("witmotion"), to_disk=False) as writer:
        for second in range(50):
            writer.write(_second(second))
            writer.write_event(second + 0.5, {"kind": "mark"})
            writer.flush()
    with path.open("rb") as stream:
        reader = make_reader(stream)
        summary = reader.get_summary()
        assert summary is not None
        assert len(summary.chunk_indexes) == 50
        assert [len(one.message_index_offsets) for one in summary.chunk_indexes] == [2] * 50
        assert [one.message_start_time for one in summary.chunk_indexes] == sorted(
            int((second + 0.5) * 1e9) for second in range(50)
        )
        assert len(list(reader.iter_messages(topics=["/packets"]))) == 50


def test_an_hour_of_recording_takes_next_to_no_memory(tmp_path: Path):
    """While a session is recorded, what the recorder keeps in memory hardly grows: 200 bytes a second at most."""
    with RecordingWriter.create(tmp_path / "hour.mcap", Description("witmotion"), to_disk=False) as writer:
        before = 0
        tracemalloc.start()
        try:
            for second in range(900):
                writer.write(_second(second))
                writer.flush()
                if second == 299:
                    before = tracemalloc.get_traced_memory()[0]
            grown = tracemalloc.get_traced_memory()[0] - before
        finally:
            tracemalloc.stop()
    assert grown / 600 < 200.0
