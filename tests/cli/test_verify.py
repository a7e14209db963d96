"""`timeline verify` holds the log to checkpoints, and says what was checked of their signatures."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.signing import Run, folder, kept, run
from tests.forging import Forger
from tests.proofs.conftest import PUBLIC, SIZE, signed
from tests.samples import strike
from timeline.log.merkle import Frontier
from timeline.log.verify import Checkpoint
from timeline.proofs.keys import listed
from timeline.proofs.signing import SigningKey
from timeline.service import Timeline

__all__ = ["folder", "kept", "run", "signed"]


def test_verify_says_who_signed_the_checkpoint(run: Run, kept: Path, folder: Path) -> None:
    key = listed(folder).splitlines()[1].rsplit("+", 1)[0][:30]
    with Timeline.open(folder) as timeline:
        timeline.append(strike(3), recorded_by="desk")
    told = run("verify", "--against", kept)
    assert told.exit_code == 0
    assert f"extends the checkpoint of {SIZE} events: {SIZE + 1} events" in told.output
    assert told.output.endswith(f"The checkpoint is signed by {key}, which verifier.keys lists.\n")
    assert json.loads(run("verify", "--json", "--against", kept).output)["checkpoint_signed_by"] == [key]
    run("key", "--rotate")
    assert run("verify", "--against", kept).output == told.output
    for file in (kept, folder / "verifier.keys", folder / "timeline.toml"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))  # as mail and Windows may
        assert run("verify", "--against", kept).output == told.output


def test_a_log_is_held_to_each_checkpoint_that_is_given(run: Run, kept: Path, folder: Path, tmp_path: Path) -> None:
    signed, (unsigned, forged) = kept, (tmp_path / name for name in ("unsigned", "forged"))
    origin, size, _ = run("log", "--checkpoint").output.splitlines()
    unsigned.write_text(run("log", "--checkpoint").output, encoding="utf-8")
    forged.write_text(Checkpoint(5, "00" * 32, origin).text(), encoding="utf-8")
    both = run("verify", "--against", signed, "--against", unsigned)
    assert both.exit_code == 0
    verifies, *signers = both.output.splitlines()
    assert f"extends the 2 checkpoints of {size} and {size} events: " in verifies
    assert signers[0].startswith(f"{signed}: The checkpoint is signed by {origin}+")
    assert signers[1].startswith(f"{unsigned}: The checkpoint is not signed: ")
    answer = json.loads(run("verify", "--json", "--against", signed, "--against", unsigned).output)
    assert (answer["ok"], answer["checkpoint_signed_by"]) == (True, [])
    for order in ((forged, signed), (signed, forged)):
        told = run("verify", *(word for file in order for word in ("--against", file)))
        assert told.exit_code == 1, order
        assert told.output.startswith("Position 5: the entries up to here are not those that the checkpoint is of.\n")
        assert f"It is held to {order[0]} and {order[1]} and {folder / 'checkpoint'}, the last" in told.output


def test_a_checkpoint_of_another_log_is_named_with_its_file(run: Run, kept: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text(Checkpoint(5, "00" * 32, "incident-timeline/HEL").text(), encoding="utf-8")
    told = run("verify", "--against", kept, "--against", other)
    assert told.exit_code == 1
    assert told.output.startswith(f"{other}: The checkpoint is of incident-timeline/HEL, and this is ")


def test_a_file_that_holds_no_checkpoint_is_named(run: Run, kept: Path, tmp_path: Path) -> None:
    (tmp_path / "sheet.yaml").write_text("events: []\n", encoding="utf-8")
    told = run("verify", "--against", tmp_path / "sheet.yaml")
    assert (told.exit_code, told.stderr) == (
        1,
        f"{tmp_path}/sheet.yaml: This is not a checkpoint. Give a file that `timeline checkpoint` has written.\n",
    )


@pytest.mark.parametrize("unsigned", [True, False])
def test_verify_says_that_a_signature_was_not_checked(run: Run, kept: Path, folder: Path, unsigned: bool) -> None:
    if unsigned:
        kept.write_text(run("log", "--checkpoint").output, encoding="utf-8")
    else:
        (folder / "verifier.keys").unlink()
    told = run("verify", "--against", kept)
    assert told.exit_code == 0
    assert ("is not signed" if unsigned else "signature was not checked") in told.output
    assert json.loads(run("verify", "--json", "--against", kept).output)["checkpoint_signed_by"] == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: text.replace(f"\n{SIZE}\n", "\n5\n"), "is not that of this checkpoint"),
        (
            lambda text: SigningKey.new("incident-timeline/TST").sign(text.partition("\n\n")[0] + "\n"),
            "by none of the keys",
        ),
        (lambda text: text[:-40] + "\n", "is not a signature"),
    ],
)
def test_verify_refuses_a_checkpoint_whose_signature_is_bad(
    run: Run, kept: Path, change: Callable[[str], str], words: str
) -> None:
    kept.write_text(change(kept.read_text(encoding="utf-8")), encoding="utf-8")
    told = run("verify", "--against", kept)
    assert (told.exit_code, words in told.output, "verifier.keys" in told.output) == (1, True, True)
    assert told.output.startswith(f"{kept}: ")
    answer = json.loads(run("verify", "--json", "--against", kept).output)
    assert (answer["ok"], words in answer["faults"][0]["problem"]) == (False, True)


def test_a_log_that_was_cut_off_is_held_to_the_checkpoint_in_its_folder(
    run: Run, folder: Path, kept: Path, tmp_path: Path
) -> None:
    earlier = tmp_path / "earlier"
    with Timeline.open(folder) as timeline:
        tree = Frontier()
        tree.extend(list(timeline.log.leaves(0, 5)))
        earlier.write_text(Checkpoint(5, tree.root().hex(), timeline.origin).text(), encoding="utf-8")
    forger = Forger(folder / "log.db")
    forger.execute("DELETE FROM log WHERE position > 12")
    forger.close()
    assert run("rebuild").exit_code == 0
    with Timeline.open(folder) as timeline:
        assert timeline.verify().ok, "else no checkpoint is needed"
    cut = f"Position 13: cut off: the checkpoint is of {SIZE} entries."
    for command in (["verify"], ["verify", "--against", earlier], ["backup", tmp_path / "b.db"]):
        told = run(*command)
        assert (told.exit_code, told.output.splitlines()[0]) == (1, cut), command
        assert "checkpoint" in told.output.partition("\n")[2]
    assert not (tmp_path / "b.db").exists()
    for id in (PUBLIC, "TST-0000-0013-66"):
        told = run("prove", id, tmp_path / "proof")
        assert (told.exit_code, told.output[: len(cut)]) == (1, cut)
        assert "`timeline verify`" in told.output
    assert run("log", "--checkpoint").exit_code == 1
    answer = json.loads(run("verify", "--json").output)
    assert (answer["ok"], answer["faults"][0]["position"]) == (False, 13)
    (folder / "checkpoint").unlink()
    assert run("verify").exit_code == 0


def test_a_log_that_goes_on_extends_the_checkpoint_in_its_folder_and_a_redaction_too(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    assert run("redact", PUBLIC, "--yes", "--reason", "an order", "--authority", "the court").exit_code == 0
    told = run("verify")
    assert told.exit_code == 0
    assert f"extends the last checkpoint in its folder, of {SIZE} events: {SIZE + 1} events" in told.output
    assert "is signed by incident-timeline/TST+" in told.output
    assert run("backup", tmp_path / "b.db").exit_code == 0
    assert run("prove", "TST-0000-0013-66").exit_code == 0


def test_a_checkpoint_whose_key_was_struck_out_is_told_with_what_to_do(run: Run, folder: Path) -> None:
    run("key", "--rotate")
    lines = (folder / "verifier.keys").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "verifier.keys").write_text("".join([lines[0], lines[2]]), encoding="utf-8")
    told = run("verify")
    assert (told.exit_code, told.output.endswith("sign anew: timeline checkpoint\n")) == (1, True)
    assert run("checkpoint").exit_code == 0
    assert run("verify").exit_code == 0
