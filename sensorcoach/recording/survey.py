"""Look through a recording once: its origin, its description, the time of its last packet, and its damaged parts."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from sensorcoach.errors import InputError
from sensorcoach.recording import mcap_records, mcap_scan
from sensorcoach.recording.description import METADATA_NAME, SCHEMA, Description, from_metadata, is_intact
from sensorcoach.recording.losses import Loss, describe_loss
from sensorcoach.recording.mcap_records import Chunk
from sensorcoach.recording.mcap_scan import MAGIC, Damage, Record
from sensorcoach.recording.topics import PROFILE


@dataclass(frozen=True, slots=True)
class Findings:
    """The result of a survey.

    `description`: None if no copy of it was found. `duration_s`: arrival of the last packet in an intact chunk.
    `notices`: faults of the file, in words.
    """

    description: Description | None
    duration_s: float
    notices: tuple[str, ...]


@dataclass(slots=True)
class _Notes:
    """The state of a survey in progress."""

    profile: str | None = None
    """Profile in the header, None without an intact header."""
    copies: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    """Entries of all copies of the description."""
    losses: list[Loss] = field(default_factory=list[Loss])
    last_ns: int | None = None
    """Latest time of a message, None before the first one."""
    compression: str = ""
    """Compression of the chunks that cannot be read."""
    unchecked: int = 0
    """Number of chunks without a checksum."""

    @property
    def is_ours(self) -> bool:
        """Whether the header or a copy of the description names this program."""
        return self.profile == PROFILE or bool(self.copies)

    def add(self, record: Record | Damage) -> None:
        """Note the next record of the file."""
        if isinstance(record, Damage):
            self.losses.append(Loss(record, self.last_ns))
        elif record.opcode == mcap_records.HEADER:
            self.profile = self.profile or mcap_records.parse_profile(record.content)
        elif record.opcode == mcap_records.METADATA:
            name, entries = mcap_records.parse_metadata(record.content) or ("", {})
            if name == METADATA_NAME:
                self.copies.append(entries)
        elif record.chunk is None:
            self.compression = mcap_records.parse_compression(record.content)
        else:
            self._add_chunk(record.chunk)

    def _add_chunk(self, chunk: Chunk) -> None:
        self.unchecked += not chunk.has_checksum
        if not chunk.messages:
            return
        for place in range(len(self.losses) - 1, -1, -1):
            if self.losses[place].after_ns is not None:
                break
            self.losses[place] = replace(self.losses[place], after_ns=chunk.first_ns)
        self.last_ns = max(self.last_ns or 0, chunk.last_ns)


def survey_file(path: Path) -> Findings:
    """Survey a recording. Raises InputError if another program wrote it, or a later version of this one."""
    notes = _Notes()
    with path.open("rb") as stream:
        size = path.stat().st_size
        closed = mcap_scan.is_closed(stream, size)
        begins_well = MAGIC.startswith(stream.read(len(MAGIC)))
        for record in mcap_scan.read_records(stream, size):
            notes.add(record)
            if notes.profile is not None and not notes.is_ours and isinstance(record, Record) and record.chunk:
                break
    _check_origin(notes, path, begins_well=begins_well)
    description = _choose_description(notes.copies, path)
    start_s = (description and description.started_unix_s) or 0.0
    duration_s = max(0.0, (notes.last_ns or 0) * 1e-9 - start_s)
    notices = [] if begins_well else ["The first bytes of the file are damaged."]
    notices += _list_notices(notes, size, start_s, closed=closed)
    return Findings(description, duration_s, tuple(notices))


def _check_origin(notes: _Notes, path: Path, *, begins_well: bool) -> None:
    if not notes.is_ours and notes.profile is not None:
        raise _foreign_error(path, f"Its profile is '{notes.profile[:40]}', not '{PROFILE}'.")
    if not notes.is_ours and not begins_well:
        raise _foreign_error(path, "It does not begin like an MCAP file.")
    if notes.compression:
        raise InputError(
            "compressed_recording",
            f"{path} was compressed with '{notes.compression}' by another program.",
            "Decompress it with `mcap decompress`.",
        )


def _choose_description(copies: list[dict[str, str]], path: Path) -> Description | None:
    """The latest intact description, else a damaged one. Raises InputError for one of a later version."""
    intact = [entries for entries in copies if is_intact(entries)]
    if not copies:
        return None
    chosen = intact[-1] if intact else copies[0]
    schema = chosen.get("schema", "")
    if schema != SCHEMA:
        raise InputError(
            "recording_version",
            f"{path} is a recording of version '{schema[:40]}'; this program reads version {SCHEMA}.",
            "Update sensorcoach.",
        )
    return from_metadata(chosen, str(path))


def _list_notices(notes: _Notes, size: int, start_s: float, *, closed: bool) -> Iterator[str]:
    if not closed:
        yield "The file was cut off while it was written; everything before the cut is used."
    if notes.profile not in {None, PROFILE}:
        yield "The header of the file is damaged."
    intact = [is_intact(entries) for entries in notes.copies]
    if not intact:
        yield "The description, which names the sensor, is missing."
    elif not any(intact):
        yield "The description is damaged: sensor, rate, exercise or placement may be wrong."
    elif not all(intact):
        yield "The description is damaged; an intact copy of it is used."
    for loss in notes.losses:
        yield describe_loss(loss, start_s, at_cut=not closed and loss.damage.stop == size)
    if notes.unchecked:
        yield f"{notes.unchecked} seconds of packets have no checksum: damage in them cannot be recognized."


def _foreign_error(path: Path, reason: str) -> InputError:
    return InputError(
        "foreign_recording",
        f"{path} is not a recording of sensorcoach. {reason}",
        "Record it again, or export it as CSV.",
    )
