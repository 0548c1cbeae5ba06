"""Arguments of a wrong type, answered with what is expected."""

from sensorcoach.errors import UsageError


def require_type(name: str, value: object, types: tuple[type, ...], expected: str) -> None:
    """Raise UsageError unless the argument `name` has one of these types; `expected` says what to give instead."""
    if not isinstance(value, types):
        raise UsageError("wrong_type", f"{name} is of the type {type(value).__name__}.", f"Give {expected}.")
