"""The weights of the comparisons, and the table that holds them."""

import tomllib
from dataclasses import asdict
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sensorcoach.detect.finding.comparisons import ALONE, NAMES, WITH_BEFORE
from sensorcoach.detect.finding.evidence import PACE_COMPARISONS, Weight, load_model, parse_model


def values(count: int) -> st.SearchStrategy[tuple[float, ...]]:
    """Make this number of comparisons, with any values."""
    return st.tuples(*[st.floats(-5.0, 5.0)] * count)


PAIR = st.none() | values(len(WITH_BEFORE))


@given(pair=PAIR, alone=values(len(ALONE)), pace=st.booleans())
def test_the_shares_make_up_the_whole(pair: tuple[float, ...] | None, alone: tuple[float, ...], *, pace: bool):
    """The shares that `explain` shows add up to the log-odds."""
    model = load_model()
    shares = model.list_shares(pair, alone, pace=pace)
    assert model.usual + sum(share.log_odds for share in shares) == pytest.approx(model.weigh(pair, alone, pace=pace))
    assert [share.comparison for share in shares] == (["alone", *ALONE] if pair is None else list(NAMES))


@given(pair=PAIR, alone=values(len(ALONE)))
def test_pace_costs_nothing_while_lying(pair: tuple[float, ...] | None, alone: tuple[float, ...]):
    """I lie, so I am not walking: no movement loses by its pace, and all other weights stay."""
    model = load_model()
    paced = {share.comparison: share.log_odds for share in model.list_shares(pair, alone)}
    unpaced = {share.comparison: share.log_odds for share in model.list_shares(pair, alone, pace=False)}
    assert unpaced == {name: max(adds, 0.0) if name in PACE_COMPARISONS else adds for name, adds in paced.items()}
    assert model.weigh(pair, alone, pace=False) >= model.weigh(pair, alone) - 1e-9


@given(alone=values(len(ALONE)), before=values(len(ALONE)))
def test_the_manner_of_a_set_is_excused(alone: tuple[float, ...], before: tuple[float, ...]):
    """I do all my reps in an odd manner: none of them loses by it, and none gains."""
    model = load_model()
    took = -sum(
        min(share.log_odds, 0.0) for share in model.list_shares((0.0,) * len(WITH_BEFORE), alone)[len(WITH_BEFORE) :]
    )
    assert model.excuse(alone, alone) == pytest.approx(took)
    assert 0.0 <= model.excuse(alone, before) <= took + 1e-9
    assert model.excuse(alone, before) == pytest.approx(model.excuse(before, alone))


def test_brisk_movements_lose_something_by_their_pace():
    """I may be walking: quick movements at the pace of strides lose by their pace. Lying, they do not."""
    alone = tuple(3.0 if name in PACE_COMPARISONS else 0.0 for name in ALONE)
    assert load_model().weigh(None, alone) < load_model().weigh(None, alone, pace=False) - 0.5


def test_values_beyond_the_most_count_as_the_most():
    """An extreme value loses no more than the most extreme value in the fitted data."""
    weight = Weight("size", usual=0.25, most=0.75, log_odds=-2.0)
    assert [weight.weigh(value) for value in (0.25, 0.75, 9.0)] == [0.0, -1.0, -1.0]


def test_every_comparison_has_its_weight():
    """The table that ships holds each comparison once, in the order of the code."""
    table = tomllib.loads((files("sensorcoach.detect.finding") / "evidence.toml").read_text("utf-8"))
    assert tuple(table["comparison"]) == NAMES
    assert set(table) == {"base", "comparison", "fitted_on"}
    assert set(NAMES) >= PACE_COMPARISONS


def test_a_model_from_its_own_table():
    """Written as a table and read again, the model is the same."""
    model = load_model()
    rows = {weight.name: asdict(weight) for weight in model.weights}
    for row in rows.values():
        row.pop("name")
    again = parse_model({"base": {"usual": model.usual, "alone": model.alone}, "comparison": rows})  # pyright: ignore[reportArgumentType]
    assert again == model
