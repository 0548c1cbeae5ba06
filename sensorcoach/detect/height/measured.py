"""A rep of height as a rep: the way out is its lift, the stay its hold, the way back its lowering."""

from sensorcoach.detect.height.pairing import HeightRep
from sensorcoach.detect.height.step import Step
from sensorcoach.detect.record import MotionRecord
from sensorcoach.events import Rep
from sensorcoach.motion.block import TURN_S
from sensorcoach.motion.lift_axis import angles_between


def measured(record: MotionRecord, rep: HeightRep, number: int) -> Rep:
    """Its times; its range is how far the segment bows in it at the most."""
    up = record.up(rep.out.start, rep.back.end + 1)
    return Rep(
        number=number,
        lift_start_s=record.time_s(rep.out.start),
        hold_start_s=record.time_s(rep.out.end),
        lower_start_s=record.time_s(rep.back.start),
        end_s=record.time_s(rep.back.end),
        rom_rad=float(angles_between(up, up[0]).max()),
        peak_lift_radps=_fastest(record, rep.out),
        peak_lower_radps=_fastest(record, rep.back),
        smoothness=rep.out.smoothness,
    )


def _fastest(record: MotionRecord, step: Step) -> float:
    return float(record.turned(step.start, step.end + 1).max()) / TURN_S
