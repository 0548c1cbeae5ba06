"""The stage: the timeline of a session, built stretch by stretch, each beginning where the last one ended."""

from dataclasses import dataclass

import numpy as np
from scipy.spatial.transform import Rotation

from sensorcoach.samples import FloatArray
from sensorcoach.simulator.grid import FINE_HZ, minimum_jerk_path
from sensorcoach.simulator.turning import compose


@dataclass(frozen=True, slots=True)
class SegmentMotion:
    """The worn segment over a whole session, n steps of the fine grid.

    `posture` (n rotations): world from segment, without lift and shake. `lift_rotvec` (n, 3): the intended lift.
    `shake_rotvec` (n, 3): everything else that turns it. `joint_m` (n, 3): the joint in the world.
    `jolt_mps2` (n, 3): contacts, in the world. `mount` (n rotations): segment from sensor.
    `tension` (n,): effort of the body, which scales the tremor. `lever_m` (3,): sensor from joint, in the segment.
    """

    posture: Rotation
    lift_rotvec: FloatArray
    shake_rotvec: FloatArray
    joint_m: FloatArray
    jolt_mps2: FloatArray
    mount: Rotation
    tension: FloatArray
    lever_m: FloatArray

    def __len__(self) -> int:
        return len(self.tension)


class Stage:
    """Joins stretches of motion: posture and path of the joint continue from the end of the last stretch."""

    def __init__(self, posture: Rotation, mount: Rotation) -> None:
        self.posture = posture
        """Orientation of the segment now."""
        self.mount = mount
        """Mounting of the sensor on the segment now."""
        self.step = 0
        """Grid steps so far."""
        self._joint_m = np.zeros(3)
        self._parts: dict[str, list[FloatArray]] = {
            name: [] for name in ("posture", "lift", "shake", "joint", "jolt", "mount", "tension")
        }

    @property
    def now_s(self) -> float:
        return self.step / FINE_HZ

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
        """Add `count` steps; `to` and `mount_to` are reached at their end, the tracks are (count, 3)."""
        if count == 0:
            return
        nothing = np.zeros((count, 3))
        self.posture = self._turn("posture", self.posture, to, count)
        self.mount = self._turn("mount", self.mount, mount_to, count)
        joint = self._joint_m + (nothing if joint is None else joint)
        self._joint_m = joint[-1]
        self._parts["joint"].append(joint)
        self._parts["lift"].append(nothing if lift is None else lift)
        self._parts["shake"].append(nothing if shake is None else shake)
        self._parts["jolt"].append(nothing if jolt is None else jolt)
        self._parts["tension"].append(np.broadcast_to(np.asarray(tension, dtype=np.float64), (count,)))
        self.step += count

    def finish(self, lever_m: FloatArray) -> SegmentMotion:
        """Return the motion of the whole session."""
        joined = {name: np.concatenate(parts) for name, parts in self._parts.items()}
        return SegmentMotion(
            posture=Rotation.from_quat(joined["posture"]),
            lift_rotvec=joined["lift"],
            shake_rotvec=joined["shake"],
            joint_m=joined["joint"],
            jolt_mps2=joined["jolt"],
            mount=Rotation.from_quat(joined["mount"]),
            tension=joined["tension"],
            lever_m=lever_m,
        )

    def _turn(self, name: str, start: Rotation, end: Rotation | None, count: int) -> Rotation:
        if end is None:
            self._parts[name].append(np.tile(start.as_quat(), (count, 1)))
            return start
        way = (start.inv() * end).as_rotvec()
        self._parts[name].append(
            compose(start, Rotation.from_rotvec(minimum_jerk_path(count)[:, None] * way)).as_quat()
        )
        return end
