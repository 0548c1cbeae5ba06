"""Whether a dashboard can be shown here."""

import os
import sys


def has_terminal() -> bool:
    """A person types and looks: both ends are a terminal, and not one that can only print."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
