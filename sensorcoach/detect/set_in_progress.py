"""A set in progress: its arc, its tracker, and which of the tracked movements are reps of it."""

from sensorcoach.detect.acquisition import Acquired
from sensorcoach.detect.chain import QUICK_S
from sensorcoach.detect.force import contradicts
from sensorcoach.detect.limits import SMALL_RAD, Limits
from sensorcoach.detect.live_phase import LivePhase
from sensorcoach.detect.record import MotionRecord
from sensorcoach.detect.tracked import TrackedRep, TrackedSwing
from sensorcoach.detect.tracker import Tracker
from sensorcoach.events import Rep, Verdict
from sensorcoach.motion.grid import RATE_HZ

TELLING_REPS = 3
"""A set of so many reps tells later sets which way is up."""

HALF_REP = 2.0
"""A first rep that sinks this many times as far as it rose was under way when the recording began."""

STRAY_SHARE = 0.26
STRAY_SHARE_SMALL = 0.3
"""A rep strays less than this out of its plane (RMS, as a share of its range); true ones 0.02 to
0.15, and more where the lifts are small."""

STRAY_SHARE_USUAL = 0.45
"""The same of a rep that is a usual one in all else."""

USUAL = 1.6
"""A usual rep differs from the others by less than this factor, in range and duration."""

QUICKEST_POINTS = round(0.75 * RATE_HZ)
QUICKEST_SHARE = 0.08
"""Quicker than this, or than this share of the usual duration, is a twitch."""

SHIFTING_RANGE = 0.75
SHIFTING_RANGE_BLURRED = 0.5
SHIFTING_STRAY = 0.22
SHIFTING_TIME = 0.4
"""Less than this share of the usual range (less still where quick movements are blurred), or straying
more than that, in less than this share of the usual duration, is shifting about."""

BUMPING_JOLTS = 0.15
BUMPING_TIME = 0.7
BUMPING_RANGE = 0.5
"""More jolts than this share of its time, in less than these shares of the usual duration and range,
is bumping into place."""

LIVE_STRAY = 0.2
"""A lift still in progress strays less than this out of its plane (RMS, as a share of the usual range)."""

EARLY_RANGE = 0.5
EARLY_TIME = 0.2
"""A movement before those that proved the set must reach this share of its range; the first of them must last this
share of the usual duration, or it is settling into place."""

KNOWN_REPS = 3
"""So many reps show how long the set rests between them."""

LATE_TIMES = 1.5
LATE_POINTS = round(1.0 * RATE_HZ)
"""A movement after a rest longer than so many times the set's longest, and this, comes late: it may be the first of
what is done after the set, and only a usual rep counts then."""

LONG_TIMES = 2.0
LONG_RANGE = 1.2
"""What lasts longer than so many usual reps, and differs from them in range by more than this factor, is a posture."""

MOST_QUICK = 2
"""So many movements in a row at the pace of strides, one at once after the other, and they are not reps:
legs that pedal, bounce or walk off. A single rep may be as quick."""

DURATION_GAIN = 0.3
"""How quickly the usual duration follows each rep's."""


class SetInProgress:
    """One set while it lasts."""

    def __init__(self, found: Acquired, limits: Limits, number: int, opened: int, record: MotionRecord) -> None:
        self.axis = found.axis
        self.tracker = Tracker(found.axis.range_rad, limits, self._takes)
        self.live = LivePhase(found.axis.range_rad)
        self.leaving = False
        """The body leaves the arc: only a usual rep counts that ends so."""
        self._record = record
        self.number = number
        self.opened = opened
        """Grid point at which it was recognised."""
        self.raised: Verdict | None = None
        """What has been said of the rep in progress while it lasts."""
        self.count = 0
        self.start_s = 0.0
        self.end_s = 0.0
        self._chain_start = found.chain_start
        """Grid point where the movements began that proved it."""
        self.lasts_points = found.cycle_points
        """How many grid points a rep usually lasts."""
        self.raising = found.raising
        """How the force goes with the angle in its lifts."""
        self._quick = 0
        """How many of the latest movements followed each other at the pace of strides."""
        self._last_end = found.start
        """Grid point at which the latest movement ended."""
        self._limits = limits
        self.reps: list[Rep] = []
        """Those counted."""
        self._taken = 0
        """How many reps have been taken."""
        self._taken_end = found.start
        """Grid point at which the latest of them ended."""
        self.muddled = False
        """A movement from before those that proved the set ran into them: it must be read from these on."""
        self._longest_rest = 0
        """Grid points of the longest rest between two of them."""

    @property
    def has_reps(self) -> bool:
        """Has any movement been taken for a rep?"""
        return self._taken > 0

    def add(self, rep: Rep) -> None:
        """A rep has been counted."""
        if self.count == 0:
            self.start_s = rep.lift_start_s
        self.count += 1
        self.end_s = rep.end_s
        self.reps.append(rep)

    def lifts_straight(self, swing: TrackedSwing) -> bool:
        """Is a quick lift in progress one of the set's, as far as that can be told before its end?

        It keeps to the plane and has not risen beyond what is usual.
        """
        strayed = self.axis.strayed(self._record.up(swing.bottom, swing.decided + 1))
        return strayed < LIVE_STRAY and swing.risen_share < USUAL

    def _takes(self, tracked: TrackedRep) -> bool:
        """Is it a rep of this set? Then the usual duration learns from it."""
        if self._is_stride(tracked):
            return False
        if self._runs_in(tracked):
            self.muddled = True
            return False
        strayed = self._strayed(tracked)
        if not self._belongs(tracked) or strayed > self._most_stray(tracked) or self._is_shifting(tracked, strayed):
            return False
        if contradicts(self._record, self.axis, tracked.bottom, tracked.end, self.raising):
            return False
        if (self.leaving or self._is_late(tracked)) and not self._is_usual(tracked):
            return False
        if self._is_posture(tracked):
            return False
        self._learn(tracked)
        return True

    def _learn(self, tracked: TrackedRep) -> None:
        """It is a rep: how long do they last, and the rests between them?"""
        if self._taken:
            self._longest_rest = max(self._longest_rest, tracked.bottom - self._taken_end)
        self._taken += 1
        self._taken_end = tracked.end
        self.lasts_points += DURATION_GAIN * (tracked.end - tracked.bottom - self.lasts_points)

    def _runs_in(self, tracked: TrackedRep) -> bool:
        """Has what went before the first rep left a bottom so low that the rest passes for a hold?"""
        proved = tracked.bottom < self._chain_start < tracked.end
        return not self._taken and proved and self._lasted(tracked) > LONG_TIMES

    def _is_late(self, tracked: TrackedRep) -> bool:
        """Does it come after a rest unlike those before?"""
        rest = tracked.bottom - self._taken_end
        return self._taken >= KNOWN_REPS and rest > LATE_TIMES * self._longest_rest + LATE_POINTS

    def _is_posture(self, tracked: TrackedRep) -> bool:
        """Sitting up for a while and lying down again turns a thigh like a lift, but is longer and not so far."""
        share = self._share(tracked)
        alike = 1.0 / LONG_RANGE <= share <= LONG_RANGE
        return self._taken >= KNOWN_REPS and not alike and self._lasted(tracked) > LONG_TIMES

    def _is_stride(self, tracked: TrackedRep) -> bool:
        """One of several in a row at the pace of strides, where no rep of the exercise is so quick?"""
        quick = tracked.end - self._last_end < QUICK_S * RATE_HZ
        self._quick = self._quick + 1 if quick else 0
        self._last_end = tracked.end
        return self._quick > MOST_QUICK and not self._limits.quick

    def _is_usual(self, tracked: TrackedRep) -> bool:
        share, lasted = self._share(tracked), self._lasted(tracked)
        return 1.0 / USUAL <= share <= USUAL and 1.0 / USUAL <= lasted <= USUAL

    def _belongs(self, tracked: TrackedRep) -> bool:
        """Half a rep at the beginning does not, nor a twitch, nor what a hole in the data only seems to hold."""
        share, lasted = self._share(tracked), self._lasted(tracked)
        if not self._taken and tracked.sunk_rad > HALF_REP * tracked.range_rad:
            return False
        if not self._taken and tracked.end <= self._chain_start and lasted < EARLY_TIME:
            return False
        if self._record.is_missing(tracked.bottom) and self._record.is_missing(tracked.end):
            return False
        if tracked.end - tracked.bottom < QUICKEST_POINTS or lasted < QUICKEST_SHARE:
            return False
        return tracked.end > self._chain_start or share >= EARLY_RANGE

    def _is_shifting(self, tracked: TrackedRep, strayed: float) -> bool:
        """Quick, and small or out of plane: shifting about, fidgeting."""
        lasted, share = self._lasted(tracked), self._share(tracked)
        least = SHIFTING_RANGE_BLURRED if self._record.blurred else SHIFTING_RANGE
        if lasted < SHIFTING_TIME and (share < least or strayed > SHIFTING_STRAY):
            return True
        jolts = float(self._record.jolt(tracked.bottom, tracked.end + 1).mean())
        return jolts > BUMPING_JOLTS and lasted < BUMPING_TIME and share < BUMPING_RANGE

    def _most_stray(self, tracked: TrackedRep) -> float:
        """Who does a rep like the others in range and time may be twisted: a fault of form, and a rep."""
        if self._taken and self._is_usual(tracked) and not self.leaving:
            return STRAY_SHARE_USUAL
        return STRAY_SHARE if self.tracker.usual_range_rad >= SMALL_RAD else STRAY_SHARE_SMALL

    def _strayed(self, tracked: TrackedRep) -> float:
        """How far it left its plane: RMS, as a share of its range."""
        share = self.axis.strayed(self._record.up(tracked.bottom, tracked.end + 1))
        return share * self.axis.range_rad / tracked.range_rad

    def _share(self, tracked: TrackedRep) -> float:
        return tracked.range_rad / self.tracker.usual_range_rad

    def _lasted(self, tracked: TrackedRep) -> float:
        return (tracked.end - tracked.bottom) / self.lasts_points
