"""One word on the signal out of two: what the sensor's readings are good for, and whether posture and placement fit.

The readings go first: a signal that is no good cannot show a posture. Told only when the word changes.
"""

from collections.abc import Sequence

from sensorcoach.events import Event, Quality, SignalJudged, known_s

_Word = tuple[Quality, str | None]
_WELL: _Word = (Quality.OK, None)


class OneJudgement:
    """Joins the judgements of the signal watch and of the gate."""

    def __init__(self) -> None:
        self._signal = _WELL
        """Latest word of the signal watch."""
        self._fit = _WELL
        """Latest word of the gate."""
        self._said = _WELL

    def joined(self, signal: Sequence[SignalJudged], rest: Sequence[Event]) -> list[Event]:
        """All these events in the order in which they became known, with one word on the signal.

        Of two that became known together the watch speaks first.
        """
        told: list[Event] = []
        both = [*((event, True) for event in signal), *((event, False) for event in rest)]
        for event, of_signal in sorted(both, key=lambda pair: known_s(pair[0])):
            told += self._word(event, of_signal=of_signal) if isinstance(event, SignalJudged) else [event]
        return told

    def last(self, time_s: float, signal: Sequence[SignalJudged]) -> list[SignalJudged]:
        """The last word is the watch's: it knows then what was counted and what was refused."""
        for event in signal:
            self._signal = (event.quality, event.reason)
        self._fit = _WELL
        return self._say(time_s)

    def _word(self, event: SignalJudged, *, of_signal: bool) -> list[SignalJudged]:
        if of_signal:
            self._signal = (event.quality, event.reason)
        elif not (self._fit[0] is Quality.WRONG_PLACEMENT and event.quality is not Quality.WRONG_PLACEMENT):
            self._fit = (event.quality, event.reason)
        return self._say(event.time_s)

    def _say(self, time_s: float) -> list[SignalJudged]:
        word = self._signal if self._signal[0] is not Quality.OK or self._fit[0] is Quality.OK else self._fit
        if word == self._said:
            return []
        self._said = word
        return [SignalJudged(time_s, *word)]
