"""A stage on which the lift stays in place during other activities."""

import numpy as np
from scipy.spatial.transform import Rotation

from sensorcoach.samples import FloatArray
from sensorcoach.simulator.stage import Stage


class HeldStage(Stage):
    """A stage that keeps the lift in a stretch without a lift of its own."""

    def __init__(self, posture: Rotation, mount: Rotation) -> None:
        super().__init__(posture, mount)
        self.held = np.zeros(3)
        """The lift now, a rotation vector in the segment frame."""

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
        """Add a stretch as on `Stage`; a new posture absorbs the lift."""
        if to is not None and self.held.any():
            self.posture = self.posture * Rotation.from_rotvec(self.held)
            self.held = np.zeros(3)
        if lift is None:
            lift = np.tile(self.held, (count, 1))
        super().add(count, to=to, mount_to=mount_to, lift=lift, shake=shake, joint=joint, jolt=jolt, tension=tension)
