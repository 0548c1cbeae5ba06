"""Track the phone's pushes and report them as a `LinkStatus`.

state       from                    condition
scanning    the start               no push has arrived yet
starting    scanning                pushes arrive but contain no samples; the reason explains why
streaming   scanning, starting,     samples arrive
            weak, waiting
weak        streaming               no push for three usual intervals, and at least WEAK_S
waiting     weak                    no push for LOST_S
stopped     any                     the server was stopped
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
"""Shortest time without a push that counts as weak."""
LOST_S = 10.0
"""Time without a push after which the phone counts as lost."""
_RECENT_S = 10.0
"""Window for the rate and the longest wait."""
_RECENT_PUSHES = 100
"""Most pushes in that window."""
_WAKE_PHONE = "Bring Sensor Logger to the foreground, and check the phone's Wi-Fi."
_CHECK_PHONE = (
    "Open Sensor Logger and keep it in the foreground; start the recording again if it has stopped. "
    "Check that the phone's Wi-Fi is on, and in the same network as this computer."
)


class PhoneStatusTracker:
    """Records pushes. `status` reports the state at a time and changes nothing."""

    def __init__(self) -> None:
        self._decoder = PhoneDecoder()
        """A decoder of its own, so that the status does not depend on the consumer of the packets."""
        self._pushes_s: deque[float] = deque(maxlen=_RECENT_PUSHES)
        """Arrivals of recent pushes."""
        self._pieces: deque[tuple[float, float, int]] = deque(maxlen=_RECENT_PUSHES)
        """First and last device time, and number, of the samples in each recent push."""
        self._streaming_s: float | None = None
        """Start of the current run of samples, None before the first."""
        self._stopped_s: float | None = None
        """Time of the stop, None before it."""

    @property
    def readings(self) -> dict[str, int]:
        """Readings received from each stream."""
        return dict(self._decoder.readings)

    def note_push(self, packets: list[Packet]) -> Frames:
        """Record a push. Return the samples in it."""
        now_s = packets[-1].arrival_s
        is_resumed = bool(self._pushes_s) and now_s - self._pushes_s[-1] >= self._weak_s()
        self._pushes_s.append(now_s)
        frames = self._decoder.feed(packets)
        if len(frames) and frames.device_time_s is not None:
            times_s = frames.device_time_s
            self._pieces.append((float(times_s[0]), float(times_s[-1]), len(frames)))
            self._streaming_s = now_s if self._streaming_s is None or is_resumed else self._streaming_s
        return frames

    def note_stop(self, now_s: float) -> None:
        """Record the end: no further pushes arrive."""
        self._stopped_s = now_s

    def status(self, now_s: float) -> LinkStatus:
        """Return the status at `now_s`."""
        state, since_s, reason, remedy = self._judge(now_s)
        batches = [count for _, _, count in self._pieces]
        waits_s = [b - a for a, b in pairwise(self._pushes_s) if b > now_s - _RECENT_S]
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
            longest_wait_s=max(waits_s, default=None),
            lost=self._decoder.lost_samples,
            repeated=self._decoder.repeated_packets,
            errors=self._decoder.skipped_bytes,
            connections=self._decoder.sessions,
        )

    def _judge(self, now_s: float) -> tuple[LinkState, float, str, str]:
        """Return the state, its start, reason and remedy."""
        if self._stopped_s is not None:
            return LinkState.STOPPED, self._stopped_s, "The server was stopped.", ""
        if not self._pushes_s:
            return LinkState.SCANNING, 0.0, "No push has arrived from a phone yet.", SWITCH_ON
        last_s = self._pushes_s[-1]
        if now_s - last_s >= LOST_S:
            return LinkState.WAITING, last_s + LOST_S, "The phone has stopped pushing.", _CHECK_PHONE
        if self._streaming_s is None or self._decoder.problem:
            return LinkState.STARTING, self._pushes_s[0], *_explain_start(self._decoder.problem)
        if now_s - last_s >= self._weak_s():
            return LinkState.WEAK, last_s + self._weak_s(), "The phone's pushes do not arrive.", _WAKE_PHONE
        return LinkState.STREAMING, self._streaming_s, "", ""

    def _weak_s(self) -> float:
        waits_s = [b - a for a, b in pairwise(self._pushes_s)]
        return min(LOST_S, max(WEAK_S, 3.0 * median(waits_s))) if waits_s else WEAK_S

    def _rate_hz(self) -> float | None:
        """Samples per second in the window, without the gaps."""
        recent = [piece for piece in self._pieces if piece[1] > self._pieces[-1][1] - _RECENT_S]
        steps = sum(count - 1 for _, _, count in recent)
        passed_s = sum(last_s - first_s for first_s, last_s, _ in recent)
        return steps / passed_s if passed_s > 0.0 else None


def _explain_start(problem: str) -> tuple[str, str]:
    return (problem, SWITCH_ON) if problem else ("Checking the phone's first second.", "")
