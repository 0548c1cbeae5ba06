"""A calibration: the reps that make a person's reference, and why some reps are refused.

No publication says how slow "slowly" is, or how similar three reps must be: the limits are our own. They ask only for
what makes the median of three reps a useful comparison.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sensorcoach.errors import InputError
from sensorcoach.events import Rep
from sensorcoach.form.session_reference import FROM_REPS, make_reference
from sensorcoach.reference import Mount, Reference
from sensorcoach.units import DEG_PER_RAD, RAD_PER_DEG

SLOW_S = 1.0
"""Shortest lift or lowering that counts as slow. Longer refuses more reps."""

RANGE_SHARE = 0.25
"""Largest difference between the ranges, as a share of the middle one. Larger accepts reps that differ more."""

RANGE_RAD = 3.0 * RAD_PER_DEG
"""Largest difference between the ranges of small lifts."""

TIME_RATIO = 2.0
"""Largest ratio of the slowest lift time to the quickest."""


@dataclass(frozen=True, slots=True)
class CountedRep:
    """A rep and its place: `place` is its number in the whole recording, `mount` the mounting in its set."""

    place: int
    set_number: int
    mount: Mount | None
    rep: Rep


def calibrate_reps(reps: Sequence[CountedRep], *, chosen: bool) -> tuple[Reference, Sequence[CountedRep]]:
    """Return the reference of these reps, and the reps that make it.

    `chosen`: a person chose the reps, and all of them are used; else the first suitable three in a row.
    Raises InputError with the reason for unsuitable reps.
    """
    if len(reps) < FROM_REPS:
        raise _make_error(
            "too_few_reps",
            f"A reference needs {FROM_REPS} reps; found {len(reps)}.",
            "Record a set of slow, good ones.",
        )
    groups = [reps] if chosen else [reps[first : first + FROM_REPS] for first in range(len(reps) - FROM_REPS + 1)]
    fitting = next((group for group in groups if _find_objection(group) is None), None)
    if fitting is None:
        raise min((error for error in map(_find_objection, groups) if error), key=_count_passed)
    reference = make_reference([one.rep for one in fitting])
    return replace(reference, mount=fitting[0].mount, stored=True), fitting


_STEPS = ("two_sets", "faulty_reps", "quick_reps", "unlike_reps")
"""Codes of the objections, in the order of the checks."""


def _count_passed(error: InputError) -> int:
    """Return a key that is smallest for the reps that passed most checks."""
    return -_STEPS.index(error.code)


def _find_objection(reps: Sequence[CountedRep]) -> InputError | None:
    """Return why these reps make no reference; None where they do."""
    which = f"Reps {reps[0].place} to {reps[-1].place}"
    if len({one.set_number for one in reps}) > 1:
        return _make_error("two_sets", f"{which} lie in two sets; the sensor may have been moved between.", "Choose.")
    faults = {one.place: [v.code for v in one.rep.warnings if v.rule.spoils_reference] for one in reps}
    if any(faults.values()):
        told = "; ".join(f"rep {place}: {', '.join(codes)}" for place, codes in faults.items() if codes)
        return _make_error("faulty_reps", f"{which} are not all good ones ({told}).", "Choose.")
    return _find_quick_rep(which, [one.rep for one in reps]) or _find_difference(which, [one.rep for one in reps])


def _find_quick_rep(which: str, reps: Sequence[Rep]) -> InputError | None:
    times_s = [time_s for rep in reps for time_s in (rep.lift_s, rep.lower_s)]
    if min(times_s) >= SLOW_S:
        return None
    quickest = min(reps, key=lambda rep: min(rep.lift_s, rep.lower_s))
    told = f"the quickest lifts in {quickest.lift_s:.2f} s and lowers in {quickest.lower_s:.2f} s"
    message = f"{which} are not slow: {told}; slow is at least {SLOW_S:g} s each way."
    return _make_error("quick_reps", message, "Do three slowly, or choose.")


def _find_difference(which: str, reps: Sequence[Rep]) -> InputError | None:
    ranges_rad = sorted(rep.rom_rad for rep in reps)
    apart_rad, most_rad = ranges_rad[-1] - ranges_rad[0], max(RANGE_SHARE * _middle(ranges_rad), RANGE_RAD)
    if apart_rad > most_rad:
        low, high, apart, most = (rad * DEG_PER_RAD for rad in (ranges_rad[0], ranges_rad[-1], apart_rad, most_rad))
        message = (
            f"{which} differ too much: their ranges are {low:.1f}° to {high:.1f}°,"
            f" {apart:.1f}° apart where {most:.1f}° may be."
        )
        return _make_error("unlike_reps", message, "Do three alike, or choose.")
    lifts_s = sorted(rep.lift_s for rep in reps)
    if lifts_s[-1] > TIME_RATIO * lifts_s[0]:
        message = (
            f"{which} differ too much: their lifts take {lifts_s[0]:.2f} s to {lifts_s[-1]:.2f} s,"
            f" {lifts_s[-1] / lifts_s[0]:.1f} times as long where {TIME_RATIO:g} times may be."
        )
        return _make_error("unlike_reps", message, "Do three alike, or choose.")
    return None


def _make_error(code: str, message: str, remedy: str) -> InputError:
    return InputError(code, message, remedy.replace("hoose.", "hoose three others with --reps, by their numbers."))


def _middle(values: Sequence[float]) -> float:
    return values[len(values) // 2]
