"""The folder of stored references: one file for each person, exercise and placement, in the platform's data folder.

Files are written atomically: an interrupted write leaves the old file intact.
"""

import difflib
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from sensorcoach.errors import InputError, UsageError
from sensorcoach.exercises.exercise import Placement
from sensorcoach.references.kept_reference import KeptReference, damaged_file_error, from_toml, to_toml
from sensorcoach.storage import FOLDER_VARIABLE, atomic_write_text, data_folder, make_private_folder, tighten_folder

LONGEST_NAME = 40
"""Most characters of a person's name. File names are limited."""
_LONGEST_FILE_NAME_BYTES = 230
"""Most bytes of a file name. File systems allow 255; the temporary file of a write needs some of them."""


def references_folder() -> Path:
    """Return the folder of references, where no other is given."""
    return data_folder() / "people"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The contents of the folder: the references, and the errors of the damaged files."""

    kept: tuple[KeptReference, ...]
    damaged: tuple[InputError, ...]


class ReferenceStore:
    """The references in one folder; the folder need not exist yet."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or references_folder()

    def save(self, kept: KeptReference) -> Path:
        """Store a reference, replacing an older one; return its path. Raises UsageError or InputError.

        Only the owner can read the file and enter a new folder.
        """
        path = self._path(kept.person, kept.exercise_id, kept.placement)
        try:
            make_private_folder(self.folder)
            atomic_write_text(path, to_toml(kept))
        except OSError as error:
            raise _unwritable(path, error) from None
        return path

    def tighten(self) -> str:
        """Make references of older versions private. Return a notice if others could read any, else an empty text."""
        return tighten_folder(self.folder, "*.toml")

    def load(self, person: str, exercise_id: str, placement: Placement) -> KeptReference:
        """Return a reference. Raises UsageError for an unknown person, InputError for a missing or damaged file."""
        path = self._path(person, exercise_id, placement)
        if not path.exists():
            raise self._missing(person, exercise_id, placement)
        return _read(path)

    def look(self) -> Shelf:
        """Return all references, by person, exercise and placement."""
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
        """Return the name as stored. Raises UsageError for an unknown person, with the nearest names."""
        words = encode_file_name(person)
        if not any(_parts(path)[2] == words for path in self.folder.glob("*.toml")):
            raise _unknown(person, sorted({one.person for one in self.look().kept}))
        return next((one.person for one in self.look().kept if encode_file_name(one.person) == words), person)

    def forget(self, person: str, exercise_id: str | None, placement: Placement | None) -> list[Path]:
        """Delete a person's references, of one exercise or placement if given; return the deleted paths.

        It goes by the names of the files, so that damaged ones can be deleted too.
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
        name = f"{encode_file_name(exercise_id)}.{placement.value}.{encode_file_name(person)}.toml"
        if len(name.encode()) > _LONGEST_FILE_NAME_BYTES:
            message = f"'{person}' is too long for a file name, together with {exercise_id}."
            raise UsageError("bad_name", message, "Give a shorter name, or fewer signs that are not letters.")
        return self.folder / name

    def _missing(self, person: str, exercise_id: str, placement: Placement) -> InputError:
        self.know(person)
        words = encode_file_name(person)
        has = [one for one in self.look().kept if encode_file_name(one.person) == words]
        there = ", ".join(f"{one.exercise_id} at the {one.placement.value}" for one in has)
        return InputError(
            "no_reference",
            f"{person} has no stored reference for {exercise_id} at the {placement.value}.",
            f"There is one for: {there}. Take one with `sensorcoach calibrate`, or name --exercise and --placement.",
        )


def encode_file_name(name: str) -> str:
    """Return a name as a part of a file name, unique for each name; case and outer spaces do not matter.

    Raises UsageError for a name that is empty, too long, or not printable.
    """
    plain = _plain(name)
    if not plain or len(plain) > LONGEST_NAME or not plain.isprintable():
        remedy = f"Give 1 to {LONGEST_NAME} letters, digits or signs that can be shown."
        raise UsageError("bad_name", f"'{name}' cannot be a person's name here.", remedy)
    return "".join(c if c.isalnum() or c == "-" else "_" if c == " " else f"~{ord(c):x}~" for c in plain)


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).lower().split())


def _parts(path: Path) -> tuple[str, str, str]:
    """Return exercise, placement and person in a file name; empty texts for a file that is not ours."""
    parts = path.name.removesuffix(".toml").split(".")
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 else ("", "", "")


def _read(path: Path) -> KeptReference:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise damaged_file_error(str(path), "it is not UTF-8 text") from None
    except OSError as error:
        raise InputError("unreadable", f"{path} cannot be read: {error.strerror}.", "Check its rights.") from None
    return from_toml(text, str(path))


def _unwritable(path: Path, error: OSError) -> InputError:
    remedy = f"Check the rights of {path.parent}, or name another folder in {FOLDER_VARIABLE}."
    return InputError("unwritable", f"{path} cannot be changed: {error.strerror}.", remedy)


def _unknown(person: str, known: list[str]) -> UsageError:
    message = f"No reference of a person called '{person}' is stored."
    if not known:
        return UsageError(
            "unknown_person", message, "Take a reference with `sensorcoach calibrate FILE --person NAME`."
        )
    plain = {_plain(name): name for name in known}
    near = [plain[name] for name in difflib.get_close_matches(_plain(person), plain, n=3)]
    told = f"Nearest: {', '.join(near)}." if near else f"Known: {', '.join(known)}."
    return UsageError("unknown_person", message, f"{told} `sensorcoach calibrate --list` lists the stored references.")
