"""A stage on which the lift stays where it is while something else is done."""

import numpy as np
from scipy.spatial.transform import Rotation

from sensorcoach.samples import FloatArray
from sensorcoach.simulator.stage import Stage


class HeldStage(Stage):
    """As the stage; a stretch without a lift of its own keeps the lift held."""

    def __init__(self, posture: Rotation, mount: Rotation) -> None:
        super().__init__(posture, mount)
        self.held = np.zeros(3)
        """The lift at the moment, a rotation vector in the segment's frame."""

    def add(
        self,
        count: int,
        *,
        to: Rotation | None = None,
        mount_to: Rotation | None = None,
        lift: FloatArray | None = None,
        shake: FloatArray | None = None,
        joint: FloatArray | None = None,
        jolt: FloatArray | None = None,
        tension: float | FloatArray = 0.3,
    ) -> None:
        """As there; a way into another posture takes the lift held with it into the posture."""
        if to is not None and self.held.any():
            self.posture = self.posture * Rotation.from_rotvec(self.held)
            self.held = np.zeros(3)
        if lift is None:
            lift = np.tile(self.held, (count, 1))
        super().add(count, to=to, mount_to=mount_to, lift=lift, shake=shake, joint=joint, jolt=jolt, tension=tension)
