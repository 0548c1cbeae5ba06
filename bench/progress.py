"""How far a bench that takes minutes has come."""

import sys


def say(text: str) -> None:
    """Print a line of progress beside the output."""
    print(f"{text} ...", file=sys.stderr, flush=True)
