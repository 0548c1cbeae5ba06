"""CSV files of other programs: separators, encodings, columns, damaged ends; and the words for those refused."""

from pathlib import Path

import numpy as np
import pytest

from sensorcoach.errors import InputError
from sensorcoach.recording.csv_text.blocks import BLOCK_BYTES
from sensorcoach.recording.importers.plain_csv import PlainCsv
from sensorcoach.recording.opening import open_recording
from sensorcoach.recording.recordings import SampleRecording

HEADER = "time_s,acc_x_mps2,acc_y_mps2,acc_z_mps2,gyro_x_radps,gyro_y_radps,gyro_z_radps"
ROWS = 200


def numbers() -> list[list[str]]:
    """Fields of a sensor at 50 Hz that moves a little."""
    random = np.random.default_rng(5)
    return [[f"{k / 50:.2f}", *(f"{value:.4f}" for value in random.normal(size=6))] for k in range(ROWS)]


TABLE = numbers()
TEXT = "\n".join([HEADER, *(",".join(row) for row in TABLE)]) + "\n"
VALUES = np.array(TABLE, dtype=np.float64)


def opened(folder: Path, content: str | bytes, name: str = "a.csv") -> SampleRecording:
    """A file with this content, opened as any program would open it."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    recording = open_recording(path)
    assert isinstance(recording, SampleRecording)
    return recording


def read(recording: SampleRecording) -> np.ndarray:
    """All numbers of a recording."""
    blocks = list(recording.samples())
    parts = [[block.time_s[:, None], block.acc_mps2, block.gyro_radps] for block in blocks]
    return np.concatenate([np.hstack([one for one in part if one is not None]) for part in parts])


def with_separator(separator: str, point: str = ".") -> str:
    """The file with another separator and decimal mark."""
    return (
        TEXT.replace(".", point).replace(",", separator)
        if point == "."
        else (TEXT.replace(",", separator).replace(".", point))
    )


def shuffled() -> str:
    """The columns in reverse order."""
    return "\n".join(",".join(reversed(line.split(","))) for line in TEXT.splitlines()) + "\n"


SAME = {
    "semicolons": with_separator(";"),
    "semicolons and decimal commas": with_separator(";", ","),
    "tabs": with_separator("\t"),
    "tabs and decimal commas": with_separator("\t", ","),
    "a line for the spreadsheet": "sep=;\n" + with_separator(";"),
    "quotes": "\n".join(",".join(f'"{field}"' for field in line.split(",")) for line in TEXT.splitlines()) + "\n",
    "quoted decimal commas": "\n".join(
        ";".join(f'"{field}"' for field in line.split(";")) for line in with_separator(";", ",").splitlines()
    ),
    "commas at the ends": TEXT.replace("\n", ",\n"),
    "commas at the ends of the samples": HEADER + TEXT.removeprefix(HEADER).replace("\n", ",\n")[1:],
    "columns in reverse": shuffled(),
    "capitals": HEADER.upper() + TEXT.removeprefix(HEADER),
    "comments": "# a logger\n\n" + TEXT.replace("\n", "\n# remark, with commas\n"),
    "old Mac": TEXT.replace("\n", "\r"),
    "Windows": TEXT.replace("\n", "\r\n"),
    "a byte order mark": "\ufeff" + TEXT,
    "UTF-16": TEXT.encode("utf-16"),
    "UTF-16 without a mark": TEXT.encode("utf-16-le"),
    "UTF-16 of another machine": TEXT.encode("utf-16-be"),
    "Latin-1": "# Gerät 5\n".encode("latin-1") + TEXT.encode(),
    "the header again": TEXT.replace("\n2.00,", f"\n{HEADER}\n2.00,"),
}


@pytest.mark.parametrize("name", SAME)
def test_another_dialect_gives_the_same_numbers(tmp_path: Path, name: str):
    """Each number arrives unchanged, and there is nothing to report."""
    recording = opened(tmp_path, SAME[name])
    assert np.array_equal(read(recording), VALUES)
    assert not recording.corrections
    assert (recording.rate_hz, recording.duration_s) == (pytest.approx(50.0), 3.98)


@pytest.mark.parametrize(
    ("header", "ends", "ignored"),
    [
        (f"{HEADER},label", ",bridge", "label"),
        (f"{HEADER},note", ',"left, slow"', "note"),
        (f"{HEADER},temp_c,battery", ",21.5,80", "temp_c, battery"),
        (f"{HEADER},label", ",", "label"),
    ],
)
def test_other_columns_are_ignored_with_a_notice(tmp_path: Path, header: str, ends: str, ignored: str):
    """A label or a temperature beside the samples changes nothing and is named once."""
    lines = [header, *(",".join(row) + ends for row in TABLE)]
    recording = opened(tmp_path, "\n".join(lines))
    assert np.array_equal(read(recording), VALUES)
    (notice,) = recording.corrections
    assert notice.code == "ignored_columns"
    assert notice.message.endswith(f"ignored: {ignored}.")


@pytest.mark.parametrize(
    "tail",
    [
        b"4.00,0.3",
        b"4.00,0.3\n",
        b"4.00,0.1,0.1,9.8,0.1,0.1,-",
        b"4.00,nan,1,1,1,1,1\n",
        b"\0" * 5000,
        b"4.00,0.1" + b"\0" * 300,
        b"\xff" * 5000,
        b"4.00,\xfe\x81\n,,,,\njunk\n" * 3,
        b'"' * 200_000,
    ],
    ids=["cut", "cut line", "cut number", "no value", "NUL", "cut and NUL", "erased", "junk", "quotes"],
)
def test_a_damaged_end_costs_only_itself(tmp_path: Path, tail: bytes):
    """The battery died while the logger wrote: everything before is used, and one notice names the line."""
    recording = opened(tmp_path, TEXT.encode() + tail)
    assert np.array_equal(read(recording), VALUES)
    (notice,) = recording.corrections
    assert notice.code == "damaged_lines"
    assert "202" in notice.message
    assert recording.duration_s == 3.98


def test_lines_with_nul_bytes_inside_are_left_out(tmp_path: Path):
    """A block that was never written costs its lines; the samples behind it are used."""
    lines = TEXT.encode().split(b"\n")
    recording = opened(tmp_path, b"\n".join([*lines[:101], b"\0" * 700 + lines[101], *lines[102:]]))
    assert np.array_equal(read(recording), np.delete(VALUES, 100, axis=0))
    assert [notice.code for notice in recording.corrections] == ["damaged_lines"]


def test_a_long_file_in_utf_16_is_read_in_blocks(tmp_path: Path):
    """An hour of text in two bytes a letter gives each number, wherever the blocks are cut."""
    rows = [f"{k / 100:.2f},{k % 7},-1.5,9.81" for k in range(120_000)]
    text = "\r\n".join([HEADER.partition(",gyro")[0], *rows])
    assert len(text) > 2 * BLOCK_BYTES
    table = read(opened(tmp_path, text.encode("utf-16")))
    assert np.array_equal(table[:, 1], np.arange(120_000) % 7)


@pytest.mark.parametrize(
    ("header", "message", "remedy"),
    [
        (HEADER.replace(",gyro_z_radps", ""), "the column gyro_z_radps is missing", "all three"),
        (
            HEADER.replace("acc_z_mps2", "acc_z"),
            "column acc_z_mps2 is missing. It has the unknown column acc_z",
            "Rename",
        ),
        (HEADER.replace("time_s", "t"), "column time_s is missing", "Add it"),
        (HEADER.replace("acc_y_mps2", "acc_x_mps2"), "has the column acc_x_mps2 twice", "Rename"),
        ("0.0,1,2,3", "has no header", "first line must be"),
        ("lfd,nr", "begins with 'lfd,nr'", "first line must be"),
    ],
)
def test_the_difference_of_a_header_is_named(tmp_path: Path, header: str, message: str, remedy: str):
    """The error names the missing or the double column instead of the whole header."""
    path = tmp_path / "a.csv"
    path.write_text("\n".join([header, *(",".join(row) for row in TABLE)]))
    with pytest.raises(InputError) as caught:
        PlainCsv(path)
    assert caught.value.code == "wrong_header"
    assert message in caught.value.message
    assert remedy in caught.value.remedy


def test_a_decimal_comma_between_commas_is_refused(tmp_path: Path):
    """Commas as separators and as decimal marks cannot be told apart: the line is named, nothing is guessed."""
    path = tmp_path / "a.csv"
    path.write_text("\n".join([HEADER, *(",".join(row).replace(".", ",") for row in TABLE)]))
    with pytest.raises(InputError, match=r"Line 2 .* has 14 fields, not 7"):
        PlainCsv(path)
