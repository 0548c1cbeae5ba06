"""A scripted session with a sensor, in every state that a connection can be in."""

from dataclasses import replace

from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.runner.session import Frame
from tests.scripted import warned_session
from tests.tui.screens import LivePlayback, scripted_playback

NAME = "WT901BLE67"

FOUND = LinkStatus(LinkState.STARTING, "asking it for 100 Hz", sensor=NAME, device_id="witmotion", rssi_dbm=-66)

STREAMING = replace(
    FOUND,
    state=LinkState.STREAMING,
    reason="",
    battery_percent=83,
    rate_hz=99.3,
    nominal_hz=100.0,
    batch=4.0,
    longest_wait_s=0.09,
    lost=12,
    lost_is_estimate=True,
    connections=1,
)

STATES = {
    "scanning": LinkStatus(
        LinkState.SCANNING, f"looking for {NAME}", "Switch it on, and move it.", sensor=NAME, silent_s=4.0
    ),
    "starting": FOUND,
    "refused": replace(
        FOUND,
        state=LinkState.WAITING,
        reason=f"{NAME} wants to be paired.",
        remedy="Pair it first in the system's settings.",
    ),
    "streaming": STREAMING,
    "battery": replace(STREAMING, battery_percent=12),
    "weak": replace(
        STREAMING,
        state=LinkState.WEAK,
        reason="signal weak",
        remedy="Come closer, turn so that your body is not between sensor and computer, or switch it off and on.",
        silent_s=0.8,
    ),
    "lost": replace(
        STREAMING,
        state=LinkState.SCANNING,
        reason=f"The connection to {NAME} is lost.",
        remedy="Come back into range; if it stays away, charge it or switch it off and on.",
        silent_s=12.3,
    ),
}
NOT_HEARD = ("scanning", "starting", "refused")

SEEN = (
    DiscoveredSensor("C4:11:00:00:4F:2A", NAME, "witmotion", -66, 1.0),
    DiscoveredSensor("C4:11:00:00:4F:2B", NAME, "witmotion", -81, 1.0),
    DiscoveredSensor("D0:22:00:00:00:01", "Hip sensor", "open-profile", -55, 1.2),
)
TELEVISION = DiscoveredSensor("77:00:00:00:00:02", "Television", None, -90, 1.1)


class Connected(LivePlayback):
    """The scripted minute, with a connection in a state that the test sets."""

    link = STREAMING
    heard = True

    def advance(self, elapsed_s: float) -> Frame:
        frame = super().advance(elapsed_s)
        transport = replace(frame.transport, paused=False)
        return replace(frame, transport=transport, link=self.link, has_samples=self.heard)


def connected(state: str, at_s: float = 27.0) -> Connected:
    """The scripted minute at a moment, its connection in this state of `STATES`."""
    playback = scripted_playback(at_s, Connected, warned_session)
    assert isinstance(playback, Connected)
    playback.link, playback.heard = STATES[state], state not in NOT_HEARD
    return playback
