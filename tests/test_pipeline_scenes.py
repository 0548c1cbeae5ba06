"""Scenes of ordinary behaviour at home: the number that is counted exactly may rise, not fall.

`python -m bench.scenes` plays all scenes and lists what is wrong; here every eleventh is played.
"""

import pytest

from bench.scenes import Outcome, outcomes, report, worst
from sensorcoach.simulator.scenes.scene_list import all_scenes

SCENES = all_scenes()[::11]
SEED = 1

LEAST_EXACT = {True: 25, False: 20}
"""Scenes of the 28, with a gyroscope and without."""
LEAST_SETS_EXACT = {True: 25, False: 20}
"""Scenes whose sets are separated as well."""
MOST_PHANTOMS = {True: 6, False: 6}


@pytest.fixture(scope="module")
def played() -> list[Outcome]:
    """Every eleventh scene, counted with a gyroscope and without."""
    return [outcome for scene in SCENES for outcome in outcomes(scene, SEED)]


@pytest.mark.parametrize("gyro", [True, False])
def test_scenes_at_home(played: list[Outcome], gyro: bool):  # noqa: FBT001  # by name
    """At least these numbers of scenes are counted exactly and cut into the right sets, with few phantoms."""
    half = [outcome for outcome in played if outcome.gyro is gyro]
    listed = "\n".join(worst(half))
    assert sum(one.is_exact for one in half) >= LEAST_EXACT[gyro], listed
    assert sum(one.is_set_exact for one in half) >= LEAST_SETS_EXACT[gyro], listed
    assert sum(one.phantoms for one in half) <= MOST_PHANTOMS[gyro], listed


def test_the_table_has_a_row_for_each_kind(played: list[Outcome]):
    """What the bench prints has one row for each kind of scene, and one for all."""
    lines = report(played).splitlines()
    assert len(lines) == 2 + len({one.kind for one in played}) + 1
    assert lines[-1].split("|")[2].strip() == str(len(SCENES))
