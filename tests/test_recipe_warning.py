"""The recipe "Add a warning" of CONTRIBUTING.md, followed to the letter: one file, and every command knows the rule."""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sensorcoach.cli.main import run
from sensorcoach.coach.apply import advance_to, apply_events
from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.events import Event, ReferenceTaken, known_s
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.form import rules
from sensorcoach.form.find_rules import default_rules
from sensorcoach.form.judge import Criteria, Judge
from sensorcoach.form.rule import Rule
from sensorcoach.runner.offline.analyze import collect_events
from sensorcoach.runner.offline.recording_run import open_run
from sensorcoach.runner.options import SessionOptions
from sensorcoach.tui.drawing.warning_rows import draw_warning_rows
from tests.form.reps import AXIS, measures

ROOT = Path(__file__).parents[1]
RECORDING = str(ROOT / "recordings" / "glute-bridge-good.mcap")
NAME = "sensorcoach.form.rules.long_rep"

LONG_REP = '''
"""Long rep: the rep takes longer than a limit."""

from dataclasses import dataclass
from typing import ClassVar

from sensorcoach.exercises.exercise import Sides
from sensorcoach.form.measures import RepMeasures
from sensorcoach.form.rule import Judgement, JudgingContext, Rule, limit
from sensorcoach.verdicts import NotApplicable, RuleFacts, Verdict

IN_TURNS = NotApplicable("the sides take turns here")


@dataclass(frozen=True, slots=True)
class LongRep:
    """More time from the start of the lift to the end of the lowering than the limit."""

    most_s: float = limit(1.0, "s", "Smaller warns of shorter reps.")

    facts: ClassVar = RuleFacts("long_rep", "endless rep", position=75, severity=95, guides=("D7",)EXTRA)

    def judge(self, rep: RepMeasures, context: JudgingContext) -> Judgement:
        """Compare the time of the whole rep with the limit."""
        if context.exercise.sides is Sides.ALTERNATE:
            return IN_TURNS
        value, at_s, message = rep.lasts_s, rep.rep.end_s, "Come down sooner."
        return [Verdict(self.facts, "time of the rep", value, self.most_s, "s", at_s, message, value > self.most_s)]


RULE: Rule = LongRep()
'''

Streams = pytest.CaptureFixture[str]


def add_rule(folder: Path, patch: pytest.MonkeyPatch, extra: str = "") -> None:
    """Put the file of the made-up rule beside those in form/rules/; `extra` are more facts."""
    folder.mkdir()
    (folder / "long_rep.py").write_text(LONG_REP.replace("EXTRA", extra), encoding="utf-8")
    patch.setattr(rules, "__path__", [*rules.__path__, str(folder)])
    sys.modules.pop(NAME, None)
    default_rules.cache_clear()


@pytest.fixture(autouse=True)
def forget_rule() -> Iterator[None]:
    """Forget the made-up rule after each test."""
    yield
    sys.modules.pop(NAME, None)
    default_rules.cache_clear()


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forget_rule: None) -> Iterator[None]:  # noqa: ARG001 - forgotten last
    """The rule is there."""
    add_rule(tmp_path / "rules", monkeypatch)
    yield
    monkeypatch.undo()


def analyzed(capsys: Streams, *arguments: str) -> dict[str, Any]:
    """The analysis document of a good recording."""
    assert run(["analyze", RECORDING, "--json", *arguments]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.usefixtures("added")
def test_analyze_warns(capsys: Streams):
    """Every rep that breaks the new rule carries its warning, in the document and in the table."""
    reps = [rep for one in analyzed(capsys)["sets"] for rep in one["reps"]]
    assert reps
    for rep in reps:
        (warning,) = rep["warnings"]
        assert (warning["code"], warning["limit"], warning["unit"]) == ("long_rep", 1.0, "s")
    assert run(["analyze", RECORDING]) == 0
    assert capsys.readouterr().out.count("long_rep") == len(reps)


@pytest.mark.usefixtures("added")
def test_its_limit_can_be_changed(capsys: Streams):
    """`--set` changes the limit of the new rule, and `--compare` lists what that changes."""
    document = analyzed(capsys, "--set", "long_rep.most_s=100")
    assert document["limits"] == {"long_rep.most_s": 100.0}
    assert not any(rep["warnings"] for one in document["sets"] for rep in one["reps"])
    assert run(["analyze", RECORDING, "--compare", "--set", "long_rep.most_s=100"]) == 0
    shown = capsys.readouterr().out
    assert "long_rep" in shown
    assert run(["analyze", RECORDING, "--set", "long_rep.most=1"]) == 2
    assert "long_rep.most_s" in capsys.readouterr().err


@pytest.mark.usefixtures("added")
def test_rules_lists_it(capsys: Streams):
    """`rules` shows the new rule with its limit, by its name, and under the rule of the guides that it watches."""
    assert run(["rules"]) == 0
    listed = capsys.readouterr().out
    assert "long_rep: for D7" in listed
    assert re.search(r"long_rep\.most_s +1 +s", listed)
    assert run(["rules", "long-rep"]) == 0
    details = capsys.readouterr().out
    assert "Smaller warns of shorter reps." in details
    assert run(["rules", "D7"]) == 0
    watched = capsys.readouterr().out
    assert "measured by momentum, short_hold, dropped, fast_lower, long_rep, lift_s" in " ".join(watched.split())


@pytest.mark.usefixtures("added")
def test_explain_shows_it_or_why_not(capsys: Streams):
    """`explain` has its row with value and limit; where the rule does not apply, its reason."""
    assert run(["explain", RECORDING, "--rep", "2"]) == 0
    (row,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("  long_rep")]
    assert "time of the rep" in row
    assert row.endswith("BROKEN")
    assert run(["explain", str(ROOT / "recordings" / "bird-dog-good.mcap"), "--rep", "1"]) == 0
    assert "  long_rep       the sides take turns here" in capsys.readouterr().out


def watched(path: str = RECORDING) -> Snapshot:
    """What a screen shows at the end of the recording."""
    shown = open_run(path, SessionOptions())
    events = collect_events(shown)
    return advance_to(apply_events(Snapshot(shown.exercise, shown.placement), events), known_s(events[-1]))


@pytest.mark.usefixtures("added")
def test_screen_and_summary_name_it(capsys: Streams):
    """Screen and set summary show its label, order it by its severity and give its advice."""
    snapshot = watched()
    assert "endless rep" in draw_warning_rows(snapshot, 6, 80).plain
    for summary in snapshot.summaries:
        assert summary.good_reps == 0
        assert summary.worst
        assert summary.worst.warning.rule.label == "endless rep"
        assert summary.advice.startswith("Come down sooner.")
    assert run(["replay", "--plain", RECORDING]) == 0
    shown = capsys.readouterr().out
    assert re.search(r"worst: rep \d, endless rep \d", shown)
    assert "next: Come down sooner." in shown
    faulty = watched(str(ROOT / "recordings" / "glute-bridge-faulty.mcap"))
    (worst,) = [summary.worst for summary in faulty.summaries]
    assert worst
    assert (worst.number, worst.warning.code, worst.others) == (9, "long_rep", 3)


def test_a_hint_is_not_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """As a hint the same rule costs no rep its good form, and is the advice where no rule of form is broken."""
    add_rule(tmp_path / "rules", monkeypatch, ", is_hint=True")
    summary = watched().summaries[0]
    assert summary.good_reps == summary.rep_count
    assert summary.worst is None
    assert summary.advice == "Come down sooner."


def took_reference(events: list[Event]) -> bool:
    """Whether a reference was taken."""
    return any(isinstance(event, ReferenceTaken) for event in events)


@pytest.mark.parametrize("spoils", [False, True])
def test_it_may_spoil_a_reference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Streams, *, spoils: bool):
    """Only if the rule is set so are reps that break it left out of a reference, learned or calibrated."""
    monkeypatch.setenv("SENSORCOACH_DATA", str(tmp_path / "data"))
    add_rule(tmp_path / "rules", monkeypatch, f", spoils_reference={spoils}")
    events = collect_events(open_run(RECORDING, SessionOptions()))
    assert took_reference(events) is not spoils
    assert run(["calibrate", RECORDING, "--reps", "1-3"]) == int(spoils)
    assert ("long_rep" in capsys.readouterr().err) is spoils


@pytest.mark.parametrize("holds", [False, True])
def test_it_may_hold_after_a_fall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, holds: bool):
    """Only if the rule is set so is it judged after a drop without a gyroscope; else the reason is given."""
    add_rule(tmp_path / "rules", monkeypatch, f", holds_after_fall={holds}")
    judge = Judge(find_exercise("glute-bridge"), Criteria())
    judge.begin_set(AXIS, None, 0.0)
    fallen = measures(impact_mps2=9.0, blurred=True)
    fallen = replace(fallen, rep=replace(fallen.rep, end_s=fallen.rep.lower_start_s + 0.3))
    rep, _ = judge.judge(fallen, None, 20.0)
    assert "dropped" in {one.code for one in rep.warnings}
    assert ("long_rep" in {one.code for one in rep.verdicts}) is holds
    assert ("long_rep" in {one.rule.code for one in rep.skipped}) is not holds


def test_the_recipe_names_each_step():
    """Each file and name of the recipe is there."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    recipe = text.partition("## Add a warning")[2].partition("\n## ")[0]
    paths = re.findall(r"`((?:sensorcoach|docs|tests)/[\w./-]+)`", recipe)
    assert "sensorcoach/form/rules/fast_lower.py" in paths
    assert all((ROOT / path).exists() for path in paths if "your_code" not in path)
    for fact in default_rules()[0].facts.__dataclass_fields__:
        assert f"`{fact}`" in recipe


@pytest.mark.parametrize("rule", default_rules(), ids=lambda rule: rule.facts.code)
def test_every_rule_follows_the_recipe(rule: Rule):
    """A rule's code is the name of its file and fits its column, and no two rules share code or position."""
    facts = rule.facts
    assert type(rule).__module__.endswith(f".{facts.code}")
    assert len(facts.code) <= 14
    assert [one.facts for one in default_rules() if one.facts.code == facts.code] == [facts]
    assert [one.facts for one in default_rules() if one.facts.position == facts.position] == [facts]
