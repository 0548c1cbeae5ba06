"""Where references are kept: one file a person, exercise and placement, in the platform's data folder.

A file is written beside its place and then moved into it: whatever happens meanwhile, either the old or the new
one is there, whole.
"""

import difflib
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from sensorcoach.errors import InputError, UsageError
from sensorcoach.exercises.exercise import Placement
from sensorcoach.references.kept_reference import KeptReference, damaged_file_error, from_toml, to_toml
from sensorcoach.storage import FOLDER_VARIABLE, atomic_write_text, data_folder

LONGEST_NAME = 40
"""Characters of a person's name; file names have an end."""


def references_folder() -> Path:
    """Where references are kept when no other folder is given."""
    return data_folder() / "people"


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a look at the folder found: the references, and what is wrong with the files that are none."""

    kept: tuple[KeptReference, ...]
    damaged: tuple[InputError, ...]


class ReferenceStore:
    """The references in one folder; it need not exist yet."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or references_folder()

    def save(self, kept: KeptReference) -> Path:
        """Keep it, in place of an older one; where it is kept. Raises UsageError or InputError."""
        path = self._path(kept.person, kept.exercise_id, kept.placement)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            atomic_write_text(path, to_toml(kept))
        except OSError as error:
            raise _unwritable(path, error) from None
        return path

    def load(self, person: str, exercise_id: str, placement: Placement) -> KeptReference:
        """Raises UsageError where the person is not known, InputError where this is not kept of them or damaged."""
        path = self._path(person, exercise_id, placement)
        if not path.exists():
            raise self._missing(person, exercise_id, placement)
        return _read(path)

    def look(self) -> Shelf:
        """All that is kept, by person, exercise and placement."""
        kept: list[KeptReference] = []
        wrong: list[InputError] = []
        for path in sorted(self.folder.glob("*.toml")):
            try:
                kept.append(_read(path))
            except InputError as error:
                wrong.append(error)
        kept.sort(key=lambda one: (_plain(one.person), one.exercise_id, one.placement))
        return Shelf(tuple(kept), tuple(wrong))

    def know(self, person: str) -> str:
        """The name as it was kept. Raises UsageError, with the nearest names, where nothing is kept of this person."""
        words = encode_file_name(person)
        if not any(_parts(path)[2] == words for path in self.folder.glob("*.toml")):
            raise _unknown(person, sorted({one.person for one in self.look().kept}))
        return next((one.person for one in self.look().kept if encode_file_name(one.person) == words), person)

    def forget(self, person: str, exercise_id: str | None, placement: Placement | None) -> list[Path]:
        """Delete what is kept of a person, of one exercise or placement where given; what was deleted.

        Goes by the files' names, so that a damaged one can be forgotten too.
        """
        self.know(person)
        middle = encode_file_name(exercise_id) if exercise_id else None
        gone: list[Path] = []
        for path in sorted(self.folder.glob("*.toml")):
            what, where, who = _parts(path)
            if who == encode_file_name(person) and middle in {None, what} and placement in {None, where}:
                try:
                    path.unlink()
                except OSError as error:
                    raise _unwritable(path, error) from None
                gone.append(path)
        return gone

    def _path(self, person: str, exercise_id: str, placement: Placement) -> Path:
        return self.folder / f"{encode_file_name(exercise_id)}.{placement.value}.{encode_file_name(person)}.toml"

    def _missing(self, person: str, exercise_id: str, placement: Placement) -> InputError:
        self.know(person)
        words = encode_file_name(person)
        has = [one for one in self.look().kept if encode_file_name(one.person) == words]
        there = ", ".join(f"{one.exercise_id} at the {one.placement.value}" for one in has)
        return InputError(
            "no_reference",
            f"No reference of {person} is kept for {exercise_id} at the {placement.value}.",
            f"There is one for: {there}. Take one with `sensorcoach calibrate`, or say --exercise and --placement.",
        )


def encode_file_name(name: str) -> str:
    """A name as part of a file's name, another for each name; case and spaces around do not matter.

    Raises UsageError for a name that is empty, too long, or cannot be shown.
    """
    plain = _plain(name)
    if not plain or len(plain) > LONGEST_NAME or not plain.isprintable():
        remedy = f"Give 1 to {LONGEST_NAME} letters, digits or signs that can be shown."
        raise UsageError("bad_name", f"'{name}' cannot be a person's name here.", remedy)
    return "".join(c if c.isalnum() or c == "-" else "_" if c == " " else f"~{ord(c):x}~" for c in plain)


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).lower().split())


def _parts(path: Path) -> tuple[str, str, str]:
    """Exercise, placement and person as they stand in a file's name; empty where it is not one of ours."""
    parts = path.name.removesuffix(".toml").split(".")
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 else ("", "", "")


def _read(path: Path) -> KeptReference:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise damaged_file_error(str(path), "it is no text") from None
    except OSError as error:
        raise InputError("unreadable", f"{path} cannot be read: {error.strerror}.", "Check its rights.") from None
    return from_toml(text, str(path))


def _unwritable(path: Path, error: OSError) -> InputError:
    remedy = f"Check the rights of {path.parent}, or name another folder in {FOLDER_VARIABLE}."
    return InputError("unwritable", f"{path} cannot be changed: {error.strerror}.", remedy)


def _unknown(person: str, known: list[str]) -> UsageError:
    message = f"Nothing is kept of a person called '{person}'."
    if not known:
        return UsageError(
            "unknown_person", message, "Take a reference with `sensorcoach calibrate FILE --person NAME`."
        )
    plain = {_plain(name): name for name in known}
    near = [plain[name] for name in difflib.get_close_matches(_plain(person), plain, n=3)]
    told = f"Nearest: {', '.join(near)}." if near else f"Known: {', '.join(known)}."
    return UsageError("unknown_person", message, f"{told} `sensorcoach calibrate --list` lists what is kept.")
