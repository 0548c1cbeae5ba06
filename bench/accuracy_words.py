"""The sentences of docs/accuracy.md: written by hand, with the numbers and verdicts of a run."""

from collections.abc import Sequence

from bench.accuracy_real import exact, life_rate, windows
from bench.accuracy_tables import TRUSTED, USUAL, comparisons, enough, is_low, judged_in, place, verdict
from bench.agreement import MEASURES, Compared, Spread, phantoms_per_h, share_exact, spreads
from bench.cases import ENOUGH_HZ, OURS, Outcome, by, sensor_name
from bench.real import Heard
from bench.warned import LEAST_CAUGHT, MOST_FALSE, anything, codes_in, percent, tally

MOST_BIAS_S = 0.02
MOST_LIMITS_S = {True: 0.10, False: 0.20}
"""Targets for lift, hold and lowering, with a gyroscope and without."""

KINDS = {"fast": {"momentum"}, "low-amplitude": {"short_range"}, "correct": {"momentum", "short_range"}}
"""Warnings that real sets of known kind deserve; correct ones deserve neither."""

MOST_RANGE_DEG = 1.5
MOST_PHANTOMS_PER_H = 0.1


def count_words(good: Sequence[Outcome], faulty: Sequence[Outcome], real: Sequence[Heard]) -> list[str]:
    """Return sentences about how often the count is right."""
    fast = enough(good)
    usual, small = ([o for o in fast if is_low(o) is low] for low in (False, True))
    slow = [o for o in good if o.rate_hz < ENOUGH_HZ and not is_low(o)]
    sets = windows([one for one in real if one.counter == OURS])
    phantoms, hours = life_rate(real, OURS)
    around = phantoms_per_h(comparisons(fast))
    in_life = kept(phantoms <= MOST_PHANTOMS_PER_H * hours, f"at most {MOST_PHANTOMS_PER_H:g} per hour")
    simulated = {
        "usual lifts, 50 to 200 Hz": usual,
        "usual lifts, 25 Hz": slow,
        "sets in which every second rep has a fault, 50 to 200 Hz": enough(faulty),
        "very small lifts (3 to 6° at the pelvis, under half the usual range at the thigh), 50 to 200 Hz": small,
    }
    return [
        *(f"- Simulated, {name}: {_both(group)}." for name, group in simulated.items()),
        f"- Simulated, with walking in, fidgeting between sets and getting up: {around:.1f} phantom reps per hour.",
        f"- Real people: {percent(exact(sets), len(sets))} sets exact, {percent(exact(sets, 1))} within one rep.",
        f"- Real everyday life, nothing to count: {phantoms} phantom reps in {hours:.2f} hours, {in_life}.",
    ]


def peer_words(everything: Sequence[Outcome], real: Sequence[Heard]) -> list[str]:
    """Return sentences about the peers' counts of the same recordings."""
    usual = [o for o in enough(everything, gyro=False) if not is_low(o)]
    lines: list[str] = []
    for name, group in by(usual, lambda o: o.counter).items():
        heard = [one for one in real if one.counter == name]
        phantoms, hours = life_rate(real, name)
        lines.append(
            f"- {name}: simulated, usual lifts without gyro, {percent(share_exact(comparisons(group)))} of the sets "
            f"exact; real {percent(exact(windows(heard)))} exact, {phantoms} phantom reps in {hours:.2f} hours."
        )
    return lines


def _both(group: Sequence[Outcome]) -> str:
    parts: list[str] = []
    for gyro in (True, False):
        found = comparisons([o for o in group if o.gyro is gyro])
        sets = sum(len(one.sets) for one in found)
        one_off = percent(share_exact(found, 1))
        parts.append(f"{percent(share_exact(found), sets)} sets exact {sensor_name(gyro)} ({one_off} within one)")
    return ", ".join(parts)


def trust_words(good: Sequence[Outcome]) -> str:
    """Explain the verdicts of the table, with the number of each and of the sets behind them."""
    groups = by(enough(good), lambda o: f"{place(o)}{is_low(o)}{o.gyro}").values()
    found = [verdict(share_exact(comparisons(group))) for group in groups]
    trusted, mostly, check = (found.count(word) for word in ("trust", "mostly", "check"))
    rates = len({o.rate_hz for o in enough(good)})
    sizes = {is_low(group[0]): sum(len(o.compared.sets) for o in group) // rates for group in groups}
    return (
        f"The table has {len(found)} situations, simulated, from 50 Hz on. In {trusted}, **trust** the count: at least "
        f"{TRUSTED:.0%} of the sets are exact. In {mostly} it is **mostly** right ({USUAL:.0%} to {TRUSTED:.0%}): look "
        f"again if a single rep matters. In {check}, **check** it: count along. A cell of usual lifts holds "
        f"{sizes.get(False, 0)} sets, a cell of very small lifts {sizes.get(True, 0)}, each at {rates} rates."
    )


def time_words(good: Sequence[Outcome]) -> list[str]:
    """Return sentences about the accuracy of phases and ranges, and whether targets are met."""
    return [
        _times(f"{sensor_name(gyro)}, {'very small' if low else 'usual'} lifts", found, MOST_LIMITS_S[gyro])
        for gyro in (True, False)
        for low in (False, True)
        if (found := comparisons([o for o in enough(good, gyro) if is_low(o) is low]))
    ]


def _times(where: str, found: Sequence[Compared], most_s: float) -> str:
    *times, extent = spreads(found)
    in_time = all(_within(one, MOST_BIAS_S, most_s) for one in times)
    promise = kept(in_time, f"bias {1000 * MOST_BIAS_S:.0f} ms, limits ± {most_s:.2f} s")
    texts = [f"{name} {one.text(3)} s" for name, one in zip(MEASURES, times, strict=False)]
    errors = [error for one in found for error in one.errors]
    near = [f"{percent(sum(abs(e[k]) <= most_s for e in errors) / max(len(errors), 1))}" for k in range(len(times))]
    in_range = kept(_within(extent, MOST_RANGE_DEG, MOST_RANGE_DEG), f"± {MOST_RANGE_DEG:g}°")
    return (
        f"- Simulated, {where}: {', '.join(texts)}, {promise}; {' / '.join(near)} within {most_s:.2f} s. "
        f"Range {extent.text(2)}°, {in_range}."
    )


def _within(one: Spread, bias: float, limits: float) -> bool:
    return abs(one.bias) <= bias and one.limits <= limits


def kept(yes: bool, promise: str) -> str:  # noqa: FBT001  # the word for it
    """Return whether a target is met, with the target."""
    return f"target {'met' if yes else 'MISSED'} ({promise})"


def warning_words(everything: Sequence[Outcome], real: Sequence[Heard]) -> list[str]:
    """Return sentences about which warnings to trust."""
    judged = judged_in(enough(everything))
    if not any(one.said for one in judged):
        return ["- This version has no warnings of form: an empty list means nothing."]
    tallies = {code: tally(judged, code) for code in codes_in(judged)}
    trusted = {code: one.kept for code, one in tallies.items() if one.deserved}
    flagged = anything(judged)
    few = kept(flagged.false_share <= MOST_FALSE, f"at most {MOST_FALSE:.0%}")
    promise = f"at least {LEAST_CAUGHT:.0%} caught, at most {MOST_FALSE:.0%} false"
    lines = [
        f"- Simulated, from 50 Hz on: {percent(flagged.false_share, flagged.good)} good reps flagged at all, {few}.",
        f"- Trust these ({promise}): {', '.join(code for code in trusted if trusted[code]) or 'none'}.",
    ]
    for code in (code for code, yes in trusted.items() if not yes):
        one = tallies[code]
        shares = f"{percent(one.caught_share, one.deserved)} caught, {percent(one.false_share, one.good)} false"
        lines.append(f"- Do not rely on `{code}` alone: {shares}.")
    return [*lines, *_exceptions(everything, [code for code in trusted if trusted[code]]), *_real_warnings(real)]


def _exceptions(everything: Sequence[Outcome], codes: Sequence[str]) -> list[str]:
    """List places at which a warning that is trusted overall is unreliable."""
    lines: list[str] = []
    for where, group in by(enough(everything), place).items():
        tallies = {code: tally(judged_in(group), code) for code in codes}
        weak = [
            f"{code} ({percent(one.caught_share)} caught, {percent(one.false_share)} false)"
            for code, one in tallies.items()
            if one.deserved and not one.kept
        ]
        lines += [f"- At {where}, do not rely on {', '.join(weak)}."] if weak else []
    return lines


def _real_warnings(real: Sequence[Heard]) -> list[str]:
    """Return sentences about warnings in real sets of known kind."""
    ours = [one for one in real if one.counter == OURS]
    lines: list[str] = []
    for kind, codes in KINDS.items():
        reps = [rep for one in windows(ours, kind) for rep in one.reps]
        if reps:
            share = sum(bool(codes & set(rep.codes)) for rep in reps) / len(reps)
            flagged = " or ".join(sorted(codes))
            lines.append(f"- Real, sets done {kind}: {percent(share, len(reps))} reps flagged {flagged}.")
    return lines
