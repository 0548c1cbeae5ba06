"""The steps of a script: each is an activity of the person in the scene."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from scipy.spatial.transform import Rotation

from sensorcoach.simulator.contact import add_impact, draw_upward
from sensorcoach.simulator.grid import FINE_HZ, count_steps, fade_in_and_out, hump, minimum_jerk_path
from sensorcoach.simulator.scenes.actor import Actor
from sensorcoach.simulator.scenes.lift import Lift
from sensorcoach.simulator.unsteadiness import make_band_noise
from sensorcoach.units import RAD_PER_DEG

Step = Callable[[Actor], None]
Script = tuple[Step, ...]


def still(duration_s: float) -> Step:
    """Stays still."""
    return lambda actor: actor.still(duration_s)


def lifts(count: int, lift: Lift) -> Script:
    """The same lift `count` times."""

    def step(actor: Actor) -> None:
        actor.lift(lift)

    return (step,) * count


def each(*asked: Lift) -> Script:
    """These lifts, one after the other."""
    return tuple(step for lift in asked for step in lifts(1, lift))


def a_set(*done: Step) -> Step:
    """A set of all lifts in these steps."""

    def step(actor: Actor) -> None:
        for one in done:
            one(actor)
        actor.finish_set()

    return step


def come_in() -> Step:
    """Half of the people walk to the mat first, the others lie there already; then a rest of 3 to 6 s."""

    def step(actor: Actor) -> None:
        if actor.rng.uniform() < 0.5:
            actor.still(1.0, 0.8)
            actor.walk(float(actor.rng.uniform(4.0, 8.0)))
            actor.get_down(actor.body)
            actor.fidget(float(actor.rng.uniform(0.5, 3.0)))
            actor.settle(actor.body.bottom)
        else:
            actor.begin_at(0.0)
        actor.still(float(actor.rng.uniform(3.0, 6.0)))

    return step


def go_out() -> Step:
    """Rests for 6 to 10 s; half the people get up and walk to the phone before they stop the recording."""

    def step(actor: Actor) -> None:
        actor.still(float(actor.rng.uniform(6.0, 10.0)))
        if actor.rng.uniform() < 0.5:
            actor.get_up(actor.body)
            actor.still(0.8, 0.8)
            actor.walk(float(actor.rng.uniform(3.0, 6.0)))

    return step


def around(*done: Step) -> Script:
    """These steps, with `come_in` before and `go_out` after them."""
    return (come_in(), *done, go_out())


def begin_at(share: float) -> Step:
    """The recording begins in the posture, lifted by this share of the range."""
    return lambda actor: actor.begin_at(share)


def move_to(share: float, duration_s: float = 2.0) -> Step:
    """Moves to this share of the range without a rep."""
    return lambda actor: actor.move_to(share, duration_s)


def tilts(count: int, size_deg: float) -> Step:
    """Small movements along the lift, as in pelvic tilts, which do not count."""

    def step(actor: Actor) -> None:
        share = size_deg * RAD_PER_DEG / actor.range_rad
        tilt = Lift(1.0, 0.3, 1.0, 0.4, reach=share, landing_mps2=0.0, counts=False)
        for _ in range(count):
            actor.lift(replace(tilt, reach=share * float(actor.rng.uniform(0.85, 1.15))))

    return step


def lie_differently(size_deg: float) -> Step:
    """Shuffles until the worn segment lies differently by `size_deg`, about any axis."""

    def step(actor: Actor) -> None:
        axis = actor.rng.normal(size=3)
        turn = Rotation.from_rotvec(size_deg * RAD_PER_DEG * axis / np.linalg.norm(axis))
        actor.turn_to(actor.stage.posture * turn, float(actor.rng.uniform(1.2, 2.5)))

    return step


def roll_and_back() -> Step:
    """Rolls to a side, stays a little, rolls back."""

    def step(actor: Actor) -> None:
        before = actor.stage.posture
        side = float(actor.rng.choice([-1.0, 1.0]) * actor.rng.uniform(50.0, 95.0))
        actor.turn_to(Rotation.from_euler("x", side, degrees=True) * before, 1.6)
        actor.still(float(actor.rng.uniform(1.0, 4.0)))
        actor.settle(before)

    return step


def cough() -> Step:
    """Coughs two to four times: the trunk jerks and bows a little each time."""

    def step(actor: Actor) -> None:
        for _ in range(actor.rng.integers(2, 5)):
            count = count_steps(float(actor.rng.uniform(0.3, 0.5)))
            shake = np.zeros((count, 3))
            shake[:, 1] = float(actor.rng.uniform(1.0, 4.0)) * RAD_PER_DEG * hump(count)
            jolt = np.zeros((count, 3))
            add_impact(jolt, count // 5, float(actor.rng.uniform(1.0, 4.0)), draw_upward(actor.rng, 0.8), 9.0, 0.05)
            actor.stage.add(count, shake=shake, jolt=jolt, tension=0.8)
            actor.still(float(actor.rng.uniform(0.1, 0.6)))

    return step


def scratch() -> Step:
    """Scratches: the hand shakes the segment by 0.3 to 1.5 m/s²."""

    def step(actor: Actor) -> None:
        count = count_steps(float(actor.rng.uniform(1.5, 3.0)))
        turn = 2.0 * np.pi * float(actor.rng.uniform(2.5, 5.0))
        size_rad = float(actor.rng.uniform(0.3, 1.5)) / (turn**2 * float(np.linalg.norm(actor.body.lever_m)))
        axis = actor.rng.normal(size=3)
        sway = np.sin(turn * np.arange(count) / FINE_HZ) * fade_in_and_out(count, 0.3)
        actor.stage.add(count, shake=size_rad * sway[:, None] * axis / np.linalg.norm(axis), tension=0.6)

    return step


def fidget(duration_s: float) -> Step:
    """Shifts about."""
    return lambda actor: actor.fidget(duration_s)


def drink(duration_s: float = 8.0) -> Step:
    """Sits up, drinks, lies down again."""

    def step(actor: Actor) -> None:
        actor.turn_to(actor.body.sitting, 1.6)
        actor.fidget(duration_s)
        actor.turn_to(actor.body.bottom, 1.8)
        actor.settle(actor.body.bottom)
        actor.still(2.0)

    return step


def walk(duration_s: float) -> Step:
    """Gets up, walks about, lies down again."""

    def step(actor: Actor) -> None:
        actor.get_up(actor.body)
        actor.walk(duration_s)
        actor.get_down(actor.body)
        actor.still(3.0)

    return step


def pull_shirt_straight() -> Step:
    """Lifts the hips part of the way, rocks to both sides while the hands pull, and lies down a little differently."""

    def step(actor: Actor) -> None:
        rng = actor.rng
        up, stay, down = (count_steps(float(rng.uniform(low_s, low_s + 0.5))) for low_s in (0.5, 0.6, 0.5))
        way = np.concatenate([minimum_jerk_path(up), np.ones(stay), 1.0 - minimum_jerk_path(down)])
        size_rad = float(rng.uniform(0.35, 0.7)) * actor.range_rad
        rock = 5.0 * RAD_PER_DEG * make_band_noise(rng, len(way), 0.6, 2.5) * way[:, None]
        tug = 0.8 * make_band_noise(rng, len(way), 1.0, 6.0) * way[:, None]
        shake = size_rad * way[:, None] * actor.body.axis + rock
        actor.stage.add(len(way), shake=shake, jolt=tug, tension=1.2)
        lie_differently(float(rng.uniform(1.0, 4.0)))(actor)

    return step


def buzz(duration_s: float) -> Step:
    """A telephone vibrates beside the sensor: a second on, half a second off."""

    def step(actor: Actor) -> None:
        count = count_steps(duration_s)
        time_s = np.arange(count) / FINE_HZ
        on = (time_s % 1.5 < 1.0) * fade_in_and_out(count, 0.05)
        shaking = 1.5 * np.sin(2.0 * np.pi * float(actor.rng.uniform(15.0, 19.0)) * time_s) * on
        actor.stage.add(count, jolt=shaking[:, None] * draw_upward(actor.rng, 0.8), tension=0.3)

    return step


def change_side(duration_s: float = 4.0) -> Step:
    """The other side works from here on; the feet or the whole body move over."""

    def step(actor: Actor) -> None:
        actor.change_side()
        actor.turn_to(actor.body.bottom, 0.6 * duration_s)
        actor.fidget(0.4 * duration_s)

    return step


def other_leg(lift: Lift) -> Step:
    """Lifts the leg without the sensor; the worn leg leans by up to 3.5° and receives the landing."""

    def step(actor: Actor) -> None:
        count = count_steps(lift.up_s + lift.hold_s + lift.down_s + lift.rest_s)
        axis = actor.rng.normal(size=3)
        size_rad = float(actor.rng.uniform(1.0, 3.5)) * RAD_PER_DEG
        lean = fade_in_and_out(count, lift.up_s)[:, None]
        ripple = 0.35 * RAD_PER_DEG * make_band_noise(actor.rng, count, 0.5, 3.0)
        jolt = np.zeros((count, 3))
        add_impact(jolt, int(0.8 * count), float(actor.rng.uniform(0.2, 1.5)), draw_upward(actor.rng))
        shake = lean * (size_rad * axis / np.linalg.norm(axis) + ripple)
        actor.stage.add(count, shake=shake, jolt=jolt, tension=0.8)

    return step


def squat(depth_m: float, down_s: float, stay_s: float, up_s: float, rest_s: float) -> Step:
    """Down and up again; the pelvis bows by about 25° on either way."""

    def step(actor: Actor) -> None:
        pace = [float(actor.rng.uniform(0.9, 1.1)) for _ in range(4)]
        start_s = actor.stage.now_s
        actor.bow_and_travel(-depth_m, 25.0, down_s * pace[0])
        bottom_s = actor.stage.now_s
        actor.still(stay_s * pace[1], 0.9)
        rise_s = actor.stage.now_s
        actor.bow_and_travel(depth_m, 25.0, up_s * pace[2])
        actor.note((start_s, bottom_s, rise_s, actor.stage.now_s), 25.0 * RAD_PER_DEG)
        actor.still(rest_s * pace[3], 0.8)

    return step


def stand_and_sit(up_s: float, stay_s: float, down_s: float, rest_s: float) -> Step:
    """Up from a chair and down on it again, bowing by about 35° on either way."""

    def step(actor: Actor) -> None:
        pace = [float(actor.rng.uniform(0.9, 1.1)) for _ in range(4)]
        start_s = actor.stage.now_s
        actor.bow_and_travel(0.36, 35.0, up_s * pace[0])
        top_s = actor.stage.now_s
        actor.still(stay_s * pace[1], 0.9)
        sink_s = actor.stage.now_s
        actor.bow_and_travel(-0.36, 35.0, down_s * pace[2])
        actor.note((start_s, top_s, sink_s, actor.stage.now_s), 35.0 * RAD_PER_DEG)
        actor.still(rest_s * pace[3], 0.4)

    return step
