"""Fit the logistic model of the evidence to labelled cycles."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sensorcoach.detect.finding.comparisons import NAMES
from sensorcoach.detect.finding.evidence import EvidenceModel, Weight
from sensorcoach.samples import FloatArray

MOST_PERCENTILE, MOST_PERCENTILE_OUTSIDE = 95.0, 75.0
"""Percentiles that cap values: of cycles in real sets, and of cycles outside sets; the larger one counts."""

RIDGE = 1e-3
"""Penalty on squared weights of standardized values: keeps uninformative weights small."""

LEAST_SPREAD = 1e-9
"""Added to the spread of a comparison, so that a constant one has no weight."""

MOST_STEPS = 40
ENOUGH = 1e-9
"""Most steps of Newton's method, and the least decrease of the loss that continues it."""

Labels = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Labelled:
    """Cycles of one recording, n of them: values (n, comparisons), and whether they belong to a set (n,).

    `group`: the person; for simulated cycles the style, the kind of scene or the life. Groups have equal weight.
    `sets` and `life_s`: true sets in the recording, and its length if it has none.
    """

    group: str
    simulated: bool
    values: FloatArray
    in_set: Labels
    sets: int = 0
    life_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Stacked:
    """All cycles, n of them: values (n, comparisons), labels (n,), weights (n,), whether simulated (n,)."""

    values: FloatArray
    in_set: Labels
    weights: FloatArray
    simulated: Labels


def stacked(everything: Sequence[Labelled]) -> Stacked:
    """Join cycles: real and simulated ones weigh 1 each; within each, `group_weights` decides."""
    some = [one for one in everything if len(one.in_set)]
    lengths = [len(one.in_set) for one in some]
    in_set = np.concatenate([one.in_set for one in some])
    groups = np.repeat(np.array([one.group for one in some]), lengths)
    simulated = np.repeat(np.array([one.simulated for one in some]), lengths)
    weights = np.zeros(len(in_set))
    for half in (~simulated, simulated):
        weights[half] = group_weights(in_set[half], groups[half])
    return Stacked(np.concatenate([one.values for one in some]), in_set, weights, simulated)


def group_weights(in_set: Labels, groups: npt.NDArray[np.str_]) -> FloatArray:
    """Return weights (n,): cycles in and outside sets weigh half each; within each, groups weigh alike."""
    weights = np.zeros(len(in_set))
    for half in (in_set, ~in_set):
        names, place, counts = np.unique(groups[half], return_inverse=True, return_counts=True)
        weights[half] = 0.5 / (len(names) * counts[place])
    return weights


def most_of(data: Stacked) -> FloatArray:
    """Return the caps (comparisons,) of the values; from simulated sets if there are no real ones."""
    real = data.in_set & ~data.simulated
    inside = data.values[real if real.any() else data.in_set]
    outside = data.values[~data.in_set]
    return np.fmax(_percentile(inside, MOST_PERCENTILE), _percentile(outside, MOST_PERCENTILE_OUTSIDE))


def _percentile(values: FloatArray, percent: float) -> FloatArray:
    """Return the mean of each column over its known values; 0 without any."""
    found = np.zeros(values.shape[1])
    for k, column in enumerate(values.T):
        known = column[~np.isnan(column)]
        found[k] = np.percentile(known, percent) if len(known) else 0.0
    return found


@dataclass(frozen=True, slots=True)
class Prepared:
    """Cycles ready for the fit: `design` (n, comparisons + 2) holds values of mean 0 and spread 1.

    The last columns are "no cycle before" and ones. Unknown values are 0, the usual value.
    """

    design: FloatArray
    in_set: Labels
    weights: FloatArray
    usual: FloatArray
    spread: FloatArray
    most: FloatArray

    def fit(self, without: str | None = None, near: EvidenceModel | None = None) -> EvidenceModel:
        """Return the model that separates these cycles best; the comparison `without` has no weight.

        `near`: a similar model, at which the search begins.
        """
        design, start = self.design, np.zeros(self.design.shape[1])
        if near is not None:
            start[:] = *(self.spread * [one.log_odds for one in near.weights]), near.alone, near.usual
        if without is not None:
            design = design.copy()
            design[:, NAMES.index(without)] = start[NAMES.index(without)] = 0.0
        found = logistic_weights(design, self.in_set, self.weights, start)
        log_odds = found[: len(NAMES)] / self.spread
        columns = zip(NAMES, self.usual.tolist(), self.most.tolist(), log_odds.tolist(), strict=True)
        return EvidenceModel(tuple(Weight(*column) for column in columns), float(found[-1]), float(found[-2]))


def prepare(everything: Sequence[Labelled]) -> Prepared:
    """Cap, centre and scale the values of all these cycles."""
    data = stacked(everything)
    most = most_of(data)
    values = np.minimum(data.values, most)
    known = ~np.isnan(values)
    count = np.maximum(known.sum(axis=0), 1)
    usual = np.where(known, values, 0.0).sum(axis=0) / count
    centred = np.where(known, values - usual, 0.0)
    spread = np.sqrt((centred**2).sum(axis=0) / count) + LEAST_SPREAD
    alone = (~known).any(axis=1).astype(np.float64)
    design = np.column_stack([centred / spread, alone, np.ones(len(values))])
    return Prepared(design, data.in_set, data.weights, usual, spread, most)


def logistic_weights(
    design: FloatArray, labels: Labels, weights: FloatArray, start: FloatArray | None = None
) -> FloatArray:
    """Weights (k,) of the columns of a design (n, k), by Newton's method; the last, all ones, is free."""
    ridge = np.full(design.shape[1], RIDGE)
    ridge[-1] = 0.0
    found = np.zeros(design.shape[1]) if start is None else start
    loss = _loss(found, design, labels, weights, ridge)
    for _ in range(MOST_STEPS):
        share = 0.5 * (1.0 + np.tanh(0.5 * (design @ found)))
        slope = design.T @ (weights * (share - labels)) + 2.0 * ridge * found
        bend = (design * (weights * share * (1.0 - share))[:, None]).T @ design + np.diag(2.0 * ridge + 1e-12)
        step = np.linalg.solve(bend, slope)
        size, lower = 1.0, _loss(found - step, design, labels, weights, ridge)
        while lower > loss and size > 1e-6:
            size *= 0.5
            lower = _loss(found - size * step, design, labels, weights, ridge)
        if loss - lower < ENOUGH:
            break
        found, loss = found - size * step, lower
    return found


def _loss(found: FloatArray, design: FloatArray, labels: Labels, weights: FloatArray, ridge: FloatArray) -> float:
    odds = design @ found
    return float(weights @ (np.logaddexp(0.0, odds) - labels * odds) + ridge @ found**2)
