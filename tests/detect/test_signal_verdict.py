"""One word on the signal from two that judge it."""

from sensorcoach.detect.signal_quality import SignalVerdict
from sensorcoach.events import Event, GapFound, Quality, SignalJudged


def judged(time_s: float, quality: Quality, reason: str | None = None) -> SignalJudged:
    """A judgement at that time."""
    return SignalJudged(time_s, quality, reason)


def test_bad_signal_goes_first() -> None:
    """A signal without gravity cannot show a wrong posture, so only the signal is spoken of."""
    judgement = SignalVerdict()
    no_gravity = judged(3.0, Quality.NO_GRAVITY, "no gravity")
    wrong = judged(5.0, Quality.WRONG_POSTURE, "prone")
    assert judgement.merge([no_gravity], [wrong]) == [no_gravity]


def test_posture_comes_and_goes() -> None:
    """A wrong posture is reported once, and once more when it is right again."""
    judgement = SignalVerdict()
    wrong, again, well = (
        judged(5.0, Quality.WRONG_POSTURE, "prone"),
        judged(6.0, Quality.WRONG_POSTURE, "prone"),
        judged(9.0, Quality.OK),
    )
    assert judgement.merge([], [wrong, again, well]) == [wrong, well]


def test_order_of_becoming_known() -> None:
    """Whatever else is reported keeps its place in time."""
    gap: Event = GapFound(3.0, 4.0)
    wrong, weak = judged(5.0, Quality.WRONG_POSTURE, "prone"), judged(2.0, Quality.UNRELIABLE, "scale")
    assert SignalVerdict().merge([weak], [wrong, gap]) == [weak, gap]


def test_wrong_placement_outlasts_a_right_posture() -> None:
    """That the sensor sits on another part does not become right by lying down."""
    judgement = SignalVerdict()
    misplaced = judged(5.0, Quality.WRONG_PLACEMENT, "thigh")
    assert judgement.merge([], [misplaced, judged(8.0, Quality.OK)]) == [misplaced]


def test_last_word() -> None:
    """In the end it counts what was counted: a posture put right is no fault of the recording."""
    judgement = SignalVerdict()
    wrong = judged(5.0, Quality.WRONG_POSTURE, "prone")
    judgement.merge([], [wrong])
    assert judgement.finish(60.0, []) == [judged(60.0, Quality.OK)]
    assert judgement.finish(60.0, []) == []
