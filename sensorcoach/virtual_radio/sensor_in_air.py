"""Which sensor is in the virtual air, who wears it, and what is wrong with it."""

from dataclasses import dataclass

from sensorcoach.devices.device import Device
from sensorcoach.simulator.performance import Performance
from sensorcoach.simulator.sensor import SensorModel
from sensorcoach.virtual_radio.faults import GOOD, Faults
from sensorcoach.virtual_radio.worn_sensor import MakeSensor


@dataclass(frozen=True, slots=True)
class SensorInAir:
    """A sensor of this family, worn during this performance, which begins when it first streams.

    `name`: as advertised, the family's unless told. `seed`: of its noise and of all that happens at random.
    `rssi_dbm`: signal at the computer. `sensor`: gives the model that measures at a rate; ideal unless told.
    `repeats`: the performance begins anew when it is over; else the sensor lies still from then on.
    `keeps_fed`: whether all that it measured is kept, for comparison.
    """

    device: Device
    performance: Performance
    name: str | None = None
    faults: Faults = GOOD
    seed: int = 0
    rssi_dbm: int = -60
    sensor: MakeSensor = SensorModel
    repeats: bool = False
    keeps_fed: bool = True

    @property
    def shown_name(self) -> str:
        """The name in its advertisement."""
        return self.name if self.name is not None else self.device.advertised_names[0]
