"""Measure one notification of ten samples at a time, as in a live session, beside the peak counter over ten seconds."""

from functools import partial
from itertools import chain

from bench.long_recording import BATCH, EXERCISE, RATE_HZ, packets
from bench.measures.figure import Figure, percentile
from bench.measures.processor import spent_s
from bench.peers.peak_counter import count_peaks
from sensorcoach.devices.families.open_profile.device import DEVICE
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.pipeline import Pipeline
from sensorcoach.samples import Samples

MOST_MS = 2.0
MOST_CORE = 0.02
LIVE_S = 600.0
WINDOW = round(10.0 * RATE_HZ)


def live_block(sessions: list[Samples]) -> list[Figure]:
    """Feed ten minutes, packet by packet."""
    ours_ms, peer_ms = _ours(sessions), _peer(sessions[0])
    core = sum(ours_ms) / 1000.0 / (len(ours_ms) * BATCH / RATE_HZ)
    peer_core = sum(peer_ms) / 1000.0 / (len(peer_ms) * BATCH / RATE_HZ)
    worst_ms = percentile(ours_ms, 99)
    return [
        Figure(
            "live, a block of 10 samples, processor time: p50 / p99 / longest",
            f"{percentile(ours_ms, 50):.2f} / {worst_ms:.2f} / {max(ours_ms):.1f} ms",
            f"p99 <= {MOST_MS:g} ms",
            worst_ms <= MOST_MS,
            "peak counter over the last 10 s",
            f"{percentile(peer_ms, 50):.2f} / {percentile(peer_ms, 99):.2f} / {max(peer_ms):.1f} ms",
        ),
        Figure(
            "live at 100 Hz: share of a core",
            f"{core:.2%}",
            f"<= {MOST_CORE:.0%}",
            core <= MOST_CORE,
            "peak counter over the last 10 s",
            f"{peer_core:.2%}",
        ),
    ]


def _ours(sessions: list[Samples]) -> list[float]:
    pipeline = Pipeline(find_exercise(EXERCISE), Placement.PELVIS, DEVICE.decoder(None), RATE_HZ)
    live = chain.from_iterable(packets(sessions, LIVE_S))
    return [1000.0 * spent_s(partial(pipeline.feed, [packet])) for packet in live]


def _peer(session: Samples) -> list[float]:
    spent_ms: list[float] = []
    for end in range(WINDOW, len(session), BATCH):
        here = slice(end - WINDOW, end)
        spent_ms.append(1000.0 * spent_s(partial(count_peaks, session.time_s[here], session.acc_mps2[here])))
    return spent_ms
