"""Weigh the comparisons of a cycle: the log-odds that it belongs to a set of lifts.

`SetSearch` and `OpenSet` weigh with the one logistic model that `load_model` returns. It is fitted on real and on
simulated people with equal weight: `python -m bench.fit_evidence` writes `evidence.toml`, which also states the amount
of data. No comparison rejects a cycle alone: a quick lift loses a little, and five similar quick lifts make up for it.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sensorcoach.detect.finding.comparisons import NAMES, WITH_BEFORE
from sensorcoach.set_events import Share

PACE_COMPARISONS = frozenset({"quick", "jolts", "stride", "waver", "swing"})
"""Comparisons that measure how briskly a movement is done."""

_PAIRS = len(WITH_BEFORE)


@dataclass(frozen=True, slots=True)
class Weight:
    """The weight of one comparison: `log_odds` a unit above `usual`; values above `most` count as `most`."""

    name: str
    usual: float
    most: float
    log_odds: float

    def weigh(self, value: float) -> float:
        """Return the log-odds that a value of the comparison adds."""
        return self.log_odds * (min(value, self.most) - self.usual)


@dataclass(frozen=True, slots=True)
class EvidenceModel:
    """The logistic model.

    `weights`: in the order of `NAMES`. `usual`: log-odds of a cycle whose comparisons are all usual. `alone`: log-odds
    added to a cycle without one before it.
    """

    weights: tuple[Weight, ...]
    usual: float
    alone: float

    def weigh(self, pair: tuple[float, ...] | None, alone: tuple[float, ...], *, pace: bool = True) -> float:
        """Return the log-odds of a cycle, given its comparisons.

        `pair`: with the cycle before, None without one. `alone`: with itself. Without `pace`, comparisons of the pace
        only add to the log-odds.
        """
        return self.usual + sum(self._weigh_each(pair, alone, pace=pace))

    def excuse(self, alone: tuple[float, ...], before: tuple[float, ...]) -> float:
        """Return the log-odds that a cycle gets back for deviations that it shares with the rep before it."""
        weights = self.weights[_PAIRS:]
        pairs = zip(weights, alone, before, strict=True)
        return -sum(min(max(weight.weigh(one), weight.weigh(other)), 0.0) for weight, one, other in pairs)

    def list_shares(
        self, pair: tuple[float, ...] | None, alone: tuple[float, ...], *, pace: bool = True
    ) -> list[Share]:
        """Return the log-odds that each comparison adds."""
        added = self._weigh_each(pair, alone, pace=pace)
        shares = [] if pair is not None else [Share("alone", added.pop(0), above=True)]
        weights = zip(self._weights(pair), (*(pair or ()), *alone), added, strict=True)
        return shares + [Share(weight.name, log_odds, value > weight.usual) for weight, value, log_odds in weights]

    def _weigh_each(self, pair: tuple[float, ...] | None, alone: tuple[float, ...], *, pace: bool) -> list[float]:
        added = [] if pair is not None else [self.alone]
        values = zip(self._weights(pair), (*(pair or ()), *alone), strict=True)
        if pace:
            return added + [weight.weigh(value) for weight, value in values]
        for weight, value in values:
            log_odds = weight.weigh(value)
            added.append(max(log_odds, 0.0) if weight.name in PACE_COMPARISONS else log_odds)
        return added

    def _weights(self, pair: tuple[float, ...] | None) -> tuple[Weight, ...]:
        return self.weights if pair is not None else self.weights[_PAIRS:]


@cache
def load_model() -> EvidenceModel:
    """Return the fitted model that the program ships with."""
    return parse_model(tomllib.loads((files("sensorcoach.detect.finding") / "evidence.toml").read_text("utf-8")))


def parse_model(table: dict[str, dict[str, dict[str, float]]]) -> EvidenceModel:
    """Return the model of a table in the format of `evidence.toml`."""
    rows = table["comparison"]
    weights = tuple(Weight(name, rows[name]["usual"], rows[name]["most"], rows[name]["log_odds"]) for name in NAMES)
    base = table["base"]
    return EvidenceModel(weights, float(base["usual"]), float(base["alone"]))  # pyright: ignore[reportArgumentType]
