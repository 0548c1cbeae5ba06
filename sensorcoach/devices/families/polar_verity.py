"""Polar Verity Sense (and OH1+): acceleration by Polar's measurement service (PMD), compressed frames.

Control point and start-up: `polar_pmd/start_up.py`. Data frames: `polar_pmd/frames.py`. 52 Hz and 8 g. SDK mode,
which is not used, has other rates, and a gyroscope as a separate measurement (type 5).
Sources and quirks: firmware_notes/polar-verity.md.
"""

from functools import partial

from sensorcoach.devices.device import Device, Startup
from sensorcoach.devices.families.polar_pmd.decoder import PolarPmdDecoder
from sensorcoach.devices.families.polar_pmd.fake import PolarModel, PolarPmdEncoder, PolarPmdPeripheral
from sensorcoach.devices.families.polar_pmd.start_up import CHARACTERISTICS, LEAST_PAYLOAD, STOP_WRITE
from sensorcoach.devices.families.polar_pmd.start_up import startup as pmd_startup

RATES_HZ = (52.0,)
MODEL = PolarModel(RATES_HZ, (8.0,), samples_per_frame=26, is_compressed=True, has_channels=True)


def startup(rate_hz: float) -> Startup:
    """Start acceleration, +-8 g. Raises UsageError, SensorError."""
    return pmd_startup("Polar Verity Sense", RATES_HZ, 8.0, rate_hz)


def _peripheral(rate_hz: float, has_gyro: bool = False) -> PolarPmdPeripheral:  # noqa: FBT001, FBT002 - one signature for all
    del has_gyro  # without SDK mode it has no gyroscope
    return PolarPmdPeripheral(MODEL, rate_hz)


DEVICE = Device(
    id="polar-verity",
    name="Polar Verity Sense",
    advertised_names=("Polar Sense",),
    advertised_services=(),
    characteristics=CHARACTERISTICS,
    rates_hz=RATES_HZ,
    usual_hz=52.0,
    ranges_g=(8.0,),
    sensors=("acc",),
    numbers_samples=True,
    price="about 105 dollars",
    wear="in its clip at the waistband, or on its band round the thigh",
    decoder=partial(PolarPmdDecoder, RATES_HZ),
    encoder=partial(PolarPmdEncoder, model=MODEL),
    peripheral=_peripheral,
    startup=startup,
    stop=(STOP_WRITE,),
    least_payload=LEAST_PAYLOAD,
)
