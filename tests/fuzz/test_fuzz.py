"""No input, however damaged, ends a reader or decoder in anything but an error with a remedy."""

import random

import pytest

from tests.fuzz.mutations import mutate
from tests.fuzz.targets import TARGETS, load_corpus

MUTATIONS = {"csv-analyzed": 60, "jsonl-analyzed": 60, "mcap-analyzed": 60}
"""Number of changed inputs for slow targets."""
USUAL = 250


@pytest.mark.parametrize("name", TARGETS)
def test_known_inputs(name: str):
    """Each input of the corpus, with all that fuzzing has ever found, is read or refused."""
    inputs = load_corpus(name)
    assert inputs
    for data in [*inputs, b"", b"\0", b"\xff" * 100]:
        TARGETS[name](data)


@pytest.mark.parametrize("name", TARGETS)
def test_changed_inputs(name: str):
    """Hundreds of changes of these inputs, always the same ones, are read or refused."""
    corpus, random_source = load_corpus(name), random.Random(name)  # noqa: S311 - not for secrets
    for _ in range(MUTATIONS.get(name, USUAL)):
        TARGETS[name](mutate(random_source.choice(corpus), corpus, random_source))
