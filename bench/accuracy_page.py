"""docs/accuracy.md: sentences, then tables, then how each is measured."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench import accuracy_real, accuracy_tables, leave_out_tables
from bench.accuracy_words import count_words, peer_words, time_words, trust_words, warning_words
from bench.agreement import table
from bench.cases import OURS, Outcome, by, sensor_name
from bench.leave_out import Unseen
from bench.measures.figure import HEAD, Figure
from bench.real import Heard

WRITTEN = "Written by `make accuracy`, sentences included. To correct the page, correct `bench/accuracy_words.py`."

UNSEEN = """\
Each person is left out in turn: the weights of the evidence are fitted on all others, real and simulated. Then this
person's recordings are counted with them. *As shipped*, the weights are fitted on everybody. The rest of the program
and its parameters were made with these recordings at hand, so the counts of strangers may be worse."""

ABLATIONS = """\
Each comparison is left out in turn, and the weights of the others are fitted without it. The person who is counted is
left out of the fit as before."""

ALWAYS = """\
In every exercise a lift shows at once as provisional. With an exercise chosen, most real sets count by the end of their
third rep ([how soon](armed-sets.md#how-soon-a-rep-counts)); a single lift may count after a rest. `generic` needs more
evidence. In an armed set the first rep counts when it ends. Pedalling counts as reps, at the thigh above all; walking,
bending and sitting down may ([simulated life](#hours-of-simulated-life-without-a-set)). Small similar movements count
as small lifts. Swung lifts are often missed; without a gyro, thrown ones too. Moving the sensor within a set breaks its
count. Where the signal cannot be counted, the report gives the reason and no number."""

NOT_MEASURED = "Not measured in this run."

MEASURED = """\
- **Simulated** sessions are made by `sensorcoach/simulator`: a person as rigid-body physics, any mounting,
  unsteadiness, walking in, fidgeting, getting up; sensors with bias, scale, noise and quantum. The truth is known to
  the sample. Every seed is another person. Eight sensors sense each performance: 25, 50, 100 and 200 Hz, with a
  gyroscope and without. Behaviour that is not simulated is not in these numbers.
- **Real** recordings were made by others, for research. Their truth is a protocol, an algorithm checked by eye, marks
  by eye, or a force plate. Each is less exact than the simulator's. They are not part of this repository.
- **Exact**: the number of reps counted within a set, with a margin of a second on both sides, is the number done. A
  rep counted outside all sets is a **phantom**.
- **Phases**: each true rep is paired with the counted rep that overlaps it most. Bias is the mean of found minus true;
  the limits are 1.96 standard deviations. A phase runs from where the angular rate passes 5 % of its own peak to where
  it falls below again. Range is from a rep's own bottom to its own top.
- **Left out**: the weights of the evidence (`sensorcoach/detect/finding/evidence.toml`, written by `make fit`) are
  fitted once for each person without that person's recordings. A person with recordings in two collections is one
  person. If a style is left out, the other styles, scenes and life stay in.
- **Warnings**: sessions of two sets, each beginning with three good reps, then every fault that fits the exercise, one
  by one between good reps; and all good sessions. A warning is *caught* if a rep deserves it and gets it, and *false*
  if the rep deserves none. Reps that were not counted are left out. Where both verdicts are right (a rep both fast and
  dropped, a brisk style), neither counts.
- **Decision delay**: sessions fed sample by sample. The delay is the time of the newest sample when a phase was
  announced, minus the phase's true start.
- **Peers** are in `bench/peers/`, written from their descriptions, with round numbers that are the same for all: the
  *peak counter* (first principal component of low-passed acceleration, SciPy's `find_peaks`), *autocorrelation* (after
  RecoFit, Morris et al., CHI 2014) and *zero crossings* (band-passed component with a dead band). They read the same
  samples through the same comparison, walking in and getting up included. They know neither warnings nor posture.
"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The measurements of a run. `good` includes the peers' outcomes; `life` is the report of simulated life.

    `unseen`: counts with weights fitted on others.
    """

    good: list[Outcome]
    faulty: list[Outcome]
    real: list[Heard]
    unseen: Unseen
    delays: list[Figure]
    life: str | None
    command: str


def page(evidence: Evidence) -> str:
    """Return the whole page."""
    good = [one for one in evidence.good if one.counter == OURS]
    parts = ["# Accuracy: when to trust the count", WRITTEN]
    parts += ["## Real people left out of the fit", *_unseen(evidence), "## In short", _short(evidence, good)]
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
        "### The value of each comparison",
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
        "\nBeside other counters, from 50 Hz on:\n",
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
        "### Styles left out of the fit, simulated, 50 Hz",
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
        "### Hours of simulated life without a set",
        evidence.life or NOT_MEASURED,
    ]


def _style(outcome: Outcome) -> str:
    style = "with faults" if outcome.case.faulty else outcome.case.style.value
    return f"{style}, {sensor_name(outcome.gyro)}"


def _real(real: Sequence[Heard]) -> list[str]:
    return [
        "### Sets",
        accuracy_real.real_sets(real),
        "### Everyday life without a set: phantom reps",
        accuracy_real.real_life(real),
        "### Warnings on sets whose kind is known",
        accuracy_real.real_warnings(real),
        "### Holds of people taught to hold 5 s",
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
