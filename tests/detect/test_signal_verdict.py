"""Two judgements of the signal, merged into one."""

from sensorcoach.detect.signal_quality import SignalVerdict
from sensorcoach.events import Event, GapFound, Quality, SignalJudged


def judged(time_s: float, quality: Quality, reason: str | None = None) -> SignalJudged:
    """Return a judgement at that time."""
    return SignalJudged(time_s, quality, reason)


def test_bad_signal_goes_first() -> None:
    """A signal without gravity cannot show a wrong posture, so only the signal is reported."""
    judgement = SignalVerdict()
    no_gravity = judged(3.0, Quality.NO_GRAVITY, "no gravity")
    wrong = judged(5.0, Quality.WRONG_POSTURE, "prone")
    assert judgement.merge([no_gravity], [wrong]) == [no_gravity]


def test_posture_comes_and_goes() -> None:
    """A wrong posture is reported once, and its end once."""
    judgement = SignalVerdict()
    wrong, again, well = (
        judged(5.0, Quality.WRONG_POSTURE, "prone"),
        judged(6.0, Quality.WRONG_POSTURE, "prone"),
        judged(9.0, Quality.OK),
    )
    assert judgement.merge([], [wrong, again, well]) == [wrong, well]


def test_order_of_becoming_known() -> None:
    """Other events keep their place in time."""
    gap: Event = GapFound(3.0, 4.0)
    wrong, weak = judged(5.0, Quality.WRONG_POSTURE, "prone"), judged(2.0, Quality.UNRELIABLE, "scale")
    assert SignalVerdict().merge([weak], [wrong, gap]) == [weak, gap]


def test_wrong_placement_outlasts_a_right_posture() -> None:
    """A right posture does not correct a wrong placement."""
    judgement = SignalVerdict()
    misplaced = judged(5.0, Quality.WRONG_PLACEMENT, "thigh")
    assert judgement.merge([], [misplaced, judged(8.0, Quality.OK)]) == [misplaced]


def test_last_word() -> None:
    """A wrong posture that was corrected is not the last judgement of a recording."""
    judgement = SignalVerdict()
    wrong = judged(5.0, Quality.WRONG_POSTURE, "prone")
    judgement.merge([], [wrong])
    assert judgement.finish(60.0, []) == [judged(60.0, Quality.OK)]
    assert judgement.finish(60.0, []) == []
