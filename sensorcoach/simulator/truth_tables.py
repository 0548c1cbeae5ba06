"""The truth of sessions as tables: recordings.csv, sets.csv and reps.csv, in the columns that a scorer reads."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sensorcoach.simulator.session import SimulatedSession
from sensorcoach.units import DEG_PER_RAD

RECORDINGS_COLUMNS = ("file", "source", "exercise", "placement", "rate_hz", "reps_min", "reps_max", "note")
SETS_COLUMNS = ("file", "set", "kind", "start_s", "end_s", "reps", "style", "side")
REPS_COLUMNS = ("file", "rep", "start_s", "top_s", "lower_s", "end_s", "rom_deg", "faults", "set", "side")

SOURCE = "simulated"

Row = dict[str, str | int | float]


@dataclass(frozen=True, slots=True)
class TruthTables:
    """Rows of the three tables, in the order of the files they belong to."""

    recordings: tuple[Row, ...] = ()
    sets: tuple[Row, ...] = ()
    reps: tuple[Row, ...] = ()

    def concatenate(self, other: "TruthTables") -> "TruthTables":
        """Return these rows and then the others."""
        return TruthTables(self.recordings + other.recordings, self.sets + other.sets, self.reps + other.reps)

    def write(self, folder: Path) -> None:
        """Write the three files into the folder."""
        _write(folder / "recordings.csv", RECORDINGS_COLUMNS, self.recordings)
        _write(folder / "sets.csv", SETS_COLUMNS, self.sets)
        _write(folder / "reps.csv", REPS_COLUMNS, self.reps)


def make_truth_tables(session: SimulatedSession, file: str, note: str = "") -> TruthTables:
    """Return the truth of one session in `file`; times rounded to the millisecond, angles to 0.01°."""
    return TruthTables((_recording(session, file, note),), tuple(_sets(session, file)), tuple(_reps(session, file)))


def _recording(session: SimulatedSession, file: str, note: str) -> Row:
    count = len(session.truth.reps)
    return {
        "file": file,
        "source": SOURCE,
        "exercise": session.plan.exercise.id,
        "placement": session.plan.placement.value,
        "rate_hz": f"{session.sensor.rate_hz:g}",
        "reps_min": count,
        "reps_max": count,
        "note": note,
    }


def _sets(session: SimulatedSession, file: str) -> Sequence[Row]:
    return [
        {
            "file": file,
            "set": done.number,
            "kind": done.kind,
            "start_s": f"{done.start_s:.3f}",
            "end_s": f"{done.end_s:.3f}",
            "reps": len(done.reps),
            "style": done.style.value,
            "side": done.side.value if done.side else "",
        }
        for done in session.truth.sets
    ]


def _reps(session: SimulatedSession, file: str) -> Sequence[Row]:
    pairs = [(done, rep) for done in session.truth.sets for rep in done.reps]
    return [
        {
            "file": file,
            "rep": number,
            "start_s": f"{rep.lift_start_s:.3f}",
            "top_s": f"{rep.top_s:.3f}",
            "lower_s": f"{rep.lower_s:.3f}",
            "end_s": f"{rep.end_s:.3f}",
            "rom_deg": f"{rep.rom_rad * DEG_PER_RAD:.2f}",
            "faults": " ".join(rep.faults),
            "set": done.number,
            "side": rep.side.value if rep.side else "",
        }
        for number, (done, rep) in enumerate(pairs, start=1)
    ]


def _write(path: Path, columns: tuple[str, ...], rows: Sequence[Row]) -> None:
    text = io.StringIO()
    table = csv.DictWriter(text, columns, lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
