"""Times of text files: the ways in which loggers write them, and their repair with one notice."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from sensorcoach.errors import InputError
from sensorcoach.recording.csv_text.clock_text import parse_time_s
from sensorcoach.recording.csv_text.time_repair import PAUSE_S
from sensorcoach.recording.importers.plain_csv import PlainCsv
from sensorcoach.report.schema import AnalysisDocument
from sensorcoach.runner.offline.analyze import analyze_file
from sensorcoach.runner.options import SessionOptions

HEADER = "time_s,acc_x_mps2,acc_y_mps2,acc_z_mps2"
EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "glute-bridge.csv"
START_S = 1_761_225_840.0
COUNT = 400
TRUE_S = np.arange(COUNT) / 50.0


def written(folder: Path, times: Sequence[str], values: Callable[[int], str] = lambda k: f"{k % 13}.5") -> PlainCsv:
    """A file with these times; its readings tell the lines apart."""
    path = folder / "a.csv"
    path.write_text("\n".join([HEADER, *(f"{time},{values(k)},0.{k % 7},9.81" for k, time in enumerate(times))]) + "\n")
    return PlainCsv(path)


def times_of(file: PlainCsv) -> np.ndarray:
    """All times of a file."""
    return np.concatenate([block.time_s for block in file.samples()])


def iso(time_s: float, zone: str = "+02:00") -> str:
    """A time on the afternoon of 23 October 2025, as a local clock shows it."""
    return f"2025-10-23T15:24:{time_s:09.6f}{zone}"


WAYS: list[tuple[Callable[[float], str], float | None]] = [
    (iso, START_S),
    (lambda t: iso(t, "+0200").replace("T", " "), START_S),
    (lambda t: iso(t, "Z"), START_S + 7200.0),
    (lambda t: iso(t, "").replace(".", ","), None),
    (lambda t: f"15:24:{t:06.3f}", 15 * 3600 + 24 * 60.0),
    (lambda t: f"{START_S + t:.3f}", START_S),
    (lambda t: f"{1e3 * (START_S + t):.0f}", START_S),
    (lambda t: f"{1e6 * (START_S + t):.0f}", START_S),
    (lambda t: f"{1e9 * (START_S + t):.0f}", START_S),
    (lambda t: f"{1e3 * t:.0f}", 0.0),
    (lambda t: f"{1e6 * t:.0f}", 0.0),
    (lambda t: f"{1e9 * t:.0f}", 0.0),
]
"""How a logger writes a time, and the time that is written for 0; None where the text cannot be read."""


@pytest.mark.parametrize(("write", "start_s"), WAYS)
def test_the_unit_of_the_times_is_recognised(tmp_path: Path, write: Callable[[float], str], start_s: float | None):
    """ISO 8601 with a zone, seconds, milliseconds, micro- and nanoseconds, from zero or since 1970, give seconds."""
    if start_s is None:
        with pytest.raises(InputError, match="fields"):
            written(tmp_path, [write(time_s) for time_s in TRUE_S])
        return
    file = written(tmp_path, [write(time_s) for time_s in TRUE_S])
    np.testing.assert_allclose(times_of(file), start_s + TRUE_S, atol=1e-6, rtol=0.0)
    assert file.duration_s == pytest.approx(start_s + TRUE_S[-1])
    assert [notice.code for notice in file.notices] in ([], ["time_unit"])


def test_zones_change_within_a_file(tmp_path: Path):
    """The night on which summer time ends is as long as any other."""
    times = [iso(t) if t < 4.0 else iso(t, "+01:00").replace("T15", "T14") for t in TRUE_S]
    np.testing.assert_allclose(np.diff(times_of(written(tmp_path, times))), 0.02, atol=1e-6)


@pytest.mark.parametrize("text", ["2025-13-40T00:00:00Z", "2025-10-23", "1_000", "", "soon", "24 h"])
def test_other_text_is_not_a_time(text: str):
    """What is neither a number nor an ISO time is refused."""
    with pytest.raises(ValueError):  # noqa: PT011 - any text is in the message
        parse_time_s(text)


REPAIRS: dict[str, tuple[list[float], list[float], str]] = {
    "packets of three": ([0.06 * (k // 3) for k in range(COUNT)], list(TRUE_S), "times_spread"),
    "rounded to 0.1 s": (list(np.floor(TRUE_S * 10.0 + 1e-9) / 10.0), list(TRUE_S), "times_spread"),
    "one time twice": ([*TRUE_S[:77], TRUE_S[76], *TRUE_S[78:]], list(TRUE_S), "times_spread"),
    "stamped in turn": ([0.06 * (k // 3) + 1e-5 * (k % 3) for k in range(COUNT)], list(TRUE_S), "times_spread"),
    "a pair in reverse": ([*TRUE_S[:50], TRUE_S[51], TRUE_S[50], *TRUE_S[52:]], list(TRUE_S), "lines_sorted"),
    "one wild time": ([*TRUE_S[:50], 9999.0, *TRUE_S[51:]], list(TRUE_S), "time_corrected"),
    "one zero": ([*TRUE_S[:50], 0.0, *TRUE_S[51:]], list(TRUE_S), "time_corrected"),
    "set back": ([*TRUE_S[:200], *(TRUE_S[200:] - 0.7)], list(TRUE_S), "clock_step"),
    "set back by an hour": ([*(TRUE_S[:200] + 9000.0), *(TRUE_S[200:] + 5400.0)], list(TRUE_S + 9000.0), "clock_step"),
    "set forward by years": ([*TRUE_S[:200], *(TRUE_S[200:] + 1.7e9)], list(TRUE_S), "clock_step"),
}


@pytest.mark.parametrize("name", REPAIRS)
def test_times_are_repaired_with_one_notice(tmp_path: Path, name: str):
    """Each fault of a logger's clock that the samples explain is mended, and named once with its line."""
    raw, right, code = REPAIRS[name]
    file = written(tmp_path, [f"{time:.6f}" for time in raw])
    found = times_of(file)
    np.testing.assert_allclose(found, right, atol=2e-5)
    (notice,) = file.notices
    assert notice.code == code
    assert "line" in notice.message
    assert file.rate_hz == pytest.approx(50.0)


def test_a_repeated_line_is_used_once(tmp_path: Path):
    """A logger that writes a line twice adds no sample."""
    times = [f"{time:.2f}" for time in TRUE_S]
    file = written(tmp_path, [*times[:78], *times[77:]], lambda k: f"{(k if k < 78 else k - 1) % 13}.5")
    path = tmp_path / "a.csv"
    lines = path.read_text().splitlines()
    lines[79] = lines[78]
    path.write_text("\n".join(lines))
    file = PlainCsv(path)
    np.testing.assert_allclose(times_of(file), TRUE_S, atol=1e-9)
    assert [notice.code for notice in file.notices] == ["repeated_lines"]


def test_a_restarted_logger_gives_two_stretches(tmp_path: Path):
    """Time that begins again at zero is a second stretch after a pause, not a file to be sorted."""
    half = COUNT // 2 + 100
    file = written(tmp_path, [f"{time:.2f}" for time in [*TRUE_S[:half], *TRUE_S[: COUNT - half]]])
    found = times_of(file)
    np.testing.assert_allclose(np.diff(np.delete(found, 0))[half - 1 :], 0.02, atol=1e-9)
    assert found[half] - found[half - 1] == pytest.approx(PAUSE_S)
    assert file.duration_s == pytest.approx(found[-1])
    assert f"begins again in line {half + 2}" in file.notices[0].message


def test_a_day_goes_on_after_midnight(tmp_path: Path):
    """A clock that shows only the time of day passes midnight without a gap."""
    times = [f"{h:02d}:{m:02d}:{s:05.2f}" for t in TRUE_S for h, m, s in [_of_day(86396.0 + t)]]
    file = written(tmp_path, times)
    np.testing.assert_allclose(times_of(file), 86396.0 + TRUE_S, atol=1e-6)
    assert not file.notices


def _of_day(time_s: float) -> tuple[int, int, float]:
    hundredths = round(100 * time_s) % 8_640_000
    return hundredths // 360_000, hundredths // 6000 % 60, hundredths % 6000 / 100


def example_rows() -> np.ndarray:
    """A simulated set of five bridges at its rate."""
    return np.loadtxt(EXAMPLE, delimiter=",", skiprows=1)


def analyzed(folder: Path, table: np.ndarray, columns: int = 7) -> AnalysisDocument:
    """The analysis of these rows as a file."""
    path = folder / "a.csv"
    header = EXAMPLE.read_text().splitlines()[0].split(",")[:columns]
    np.savetxt(path, table[:, :columns], fmt="%.7f", delimiter=",", header=",".join(header), comments="")
    return analyze_file(str(path), SessionOptions.of("glute-bridge", "pelvis"))


@pytest.mark.parametrize("factor", [0.1, 10.0])
def test_times_ten_times_too_fast_or_slow_are_refused(tmp_path: Path, factor: float):
    """Gravity turns ten times faster than the gyroscope: the time is wrong, and the error asks for seconds."""
    table = example_rows()
    table = table if factor < 1.0 else np.repeat(table, 5, axis=0)
    if factor > 1.0:
        table[:, 0] = np.linspace(table[0, 0], table[-1, 0], len(table))
    table[:, 0] *= factor
    error = analyzed(tmp_path, table).get("error")
    assert error
    assert error["code"] in {"time_scale", "too_slow"}
    assert "in seconds" in error["remedy"]


def test_an_unusual_rate_is_flagged(tmp_path: Path):
    """Without a gyroscope, more than 400 samples a second are read, with a notice."""
    table = example_rows()
    table[:, 0] /= 500.0 * np.median(np.diff(table[:, 0]))
    (notice, *_) = analyzed(tmp_path, table, columns=4)["notices"]
    assert notice["code"] == "unusual_rate"
    assert "in seconds" in notice["message"]


def test_a_set_is_counted_from_packets_times(tmp_path: Path):
    """Five bridges stay five where three samples share each time, and the rate is the sensor's."""
    table = example_rows()
    table[:, 0] = table[np.arange(len(table)) // 3 * 3, 0]
    document = analyzed(tmp_path, table)
    assert [one["rep_count"] for one in document["sets"]] == [5]
    assert [notice["code"] for notice in document["notices"]] == ["times_spread"]
    assert document["recording"]["rate_hz"] == pytest.approx(analyzed(tmp_path, example_rows())["recording"]["rate_hz"])


def test_the_rate_is_the_sensors_where_readings_freeze(tmp_path: Path):
    """A sensor that repeats one reading for half the file has the rate of the other half."""
    table = example_rows()
    rate_hz = analyzed(tmp_path, table)["recording"]["rate_hz"]
    table[len(table) // 2 :, 1:] = table[len(table) // 2, 1:]
    assert analyzed(tmp_path, table)["recording"]["rate_hz"] == pytest.approx(rate_hz)
