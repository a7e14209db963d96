from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from timeline.log.inclusion import WIDTH, full_subtrees, inclusion
from timeline.log.merkle import leaf_hash
from timeline.verifier import NotProved, root_from

ENTRIES = [f"entry {number}".encode() for number in range(5 * WIDTH)]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]


def leaves(after: int, until: int) -> Iterator[bytes]:
    return iter(LEAVES[after:until])


def test_every_leaf_of_every_small_tree_is_proved_to_the_root_of_an_independent_implementation() -> None:
    oracle = InmemoryTree(algorithm="sha256")
    for size in range(1, 71):
        oracle.append_entry(ENTRIES[size - 1])
        for index in range(size):
            path, root = inclusion(index, size, full_subtrees(LEAVES[:size]), leaves)
            assert root == oracle.get_root()
            assert root_from(LEAVES[index], index, size, path) == root


@pytest.mark.parametrize("size", [WIDTH - 1, WIDTH, WIDTH + 1, 2 * WIDTH, 3 * WIDTH + 7, 5 * WIDTH])
def test_leaves_at_the_edges_of_full_subtrees_are_proved_too(size: int) -> None:
    oracle = InmemoryTree(algorithm="sha256")
    for entry in ENTRIES[:size]:
        oracle.append_entry(entry)
    edges = {edge + step for edge in range(0, size + 1, WIDTH) for step in (-1, 0, 1)} | {size - 1}
    for index in edges & set(range(size)):
        path, root = inclusion(index, size, full_subtrees(LEAVES[:size]), leaves)
        assert root == oracle.get_root() == root_from(LEAVES[index], index, size, path)


def test_subtrees_of_a_later_state_serve_an_earlier_one() -> None:
    size = 2 * WIDTH + 3
    known = full_subtrees(LEAVES)
    assert inclusion(5, size, known, leaves) == inclusion(5, size, full_subtrees(LEAVES[:size]), leaves)


def test_few_leaves_are_read_for_a_path() -> None:
    asked = list[int]()

    def counted(after: int, until: int) -> Iterator[bytes]:
        asked.extend(range(after, until))
        return leaves(after, until)

    inclusion(WIDTH + 3, 5 * WIDTH - 1, full_subtrees(LEAVES), counted)
    assert set(asked) <= {*range(WIDTH, 2 * WIDTH), *range(4 * WIDTH, 5 * WIDTH)}
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize(("index", "size", "full"), [(-1, 3, 0), (3, 3, 0), (0, 0, 0), (0, WIDTH, 0), (0, 513, 1)])
def test_what_is_in_no_tree_is_refused(index: int, size: int, full: int) -> None:
    with pytest.raises(ValueError, match="no leaf"):
        inclusion(index, size, [b""] * full, leaves)


@given(size=st.integers(1, 70), data=st.data())
def test_a_path_with_any_hash_changed_added_or_left_out_leads_elsewhere_or_is_refused(
    size: int, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, size - 1))
    path, root = inclusion(index, size, [], leaves)
    at = data.draw(st.integers(0, len(path)))
    other = data.draw(st.binary(min_size=32, max_size=32))
    changed = data.draw(st.sampled_from([[*path[:at], other, *path[at:]], [*path[:at], *path[at + 1 :]], path[:at]]))
    moved, grown = data.draw(st.integers(0, size - 1)), data.draw(st.integers(size, 80))
    for given_index, given_size, given_path in ((index, size, changed), (moved, size, path), (index, grown, path)):
        if (given_index, given_size, given_path) == (index, size, path):
            continue
        try:
            found = root_from(LEAVES[index], given_index, given_size, given_path)
        except NotProved:
            continue
        assert found != root or given_size != size
