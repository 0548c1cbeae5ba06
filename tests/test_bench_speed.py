"""The bench of speed measures correctly."""

import math
import sys
from pathlib import Path

import pytest

from bench.measures.processor import Pairs, in_turns, program_s
from bench.measures.stages import DETECTION, WHOLE, stage_rows, stage_times_s

RECORDING = Path(__file__).parents[1] / "recordings" / "clamshell-good.mcap"


def test_speed_is_compared_pair_by_pair():
    """A pair that a busy machine slowed as a whole leaves the share as it was."""
    pairs = Pairs(ours_s=(1.0, 30.0, 1.0), peer_s=(0.5, 15.0, 0.5))
    assert (pairs.ours, pairs.peer) == (1.0, 0.5)
    assert pairs.speed_share == 0.5


def test_both_take_turns():
    """We and the peer are measured one after the other, as often as asked for."""
    turns: list[str] = []

    def take(name: str) -> float:
        turns.append(name)
        return float(len(turns))

    pairs = in_turns(lambda: take("ours"), lambda: take("peer"), 3)
    assert turns == ["ours", "peer"] * 3
    assert (pairs.ours_s, pairs.peer_s) == ((1.0, 3.0, 5.0), (2.0, 4.0, 6.0))


def test_a_program_is_measured():
    """The processor time of a program that has ended is known, save on Windows."""
    spent = program_s([sys.executable, "-c", "pass"])
    assert math.isnan(spent) if sys.platform == "win32" else spent > 0.0


def test_the_stages_make_up_the_whole():
    """Stages and detection add up to the whole, and files of detection to detection."""
    spent = stage_times_s(RECORDING)
    of_files = {name: seconds for name, seconds in spent.items() if name.startswith("- ")}
    parts = sum(seconds for name, seconds in spent.items() if name not in {WHOLE, *of_files})
    assert parts == pytest.approx(spent[WHOLE])
    assert sum(of_files.values()) == pytest.approx(spent[DETECTION])
    assert any(name.startswith("- detect/") for name in of_files)


def test_the_table_of_stages_is_readable():
    """Each row has a name, seconds and a share; the last is the whole."""
    name, _, share = stage_rows(RECORDING)[-1]
    assert (name, share) == (WHOLE, "100.0%")
