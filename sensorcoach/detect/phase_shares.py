"""Where a movement turns from one phase into the next: shares of the lift, of its peak rate, and how long is long."""

BACK_SHARE = 0.5
"""A rise that has lost this share before it was a lift is none."""

CREEP_SHARE = 0.005
"""Sinking by less than this share of the lift is no new low."""

TURN_UP_SHARE = 0.08
TURN_UP_LEAST = 0.2
"""Rising from the low by this share of the lift, or of the exercise's least lift if more, is turning up."""

DOWN_SHARE = 0.6
"""Share of the lift that must be sunk before it can be down. Less is sagging."""

END_SHARE = 0.75
"""The same where it counts at once: it turns slowly by then, or the recording ends."""

SAG_SHARE = 0.12
"""Sinking by less than this share of the lift is still holding."""

STILL_SHARE = 0.1
"""A lift that turns slower than this share of its peak rate has become a hold; a lowering that is down is over."""

RESUME_SHARE = 0.3
"""Rising to a new top faster than this share of the peak rate is lifting on."""

STILL_S = 0.3
"""So long without a new low, and the segment is down."""

DEEP_SHARE = 0.5
MOST_SAGS = 2
"""A hold much higher than usual is another set, begun higher up, when it sinks by this share of the usual range and
rises again so often."""

STALL_S = 1.0
"""A rise that has stopped for so long before it was a lift, or near the set's usual bottom, is a new bottom."""

LOW_STAY_SHARE = 0.7
LOW_STAY_S = 6.0
"""A stay below this share of the usual range for this time is a rest: the body lies a little differently."""
