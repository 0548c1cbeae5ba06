"""Two runs of one recording side by side."""

import json
from dataclasses import replace

from sensorcoach.errors import InputError
from sensorcoach.events import Event, RepCounted, Verdict
from sensorcoach.form.rules.momentum import Momentum
from sensorcoach.form.rules.short_range import ShortRange
from sensorcoach.report.comparison import comparison_error, make_comparison_document
from sensorcoach.report.comparison_text import format_comparison
from sensorcoach.report.terms import Terms
from tests.conftest import Golden
from tests.scripted import rep

STRICTER = Terms({"momentum.peak_ratio": 2.0}, "Anna")


def peak(value: float, limit: float) -> Verdict:
    """Return the verdict of momentum on a lift with this peak rate."""
    return Verdict(
        Momentum.facts, "peak rate of the lift", value, limit, "deg/s", 0.0, "Slow down.", broken=value > limit
    )


def short(limit: float) -> Verdict:
    """Return the verdict of short_range on a lift of 30°."""
    return Verdict(ShortRange.facts, "range", 30.0, limit, "deg", 0.0, "Come up.", limit > 30.0, is_minimum=True)


def run(limit: float, least: float | None) -> list[Event]:
    """Three reps, judged by these limits; without a least range there was no reference for the first."""
    ranges = [() if least is None and number == 1 else (short(least or 20.0),) for number in (1, 2, 3)]
    peaks = [50.0, 85.0, 120.0]
    return [
        RepCounted(1, replace(rep(number, 10.0 * number), verdicts=(peak(value, limit), *said)), 10.0 * number + 5.0)
        for number, value, said in zip((1, 2, 3), peaks, ranges, strict=True)
    ]


def test_what_changed():
    """A rep between the old and the new limit has gained the warning, with both limits beside its value."""
    document = make_comparison_document("s.csv", run(95.0, 20.0), run(76.0, 20.0), STRICTER)
    (change,) = document["changes"]
    assert (change["set"], change["rep"], change["change"], change["code"]) == (1, 2, "gained", "momentum")
    assert (change["limit_before"], change["value"], change["limit_after"]) == (95.0, 85.0, 76.0)
    assert document["totals"] == [{"code": "momentum", "before": 1, "after": 2}]


def test_the_other_way_round():
    """Looser limits lose what stricter ones gain."""
    document = make_comparison_document("s.csv", run(76.0, 20.0), run(95.0, 20.0), STRICTER)
    (change,) = document["changes"]
    assert (change["change"], change["limit_before"], change["limit_after"]) == ("lost", 76.0, 95.0)


def test_where_there_was_nothing_to_compare_with():
    """A warning gained because there is a reference now has no limit from before."""
    document = make_comparison_document("s.csv", run(95.0, None), run(95.0, 33.0), STRICTER)
    gained = [change for change in document["changes"] if change["code"] == "short_range"]
    assert [change["limit_before"] for change in gained] == [None, 20.0, 20.0]


def test_nothing_changed():
    """Two equal documents have no changes."""
    assert make_comparison_document("s.csv", run(95.0, 20.0), run(95.0, 20.0), STRICTER)["changes"] == []


def test_golden(golden: Golden):
    """The comparison's document and table are what they were."""
    document = make_comparison_document("s.csv", run(95.0, None), run(76.0, 33.0), STRICTER)
    golden("report/comparison.json", json.dumps(document, indent=1) + "\n")
    golden("report/comparison.txt", format_comparison(document) + "\n")


def test_error():
    """For a file that cannot be compared, the text gives reason and remedy."""
    document = comparison_error("s.csv", STRICTER, InputError("no_file", "There is no file s.csv.", "Check the name."))
    text = format_comparison(document)
    assert "cannot be compared: There is no file s.csv." in text
    assert "Check the name." in text
