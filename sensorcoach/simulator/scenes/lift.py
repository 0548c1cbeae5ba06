"""One lift of a scene: its shares, its durations, and the resulting angle."""

from dataclasses import dataclass

import numpy as np

from sensorcoach.samples import FloatArray
from sensorcoach.simulator.grid import count_steps, hump, minimum_jerk_path
from sensorcoach.simulator.profiles import Bell, Fall, Profile, phase_path
from sensorcoach.simulator.working_set import constant_speed_path

_FALL_BACK_S = 0.35
"""Time in which a thrown lift returns to the top."""
_SHORTEST_DIP_S = 1.2
_PULSE_SHARE = 0.2
"""Depth of a pulse at the top, as a share of the lift."""
_STAGE_SHARE = 0.55
"""Share of the lift at which a lift in two parts pauses."""
_EXTEND_S = 1.0
_EXTEND_SHARE = 0.12
"""Share of the lift by which the hips sink while a leg is extended at the top."""


@dataclass(frozen=True, slots=True)
class Lift:
    """One lift and the rest after it. Shares are of the person's own range, 0 at the bottom of the exercise.

    `reach`: where the lift ends; `bottom`: where the lowering ends. `overshoot`: overshoot of a thrown lift.
    `swings`: speed of a pendulum, without a stop at either end. `sag`: share of itself by which the hold sinks.
    `dip`: share of itself by which it sinks for a moment. `pulses`: number of pulses at the top.
    `stage_s`: pause in mid-lift. `extends`: a leg is extended at the top and taken back. `wobble_deg`: off the axis.
    `landing_mps2`: size of the landing; None for this person's own. `drops`: let go instead of lowered.
    `slip_deg`: turn of the sensor on the segment. `counts`: whether a person counts it.
    """

    up_s: float = 2.0
    hold_s: float = 1.0
    down_s: float = 2.0
    rest_s: float = 1.0
    reach: float = 1.0
    bottom: float = 0.0
    overshoot: float = 0.0
    swings: bool = False
    sag: float = 0.0
    dip: float = 0.0
    pulses: int = 0
    stage_s: float = 0.0
    extends: bool = False
    wobble_deg: float = 0.0
    landing_mps2: float | None = None
    drops: bool = False
    slip_deg: float = 0.0
    counts: bool = True


@dataclass(frozen=True, slots=True)
class LiftTrack:
    """The lift on the grid: lift, hold, lowering and rest, each in shares of the range."""

    up: FloatArray
    hold: FloatArray
    down: FloatArray
    rest: FloatArray

    def whole(self) -> FloatArray:
        """Return all parts in order (n,)."""
        return np.concatenate([self.up, self.hold, self.down, self.rest])


def make_track(lift: Lift, start: float, profiles: tuple[Profile, Profile]) -> LiftTrack:
    """Return the lift from the share `start`; `profiles`: a person's ordinary lift and lowering."""
    up_profile, down_profile = _profiles(lift, profiles)
    hold = lift.reach + _hold(lift)
    begin = hold[0] if len(hold) else lift.reach + lift.overshoot
    end = hold[-1] if len(hold) else begin
    up = start + (begin - start) * _way(lift, up_profile)
    down = end + (lift.bottom - end) * phase_path(down_profile, count_steps(lift.down_s))
    return LiftTrack(up, hold, down, np.full(count_steps(lift.rest_s), lift.bottom))


def _profiles(lift: Lift, usual: tuple[Profile, Profile]) -> tuple[Profile, Profile]:
    if lift.swings:
        return Bell(1.0, 1.0), Bell(1.0, 1.0)
    up = Bell(1.3, 1.6) if lift.overshoot else usual[0]
    return up, (Fall(0.16) if lift.drops else usual[1])


def _way(lift: Lift, profile: Profile) -> FloatArray:
    """Return the path from 0 to 1, with the pause of a lift in two parts."""
    if lift.stage_s == 0.0:
        return phase_path(profile, count_steps(lift.up_s))
    first = _STAGE_SHARE * phase_path(profile, count_steps(0.5 * lift.up_s))
    second = _STAGE_SHARE + (1.0 - _STAGE_SHARE) * phase_path(profile, count_steps(0.5 * lift.up_s))
    return np.concatenate([first, np.full(count_steps(lift.stage_s), _STAGE_SHARE), second])


def _hold(lift: Lift) -> FloatArray:
    """Return the deviation of the hold from the top."""
    count = count_steps(lift.hold_s)
    track = -lift.sag * lift.reach * constant_speed_path(count)
    back = min(count_steps(_FALL_BACK_S), count)
    track[:back] += lift.overshoot * (1.0 - minimum_jerk_path(back))
    if lift.dip:
        length = min(max(count_steps(_SHORTEST_DIP_S), count // 3), count)
        begin = (count - length) // 2
        track[begin : begin + length] -= lift.dip * lift.reach * hump(length)
    if lift.pulses:
        length = count // lift.pulses
        for begin in range(0, lift.pulses * length, max(1, length)):
            track[begin : begin + length] -= _PULSE_SHARE * lift.reach * hump(length)
    if lift.extends:
        track -= _EXTEND_SHARE * lift.reach * leg_extension(count)
    return track


def leg_extension(count: int) -> FloatArray:
    """Return the extension of a leg during a hold of `count` steps, 0 to 1."""
    edge = min(count_steps(_EXTEND_S), count // 2)
    out = minimum_jerk_path(edge)
    return np.concatenate([out, np.ones(count - 2 * edge), out[::-1]])
