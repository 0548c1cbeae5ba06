"""Write a simulated recording, with its truth beside it."""

from dataclasses import dataclass
from pathlib import Path

from sensorcoach.devices.device import Device, require_rate
from sensorcoach.devices.registry import device_by_id
from sensorcoach.errors import InputError, UsageError
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.runner.options import SessionOptions
from sensorcoach.simulator.body import explain_missing_simulation
from sensorcoach.simulator.person import random_person
from sensorcoach.simulator.plan import Fault, SessionPlan, SetPlan, Style, working_side
from sensorcoach.simulator.radio import BAD_RADIO, GOOD_RADIO, POOR_RADIO
from sensorcoach.simulator.sensor import random_sensor
from sensorcoach.simulator.session import simulate
from sensorcoach.simulator.session_file import NamedSession, write_sessions

RADIOS = {"good": GOOD_RADIO, "poor": POOR_RADIO, "bad": BAD_RADIO}
NAME = "session"
USUAL_HZ = 50.0
"""Default rate, if the sensor has it."""
GOOD_FIRST = 3
"""Good reps at the beginning of each set; the person's reference is learned from them."""


@dataclass(frozen=True, slots=True)
class SimulationRequest:
    """Options of a simulation; names as a user writes them.

    `seed` determines person, sensor, mounting and noise. Each of `faults` becomes one rep in each set, after
    `GOOD_FIRST` good reps. `life` adds walking in, lying down and getting up.
    """

    exercise: str
    placement: str | None = None
    seed: int = 1
    rate_hz: float | None = None
    gyro: bool = True
    sets: int = 2
    reps: int = 5
    style: str = Style.USUAL.value
    faults: tuple[str, ...] = ()
    life: bool = True
    radio: str = "good"
    device: str = "open-profile"


def write_simulation(order: SimulationRequest, folder: Path) -> list[Path]:
    """Write the recording, recordings.csv, sets.csv and reps.csv into `folder`; returns their paths.

    Raises SensorcoachError: unknown names, a placement that the exercise lacks, a mode that the sensor lacks, or a
    folder that already contains a session.
    """
    device = device_by_id(order.device)
    if not order.gyro and device.id != "open-profile" and "gyro" in device.sensors:
        raise UsageError("always_gyro", "This sensor always sends gyroscope data.", "Leave out --no-gyro or --device.")
    rate_hz = _choose_rate_hz(order, device)
    plan = _make_plan(order)
    files = [folder / name for name in (f"{NAME}.mcap", "recordings.csv", "sets.csv", "reps.csv")]
    if folder.exists() and not folder.is_dir():
        raise InputError("not_a_folder", f"{folder} is a file, not a folder.", "Name another folder.")
    for file in files:
        if file.exists():
            raise InputError("already_there", f"{file} already exists.", "Name another folder, or delete it.")
    sensor = random_sensor(order.seed, rate_hz, gyro=order.gyro)
    session = simulate(plan, random_person(order.seed), sensor, order.seed)
    named = NamedSession(session, NAME, order.seed, f"simulated; seed {order.seed}, {order.radio} radio")
    try:
        write_sessions(folder, [named], device, RADIOS[order.radio])
    except OSError as error:
        message = f"{folder} cannot be written: {error.strerror or error}."
        raise InputError("unwritable_folder", message, "Choose a folder that you may write to.") from error
    return files


def explain_motion(order: SimulationRequest) -> str:
    """Return a sentence where the exercise is simulated with the motion of another one, else an empty text."""
    plan = _make_plan(order)
    return explain_missing_simulation(plan.exercise, plan.placement)


def _choose_rate_hz(order: SimulationRequest, device: Device) -> float:
    """The requested rate, by default `USUAL_HZ` if the sensor has it. Raises UsageError for a rate it lacks."""
    if order.rate_hz is None:
        return USUAL_HZ if USUAL_HZ in device.rates_hz else device.usual_hz
    if device.over_bluetooth:
        require_rate(f"The sensor {device.id}", device.rates_hz, order.rate_hz)
    return order.rate_hz


def _make_plan(order: SimulationRequest) -> SessionPlan:
    exercise = find_exercise(order.exercise)
    placement = Placement(order.placement) if order.placement else None
    _, settled = SessionOptions(exercise, placement).settle(None)
    if settled not in exercise.placements:
        known = " or ".join(place.value for place in exercise.placements)
        message = f"{exercise.name} has no simulation with the sensor at the {settled.value}."
        raise UsageError("no_such_placement", message, f"Use {known}.")
    reps = _list_reps(order)
    sets = tuple(SetPlan(reps, Style(order.style), working_side(exercise, number)) for number in range(order.sets))
    return SessionPlan(exercise, settled, sets, arrive=order.life, leave=order.life)


def _list_reps(order: SimulationRequest) -> tuple[Fault | None, ...]:
    """Good reps first, then faulty and good reps in turn, then good reps up to the requested number."""
    reps: list[Fault | None] = [None] * GOOD_FIRST if order.faults else []
    for fault in order.faults:
        reps += [Fault(fault), None]
    return tuple(reps + [None] * (order.reps - len(reps)))
