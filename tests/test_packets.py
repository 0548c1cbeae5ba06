"""Packets side by side are the packets they were made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sensorcoach.packets import Packet, count_payload_bytes, join_tables, split_by_role
from tests.packet_tables import table_of

PACKETS = st.lists(
    st.builds(Packet, st.floats(0.0, 1e9), st.binary(max_size=20), st.sampled_from(["stream", "info", "link"])),
    max_size=20,
)


@given(packets=PACKETS)
def test_a_table_gives_its_packets(packets: list[Packet]):
    """One by one, by number from either end, and all together they are the same."""
    table = table_of(packets)
    assert list(table) == packets
    assert [table[k] for k in range(len(table))] == packets
    assert [table[k - len(table)] for k in range(len(table))] == packets
    assert count_payload_bytes(table) == count_payload_bytes(packets)


@given(packets=PACKETS, start=st.integers(-25, 25), stop=st.integers(-25, 25))
def test_a_piece_of_a_table(packets: list[Packet], start: int, stop: int):
    """A piece of a table holds what the same piece of the list does."""
    assert list(table_of(packets)[start:stop]) == packets[start:stop]


@given(first=PACKETS, second=PACKETS)
def test_tables_end_to_end(first: list[Packet], second: list[Packet]):
    """Two tables put together hold the packets of both, in order."""
    assert list(join_tables([table_of(first), table_of(second)])) == first + second


@given(packets=PACKETS)
def test_runs_of_a_role(packets: list[Packet]):
    """Cut where the role changes, a table gives the same runs as a list, and every packet is in one."""
    runs = [(role, list(run)) for role, run in split_by_role(table_of(packets))]
    assert runs == [(role, list(run)) for role, run in split_by_role(packets)]
    assert [packet for _, run in runs for packet in run] == packets
    assert all({packet.role for packet in run} == {role} for role, run in runs)


def test_what_a_table_cannot_give():
    """A number beyond its end, or every second packet, is refused."""
    table = table_of([Packet(1.0, b"a"), Packet(2.0, b"bc")])
    with pytest.raises(IndexError):
        table[2]
    with pytest.raises(ValueError, match="one piece"):
        table[::2]
