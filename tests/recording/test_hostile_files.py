"""Files with huge numbers, deep nesting or values that are not numbers: a plain message, exit 1, and valid JSON."""

import json
from pathlib import Path

import pytest

from sensorcoach.cli.main import run
from sensorcoach.errors import ExerciseError, InputError
from sensorcoach.exercises.loading import parse_exercise
from sensorcoach.references.kept_reference import from_toml
from sensorcoach.report.finite import require_finite

WT901 = '{"format": "wt901-recording"}\n'
FRAME = "5561" + "00" * 18
ACC = "time_s,acc_x_mps2,acc_y_mps2,acc_z_mps2"


def rejected(text: str) -> None:
    """Refuse the constants that JSON does not have."""
    raise AssertionError(text)


FILES = {
    "huge whole number.jsonl": f'{WT901}{{"hex":"{FRAME}","t":1{"0" * 400}}}\n',
    "too many digits.jsonl": f'{WT901}{{"hex":"{FRAME}","t":1{"0" * 9000}}}\n',
    "infinity.jsonl": f'{WT901}{{"hex":"{FRAME}","t":Infinity}}\n',
    "not a number.jsonl": f'{WT901}{{"hex":"{FRAME}","t":NaN}}\n',
    "overflow.jsonl": f'{WT901}{{"hex":"{FRAME}","t":1e999}}\n',
    "large.jsonl": f'{WT901}{{"hex":"{FRAME}","t":1e300}}\n',
    "deep.jsonl": f"{WT901}{'[' * 60_000}\n",
    "tiny steps.csv": "\n".join([ACC, *(f"{k * 5e-324!r},0.{k % 10},0.1,9.8" for k in range(200))]),
    "small steps.csv": "\n".join([ACC, *(f"{k * 1e-9:.12f},0.{k % 10},0.1,9.8" for k in range(200))]),
    "overflow.csv": "\n".join([ACC, *(f"{k / 50},1e999,0.1,9.8" for k in range(200))]),
    "far apart.csv": "\n".join([ACC, *(f"{k}e300,0.1,0.1,9.8" for k in range(200))]),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("command", [["analyze"], ["replay", "--plain"], ["explain", "--rep", "1"]])
def test_a_hostile_file_ends_in_a_plain_message(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str, command: list[str]
):
    """Every command refuses the file with exit 1 and a remedy, without an internal error."""
    (tmp_path / name).write_text(FILES[name])
    assert run([*command, str(tmp_path / name)]) == 1
    shown = "".join(capfd.readouterr())
    assert "Internal error" not in shown
    assert name in shown


@pytest.mark.parametrize("name", FILES)
def test_its_document_is_valid_json(tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str):
    """A strict reader accepts the document, which has the error."""
    (tmp_path / name).write_text(FILES[name])
    assert run(["analyze", "--json", str(tmp_path / name)]) == 1
    assert json.loads(capfd.readouterr().out, parse_constant=rejected)["error"]["remedy"]


def test_large_values_give_valid_json_or_an_error(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    """Readings of 1e300 m/s^2 overflow somewhere; the document stays valid all the same."""
    lines = [f"{k / 50},{'-' if k % 40 < 20 else ''}1e300,1e300,9.8" for k in range(3000)]
    (tmp_path / "a.csv").write_text("\n".join([ACC, *lines]))
    status = run(["analyze", "--json", str(tmp_path / "a.csv")])
    document = json.loads(capfd.readouterr().out, parse_constant=rejected)
    assert status == (1 if "error" in document else 0)


def test_the_place_of_a_value_that_is_not_finite_is_named():
    """The error names the entry of the document, and a document of finite numbers passes."""
    require_finite({"recording": {"rate_hz": 50.0, "notices": ["inf"]}}, "a.csv")
    with pytest.raises(InputError, match=r"a\.csv .*: sets\.1\.end_s has no finite value"):
        require_finite({"sets": [{"end_s": 1.0}, {"end_s": float("inf")}]}, "a.csv")


TEXTS = {
    "deep list": "id = " + "[" * 30_000,
    "deep tables": "id = " + "{a=" * 5000,
    "long dotted key": "id" + ".a" * 40_000 + " = 1",
    "many digits": "id = 1" + "0" * 50_000,
    "many hexadecimal digits": "id = 0x" + "f" * 50_000,
    "long dotted key of digits": "1" + ".1" * 40_000 + " = 1",
    "too long": "id = 1 #" + "x" * 2_000_000,
    "long key": "k" * 200_000 + " = 1",
    "not a number": "schema = nan",
}


@pytest.mark.parametrize("name", TEXTS)
def test_hostile_texts_are_refused_briefly(name: str):
    """An exercise or a reference of somebody else is refused with a message that fits on a screen."""
    with pytest.raises(ExerciseError, match=r"my\.toml, line") as exercise:
        parse_exercise(TEXTS[name], "my.toml")
    with pytest.raises(InputError, match=r"anna\.toml is damaged") as reference:
        from_toml(TEXTS[name], "anna.toml")
    assert max(len(exercise.value.message), len(reference.value.message)) < 500


def test_an_own_exercise_nested_too_deeply(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    """The list of exercises names the file, and does not end in an internal error."""
    monkeypatch.setattr("sensorcoach.exercises.catalogue.user_folder", lambda: tmp_path)
    (tmp_path / "deep.toml").write_text("a = " + "[" * 30_000)
    assert run(["exercises", "deep"]) == 2
    shown = "".join(capfd.readouterr())
    assert "nested too deeply" in shown
    assert "Internal error" not in shown
