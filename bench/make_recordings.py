"""Make recordings/ again: one good and one faulty session of each catalogue exercise, with the truth.

usage: python -m bench.make_recordings [FOLDER]

The same code gives the same bytes; a change in the simulator shows as a change in these files.
"""

import sys
from pathlib import Path

from sensorcoach.devices.families.open_profile.device import DEVICE
from sensorcoach.exercises.catalogue import all_exercises
from sensorcoach.simulator.demonstration import faulty_demonstration, good_demonstration
from sensorcoach.simulator.plan import Fault
from sensorcoach.simulator.session import SimulatedSession
from sensorcoach.simulator.session_file import NamedSession, write_sessions

FOLDER = Path(__file__).parents[1] / "recordings"
NO_FOLDER = Path("no-such-folder")
"""An empty folder of exercises: a user's own exercises do not belong in the repository."""


def demonstrations() -> list[NamedSession]:
    """Return a good and a faulty session of every exercise but the generic one."""
    exercises = [exercise for exercise in all_exercises(NO_FOLDER) if exercise.id != "generic"]
    named: list[NamedSession] = []
    for index, exercise in enumerate(exercises):
        good_seed, faulty_seed = 100 + index, 200 + index
        good = good_demonstration(exercise, good_seed)
        faulty = faulty_demonstration(exercise, faulty_seed)
        named.append(NamedSession(good, f"{exercise.id}-good", good_seed, "simulated; every rep good"))
        named.append(NamedSession(faulty, f"{exercise.id}-faulty", faulty_seed, _note(faulty)))
    return named


def _note(session: SimulatedSession) -> str:
    asked: list[Fault] = [rep.fault for rep in session.truth.reps if rep.fault]
    return f"simulated; faults asked for: {', '.join(fault.value for fault in asked)}"


def main() -> None:
    """Write the folder and print its contents."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    sessions = demonstrations()
    truth = write_sessions(folder, sessions, DEVICE)
    size = sum((folder / named.file).stat().st_size for named in sessions)
    print(f"{len(sessions)} recordings, {len(truth.reps)} reps, {size / 1000:.0f} kB in {folder}")


if __name__ == "__main__":
    main()
