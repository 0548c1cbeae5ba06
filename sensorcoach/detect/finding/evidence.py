"""Weigh what is compared: the log-odds that a cycle belongs to a set of lifts rather than to anything else.

One logistic model, fitted on real people and on simulated ones with equal weight (`python -m bench.fit_evidence`, which
writes `evidence.toml` and says there on how much). Nothing in it is a gate: a quick lift loses a little, and five quick
lifts that are alike win it back.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sensorcoach.detect.finding.comparisons import NAMES, WITH_BEFORE
from sensorcoach.set_events import Share

ABOUT_PACE = frozenset({"quick", "jolts", "stride", "waver", "swing"})
"""Comparisons that say how briskly something is done, and nothing of what it is."""

PAIRS = len(WITH_BEFORE)


@dataclass(frozen=True, slots=True)
class Weight:
    """What one comparison adds: `log_odds` for each unit above `usual`; values above `most` count as `most`."""

    name: str
    usual: float
    most: float
    log_odds: float

    def adds(self, value: float) -> float:
        """The log-odds that this value adds."""
        return self.log_odds * (min(value, self.most) - self.usual)


@dataclass(frozen=True, slots=True)
class EvidenceModel:
    """The weights in the order of `NAMES`, the log-odds of a usual cycle, and what a cycle without one before adds."""

    weights: tuple[Weight, ...]
    usual: float
    alone: float

    def weigh(self, pair: tuple[float, ...] | None, alone: tuple[float, ...], *, pace: bool = True) -> float:
        """Log-odds of a cycle; `pair`: compared with the one before, None where there is none.

        Without `pace`, nothing is held against a cycle for being brisk.
        """
        return self.usual + sum(self._adds(pair, alone, pace=pace))

    def excuse(self, alone: tuple[float, ...], before: tuple[float, ...]) -> float:
        """Log-odds of what speaks against a cycle and the rep before it alike: that is the manner of their set."""
        weights = self.weights[PAIRS:]
        pairs = zip(weights, alone, before, strict=True)
        return -sum(min(max(weight.adds(one), weight.adds(other)), 0.0) for weight, one, other in pairs)

    def shares(self, pair: tuple[float, ...] | None, alone: tuple[float, ...], *, pace: bool = True) -> list[Share]:
        """What each comparison adds, by name."""
        adds = self._adds(pair, alone, pace=pace)
        found = [] if pair is not None else [Share("alone", adds.pop(0), above=True)]
        weights = zip(self._weights(pair), (*(pair or ()), *alone), adds, strict=True)
        return found + [Share(weight.name, log_odds, value > weight.usual) for weight, value, log_odds in weights]

    def _adds(self, pair: tuple[float, ...] | None, alone: tuple[float, ...], *, pace: bool) -> list[float]:
        found = [] if pair is not None else [self.alone]
        values = zip(self._weights(pair), (*(pair or ()), *alone), strict=True)
        if pace:
            return found + [weight.adds(value) for weight, value in values]
        for weight, value in values:
            adds = weight.adds(value)
            found.append(max(adds, 0.0) if weight.name in ABOUT_PACE else adds)
        return found

    def _weights(self, pair: tuple[float, ...] | None) -> tuple[Weight, ...]:
        return self.weights if pair is not None else self.weights[PAIRS:]


@cache
def fitted_model() -> EvidenceModel:
    """The model that the program ships with."""
    return model_from(tomllib.loads((files("sensorcoach.detect.finding") / "evidence.toml").read_text("utf-8")))


def model_from(table: dict[str, dict[str, dict[str, float]]]) -> EvidenceModel:
    """The model of a table as `evidence.toml` holds it."""
    rows = table["comparison"]
    weights = tuple(Weight(name, rows[name]["usual"], rows[name]["most"], rows[name]["log_odds"]) for name in NAMES)
    base = table["base"]
    return EvidenceModel(weights, float(base["usual"]), float(base["alone"]))  # pyright: ignore[reportArgumentType]
