"""`sensorcoach rules`: what is asked, what is watched, and by which limits."""

import pytest

from sensorcoach.cli.main import run
from sensorcoach.exercises.guidelines import guide_rules, list_guides
from sensorcoach.form.find_rules import default_rules, list_limits

Streams = pytest.CaptureFixture[str]


def shown(capsys: Streams, *arguments: str) -> str:
    """What the command prints."""
    assert run(["rules", *arguments]) == 0
    return capsys.readouterr().out


def test_everything_is_listed(capsys: Streams):
    """Every rule of the guides has its line, and every limit its present value."""
    text = shown(capsys)
    lines = text.splitlines()
    for rule in guide_rules():
        (at,) = [at for at, line in enumerate(lines) if line.startswith(f"{rule.id} ")]
        guides = next(line for line in lines[at:] if "guides: " in line)
        assert guides.endswith(", ".join(guide.name for guide in rule.guides))
    assert all(guide.title in " ".join(text.split()) for guide in list_guides())
    for one in (limit for rule in default_rules() for limit in list_limits(rule)):
        assert any(line.split()[:2] == [one.name, f"{one.value:g}"] for line in lines)


def test_changed_limits_are_marked(capsys: Streams):
    """A limit that I change is shown with ours beside it; no other is marked."""
    text = shown(capsys, "--set", "momentum.peak_ratio=1.75")
    (line,) = [line for line in text.splitlines() if "changed from" in line]
    assert line.split()[:2] == ["momentum.peak_ratio", "1.75"]


@pytest.mark.parametrize("name", ["momentum", "Momentum", "short-hold"])
def test_one_warning(name: str, capsys: Streams):
    """A warning is shown with each limit and what a smaller or larger one means."""
    text = " ".join(shown(capsys, name).split())
    (rule,) = [rule for rule in default_rules() if rule.facts.code == name.lower().replace("-", "_")]
    for one in list_limits(rule):
        assert one.name in text
        assert one.meaning in text


def test_one_rule_of_the_guides(capsys: Streams):
    """A rule of the guides is shown with the warnings that watch it."""
    text = shown(capsys, "d8")
    (rule,) = [rule for rule in default_rules() if rule.facts.code == "bottom_contact"]
    assert all(one.name in text for one in list_limits(rule))
    assert "momentum" not in text


def test_it_fits_eighty_columns(capsys: Streams):
    """The list of the guides' rules can be read in the usual terminal."""
    guides = shown(capsys).partition("warning and its limits")[0]
    assert max(map(len, guides.splitlines())) <= 80


def test_unknown(capsys: Streams):
    """A mistyped rule is answered with the one I meant, as wrong usage."""
    assert run(["rules", "momentun"]) == 2
    assert "Nearest: momentum" in capsys.readouterr().err
