"""One catalogue file: TOML text in, a frozen Exercise out, or an error with file, line and the expected value.

Every key is required except `aliases`, `rules`, `reminders` and the tables of the worn segment:

    id          the file's own name without .toml
    name        for people
    aliases     other names it is found by
    summary     one sentence
    placements  "pelvis", "thigh"; the preferred one first
    posture     "supine", "reclined", "prone", "all-fours", "side-lying", "any"
    bottom      "touch" (comes to rest between reps), "hover" (must not), "either"
    sides       "both", "each" (a set a side), "alternate" (rep by rep)
    rules       ids of the guides' rules (docs/guides.md), or sentences of your own
    reminders   what no sensor can see
    [tempo]     lift_s, hold_s, lower_s, rest_s: target seconds in the order of movement
    [range_deg] for every placement: [low, high], the usual lift angle

    [pose.PLACEMENT], [simulation.PLACEMENT]: see segment_tables.py
"""

from sensorcoach.exercises.exercise import Bottom, Exercise, Placement, Posture, Range, Sides, Tempo
from sensorcoach.exercises.segment_tables import read_poses, read_simulations
from sensorcoach.exercises.toml_source import Table, TomlSource
from sensorcoach.units import RAD_PER_DEG

_REQUIRED = ("id", "name", "summary", "placements", "posture", "bottom", "sides", "tempo", "range_deg")
_OPTIONAL = ("aliases", "rules", "reminders", "pose", "simulation")
_TEMPO_KEYS = ("lift_s", "hold_s", "lower_s", "rest_s")
_LONGEST_PHASE_S = 120.0
_LARGEST_RANGE_DEG = 180.0


def parse_exercise(text: str, name: str) -> Exercise:
    """Return the exercise that the TOML `text` of the file `name` describes.

    Raises ExerciseError with file, line and the expected value for wrong syntax, keys, types or values.
    """
    source = TomlSource(name, text)
    table = source.read()
    source.check_keys(table, _REQUIRED, _OPTIONAL)
    placements = _read_placements(source, table)
    posture = source.read_word(Posture, source.read_text(table, "posture"), "posture")
    return Exercise(
        id=source.read_text(table, "id"),
        name=source.read_text(table, "name"),
        aliases=source.read_texts(table, "aliases"),
        summary=source.read_text(table, "summary"),
        placements=placements,
        posture=posture,
        bottom=source.read_word(Bottom, source.read_text(table, "bottom"), "bottom"),
        sides=source.read_word(Sides, source.read_text(table, "sides"), "sides"),
        tempo=_read_tempo(source, table),
        ranges=_read_ranges(source, table, placements),
        rules=source.read_texts(table, "rules"),
        reminders=source.read_texts(table, "reminders"),
        poses=read_poses(source, table, placements, posture),
        simulations=read_simulations(source, table, placements),
    )


def _read_placements(source: TomlSource, table: Table) -> tuple[Placement, ...]:
    words = source.read_texts(table, "placements")
    if not words:
        raise source.error("placements is empty", 'Expected a list such as ["pelvis", "thigh"].', "placements")
    return tuple(source.read_word(Placement, word, "placements") for word in words)


def _read_tempo(source: TomlSource, table: Table) -> Tempo:
    tempo = source.read_subtable(table, "tempo")
    source.check_keys(tempo, _TEMPO_KEYS, (), "tempo")
    return Tempo(*(source.read_number(tempo[key], 0.0, _LONGEST_PHASE_S, key, "tempo") for key in _TEMPO_KEYS))


def _read_ranges(source: TomlSource, table: Table, placements: tuple[Placement, ...]) -> dict[Placement, Range]:
    ranges = source.read_subtable(table, "range_deg")
    source.check_keys(ranges, [place.value for place in placements], (), "range_deg")
    return {place: _read_range(source, ranges[place.value], place.value) for place in placements}


def _read_range(source: TomlSource, value: object, key: str) -> Range:
    low, high = source.read_span(value, _LARGEST_RANGE_DEG, key, "range_deg")
    return Range(low * RAD_PER_DEG, high * RAD_PER_DEG)
