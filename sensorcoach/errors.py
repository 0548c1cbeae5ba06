"""The one error tree. Every error names the culprit and the remedy, in words a user can act on."""


class SensorcoachError(Exception):
    """What went wrong and what to do about it.

    `code` is stable and goes into `analyze --json`; `message` says what is wrong, with the values
    in the text; `remedy` says what to do.
    """

    def __init__(self, code: str, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}".strip())
        self.code = code
        self.message = message
        self.remedy = remedy


class InputError(SensorcoachError):
    """A file or a stream that cannot be used."""


class ExerciseError(SensorcoachError):
    """An exercise that is not known, or a catalogue file that is not right."""


class SensorError(SensorcoachError):
    """A sensor that cannot be reached, or does not do what it is asked to."""


class InternalError(SensorcoachError):
    """A mistake of ours, said in place of the exception that showed it."""


class UsageError(SensorcoachError):
    """A command given values it cannot work with."""
