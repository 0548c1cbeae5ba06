"""Recordings from other programs in the plain CSV form, and the messages for other files."""

from pathlib import Path

import numpy as np
import pytest

from sensorcoach.errors import InputError
from sensorcoach.recording.importers.plain_csv import PlainCsv
from sensorcoach.recording.opening import open_recording
from sensorcoach.recording.recordings import PacketRecording, SampleRecording
from sensorcoach.recording.writer import Description, RecordingWriter

ACC = "time_s,acc_x_mps2,acc_y_mps2,acc_z_mps2"
GYRO = f"{ACC},gyro_x_radps,gyro_y_radps,gyro_z_radps"


def written(folder: Path, *lines: str, name: str = "a.csv") -> Path:
    """A file with these lines."""
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def rows(count: int, rate_hz: float = 50.0) -> list[str]:
    """Lines of a sensor lying still."""
    return [f"{k / rate_hz:.4f},0.1,-0.2,9.81" for k in range(count)]


def code_of(path: Path) -> tuple[str, str]:
    """Code and message of the error that opening and reading this file gives."""
    with pytest.raises(InputError) as caught:
        list(PlainCsv(path).samples())
    assert caught.value.remedy
    return caught.value.code, caught.value.message


@pytest.mark.parametrize(("header", "columns"), [(ACC, 4), (GYRO, 7)])
def test_a_file_with_or_without_gyroscope_is_read(tmp_path: Path, header: str, columns: int):
    """Every number arrives as it is in the file, over many blocks."""
    table = np.random.default_rng(1).normal(size=(60_000, columns)).round(5)
    table[:, 0] = np.arange(60_000) / 100.0
    path = tmp_path / "a.csv"
    np.savetxt(path, table, fmt="%.5f", delimiter=",", header=header, comments="")
    file = PlainCsv(path)
    blocks = list(file.samples())
    assert len(blocks) > 1
    assert np.array_equal(np.concatenate([block.acc_mps2 for block in blocks]), table[:, 1:4])
    assert (blocks[0].gyro_radps is None) == (columns == 4)
    np.testing.assert_allclose([file.rate_hz, file.duration_s], [100.0, 599.99])


@pytest.mark.parametrize("change", ["windows", "bom", "blank lines", "no last newline", "spaces", "exponents"])
def test_harmless_differences_are_read_over(tmp_path: Path, change: str):
    """Line ends, a byte order mark, blank lines, spaces and 1e-3: other programs write them, we read them."""
    text = "\n".join([ACC, *rows(100)]) + "\n"
    changed = {
        "windows": text.replace("\n", "\r\n"),
        "bom": "\ufeff" + text,
        "blank lines": text.replace("\n", "\n\n") + "\n\n",
        "no last newline": text.strip(),
        "spaces": text.replace(",", ", "),
        "exponents": text.replace("9.81", "0.981e+01"),
    }[change]
    path = tmp_path / "a.csv"
    path.write_bytes(changed.encode())
    samples = np.concatenate([block.acc_mps2 for block in PlainCsv(path).samples()])
    assert samples.tolist() == [[0.1, -0.2, 9.81]] * 100


def test_missing_rows_leave_their_gap(tmp_path: Path):
    """Where samples were lost the times show it."""
    lines = rows(200)
    path = written(tmp_path, ACC, *lines[:80], *lines[130:])
    steps_s = np.diff(np.concatenate([block.time_s for block in PlainCsv(path).samples()]))
    np.testing.assert_allclose(steps_s.max(), 51 * 0.02)


def test_a_foreign_header_is_quoted_beside_the_one_expected(tmp_path: Path):
    """For phyphox's header the message names the found columns and the required ones."""
    path = written(tmp_path, '"Time (s)","Acceleration x (m/s^2)"', "0,1")
    with pytest.raises(InputError, match=r"Time \(s\).*gyro_z_radps"):
        PlainCsv(path)


@pytest.mark.parametrize(
    ("lines", "code", "said"),
    [
        ([*rows(20), "0.4,1,x,3", *rows(3)], "not_a_number", "Line 22"),
        ([*rows(20), "0.4,1,nan,3", "0.42,1,2,3"], "not_a_number", "Line 22"),
        ([*rows(20), "", "0.4,1,,3", "0.42,1,2,3"], "not_a_number", "Line 23"),
        ([*rows(20), "0.4,1,2", "0.42,1,2,3"], "not_a_number", "has 3 fields, not 4"),
        ([*rows(20), "0.4,1,2,3 4", "0.42,1,2,3"], "not_a_number", "Line 22"),
        ([*rows(20), "0.4,1,2,3,4", "0.42,1,2", "0.44,1,2,3"], "not_a_number", "Line 22"),
        (list(reversed(rows(60))), "time_backwards", "Time falls from line to line"),
        ([f"{'0123'[k % 2]},{k},2,3" for k in range(400)], "time_backwards", "Time does not increase in line"),
        (["7.5,1,2,3"] * 60, "same_time", "share one time"),
        (rows(200, 2000.0), "too_fast", "0.0005 s from one sample to the next"),
        (["x,1,2,3"] * 60, "not_a_number", "Line 2"),
        (rows(100, 12.5), "too_slow", "12.5 samples a second"),
        ([], "no_samples", "0 samples"),
        (rows(1), "no_samples", "1 samples"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, lines: list[str], code: str, said: str):
    """The error says which line it is and what is wrong with it."""
    found, message = code_of(written(tmp_path, ACC, *lines))
    assert found == code
    assert said in message


def test_a_wrong_line_far_into_a_long_file_is_named(tmp_path: Path):
    """Line 90 000 of a long file is found as surely as line 3."""
    lines = rows(95_000)
    lines[89_998] = "1799.9,1,x,3"
    code, message = code_of(written(tmp_path, ACC, *lines))
    assert code == "not_a_number"
    assert "Line 90000" in message


def test_the_opener_distinguishes_the_forms(tmp_path: Path):
    """A recording of ours gives packets, a CSV file gives samples."""
    RecordingWriter.create(tmp_path / "a.mcap", Description("witmotion")).close()
    assert isinstance(open_recording(tmp_path / "a.mcap"), PacketRecording)
    assert isinstance(open_recording(str(written(tmp_path, ACC, *rows(50)))), SampleRecording)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("missing.csv", None, "no_such_file"),
        ("empty.csv", b"", "empty_file"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "unknown_format"),
        ("notes.txt", b"ten reps today", "unknown_format"),
        ("other.csv", b"a;b;c", "wrong_header"),
        (".", None, "is_a_folder"),
    ],
)
def test_a_file_that_cannot_be_opened_names_the_remedy(tmp_path: Path, name: str, content: bytes | None, code: str):
    """No such file, an empty one, a folder, a picture: each with its own words."""
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError) as caught:
        open_recording(tmp_path / name)
    assert caught.value.code == code
    assert caught.value.remedy


def test_the_real_recordings_are_read_number_by_number(shared_data: Path):
    """Each file of people exercising gives the numbers that a slow reader finds in it."""
    for path in sorted(shared_data.glob("p*/*.csv")):
        expected = np.loadtxt(path, delimiter=",", skiprows=1)
        recording = open_recording(path)
        assert isinstance(recording, SampleRecording)
        blocks = list(recording.samples())
        assert np.array_equal(np.concatenate([block.time_s for block in blocks]), expected[:, 0])
        assert np.array_equal(np.concatenate([block.acc_mps2 for block in blocks]), expected[:, 1:4])
