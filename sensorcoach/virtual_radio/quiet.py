"""Bumble's log kept off the screen."""

import logging
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def quiet_bumble() -> Generator[None]:
    """Until the end of the block nothing of Bumble's log reaches the standard error.

    What it thinks worth a warning (a lost connection, a refused write) is here what was asked for. It also writes to
    the root logger now and then (`gatt_server.py` of 0.0.236), which would give that a handler, for good.
    """
    root, bumble, nowhere = logging.getLogger(), logging.getLogger("bumble"), logging.NullHandler()
    before = bumble.propagate
    root.addHandler(nowhere)
    bumble.addHandler(nowhere)
    bumble.propagate = False
    try:
        yield
    finally:
        root.removeHandler(nowhere)
        bumble.removeHandler(nowhere)
        bumble.propagate = before
