"""Specification of a sensor in the virtual air: family, wearer and faults."""

from dataclasses import dataclass

from sensorcoach.devices.device import Device
from sensorcoach.simulator.performance import Performance
from sensorcoach.simulator.sensor import SensorModel
from sensorcoach.virtual_radio.faults import GOOD, Faults
from sensorcoach.virtual_radio.worn_sensor import MakeSensor


@dataclass(frozen=True, slots=True)
class SensorInAir:
    """A sensor of family `device`, worn during `performance`, which starts when the sensor first streams.

    `name`: advertised name, by default the family's. `faults`: see `Faults`. `seed`: for noise and random faults.
    `rssi_dbm`: signal strength at the computer. `sensor`: returns the measurement model for a rate, by default an
    ideal one. `repeats`: the performance starts again at its end; otherwise the sensor lies still. `keeps_samples`:
    store all measured samples for comparison.
    """

    device: Device
    performance: Performance
    name: str | None = None
    faults: Faults = GOOD
    seed: int = 0
    rssi_dbm: int = -60
    sensor: MakeSensor = SensorModel
    repeats: bool = False
    keeps_samples: bool = True

    @property
    def shown_name(self) -> str:
        """The advertised name."""
        return self.name if self.name is not None else self.device.advertised_names[0]
