"""Signing, proving and checking at the command line: what was checked is said, and what was not."""

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.privacy import MARKER, holding
from tests.proofs.conftest import PARTLY, PUBLIC, REDACTED, SIZE, WITHHELD, signed
from tests.samples import GROUND, strike
from timeline.cli.group import cli
from timeline.log.entries import Draft
from timeline.log.sqlite import SqliteLog
from timeline.proofs.keys import listed
from timeline.proofs.signing import SigningKey
from timeline.service import Timeline

__all__ = ["signed"]

Run = Callable[..., Result]


@pytest.fixture
def folder(signed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(signed, tmp_path / "t"))


@pytest.fixture
def run(folder: Path) -> Run:
    return lambda *arguments: CliRunner().invoke(cli, ["--dir", str(folder), *map(str, arguments)])


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
    assert run("checkpoint").exit_code == 0
    assert run("key").output == listed(folder).splitlines()[1] + "\n"
    assert run("prove", PUBLIC).exit_code == 0


def test_a_checkpoint_is_printed_or_written_into_a_new_file(run: Run, folder: Path, tmp_path: Path) -> None:
    assert run("checkpoint", tmp_path / "kept").output == ""
    assert (tmp_path / "kept").read_text(encoding="utf-8") == run("checkpoint").output
    assert run("log", "--checkpoint").output == "".join(run("checkpoint").output.splitlines(keepends=True)[:3])
    again = run("checkpoint", tmp_path / "kept")
    assert (again.exit_code, "there already" in again.output) == (1, True)


@pytest.fixture
def kept(run: Run, tmp_path: Path) -> Path:
    run("checkpoint", tmp_path / "kept")
    return tmp_path / "kept"


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
    kept.write_bytes(kept.read_bytes().replace(b"\n", b"\r\n"))  # as mail may
    assert run("verify", "--against", kept).output == told.output


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
    answer = json.loads(run("verify", "--json", "--against", kept).output)
    assert (answer["ok"], words in answer["faults"][0]["problem"]) == (False, True)


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
    for given, words in [
        (other, "by none of the keys"),
        ("nonsense", "is not a verifier key"),
        ("# none", "no verifier"),
    ]:
        told = CliRunner().invoke(cli, ["verify-proof", str(proof), "--key", given])
        assert told.exit_code == 1
        assert told.output.startswith(f"{proof} proves nothing. ")
        assert words in told.output


@pytest.mark.parametrize("id", [WITHHELD, PARTLY])
def test_a_proof_of_what_is_not_public_tells_it_only_when_asked_to(run: Run, tmp_path: Path, id: str) -> None:
    told = run("prove", id, tmp_path / "public")
    assert "not public, or not all of it" in told.output
    assert "--restricted" in told.output
    key = run("key").output.strip()
    without = CliRunner().invoke(cli, ["verify-proof", str(tmp_path / "public"), "--key", key])
    assert without.output.endswith("Its type is airstrike. What it says, the proof does not tell.\n")
    run("prove", id, tmp_path / "whole", "--restricted")
    whole = CliRunner().invoke(cli, ["verify-proof", str(tmp_path / "whole"), "--key", key])
    assert (MARKER in whole.output, MARKER in without.output) == (True, False)


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
