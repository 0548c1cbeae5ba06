"""docs/accuracy.md: the plain words, then the tables, then how each is measured."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench import accuracy_real, accuracy_tables, leave_out_tables
from bench.accuracy_words import count_words, peer_words, time_words, trust_words, warning_words
from bench.agreement import table
from bench.cases import OURS, Outcome, by, sensor_name
from bench.leave_out import Unseen
from bench.measures.figure import HEAD, Figure
from bench.real import Heard

WRITTEN = "Written by `make accuracy`, words included: what is wrong here is wrong in `bench/accuracy_words.py`."

UNSEEN = """\
Each person is left out in turn: the weights of the evidence are fitted on all others, real and simulated, then this
person's recordings are counted with them. *As shipped* the weights are fitted on everybody. The rest of the program,
its thresholds among it, was made with these recordings at hand, so that a stranger's may do worse."""

ABLATIONS = """\
Each comparison of a cycle with itself and with the one before it is left out in turn, and the weights of the others are
fitted without it, again without the person who is counted."""

ALWAYS = """\
Whatever the exercise: a lift shows at once as provisional. With an exercise chosen it counts with the second alike one,
or alone after a rest; `generic` takes as many as it needs; armed, the first counts when it ends. Small movements that
are alike count as small lifts. Without a gyro quick lifts are often missed. A sensor moved within a set breaks its
count. Where the signal cannot be counted, the answer is the reason (`weak` and others) and no number."""

NOT_MEASURED = "Not measured in this run."

MEASURED = """\
- **Simulated** sessions are made by `sensorcoach/simulator`: a person as rigid-body physics, any mounting,
  unsteadiness, walking in, fidgeting, getting up; sensors with bias, scale, noise and quantum. The truth is
  known to the sample. Every seed is another person. Each performance is made once and sensed by eight sensors:
  25, 50, 100 and 200 Hz, with a gyroscope and without. What no simulated person does is not in these numbers.
- **Real** recordings are other people's, recorded for research; their truth is a protocol, an algorithm checked
  by eye, marks by eye, or a force plate, each less exact than the simulator's. They are not part of this
  repository.
- **Exact**: the reps counted within a set (a second of margin on both sides) are as many as were done.
  Everything counted outside all sets is a **phantom**.
- **Phases**: each true rep is paired with the counted one that overlaps it most; bias is the mean of found less
  true, the limits are 1.96 standard deviations. A phase runs from where the angular rate passes 5 % of its own
  peak to where it falls below again. Range is from a rep's own bottom to its own top.
- **Left out**: the model that weighs whether cycles belong to a set (`sensorcoach/detect/finding/evidence.toml`,
  written by `make fit`) is fitted once for each person without the person's recordings, the same way as the shipped
  one. A person
  with recordings in two collections is one person. Of a style left out, the other styles, scenes and life stay in.
- **Warnings**: sessions of two sets, each begun with three good reps, then every fault that fits the exercise,
  one by one between good reps; and all the good sessions. A warning is *caught* when the rep deserves it and it
  is said; *false* when the rep deserves none. Reps that were not counted cannot be warned of and are left out.
  What could be called both ways (a rep both fast and let fall, a brisk style) counts neither way.
- **Decision delay**: sessions fed sample by sample; the time of the newest sample when a phase was announced,
  less the phase's true start.
- **Peers** are in `bench/peers/`, written from their descriptions, with round numbers that are the same for
  all: the *peak counter* (first principal component of low-passed acceleration, SciPy's `find_peaks`),
  *autocorrelation* (after RecoFit, Morris et al., CHI 2014) and *zero crossings* (band-passed component with a
  dead band). They read the same samples through the same comparison, walking in and getting up included, and
  know neither warnings nor posture.
"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that was measured in a run. `good` has the peers' outcomes too; `life` is the report of simulated life.

    `unseen`: what was counted with weights fitted on others.
    """

    good: list[Outcome]
    faulty: list[Outcome]
    real: list[Heard]
    unseen: Unseen
    delays: list[Figure]
    life: str | None
    command: str


def page(evidence: Evidence) -> str:
    """The whole page."""
    good = [one for one in evidence.good if one.counter == OURS]
    parts = ["# Accuracy: when to trust the count, and when not", WRITTEN]
    parts += ["## Real people on whom nothing was fitted", *_unseen(evidence), "## In short", _short(evidence, good)]
    parts += ["## Simulated", *_simulated(evidence, good)]
    parts += ["## Real people", *_real(evidence.real)]
    parts += ["## How it is measured", MEASURED.rstrip(), _run_of(evidence)]
    parts += ["## Everything, simulated", _everything(good)]
    return "\n\n".join(parts) + "\n"


def _unseen(evidence: Evidence) -> list[str]:
    everything = [*evidence.real, *evidence.unseen.people]
    return [
        UNSEEN,
        leave_out_tables.people(everything),
        leave_out_tables.in_life(everything),
        leave_out_tables.warned(everything),
        "### What each comparison is good for",
        ABLATIONS,
        leave_out_tables.ablations(everything),
    ]


def _short(evidence: Evidence, good: Sequence[Outcome]) -> str:
    delay = f"{evidence.delays[0].what}: {evidence.delays[0].measured}" if evidence.delays else NOT_MEASURED
    lines = [
        "### The count\n",
        *count_words(good, evidence.faulty, evidence.real),
        "",
        trust_words(good),
        "",
        accuracy_tables.verdicts(good),
        "",
        ALWAYS,
        "\nBeside what one would use instead, from 50 Hz on:\n",
        *peer_words(evidence.good, evidence.real),
        "\n### Times and ranges\n",
        *time_words(good),
        f"- Simulated, live: {delay}",
        "\n### Warnings\n",
        *warning_words([*good, *evidence.faulty], evidence.real),
    ]
    return "\n".join(lines)


def _simulated(evidence: Evidence, good: Sequence[Outcome]) -> list[str]:
    everything = [*good, *evidence.faulty]

    def sensor(outcome: Outcome) -> str:
        return f"{sensor_name(outcome.gyro)}, {outcome.rate_hz:g} Hz"

    delays = table(HEAD[:4], [one.cells()[:4] for one in evidence.delays]) if evidence.delays else NOT_MEASURED
    return [
        "### By rate and sensor",
        accuracy_tables.grouped("sensor", by(good, sensor)),
        "### By style, from 50 Hz on",
        accuracy_tables.grouped("style", by(accuracy_tables.enough(everything), _style)),
        "### Styles on which nothing was fitted, simulated, 50 Hz",
        leave_out_tables.styles(evidence.unseen.styles),
        "### Beside other counters, on the same samples without a gyroscope, from 50 Hz on",
        accuracy_tables.simulated_peers(evidence.good),
        "### Warnings",
        accuracy_tables.warnings_table(everything),
        "Caught by exercise, from 50 Hz on, gyroscope or not:",
        accuracy_tables.warnings_by(everything, accuracy_tables.place, "exercise, placement"),
        "Caught by rate and sensor, from 50 Hz on:",
        accuracy_tables.warnings_by(everything, sensor, "sensor"),
        "### Decision delay",
        delays,
        "### Hours of simulated life, in which nothing may be counted",
        evidence.life or NOT_MEASURED,
    ]


def _style(outcome: Outcome) -> str:
    style = "with faults" if outcome.case.faulty else outcome.case.style.value
    return f"{style}, {sensor_name(outcome.gyro)}"


def _real(real: Sequence[Heard]) -> list[str]:
    return [
        "### Sets",
        accuracy_real.real_sets(real),
        "### Everyday life, in which nothing may be counted: phantom reps",
        accuracy_real.real_life(real),
        "### Warnings on sets whose kind is known",
        accuracy_real.real_warnings(real),
        "### Holds of those who were taught to hold 5 s",
        accuracy_real.real_holds(real),
        "### Starts and ends beside marks",
        accuracy_real.real_marks(real),
    ]


def _run_of(evidence: Evidence) -> str:
    good = {one.case for one in evidence.good}
    faulty = {one.case for one in evidence.faulty}
    real = sum(one.counter == OURS for one in evidence.real)
    return (
        f"This run: `{evidence.command}`; simulated performances: {len(good)} good, {len(faulty)} faulty; "
        f"simulated persons: {len({case.seed for case in good | faulty})}; real recordings: {real}."
    )


def _everything(good: Sequence[Outcome]) -> str:
    def row(outcome: Outcome) -> str:
        return f"{accuracy_tables.place(outcome)}, {outcome.rate_hz:g} Hz {sensor_name(outcome.gyro)}"

    return accuracy_tables.grouped("exercise, placement, sensor", dict(sorted(by(good, row).items())))
