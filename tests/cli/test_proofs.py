"""Signing, proving and checking at the command line: what was checked is said, and what was not."""

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import Iterable
from pathlib import Path

import pytest
from click.testing import CliRunner

import timeline.cli.prove
from tests.cli.signing import Run, folder, kept, run
from tests.privacy import MARKER, holding
from tests.proofs.conftest import PARTLY, PUBLIC, REDACTED, SIZE, WITHHELD, signed
from tests.samples import GROUND, strike
from timeline.cli.group import cli
from timeline.cli.output import as_files
from timeline.errors import TimelineError
from timeline.log.entries import Draft
from timeline.log.inclusion import full_subtrees
from timeline.log.sqlite import SqliteLog
from timeline.proofs.keys import listed
from timeline.proofs.signing import SigningKey
from timeline.service import Timeline

__all__ = ["folder", "kept", "run", "signed"]


def test_init_makes_a_key_that_is_nowhere_but_in_its_file(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["init", str(tmp_path / "t"), "--prefix", "TST"])
    assert done.exit_code == 0
    file = tmp_path / "t" / "signing.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with Timeline.open(tmp_path / "t") as timeline:
        timeline.append([*GROUND, strike(1)], recorded_by="desk")
    for command in (["checkpoint"], ["prove", PUBLIC], ["key"], ["rebuild"]):
        done = CliRunner().invoke(cli, ["--dir", str(tmp_path / "t"), *command])
        assert done.exit_code == 0
        assert "PRIVATE" not in done.output
    body = file.read_text(encoding="utf-8").splitlines()[1]
    assert holding(tmp_path / "t", body) == {"signing.key"}
    assert holding(tmp_path / "t", "PRIVATE KEY") == {"signing.key"}


def test_a_timeline_without_a_key_gets_one_when_it_first_signs(run: Run, folder: Path) -> None:
    for name in ("signing.key", "verifier.keys", "checkpoint"):
        (folder / name).unlink()
    done = run("prove", PUBLIC)
    assert (done.exit_code, done.output.split(". ")[1]) == (1, "Make one: timeline checkpoint\n")
    assert not (folder / "signing.key").exists()
    signed = run("checkpoint")
    assert signed.exit_code == 0
    assert f"There was no key to sign with, so {folder / 'signing.key'} was made." in signed.stderr
    assert "key" not in run("checkpoint").stderr
    assert run("key").output == listed(folder).splitlines()[1] + "\n"
    assert run("prove", PUBLIC).exit_code == 0


def test_a_key_without_its_last_checkpoint_is_refused_and_a_new_one_is_told_of(run: Run, folder: Path) -> None:
    (folder / "checkpoint").unlink()
    told = run("checkpoint")
    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr.startswith(f"Nothing was signed. {folder / 'checkpoint'} is missing, the last checkpoint that")
    assert told.stderr.endswith("make a new key, which has signed nothing, and publish it: timeline key --rotate\n")
    assert run("key", "--rotate").exit_code == 0
    assert run("prove", PUBLIC).stderr.startswith(f"{PUBLIC} came after the last checkpoint, which is of 0 events.")
    assert run("verify").output.startswith(f"The log verifies: {SIZE} events")
    assert run("checkpoint").exit_code == 0
    assert run("prove", PUBLIC).exit_code == 0


def test_a_checkpoint_is_printed_or_written_into_a_new_file(run: Run, folder: Path, tmp_path: Path) -> None:
    assert run("checkpoint", tmp_path / "kept").output == ""
    assert (tmp_path / "kept").read_text(encoding="utf-8") == run("checkpoint").output
    assert run("log", "--checkpoint").output == "".join(run("checkpoint").output.splitlines(keepends=True)[:3])
    again = run("checkpoint", tmp_path / "kept")
    assert (again.exit_code, "there already" in again.output) == (1, True)


def test_of_two_files_that_belong_together_none_is_left_where_the_other_cannot_be(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "none" / "second"
    for pair in ([first, second], [second, first]):
        with pytest.raises(TimelineError, match=r"second: There is no folder .*none\. Make it first: mkdir -p"):
            as_files(dict.fromkeys(pair, b"words"))
        assert list(tmp_path.iterdir()) == []
    second.parent.mkdir()
    second.touch()
    with pytest.raises(TimelineError, match="is there already"):
        as_files(dict.fromkeys([first, second], b"words"))
    assert (first.exists(), second.read_bytes()) == (False, b"")


def test_a_proof_of_an_id_without_its_check_digits_is_answered_with_the_whole_one(run: Run, kept: Path) -> None:
    told = run("prove", "TST-0000-0006")
    assert (told.exit_code, told.stderr.endswith("Did you mean TST-0000-0006-87?\n")) == (1, True)


def test_a_proof_is_checked_without_any_timeline(run: Run, folder: Path, tmp_path: Path) -> None:
    proof, keys = tmp_path / f"{PUBLIC}.tlog-proof", tmp_path / "keys"
    assert run("prove", PUBLIC.lower(), proof).output == ""
    shutil.copy(folder / "verifier.keys", keys)
    key = run("key").output.strip()
    shutil.rmtree(folder)
    for given in (keys, key):
        told = CliRunner().invoke(cli, ["verify-proof", str(proof), "--key", str(given)])
        assert told.exit_code == 0
        assert told.output.startswith(f"{PUBLIC} is event 6 of the first {SIZE} in the log incident-timeline/TST.\n")
        assert '"incident": "market"' in told.output
    answer = json.loads(CliRunner().invoke(cli, ["verify-proof", str(proof), "--key", key, "--json"]).output)
    assert (answer["entry"]["id"], answer["size"], answer["body"]["incident"]) == (PUBLIC, SIZE, "market")
    other = SigningKey.new("incident-timeline/TST").verifier
    told = CliRunner().invoke(cli, ["verify-proof", str(proof), "--key", other])
    assert told.exit_code == 1
    assert told.output.startswith(f"{proof} proves nothing. ")
    assert "by none of the keys" in told.output


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            "nonsense",
            "--key 'nonsense' is not a verifier key. It has the form name+hash+base64. There is no file of that",
        ),
        ("a+b+c", "--key 'a+b+c' is not a verifier key. It has the form name+hash+base64. Nothing was checked."),
        ("", "--key is empty, and holds no verifier key. Nothing was checked."),
        (".", "--key .: Is a directory. A folder is where the file should be."),
        ("empty", "--key empty holds no verifier key. Nothing was checked."),
        ("damaged", "--key damaged, line 2: 'nonsense' is not a verifier key."),
    ],
)
def test_a_key_that_is_none_is_named_and_the_proof_is_not_blamed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str, words: str
) -> None:
    run("prove", PUBLIC, tmp_path / "proof")
    (tmp_path / "empty").write_text("# none\n", encoding="utf-8")
    (tmp_path / "damaged").write_text("# one\nnonsense\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    told = CliRunner().invoke(cli, ["verify-proof", "proof", "--key", given])
    assert (told.exit_code, told.output[: len(words)]) == (1, words)
    assert "proves nothing" not in told.output


def test_a_damaged_list_of_keys_is_named_with_its_line_before_anything_is_signed_or_checked(
    run: Run, folder: Path
) -> None:
    with (folder / "verifier.keys").open("a", encoding="utf-8") as keys:
        keys.write("garbage\n")
    for command in (["checkpoint"], ["key"], ["key", "--rotate"], ["prove", PUBLIC], ["verify"]):
        told = run(*command)
        assert told.exit_code == 1
        assert told.output.startswith(f"{folder / 'verifier.keys'}, line 3: 'garbage' is not a verifier key.")
        assert told.output.endswith(" Put the line back from a copy, or remove it.\n")


@pytest.mark.parametrize("id", [WITHHELD, PARTLY])
def test_a_proof_of_what_is_not_public_tells_it_only_when_asked_to(run: Run, tmp_path: Path, id: str) -> None:
    told = run("prove", id, tmp_path / "public")
    assert "not public, or not all of it" in told.output
    assert "--restricted" in told.output
    key = run("key").output.strip()
    without = CliRunner().invoke(cli, ["verify-proof", str(tmp_path / "public"), "--key", key])
    assert without.output.endswith("Its type is airstrike. What it says, the proof does not tell.\n")
    run("prove", id, tmp_path / "whole", "--restricted")
    assert (tmp_path / "whole").stat().st_mode & 0o077 == 0
    whole = CliRunner().invoke(cli, ["verify-proof", str(tmp_path / "whole"), "--key", key])
    assert (MARKER in whole.output, MARKER in without.output) == (True, False)


@pytest.mark.parametrize("how", ["restrict", "redact"])
def test_what_is_withheld_while_a_proof_is_made_is_not_told(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    def meanwhile(leaves: Iterable[bytes]) -> list[bytes]:
        with Timeline.open(folder) as other:
            if how == "restrict":
                other.restrict(PUBLIC, reason="danger", recorded_by="desk")
            else:
                other.redact(PUBLIC, reason="danger", authority="the editor", recorded_by="desk")
        return full_subtrees(leaves)

    monkeypatch.setattr(timeline.cli.prove, "full_subtrees", meanwhile)
    told = run("prove", PUBLIC, tmp_path / "proof")
    assert ("not public" if how == "restrict" else "was redacted") in told.output
    checked = CliRunner().invoke(cli, ["verify-proof", str(tmp_path / "proof"), "--key", run("key").output.strip()])
    assert checked.output.endswith("What it says, the proof does not tell.\n")


def test_a_proof_of_what_was_redacted_says_that_there_was_an_event(run: Run, tmp_path: Path) -> None:
    told = run("prove", REDACTED, tmp_path / "proof", "--restricted")
    assert told.output.startswith(f"{REDACTED} was redacted: ")
    key = run("key").output.strip()
    checked = CliRunner().invoke(cli, ["verify-proof", str(tmp_path / "proof"), "--key", key])
    assert f"{REDACTED} is event 8 of the first {SIZE}" in checked.output


def test_a_proof_that_would_not_verify_is_not_written(run: Run, folder: Path, tmp_path: Path) -> None:
    note = (folder / "checkpoint").read_text(encoding="utf-8")
    (folder / "checkpoint").write_text(note[:-9] + ("A" if note[-9] != "A" else "B") + note[-8:], encoding="utf-8")
    told = run("prove", PUBLIC, tmp_path / "proof")
    assert told.exit_code == 1
    assert told.output.startswith("The proof would not verify. ")
    assert not (tmp_path / "proof").exists()


def test_words_from_a_log_cannot_move_the_terminal(tmp_path: Path) -> None:
    folder = tmp_path / "t"
    with Timeline.init(folder, "TST") as timeline:
        timeline.append([*GROUND, strike(1)], recorded_by="desk")
    with SqliteLog.open(folder / "log.db") as log:
        log.append([Draft("other", 1, '{"note":"\u202egnp.exe"}'.encode())], recorded_by="desk")
    run = CliRunner()
    for command in ("rebuild", "checkpoint"):
        assert run.invoke(cli, ["--dir", str(folder), command]).exit_code == 0
    proof = run.invoke(cli, ["--dir", str(folder), "prove", "TST-0000-0007-84", "--restricted"])
    assert proof.exit_code == 0, proof.output
    (tmp_path / "proof").write_text(proof.stdout, encoding="utf-8")
    told = run.invoke(cli, ["verify-proof", str(tmp_path / "proof"), "--key", str(folder / "verifier.keys")])
    assert "\\u202egnp.exe" in told.output
    (tmp_path / "proof").write_text(proof.stdout.replace("— incident", "— \u202eincident"), encoding="utf-8")
    told = run.invoke(cli, ["verify-proof", str(tmp_path / "proof"), "--key", str(folder / "verifier.keys")])
    assert "signed by \\u202eincident-timeline/TST+" in told.output
