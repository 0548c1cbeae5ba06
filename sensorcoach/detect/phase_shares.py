"""Parameters at which a movement changes its phase: shares of the lift, shares of its peak rate, and times.

`PhaseTracker` and its parts read them, `OpenSet` where a set ends, and `StrokeCutter` where a stroke slows down. Exact
times (`timing/`) and height (`height/`) share the edge of a phase.
"""

from typing import Annotated

from sensorcoach.parameters import Within

EDGE_SHARE: Annotated[float, Within(0.02, 0.15, "share")] = 0.05
"""Share of a phase's own peak rate at which it begins and ends. Every exact time follows this definition."""

STEADY_SHARE: Annotated[float, Within(0.05, 0.3, "share")] = 0.2
"""Largest rate, as a share of the peak rate, that counts as unsteadiness. Faster turns belong to a movement."""

BACK_SHARE: Annotated[float, Within(0.3, 0.8, "share")] = 0.5
"""Share of an incomplete lift whose loss discards it. A lift that hesitates loses less."""

CREEP_SHARE: Annotated[float, Within(0.001, 0.02, "share")] = 0.005
"""Smallest share of the lift that counts as sinking further. Less is noise."""

TURN_UP_SHARE: Annotated[float, Within(0.03, 0.2, "share")] = 0.08
"""Share of the lift by which the angle rises from its low when the next lift begins. More delays the first phase."""

TURN_UP_LEAST: Annotated[float, Within(0.05, 0.5, "share")] = 0.2
"""Least rise from the low, as a share of the smallest lift of the exercise. Small lifts need a floor above noise."""

DOWN_SHARE: Annotated[float, Within(0.4, 0.9, "share")] = 0.6
"""Share of the lift that must be lowered before the rep can end. Less is a sagging hold."""

END_SHARE: Annotated[float, Within(0.5, 0.95, "share")] = 0.75
"""Share of the lift that ends a rep at once. By then it turns slowly, or the recording ends."""

SAG_SHARE: Annotated[float, Within(0.05, 0.25, "share")] = 0.12
"""Largest share of the lift by which a hold may sink. A tired hold sags by 5 to 10 %."""

STILL_SHARE: Annotated[float, Within(0.03, 0.25, "share")] = 0.1
"""Share of the peak rate below which a lift becomes a hold and a lowering ends. Tremor at the top stays below it."""

RESUME_SHARE: Annotated[float, Within(0.15, 0.6, "share")] = 0.3
"""Share of the peak rate above which a rise to a new top continues the lift. A two-part lift keeps half."""

STILL_S: Annotated[float, Within(0.1, 1.0, "s")] = 0.3
"""Time without a new low after which the segment is down. A slow lowering pauses for less."""

DEEP_SHARE: Annotated[float, Within(0.3, 0.8, "share")] = 0.5
"""Share of the usual range by which a high hold must sink and rise to count as lowered. Then the set began higher."""

MOST_SAGS: Annotated[int, Within(1, 5, "times")] = 2
"""Number of such lowerings that make a high hold another set. One may be a slip."""

STALL_S: Annotated[float, Within(0.3, 3.0, "s")] = 1.0
"""Time without a rise after which an incomplete lift, or one near the usual bottom, becomes a new bottom. A lift that
hesitates rises again sooner."""

LOW_STAY_SHARE: Annotated[float, Within(0.5, 0.9, "share")] = 0.7
"""Share of the usual range below which a long stay is a rest. The body then lies a little differently."""

LOW_STAY_S: Annotated[float, Within(2.0, 15.0, "s")] = 6.0
"""Time of a stay below `LOW_STAY_SHARE` that makes it a rest. Holds of lifts are higher, or shorter."""
