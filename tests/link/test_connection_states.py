"""The states of a connection and their transition table."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sensorcoach.link.connection_states import (
    TRANSITIONS,
    IllegalTransitionError,
    LinkEvent,
    LinkProgress,
    draw_diagram,
    next_state,
)
from sensorcoach.link.status import LinkState

PAGE = Path(__file__).parents[2] / "docs" / "connection.md"


def test_the_picture_is_the_table():
    """The diagram in the documentation shows exactly the transition table."""
    assert draw_diagram() in PAGE.read_text(encoding="utf-8")


def test_every_state_can_be_stopped():
    """A connection can be ended in every state; afterwards there are no transitions."""
    for state in set(LinkState) - {LinkState.STOPPING, LinkState.STOPPED}:
        assert next_state(state, LinkEvent.STOP) is LinkState.STOPPING
    assert next_state(LinkState.STOPPING, LinkEvent.ENDED) is LinkState.STOPPED
    assert not TRANSITIONS[LinkState.STOPPED]


def test_every_state_can_be_reached():
    """Each state is the target of a transition."""
    reached = {after for table in TRANSITIONS.values() for after in table.values()}
    assert reached == set(LinkState)


@given(st.lists(st.sampled_from(list(LinkEvent))))
def test_a_transition_outside_the_table_cannot_happen(events: list[LinkEvent]):
    """A transition that the table does not contain raises an error and changes nothing."""
    progress = LinkProgress()
    for at_s, event in enumerate(events):
        if event in TRANSITIONS[progress.state]:
            progress = progress.apply_event(event, float(at_s))
            assert progress.since_s <= at_s
        else:
            with pytest.raises(IllegalTransitionError, match=progress.state):
                progress.apply_event(event, float(at_s))
