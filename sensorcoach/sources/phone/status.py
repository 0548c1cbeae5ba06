"""How the phone's pushes come, as a `LinkStatus`.

state       from                    because
scanning    the start               no push has come yet
starting    scanning                pushes come, and no sample can be made of them: the reason says why
streaming   scanning, starting,     samples come
            weak, waiting
weak        streaming               no push for three times as long as they usually take, and at least WEAK_S
waiting     weak                    no push for LOST_S
stopped     any                     the listener was stopped
"""

from collections import deque
from itertools import pairwise
from statistics import median

from sensorcoach.devices.families.phone.choice import SWITCH_ON
from sensorcoach.devices.families.phone.device import PhoneDecoder
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.packets import Packet
from sensorcoach.samples import Frames

WEAK_S = 1.0
LOST_S = 10.0
_LATELY_S = 10.0
_LATELY = 100
"""Pushes that are looked at for rate and gaps."""
_PUSH_AGAIN = "Look whether the phone still records, and whether it is in this network."


class PhoneStatusTracker:
    """Takes note of what comes; `status` says how things are at a time, without changing anything."""

    def __init__(self) -> None:
        self._decoder = PhoneDecoder()
        """Of its own: what is shown does not depend on who takes the packets."""
        self._pushes_s: deque[float] = deque(maxlen=_LATELY)
        """When the last pushes came."""
        self._pieces: deque[tuple[float, float, int]] = deque(maxlen=_LATELY)
        """First and last device time, and number, of the samples that each made available."""
        self._streaming_s: float | None = None
        """Since when samples have come without a long silence."""
        self._stopped_s: float | None = None

    @property
    def readings(self) -> dict[str, int]:
        """How many readings of each stream have come."""
        return dict(self._decoder.readings)

    def heard(self, packets: list[Packet]) -> Frames:
        """Take note of a push; the samples that it made available."""
        now_s = packets[-1].arrival_s
        is_resumed = bool(self._pushes_s) and now_s - self._pushes_s[-1] >= self._weak_s()
        self._pushes_s.append(now_s)
        frames = self._decoder.feed(packets)
        if len(frames) and frames.device_time_s is not None:
            times_s = frames.device_time_s
            self._pieces.append((float(times_s[0]), float(times_s[-1]), len(frames)))
            self._streaming_s = now_s if self._streaming_s is None or is_resumed else self._streaming_s
        return frames

    def stopped(self, now_s: float) -> None:
        """Nothing more will come."""
        self._stopped_s = now_s

    def status(self, now_s: float) -> LinkStatus:
        """How things are now."""
        state, since_s, reason, remedy = self._state(now_s)
        batches = [count for _, _, count in self._pieces]
        gaps_s = [b - a for a, b in pairwise(self._pushes_s) if b > now_s - _LATELY_S]
        return LinkStatus(
            state,
            reason,
            remedy,
            since_s,
            silent_s=now_s - self._pushes_s[-1] if self._pushes_s else now_s,
            sensor="Sensor Logger" if self._pushes_s else "",
            device_id="phone",
            battery_percent=self._decoder.battery_percent,
            rate_hz=self._rate_hz(),
            batch=sum(batches) / len(batches) if batches else None,
            gap_s=max(gaps_s, default=None),
            lost=self._decoder.lost_samples,
            repeated=self._decoder.repeated_packets,
            errors=self._decoder.skipped_bytes,
            connections=self._decoder.sessions,
        )

    def _state(self, now_s: float) -> tuple[LinkState, float, str, str]:
        """State, since when, reason and remedy."""
        if self._stopped_s is not None:
            return LinkState.STOPPED, self._stopped_s, "The listener was stopped.", ""
        if not self._pushes_s:
            return LinkState.SCANNING, 0.0, "No push has come from a phone yet.", SWITCH_ON
        last_s = self._pushes_s[-1]
        if now_s - last_s >= LOST_S:
            return LinkState.WAITING, last_s + LOST_S, "The phone pushes nothing any more.", _PUSH_AGAIN
        if self._streaming_s is None or self._decoder.problem:
            return LinkState.STARTING, self._pushes_s[0], *_why_not(self._decoder.problem)
        if now_s - last_s >= self._weak_s():
            return LinkState.WEAK, last_s + self._weak_s(), "The phone's pushes do not come.", ""
        return LinkState.STREAMING, self._streaming_s, "", ""

    def _weak_s(self) -> float:
        gaps_s = [b - a for a, b in pairwise(self._pushes_s)]
        return min(LOST_S, max(WEAK_S, 3.0 * median(gaps_s))) if gaps_s else WEAK_S

    def _rate_hz(self) -> float | None:
        """Samples a second between the first and the last of late, holes left out."""
        lately = [piece for piece in self._pieces if piece[1] > self._pieces[-1][1] - _LATELY_S]
        steps = sum(count - 1 for _, _, count in lately)
        passed_s = sum(last_s - first_s for first_s, last_s, _ in lately)
        return steps / passed_s if passed_s > 0.0 else None


def _why_not(problem: str) -> tuple[str, str]:
    return (problem, SWITCH_ON) if problem else ("The phone's first second is looked at.", "")
