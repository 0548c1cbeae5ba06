"""Progress of a bench that takes minutes."""

import sys


def say(text: str) -> None:
    """Print a line of progress beside the output."""
    print(f"{text} ...", file=sys.stderr, flush=True)
