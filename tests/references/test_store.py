"""References are kept: readable, whole, and found again by name."""

import stat
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sensorcoach.errors import InputError, UsageError
from sensorcoach.exercises.exercise import Placement
from sensorcoach.reference import Mount, Reference, Side
from sensorcoach.references.kept_reference import KeptReference, from_toml, to_toml
from sensorcoach.references.store import LONGEST_NAME, ReferenceStore, encode_file_name
from tests.conftest import Golden
from tests.references.reference_files import REFERENCE, kept

NUMBERS = [one.name for one in fields(Reference) if one.name not in {"reps", "mount", "stored"}]


@given(person=st.text(min_size=1), recording=st.text(), values=st.lists(st.floats(0.01, 100.0), min_size=8, max_size=8))
def test_a_stored_reference_is_read_again(person: str, recording: str, values: list[float]):
    """For any numbers and names, the file returns the reference, to a ten-thousandth."""
    numbers: dict[str, Any] = dict(zip(NUMBERS, values, strict=True))
    mount = Mount((0.6, 0.0, 0.8), (0.8, 0.0, -0.6), Side.LEFT)
    one = KeptReference(
        person, "clamshell", Placement.THIGH, Reference(5, **numbers, mount=mount), "2026-01-02", recording
    )
    back = from_toml(to_toml(one), "x.toml")
    assert (back.exercise_id, back.placement, back.taken) == ("clamshell", Placement.THIGH, "2026-01-02")
    assert back.reference.reps == 5
    assert back.reference.mount == mount
    assert back.reference.stored
    for name, value in numbers.items():
        assert getattr(back.reference, name) == pytest.approx(value, abs=1e-4)
    if person.isprintable():
        assert back.person == person


def test_golden_file(golden: Golden):
    """The file is one that a person can read."""
    golden("people/anna.toml", to_toml(kept()))


@given(text=st.text())
def test_any_other_text_is_damage(text: str):
    """A file that holds anything else is answered with its name, never with a traceback."""
    with pytest.raises(InputError, match=r"anna\.toml is damaged"):
        from_toml(text, "anna.toml")


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("range_deg = 32.0000", "range_deg = 0.0"),
        ("range_deg = 32.0000", "range_deg = nan"),
        ("lift_s = 1.6000", "lift_s = inf"),
        ("hold_s = 1.1000", "hold_s = -1.0"),
        ("lower_s = 1.9000", ""),
        ("reps = 3", 'reps = "three"'),
        ('placement = "pelvis"', 'placement = "wrist"'),
        ("schema = 1", "schema = 2"),
        ("[usual]", "[unusual]"),
        ("bottom = [0.000000, 0.000000, 1.000000]", "bottom = [0.0, 0.0, 3.0]"),
        ("bottom = [0.000000, 0.000000, 1.000000]", "bottom = [0.0, 1.0]"),
    ],
)
def test_damage_is_named(good: str, bad: str):
    """An impossible value is reported, not used."""
    text = to_toml(kept())
    assert good in text
    with pytest.raises(InputError, match="is damaged") as caught:
        from_toml(text.replace(good, bad), "anna.toml")
    assert "calibrate" in caught.value.remedy


def test_found_again(tmp_path: Path):
    """A person's reference is found by name, in upper or lower case."""
    store = ReferenceStore(tmp_path / "people")
    store.save(kept("Anna"))
    assert store.load(" ANNA ", "glute-bridge", Placement.PELVIS).person == "Anna"
    assert store.know("anna") == "Anna"


def test_each_has_its_own(tmp_path: Path):
    """Person, exercise and placement are kept apart."""
    store = ReferenceStore(tmp_path)
    everything = [
        kept("Anna"),
        kept("Ben"),
        kept("Anna", "clamshell", Placement.THIGH),
        kept(placement=Placement.THIGH),
    ]
    for one in everything:
        store.save(one)
    assert len(list(tmp_path.iterdir())) == 4
    assert [one.person for one in store.look().kept] == ["Anna", "Anna", "Anna", "Ben"]


def test_a_new_one_takes_the_place(tmp_path: Path):
    """A second calibration replaces the first, and leaves nothing lying about."""
    store = ReferenceStore(tmp_path)
    store.save(kept())
    path = store.save(kept())
    assert list(tmp_path.iterdir()) == [path]


def test_a_crash_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Where writing stops half way the old reference is still there, whole, and no half file is left."""
    store = ReferenceStore(tmp_path)
    path = store.save(kept())
    before = path.read_text(encoding="utf-8")

    def full(handle: int) -> None:
        del handle
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(InputError, match="No space left on device"):
        store.save(kept())
    assert path.read_text(encoding="utf-8") == before
    assert list(tmp_path.iterdir()) == [path]


def test_an_unknown_person(tmp_path: Path):
    """A mistyped name is answered with the one I meant."""
    store = ReferenceStore(tmp_path)
    store.save(kept("Annabel"))
    with pytest.raises(UsageError) as caught:
        store.load("anabel", "glute-bridge", Placement.PELVIS)
    assert "anabel" in caught.value.message
    assert "Nearest: Annabel." in caught.value.remedy


def test_another_exercise(tmp_path: Path):
    """Where nothing is kept for this exercise, I hear for which there is."""
    store = ReferenceStore(tmp_path)
    store.save(kept())
    with pytest.raises(InputError) as caught:
        store.load("Anna", "clamshell", Placement.THIGH)
    assert "clamshell at the thigh" in caught.value.message
    assert "glute-bridge at the pelvis" in caught.value.remedy


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"person = ", b"schema = 1"])
def test_a_damaged_file(content: bytes, tmp_path: Path):
    """A damaged file is named, does not hide the others, and can be forgotten."""
    store = ReferenceStore(tmp_path)
    store.save(kept("Ben"))
    path = store.save(kept("Anna"))
    path.write_bytes(content)
    with pytest.raises(InputError, match=path.name):
        store.load("Anna", "glute-bridge", Placement.PELVIS)
    shelf = store.look()
    assert [one.person for one in shelf.kept] == ["Ben"]
    assert path.name in shelf.damaged[0].message
    assert store.forget("Anna", None, None) == [path]
    assert not store.look().damaged


def test_forget_one_of_several(tmp_path: Path):
    """I can forget one exercise of a person and keep the rest."""
    store = ReferenceStore(tmp_path)
    store.save(kept("Anna", "clamshell", Placement.THIGH))
    path = store.save(kept("Anna"))
    other = store.save(kept("Anna B"))
    assert store.forget("anna", "glute-bridge", None) == [path]
    assert store.forget("anna", None, Placement.PELVIS) == []
    assert other.exists()
    assert len(store.look().kept) == 2


@pytest.mark.parametrize("name", ["", "   ", "x" * (LONGEST_NAME + 1), "a\x00b", "a\nb" + chr(7), "\ud800"])
def test_names_that_cannot_be(name: str):
    """A name that no file or screen can carry is refused."""
    with pytest.raises(UsageError, match="cannot be a person's name"):
        encode_file_name(name)


@given(st.text(min_size=1, max_size=LONGEST_NAME), st.text(min_size=1, max_size=LONGEST_NAME))
def test_no_two_people_share_a_file(one: str, other: str):
    """Two names share a file only if they are the same name; and none leads out of the folder."""
    try:
        words = encode_file_name(one), encode_file_name(other)
    except UsageError:
        return
    same = [" ".join(name.lower().split()) for name in (one, other)]
    if same[0].isascii() and same[1].isascii():
        assert (words[0] == words[1]) == (same[0] == same[1])
    assert not set(words[0]) & set("./\\:")


def test_the_usual_reference():
    """The example of these tests is itself one that can be kept."""
    assert from_toml(to_toml(kept()), "x").reference.reps == REFERENCE.reps


def test_a_name_too_long_for_a_file(tmp_path: Path):
    """Forty pictures as a name are refused in plain words, on saving and on loading."""
    store = ReferenceStore(tmp_path)
    with pytest.raises(UsageError, match="too long for a file name"):
        store.load("\N{GRINNING FACE}" * LONGEST_NAME, "clamshell", Placement.THIGH)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
def test_references_are_private(tmp_path: Path):
    """Only the owner can read a reference, and older ones are made private with one notice."""
    store = ReferenceStore(tmp_path / "people")
    path = store.save(kept())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert not store.tighten()
    path.chmod(0o644)
    assert "could read" in store.tighten()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
