"""The parts that the detector of one stretch of motion is made of, shared by seeking and following."""

from dataclasses import dataclass

from sensorcoach.detect.angle_trace import TraceReader
from sensorcoach.detect.finding.evidence import EvidenceModel
from sensorcoach.detect.finding.evidence_report import EvidenceReporter
from sensorcoach.detect.finding.search import SetSearch
from sensorcoach.detect.following.provisional import Provisional
from sensorcoach.detect.following.set_series import SetSeries
from sensorcoach.detect.height.sets import HeightSets
from sensorcoach.detect.marks import Marks
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.detect.movement_limits import MovementLimits
from sensorcoach.detect.posture_gate import PostureGate
from sensorcoach.form.judge import Judge


@dataclass(frozen=True, slots=True)
class DetectionParts:
    """Parts that outlast the stretch: `limits`, `judge`, `model`, `marks`, `series`; the others begin with it.

    `live`: somebody watches phases and trace. `heights`: None where reps are not counted by height.
    """

    limits: MovementLimits
    judge: Judge
    model: EvidenceModel
    marks: Marks
    series: SetSeries
    live: bool
    gate: PostureGate
    history: MotionHistory
    search: SetSearch
    provisional: Provisional
    evidence: EvidenceReporter
    trace: TraceReader
    heights: HeightSets | None

    @classmethod
    def begin(
        cls,
        limits: MovementLimits,
        judge: Judge,
        gate: PostureGate,
        model: EvidenceModel,
        *,
        live: bool,
        weighed: bool,
        marks: Marks | None = None,
        series: SetSeries | None = None,
    ) -> "DetectionParts":
        """Make the parts for a stretch; `marks` and `series` come from the stretch before."""
        history = MotionHistory()
        return cls(
            limits=limits,
            judge=judge,
            model=model,
            marks=marks or Marks(),
            series=series or SetSeries(),
            live=live,
            gate=gate,
            history=history,
            search=SetSearch(history, limits, model),
            provisional=Provisional(history, limits),
            evidence=EvidenceReporter(history, model, wanted=weighed),
            trace=TraceReader(history, drawn=live),
            heights=HeightSets(history, limits) if limits.heights else None,
        )

    def renew(self) -> "DetectionParts":
        """Make the parts for the next stretch, after an outage in which the sensor may have moved."""
        self.series.gap_seen = True
        renewed = DetectionParts.begin(
            self.limits,
            self.judge,
            self.gate.copy_for_next_stretch(),
            self.model,
            live=self.live,
            weighed=self.evidence.wanted,
            marks=self.marks,
            series=self.series,
        )
        renewed.search.least_rad = self.search.least_rad
        return renewed
