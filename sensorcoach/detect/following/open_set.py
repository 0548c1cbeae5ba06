"""One set while it lasts: its arc, its tracker, its movements and its reps."""

import math
from statistics import median
from typing import Annotated

from sensorcoach.detect.finding.evidence import EvidenceModel
from sensorcoach.detect.finding.set_start import SetStart
from sensorcoach.detect.following.live_phase import LivePhase
from sensorcoach.detect.following.phase_tracker import PhaseTracker
from sensorcoach.detect.following.set_movements import SetMovements
from sensorcoach.detect.following.thresholds import LIFT_SHARE, LONGEST_HOLD_S
from sensorcoach.detect.following.tracker_events import SetEndReason, TrackedRep, TrackedSwing
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.detect.movement_limits import MovementLimits
from sensorcoach.detect.phase_shares import DOWN_SHARE, END_SHARE, STILL_S
from sensorcoach.events import Rep, Side, Verdict
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.parameters import Within

SURE_DIRECTION: Annotated[float, Within(0.5, 5.0, "log-odds")] = 1.9
"""Evidence of the direction from which a long stay at the top is a hold. With less it is the rest after the set, seen
upside down."""

REST_TIMES: Annotated[float, Within(1.5, 10.0, "times")] = 3.0
"""Length of a stay at the top that is a rest, in units of the longest stay before. Holds of a set are alike."""

LIVE_STRAY: Annotated[float, Within(0.05, 0.6, "share")] = 0.2
"""Largest deviation from its plane of a lift in progress (RMS, share of the usual range). More is another movement."""

USUAL_RISE: Annotated[float, Within(1.1, 3.0, "times")] = 1.6
"""Largest rise of a lift in progress, in usual ranges. More is another movement."""


class OpenSet:
    """Owns all that is known of one set while it lasts."""

    def __init__(
        self,
        begun: SetStart,
        limits: MovementLimits,
        number: int,
        history: MotionHistory,
        model: EvidenceModel,
        side: Side | None = None,
    ) -> None:
        self.begun = begun
        self.axis = begun.axis
        self.number = number
        self.side = side
        """The side that works, where it is known."""
        self.movements = SetMovements(begun, limits, history, model)
        """The movements along its arc."""
        self.opened = begun.opened
        self.force_correlation = begun.force_correlation
        self.tracker = PhaseTracker(begun.axis.range_rad, limits, self.movements)
        self.live = LivePhase(begun.axis.range_rad)
        self.reps: list[Rep] = []
        """Reps counted."""
        self.over_s = -math.inf
        """Recording time at which it became known that the body had left the arc, the latest time."""
        self._history = history
        self._limits = limits
        self._raised: Verdict | None = None
        """The warning shown while the rep in progress lasts."""
        self._on_this_arc = 0
        """Number of reps counted on this arc; the set may have begun on another."""
        self._longest_stay_s = 0.0
        """Longest hold or rest between reps so far."""

    @property
    def count(self) -> int:
        """Number of reps counted."""
        return len(self.reps)

    @property
    def start_s(self) -> float:
        return self.reps[0].lift_start_s if self.reps else 0.0

    @property
    def end_s(self) -> float:
        return self.reps[-1].end_s if self.reps else 0.0

    @property
    def least_rad(self) -> float:
        """Smallest lift of this set, which has reps."""
        return max(LIFT_SHARE * median(rep.rom_rad for rep in self.reps), self._limits.least_rad)

    def catch_up(self) -> tuple[list[float], SetEndReason | None]:
        """Read the set from its start until it was opened; return the angles, and why it is over by then, if it is.

        The last moment, as long as it takes to be still, is read as if live. Older movements are read to their end.
        """
        begun = self.begun
        angles_rad = begun.axis.angle_rad(self._history.up(begun.start, begun.opened + 1)).tolist()
        old = max(len(angles_rad) - round(STILL_S * RATE_HZ), 0)
        _, left = self.tracker.run(angles_rad[:old], begun.start)
        self.tracker.catching_up = False
        if left is None:
            _, left = self.tracker.run(angles_rad[old:], begun.start + old)
        return angles_rad, left

    def continue_set(self, before: "OpenSet") -> None:
        """Go on with a set whose arc was left: its number and its reps are those of this set."""
        self.number, self.reps = before.number, before.reps

    @property
    def bottom(self) -> int:
        """Last grid point at the bottom before the rep in progress."""
        return self.tracker.bottom

    def follow_to_rep(self, angles_rad: list[float], first: int, fast_radps: float) -> tuple[int, SetEndReason | None]:
        """Follow the lift angles from grid point `first` on, but only up to a rep.

        Lifts faster than `fast_radps` are reported at once. Returns how many angles were read, and why the set ends.
        """
        self.tracker.swing.limit_radps = fast_radps
        return self.tracker.run_to_rep(angles_rad, first)

    def skip_gap(self, points: int) -> None:
        """Skip the next grid points, which lie in a gap."""
        self.tracker.skip_gap(points)

    def leave_arc(self, last: int) -> None:
        """Follow the movement with which the body leaves the arc up to grid point `last`."""
        self.movements.leaving = True
        self.tracker.finish(last, DOWN_SHARE)

    def cut_off(self, last: int) -> None:
        """End the motion at grid point `last`. A rep that is nearly down counts."""
        self.tracker.finish(last, END_SHARE)

    def unfinished_since(self, left: SetEndReason) -> int | None:
        """Return the grid point from which movements may belong to another set; None for the present one."""
        since = self.tracker.unfinished_since(left)
        return None if since is None else max(since, self.begun.opened)

    def add(self, rep: Rep) -> None:
        """Add a counted rep."""
        rest_s = rep.lift_start_s - self.end_s if self._on_this_arc else 0.0
        self.reps.append(rep)
        self._on_this_arc += 1
        self._longest_stay_s = max(self._longest_stay_s, rep.hold_s, rest_s)
        if self.begun.direction_log_odds < SURE_DIRECTION and self._on_this_arc >= 2:
            longest_s = max(self._limits.idle_s, REST_TIMES * self._longest_stay_s)
            self.tracker.longest_hold_s = min(longest_s, LONGEST_HOLD_S)

    def turn_over(self) -> TrackedRep | None:
        """Turn the arc upside down after a rest at its top; return the last rep as seen from there.

        None where the direction is sure or the set has no rep.
        """
        latest, tracker = self.movements.latest, self.tracker
        if latest is None or self.begun.direction_log_odds >= SURE_DIRECTION:
            return None
        self.axis = self.axis.reverse()
        return TrackedRep(latest.top, latest.end, tracker.top, latest.range_rad, latest.range_rad, tracker.top)

    def is_straight(self, swing: TrackedSwing) -> bool:
        """Return whether a quick lift in progress is one of the set's, as far as is known before its end."""
        strayed = self.axis.deviation_share(self._history.up(swing.bottom, swing.decided + 1))
        return strayed < LIVE_STRAY and swing.risen_share < USUAL_RISE

    def raise_warning(self, verdict: Verdict) -> None:
        """Keep a warning that is shown while the rep in progress lasts."""
        self._raised = verdict

    def take_warning(self) -> Verdict | None:
        """Return the warning of the rep in progress, and forget it."""
        raised, self._raised = self._raised, None
        return raised
