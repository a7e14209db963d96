"""Go's own client of transparency logs opens our checkpoints and checks our proofs, and builds the same paths."""

from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.go import Ask, client
from tests.proofs.conftest import CORRECTION, PARTLY, PUBLIC, SIZE, WITHHELD
from timeline.cli.group import cli
from timeline.log.inclusion import full_subtrees, inclusion
from timeline.log.merkle import leaf_hash
from timeline.proofs.checkpoints import latest
from timeline.proofs.keys import listed
from timeline.proofs.signing import SigningKey
from timeline.service import Timeline


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    return client(Path(__file__).parent / "client" / "main.go", tmp_path_factory.mktemp("go"))


def printed(folder: Path, *arguments: str) -> str:
    done = CliRunner().invoke(cli, ["--dir", str(folder), *arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_it_opens_a_checkpoint_that_the_command_has_written(ask: Ask, signed: Path) -> None:
    note, key = printed(signed, "checkpoint"), printed(signed, "key").strip()
    with Timeline.open(signed) as timeline:
        root = b64encode(bytes.fromhex(timeline.verify().root)).decode()
    stranger = SigningKey.new("incident-timeline/TST").verifier
    opened, changed, strange = ask(
        {"Note": note, "Keys": [key]},
        {"Note": note.replace(f"\n{SIZE}\n", f"\n{SIZE + 1}\n"), "Keys": [key]},
        {"Note": note, "Keys": [stranger]},
    )
    assert opened == {"Origin": "incident-timeline/TST", "Size": SIZE, "Root": root, "Index": 0}
    assert "invalid signature" in changed["Error"]
    assert "no verifiable signatures" in strange["Error"]


def test_it_checks_proofs_that_the_command_has_written(ask: Ask, signed: Path) -> None:
    keys = listed(signed).splitlines()[1:]
    proofs = {id: printed(signed, "prove", id) for id in (PUBLIC, CORRECTION, WITHHELD, PARTLY)}
    answers = ask(*({"Proof": proof, "Keys": keys} for proof in proofs.values()))
    with Timeline.open(signed) as timeline:
        for id, found in zip(proofs, answers, strict=True):
            entry = timeline[id].entry
            assert "Error" not in found
            assert (found["Index"], found["Size"]) == (entry.position - 1, SIZE)
            assert json.loads(found["Entry"])["id"] == id
            assert found.get("Body", "").encode() == (entry.body if id in (PUBLIC, CORRECTION) else b"")
    moved = proofs[PUBLIC].replace("\nindex 5\n", "\nindex 6\n")
    (refused,) = ask({"Proof": moved, "Keys": keys})
    assert refused["Error"]


def test_it_finds_the_same_paths_and_roots_in_all_trees_of_up_to_70_leaves(ask: Ask) -> None:
    leaves = [leaf_hash(str(number).encode()) for number in range(600)]
    encoded = [b64encode(leaf).decode() for leaf in leaves]
    sizes = [*range(1, 71), 256, 257, 600]
    for size, found in zip(sizes, ask(*({"Leaves": encoded[:size]} for size in sizes)), strict=True):
        full = full_subtrees(leaves[:size])
        for index in range(size):
            path, root = inclusion(index, size, full, lambda after, until: iter(leaves[after:until]))
            assert [b64encode(one).decode() for one in path] == found["Paths"][index]
            assert b64encode(root).decode() == found["Root"]


def test_the_checkpoint_in_a_proof_is_the_one_that_was_signed(signed: Path) -> None:
    assert printed(signed, "prove", PUBLIC).endswith(f"\n\n{latest(signed)}")
