from __future__ import annotations

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from timeline.log.merkle import Frontier, leaf_hash

# The entries and the roots of 1, 2, … 8 of them in Certificate Transparency's reference tests of RFC 6962
# (github.com/google/certificate-transparency, cpp/merkletree/merkle_tree_test.cc).
ENTRIES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def test_the_roots_are_those_of_the_reference_tests_of_rfc_6962() -> None:
    tree = Frontier()
    assert tree.root() == sha256().digest()
    roots = []
    for entry in ENTRIES:
        tree.extend([leaf_hash(bytes.fromhex(entry))])
        roots.append(tree.root().hex())
    assert roots == ROOTS


@given(st.lists(st.lists(st.binary(max_size=40), max_size=40), min_size=1, max_size=6))
def test_the_root_is_that_of_an_independent_implementation_however_many_leaves_come_at_once(
    batches: list[list[bytes]],
) -> None:
    ours, theirs = Frontier(), InmemoryTree(algorithm="sha256")
    for entries in batches:
        ours.extend([leaf_hash(entry) for entry in entries])
        for entry in entries:
            theirs.append_entry(entry)
        assert ours.size == theirs.get_size()
        if ours.size:
            assert ours.root() == theirs.get_root()
