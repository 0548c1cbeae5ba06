"""Polar H10 chest strap, worn round the waist: acceleration by Polar's measurement service (PMD), raw frames.

Control point and start-up: `polar_pmd/start_up.py`. Data frames: `polar_pmd/frames.py`. 36 samples of i16 mg in a
frame; no gyroscope. It continues to measure after the connection is lost, so `stop` matters. Sources and quirks:
firmware_notes/polar-h10.md.
"""

from functools import partial

from sensorcoach.devices.device import Device, Startup
from sensorcoach.devices.families.polar_pmd.decoder import PolarPmdDecoder
from sensorcoach.devices.families.polar_pmd.fake import PolarModel, PolarPmdEncoder, PolarPmdPeripheral
from sensorcoach.devices.families.polar_pmd.start_up import CHARACTERISTICS, LEAST_PAYLOAD, STOP_WRITE
from sensorcoach.devices.families.polar_pmd.start_up import startup as pmd_startup

RATES_HZ = (25.0, 50.0, 100.0, 200.0)
MODEL = PolarModel(RATES_HZ, (2.0, 4.0, 8.0), samples_per_frame=36, is_compressed=False, has_channels=False)


def startup(rate_hz: float) -> Startup:
    """Start acceleration, +-8 g. Raises UsageError, SensorError."""
    return pmd_startup("Polar H10", RATES_HZ, 8.0, rate_hz)


def _peripheral(rate_hz: float, has_gyro: bool = False) -> PolarPmdPeripheral:  # noqa: FBT001, FBT002 - one signature for all
    del has_gyro  # it never has a gyroscope
    return PolarPmdPeripheral(MODEL, rate_hz)


DEVICE = Device(
    id="polar-h10",
    name="Polar H10",
    advertised_names=("Polar H10",),
    advertised_services=(),
    characteristics=CHARACTERISTICS,
    rates_hz=RATES_HZ,
    usual_hz=100.0,
    ranges_g=(8.0, 4.0, 2.0),
    sensors=("acc",),
    numbers_samples=True,
    price="about 105 dollars",
    wear="on its strap round the waist, the electrodes wet and on the skin",
    decoder=partial(PolarPmdDecoder, RATES_HZ),
    encoder=partial(PolarPmdEncoder, model=MODEL),
    peripheral=_peripheral,
    startup=startup,
    stop=(STOP_WRITE,),
    least_payload=LEAST_PAYLOAD,
)
