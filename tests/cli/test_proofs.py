"""Signing, proving and checking at the command line: what was checked is said, and what was not."""

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.forging import Forger
from tests.privacy import MARKER, holding
from tests.proofs.conftest import PARTLY, PUBLIC, REDACTED, SIZE, WITHHELD, signed
from tests.samples import GROUND, strike
from timeline.cli.group import cli
from timeline.cli.output import as_files
from timeline.errors import TimelineError
from timeline.log.entries import Draft
from timeline.log.merkle import Frontier
from timeline.log.sqlite import SqliteLog
from timeline.log.verify import Checkpoint
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


def test_a_file_that_holds_no_checkpoint_is_named(run: Run, kept: Path, tmp_path: Path) -> None:
    (tmp_path / "sheet.yaml").write_text("events: []\n", encoding="utf-8")
    told = run("verify", "--against", tmp_path / "sheet.yaml")
    assert (told.exit_code, told.stderr) == (
        1,
        f"{tmp_path}/sheet.yaml: This is not a checkpoint. Give a file that `timeline checkpoint` has written.\n",
    )


def test_a_proof_of_an_id_without_its_check_digits_is_answered_with_the_whole_one(run: Run, kept: Path) -> None:
    told = run("prove", "TST-0000-0006")
    assert (told.exit_code, told.stderr.endswith("Did you mean TST-0000-0006-87?\n")) == (1, True)


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
