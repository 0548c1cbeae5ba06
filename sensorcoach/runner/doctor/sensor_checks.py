"""What `doctor` thinks of a sensor after it has listened to it for a while."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sensorcoach.exercises.exercise import Placement
from sensorcoach.link.statistics import GapBin
from sensorcoach.link.status import LinkStatus
from sensorcoach.posture.mounting import UNKNOWN, UPRIGHT, Mounting
from sensorcoach.runner.doctor.check import Check, Level
from sensorcoach.samples import FloatArray
from sensorcoach.units import DEG_PER_RAD, STANDARD_GRAVITY_MPS2

_RATE_SHARE = 0.03
"""A sensor this far off its nominal rate sends another, or loses samples: real ones are off by 1 % at most."""
_LONG_GAP_S = 0.25
"""A longest wait from here on shows as a stutter of the screen; the count is not touched."""
_LOSS_SHARE = 0.01
_LOW_BATTERY_PERCENT = 20
_FAINT_DBM = -85
_GRAVITY_SHARE = 0.1
"""At rest a sensor shows 1 g; one further off has another scale or range, or takes gravity out."""
_STILL_S = 1.0
_STILL_MPS2 = 0.5
"""RMS of what is more than rest, in the stillest second: beyond it nobody held still."""


@dataclass(frozen=True, slots=True)
class RestReading:
    """The stillest second: mean acceleration (3,) in m/s², and the RMS around it."""

    mean_mps2: FloatArray
    rms_mps2: float

    @property
    def norm_mps2(self) -> float:
        return float(np.linalg.norm(self.mean_mps2))

    @property
    def is_still(self) -> bool:
        return self.rms_mps2 <= _STILL_MPS2


def find_stillest_second(acc_mps2: FloatArray, rate_hz: float) -> RestReading | None:
    """The stillest second of (n, 3) readings; None where there is not one."""
    size = max(4, round(_STILL_S * rate_hz))
    seconds = acc_mps2[: len(acc_mps2) // size * size].reshape(-1, size, 3)
    if not len(seconds):
        return None
    means = seconds.mean(axis=1)
    rms = np.sqrt(((seconds - means[:, None]) ** 2).sum(axis=2).mean(axis=1))
    best = int(np.argmin(rms))
    return RestReading(means[best], float(rms[best]))


def check_link(link: LinkStatus, samples: int, gaps: Sequence[GapBin]) -> Iterator[Check]:
    """Rate, batch, waits, loss, battery, signal."""
    yield _rate(link)
    if link.batch and link.rate_hz:
        every_ms = 1000.0 * link.batch / link.rate_hz
        yield Check(Level.GOOD, f"{link.batch:.1f} samples a packet, a packet every {every_ms:.0f} ms")
    yield _gaps(link, gaps)
    yield _loss(link, samples)
    yield _battery(link.battery_percent)
    if link.rssi_dbm is not None:
        faint = link.rssi_dbm < _FAINT_DBM
        remedy = "Come closer; the body is what shields most." if faint else ""
        yield Check(Level.DOUBT if faint else Level.GOOD, f"signal {link.rssi_dbm} dBm", remedy)


def _rate(link: LinkStatus) -> Check:
    if link.rate_hz is None or link.nominal_hz is None:
        return Check(Level.BAD, "No samples came.", "Switch the sensor off and on, and try again.")
    off = link.rate_hz / link.nominal_hz - 1.0
    what = f"{link.rate_hz:.1f} samples a second; {link.nominal_hz:g} agreed on ({100.0 * off:+.1f} %)"
    if abs(off) <= _RATE_SHARE:
        return Check(Level.GOOD, what)
    return Check(Level.DOUBT, what, "Come closer, or try a lower --rate: the link may not carry so much.")


def _gaps(link: LinkStatus, gaps: Sequence[GapBin]) -> Check:
    texts = [f"{_span_text(each)} {each.count}" for each in gaps]
    longest_s = link.gap_s or 0.0
    what = f"longest wait for a packet {longest_s * 1000.0:.0f} ms; waits in ms: {', '.join(texts)}"
    if longest_s < _LONG_GAP_S:
        return Check(Level.GOOD, what)
    remedy = "Move the Bluetooth dongle away from Wi-Fi and USB 3 with an extension cable; end other Bluetooth audio."
    return Check(Level.DOUBT, what, remedy)


def _span_text(each: GapBin) -> str:
    start_ms = f"{each.from_s * 1000.0:.0f}"
    return f"{start_ms}-{each.to_s * 1000.0:.0f}:" if each.to_s is not None else f"over {start_ms}:"


def _loss(link: LinkStatus, samples: int) -> Check:
    share = link.lost / max(1, samples + link.lost)
    about = "about " if link.lost_is_estimate else ""
    counted = "" if link.lost_is_estimate else ", by the sensor's own numbers"
    what = f"{about}{link.lost} samples lost ({100.0 * share:.1f} %){counted}"
    if share <= _LOSS_SHARE:
        return Check(Level.GOOD, what)
    return Check(Level.DOUBT, what, "Come closer, or wear the sensor on the side that faces the computer.")


def _battery(percent: int | None) -> Check:
    if percent is None:
        return Check(Level.DOUBT, "The sensor does not tell its battery.", "Charge it before a long session.")
    low = percent < _LOW_BATTERY_PERCENT
    return Check(Level.DOUBT if low else Level.GOOD, f"battery {percent} %", "Charge it." if low else "")


def check_gravity(rest: RestReading | None) -> Check:
    """Does the sensor show 1 g while it is held still?"""
    if rest is None or not rest.is_still:
        return Check(Level.DOUBT, "The sensor was not held still, so its scale is not known.", "Hold still, try again.")
    g = rest.norm_mps2 / STANDARD_GRAVITY_MPS2
    if abs(g - 1.0) <= _GRAVITY_SHARE:
        return Check(Level.GOOD, f"at rest it shows {g:.3f} g")
    remedy = "It has another range or firmware, or takes gravity out of what it sends: it cannot be used like that."
    return Check(Level.BAD, f"At rest it shows {g:.2f} g instead of 1.", remedy)


def check_placement(placement: Placement, standing: RestReading | None, lying: RestReading | None) -> Check:
    """Can standing be told from lying? `standing` and `lying` are what was held still after being asked to."""
    if standing is None or lying is None or not (standing.is_still and lying.is_still):
        return Check(
            Level.DOUBT, "You were not seen to stand still and then to lie still.", "Try again, and hold still."
        )
    up = [rest.mean_mps2 / max(rest.norm_mps2, 1e-9) for rest in (standing, lying)]
    mounting = Mounting(placement, head=up[0])
    turned_rad = mounting.lean_rad(up[1]) or 0.0
    name = mounting.name(up[1])
    what = f"from standing to lying the sensor at the {placement.value} turned by {turned_rad * DEG_PER_RAD:.0f}°"
    if name in {UPRIGHT, "thigh upright"}:
        remedy = "Wear it at the waistband or the thigh, stand, and lie down when asked to: a sensor on a table stays."
        return Check(Level.DOUBT, f"{what}: still upright.", remedy)
    if name == UNKNOWN:
        return Check(Level.DOUBT, f"{what}: neither upright nor lying.", "Fasten it so that it cannot tilt by itself.")
    return Check(Level.GOOD, f"{what}: {name}. Postures can be told apart.")
