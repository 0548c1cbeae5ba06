"""One notification at a time at 200 Hz, twelve frames each, of a WitMotion sensor: processor time to the event."""

import time

from bench.measures.figure import Figure, percentile
from sensorcoach.devices.families.witmotion.device import DEVICE
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.link.monitor import LinkMonitor
from sensorcoach.pipeline import Pipeline
from sensorcoach.simulator.person import random_person
from sensorcoach.simulator.plan import Style, usual_plan
from sensorcoach.simulator.radio import GOOD_RADIO, transmit
from sensorcoach.simulator.sensor import random_sensor
from sensorcoach.simulator.session import simulate

MOST_MS = 5.0
RATE_HZ = 200.0
EXERCISE = "glute-bridge"


def live_fast() -> list[Figure]:
    """A session in each of three styles, packet by packet: through the link monitor first, as in a live session."""
    spent_ms: list[float] = []
    monitor_ms: list[float] = []
    for seed, style in enumerate((Style.USUAL, Style.SLOW, Style.BRISK), start=1):
        plan = usual_plan(find_exercise(EXERCISE), sets=3, reps=10, style=style)
        session = simulate(plan, random_person(seed), random_sensor(seed, RATE_HZ), seed)
        pipeline = Pipeline(plan.exercise, plan.placement, DEVICE.decoder(RATE_HZ), RATE_HZ)
        monitor = LinkMonitor(DEVICE, RATE_HZ)
        monitor.begin_connection()
        monitor.set_rate(RATE_HZ)
        for packet in transmit(session, DEVICE, GOOD_RADIO, seed):
            start_s = time.process_time()
            monitor.drop_duplicate(packet.role, packet.payload, packet.arrival_s)
            monitor.take([packet])
            entered_s = time.process_time()
            pipeline.feed([packet])
            spent_ms.append(1000.0 * (time.process_time() - start_s))
            monitor_ms.append(1000.0 * (entered_s - start_s))
    worst_ms = percentile(spent_ms, 99)
    return [
        Figure(
            "live at 200 Hz, packet to event, processor time: p50 / p99 / longest",
            f"{percentile(spent_ms, 50):.2f} / {worst_ms:.2f} / {max(spent_ms):.1f} ms",
            f"p99 <= {MOST_MS:g} ms",
            worst_ms <= MOST_MS,
        ),
        Figure(
            "of that the link monitor: p50 / p99 / longest",
            f"{percentile(monitor_ms, 50):.2f} / {percentile(monitor_ms, 99):.2f} / {max(monitor_ms):.1f} ms",
        ),
    ]
