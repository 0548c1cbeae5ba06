"""Checks of a sensor's link, gravity reading and placement, for `doctor`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sensorcoach.exercises.exercise import Placement
from sensorcoach.link.statistics import WaitBin
from sensorcoach.link.status import LinkStatus
from sensorcoach.posture.mounting import UNKNOWN, UPRIGHT, Mounting
from sensorcoach.runner.doctor.check import Check, Level
from sensorcoach.samples import FloatArray
from sensorcoach.units import DEG_PER_RAD, STANDARD_GRAVITY_MPS2

_RATE_SHARE = 0.03
"""Largest relative error of the rate. Real sensors are off by at most 1 %; a larger error means lost samples."""
_LONG_WAIT_S = 0.25
"""Shortest wait that makes the screen stutter. It does not affect the count."""
_LOSS_SHARE = 0.01
"""Largest acceptable share of lost samples."""
_LOW_BATTERY_PERCENT = 20
"""Charge below which the sensor should be charged."""
_FAINT_DBM = -85
"""Signal strength below which the link is unreliable."""
_GRAVITY_SHARE = 0.1
"""Largest deviation from 1 g at rest. A larger one means another scale or range, or data without gravity."""
_STILL_S = 1.0
"""Length of the window for rest."""
_STILL_MPS2 = 0.5
"""Largest RMS around the mean in the stillest second. A larger one means that the sensor moved."""


@dataclass(frozen=True, slots=True)
class RestReading:
    """The stillest second: mean specific force (3,) in m/s², and the RMS around it."""

    mean_mps2: FloatArray
    rms_mps2: float

    @property
    def norm_mps2(self) -> float:
        return float(np.linalg.norm(self.mean_mps2))

    @property
    def is_still(self) -> bool:
        return self.rms_mps2 <= _STILL_MPS2


def find_stillest_second(acc_mps2: FloatArray, rate_hz: float) -> RestReading | None:
    """Return the stillest second of readings (n, 3) in m/s², None for less than a second."""
    size = max(4, round(_STILL_S * rate_hz))
    seconds = acc_mps2[: len(acc_mps2) // size * size].reshape(-1, size, 3)
    if not len(seconds):
        return None
    means = seconds.mean(axis=1)
    rms = np.sqrt(((seconds - means[:, None]) ** 2).sum(axis=2).mean(axis=1))
    best = int(np.argmin(rms))
    return RestReading(means[best], float(rms[best]))


def check_link(link: LinkStatus, samples: int, waits: Sequence[WaitBin]) -> Iterator[Check]:
    """Check rate, packets, waits, losses, battery and signal."""
    yield _check_rate(link)
    if link.batch and link.rate_hz:
        every_ms = 1000.0 * link.batch / link.rate_hz
        yield Check(Level.GOOD, f"{link.batch:.1f} samples per packet, a packet every {every_ms:.0f} ms")
    yield _check_waits(link, waits)
    yield _check_loss(link, samples)
    yield _check_battery(link.battery_percent)
    if link.rssi_dbm is not None:
        faint = link.rssi_dbm < _FAINT_DBM
        remedy = "Come closer. Your body shields the signal most." if faint else ""
        yield Check(Level.DOUBT if faint else Level.GOOD, f"signal {link.rssi_dbm} dBm", remedy)


def _check_rate(link: LinkStatus) -> Check:
    if link.rate_hz is None or link.nominal_hz is None:
        return Check(Level.BAD, "No samples arrived.", "Switch the sensor off and on, and try again.")
    off = link.rate_hz / link.nominal_hz - 1.0
    finding = f"{link.rate_hz:.1f} samples per second; {link.nominal_hz:g} agreed ({100.0 * off:+.1f} %)"
    if abs(off) <= _RATE_SHARE:
        return Check(Level.GOOD, finding)
    return Check(Level.DOUBT, finding, "Come closer, or try a lower --rate: the link may be too slow for this rate.")


def _check_waits(link: LinkStatus, waits: Sequence[WaitBin]) -> Check:
    texts = [f"{_span_text(each)} {each.count}" for each in waits]
    longest_s = link.longest_wait_s or 0.0
    finding = f"longest wait for a packet {longest_s * 1000.0:.0f} ms; waits in ms: {', '.join(texts)}"
    if longest_s < _LONG_WAIT_S:
        return Check(Level.GOOD, finding)
    remedy = "Use an extension cable to move the Bluetooth dongle away from Wi-Fi and USB 3. Stop Bluetooth audio."
    return Check(Level.DOUBT, finding, remedy)


def _span_text(each: WaitBin) -> str:
    start_ms = f"{each.from_s * 1000.0:.0f}"
    return f"{start_ms}-{each.to_s * 1000.0:.0f}:" if each.to_s is not None else f"over {start_ms}:"


def _check_loss(link: LinkStatus, samples: int) -> Check:
    share = link.lost / max(1, samples + link.lost)
    about = "about " if link.lost_is_estimate else ""
    counted = "" if link.lost_is_estimate else ", by the sensor's own numbers"
    finding = f"{about}{link.lost} samples lost ({100.0 * share:.1f} %){counted}"
    if share <= _LOSS_SHARE:
        return Check(Level.GOOD, finding)
    return Check(Level.DOUBT, finding, "Come closer, or wear the sensor on the side that faces the computer.")


def _check_battery(percent: int | None) -> Check:
    if percent is None:
        return Check(Level.DOUBT, "The sensor does not report its battery level.", "Charge it before a long session.")
    low = percent < _LOW_BATTERY_PERCENT
    return Check(Level.DOUBT if low else Level.GOOD, f"battery {percent} %", "Charge it." if low else "")


def check_gravity(rest: RestReading | None) -> Check:
    """Check that the sensor reads 1 g at rest."""
    if rest is None or not rest.is_still:
        return Check(Level.DOUBT, "The sensor moved, so its scale is unknown.", "Hold it still and try again.")
    g = rest.norm_mps2 / STANDARD_GRAVITY_MPS2
    if abs(g - 1.0) <= _GRAVITY_SHARE:
        return Check(Level.GOOD, f"at rest the sensor reads {g:.3f} g")
    remedy = "Check its range and firmware. It cannot be used if it removes gravity from its data."
    return Check(Level.BAD, f"At rest the sensor reads {g:.2f} g instead of 1 g.", remedy)


def check_placement(placement: Placement, standing: RestReading | None, lying: RestReading | None) -> Check:
    """Check that the readings distinguish standing from lying. `standing`, `lying`: the rest in each posture."""
    if standing is None or lying is None or not (standing.is_still and lying.is_still):
        return Check(Level.DOUBT, "The sensor moved while you stood or lay.", "Hold still and try again.")
    up = [rest.mean_mps2 / max(rest.norm_mps2, 1e-9) for rest in (standing, lying)]
    mounting = Mounting(placement, head=up[0])
    turned_rad = mounting.lean_rad(up[1]) or 0.0
    name = mounting.name(up[1])
    finding = f"from standing to lying the sensor at the {placement.value} turned by {turned_rad * DEG_PER_RAD:.0f}°"
    if name in {UPRIGHT, "thigh upright"}:
        remedy = "Wear it at the waistband or the thigh, stand, and lie down when asked. Do not leave it on a table."
        return Check(Level.DOUBT, f"{finding}: still upright.", remedy)
    if name == UNKNOWN:
        return Check(Level.DOUBT, f"{finding}: neither upright nor lying.", "Fasten it so that it cannot tilt.")
    return Check(Level.GOOD, f"{finding}: {name}. The postures can be distinguished.")
