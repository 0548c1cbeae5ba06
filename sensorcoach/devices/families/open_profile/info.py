"""The description that a sensor of the open profile gives of itself: scales, rate, and boot id.

Info characteristic, 16 bytes, little-endian; read, and notified on subscription and whenever it changes:

    offset  type  field                     scale        unit
    0       u8    version                   1
    1       u8    sensors                   bit 0 acc, bit 1 gyro
    2       u16   acc scale                 1            LSB per g
    4       u32   rate                      1/1000       Hz
    8       u16   gyro scale                1/10         LSB per deg/s
    10      u16   firmware version
    12      u32   boot id                   changes with each start
"""

from dataclasses import dataclass

import numpy as np

from sensorcoach.units import RAD_PER_DEG, STANDARD_GRAVITY_MPS2

VERSION = 1
INFO_BYTES = 16

_INFO = np.dtype(
    [("version", "u1"), ("sensors", "u1"), ("lsb_per_g", "<u2"), ("rate_mhz", "<u4"), ("lsb_per_ddps", "<u2"),
     ("firmware", "<u2"), ("boot_id", "<u4")]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Info:
    """A sensor's description of itself; the defaults apply before it: +-8 g, +-2000 deg/s, 100 Hz."""

    lsb_per_g: int = 4096
    lsb_per_dps: float = 16.4
    rate_hz: float = 100.0
    has_gyro: bool = True
    boot_id: int = 0
    firmware: int = 0

    @property
    def acc_mps2_per_lsb(self) -> float:
        return STANDARD_GRAVITY_MPS2 / self.lsb_per_g

    @property
    def gyro_radps_per_lsb(self) -> float:
        return RAD_PER_DEG / self.lsb_per_dps


def encode_info(info: Info) -> bytes:
    """Return the 16 bytes of the info characteristic."""
    sensors = 0b11 if info.has_gyro else 0b01
    rate_mhz, lsb_per_ddps = round(info.rate_hz * 1000), round(info.lsb_per_dps * 10)
    row = (VERSION, sensors, info.lsb_per_g, rate_mhz, lsb_per_ddps, info.firmware, info.boot_id)
    return np.array([row], dtype=_INFO).tobytes()


def decode_info(payload: bytes) -> Info | None:
    """Decode the info characteristic; None if the bytes are invalid. Later versions may be longer."""
    if len(payload) < INFO_BYTES or payload[0] != VERSION:
        return None
    row = np.frombuffer(payload, dtype=_INFO, count=1)[0]
    has_gyro = bool(row["sensors"] & 0b10)
    if not row["lsb_per_g"] or not row["rate_mhz"] or (has_gyro and not row["lsb_per_ddps"]):
        return None
    return Info(
        lsb_per_g=int(row["lsb_per_g"]),
        lsb_per_dps=max(int(row["lsb_per_ddps"]), 1) / 10.0,
        rate_hz=int(row["rate_mhz"]) / 1000.0,
        has_gyro=has_gyro,
        boot_id=int(row["boot_id"]),
        firmware=int(row["firmware"]),
    )
