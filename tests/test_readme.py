"""The front page and the pages of docs/ show what the program prints and has."""

import re
from pathlib import Path

import pytest

from sensorcoach.cli import main
from sensorcoach.cli.main import run
from sensorcoach.devices.device import Device
from sensorcoach.devices.registry import OURS

ROOT = Path(__file__).parents[1]
README, WARNINGS = ROOT / "README.md", ROOT / "docs" / "warnings.md"
COMMAND = "    $ sensorcoach "
EXAMPLES = [(path, number) for path, count in ((README, 2), (WARNINGS, 2)) for number in range(count)]
MOST_WORDS, MOST_LINES = 900, 115


@pytest.mark.parametrize(("page", "number"), EXAMPLES, ids=lambda value: getattr(value, "stem", value))
def test_an_example_is_what_the_program_prints(
    page: Path, number: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    """A person who types an example sees each of its lines, in this order, where dots leave none out."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "80")
    example = page.read_text(encoding="utf-8").split(COMMAND)[number + 1]
    command, *lines = re.split(r"\n\n(?!    )", example)[0].splitlines()
    assert run(command.split()) == 0
    printed = iter([line.rstrip() for line in capsys.readouterr().out.splitlines()])
    shown = [line.removeprefix("    ").rstrip() for line in lines if line.strip() not in {"", "..."}]
    assert len(shown) >= 3
    assert not [line for line in shown if not any(line in {one, one.strip()} for one in printed)]


def test_the_front_page_stays_short():
    """The front page can be read in five minutes."""
    text = README.read_text(encoding="utf-8")
    assert len(text.split()) <= MOST_WORDS
    assert len(text.splitlines()) <= MOST_LINES


@pytest.mark.parametrize("device", OURS, ids=lambda device: device.id)
def test_each_sensor_has_its_row(device: Device):
    """The table of sensors has the rates, the gyroscope and the losses of each family as the program has them."""
    page = device.page or f"{device.id}.md"
    [row] = [line for line in README.read_text(encoding="utf-8").splitlines() if "|" in line and f"/{page})" in line]
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    rates = [f"{rate_hz:g}" for rate_hz in device.rates_hz]
    assert cells[1] in {", ".join(rates), f"{rates[0]} to {rates[-1]}"}
    assert cells[2] == ("yes" if "gyro" in device.sensors else "no")
    assert cells[3] == ("counted" if device.numbers_samples else "estimated")


def test_exit_codes():
    """The page of exit codes lists those that the program returns, and no other."""
    text = (ROOT / "docs" / "exit-codes.md").read_text(encoding="utf-8")
    listed = {int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)}
    returned = {value for name, value in vars(main).items() if name.startswith("EXIT_")}
    assert listed == {0, *returned}
