"""The error tree. Each error names the cause and the remedy, in words that a user can act on."""

from sensorcoach.safe_text import make_safe


class SensorcoachError(Exception):
    """An error with its remedy.

    `code` is stable and appears in `analyze --json`. `message` names the error, with the values in the text; `remedy`
    tells the user what to do. Both come without control signs: names in them may be anybody's.
    """

    def __init__(self, code: str, message: str, remedy: str) -> None:
        self.code = code
        self.message = make_safe(message)
        self.remedy = make_safe(remedy)
        super().__init__(f"{self.message} {self.remedy}".strip())


class InputError(SensorcoachError):
    """A file or stream cannot be used."""


class ExerciseError(SensorcoachError):
    """An exercise is unknown, or a catalogue file is wrong."""


class SensorError(SensorcoachError):
    """A sensor cannot be reached, or does not do what it is asked to."""


class InternalError(SensorcoachError):
    """A bug in this program, reported in place of the exception that revealed it."""


class UsageError(SensorcoachError):
    """A command has been given values it cannot work with."""
