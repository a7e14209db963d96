"""Whoever has the log is told what is withheld, and asked before anything is erased."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from events.ledger.event_redacted import EventRedacted
from tests import forked
from tests.privacy import MARKER, holding, secret, source
from tests.samples import GROUND, claim, decided
from tests.tables import store
from tests.unknown import unknown
from timeline.cli.group import cli
from timeline.service import Timeline

SECRET = "TST-0000-0006-87"
KEY = f"{MARKER}-gazette"
#: Runs a verb of `timeline` with these arguments, and `typed` as what is typed.
Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Timeline.init(tmp_path / "sample", "TST", title="Sample") as timeline:
        timeline.append([*GROUND, secret()], recorded_by="Ada")
    return tmp_path / "sample"


@pytest.fixture
def run(folder: Path) -> Run:
    return lambda *arguments, typed=None: CliRunner().invoke(cli, ["--dir", str(folder), *arguments], input=typed)


def test_a_redaction_asks_for_the_id_and_then_erases(run: Run, folder: Path) -> None:
    why = ("--reason", "names a witness", "--authority", "the editor")
    for typed in ("", "y\n", "TST-0000-0001-05\n"):
        refused = run("redact", SECRET, *why, typed=typed)
        assert refused.exit_code == 1
        assert "It cannot be undone." in refused.stdout
        assert MARKER in run("show", SECRET).stdout
    done = run("redact", SECRET.lower(), *why, typed=f" {SECRET.lower()}\n")
    assert (done.exit_code, f"TST-0000-0007-84 redacts {SECRET}." in done.stdout) == (0, True)
    assert holding(folder) == set()
    shown = run("show", SECRET)
    assert (shown.exit_code, shown.stdout.splitlines()[0]) == (0, f"{SECRET}  Redacted")
    assert "names a witness" in shown.stdout
    assert json.loads(run("show", SECRET, "--json").stdout)["body"] is None
    assert [entry["body"] for entry in json.loads(run("log", "--json").stdout) if entry["id"] == SECRET] == [None]
    assert "(airstrike: redacted)" in run("log").stdout
    assert f"{SECRET} was redacted: say so where you cite it." in run("cite", SECRET).output
    assert run("verify").exit_code == run("rebuild").exit_code == run("verify").exit_code == 0


BACKUP_KILLED = """
import os, signal, sys
from pathlib import Path
from timeline import backups
backups.move = lambda made, file: os.kill(os.getpid(), signal.SIGKILL)
backups.backup(Path(sys.argv[1]), Path(sys.argv[1]) / "b.db")
"""


def test_a_redaction_names_what_a_killed_backup_has_left_in_the_folder(run: Run, folder: Path) -> None:
    forked.run(["-c", BACKUP_KILLED, str(folder)])
    left = folder / ".b.db.partial"
    done = run("redact", SECRET, "--yes", "--reason", "names a witness", "--authority", "the editor")
    assert done.exit_code == 0
    assert holding(folder) == {".b.db.partial/log.db"}
    assert f"If none is at work, remove: {left}\n" in done.stdout


#: Kills `timeline new`, which appends a claim that holds the marker, before it removes what the author has written.
NEW_KILLED = f"""
import os, signal, sys
from pathlib import Path
from timeline.cli import new
from timeline.cli.group import cli
def edit(file):
    file.write_text("source: {{key: secret, kind: news, publisher: Gazette}}\\nevents:\\n"
                    "- {{type: airstrike, incident: bridge, strikes: 5, note: Note {MARKER}}}\\n", encoding="utf-8")
new.edit = edit
Path.unlink = lambda file, missing_ok=False: os.kill(os.getpid(), signal.SIGKILL)
cli(["--dir", sys.argv[1], "new", "airstrike"])
"""


def test_a_redaction_names_what_a_killed_author_has_left_in_the_folder(run: Run, folder: Path) -> None:
    forked.run(["-c", NEW_KILLED, str(folder)])
    (left,) = folder.glob("new-airstrike-*.yaml")
    for id in ("TST-0000-0008-81", SECRET):
        done = run("redact", id, "--yes", "--reason", "names a witness", "--authority", "the editor")
        assert (done.exit_code, f", and remove: {left}\n" in done.stdout) == (0, True), done.output
    assert holding(folder) == {left.name}
    left.unlink()
    assert "authors" not in run("redact", "secret", "--yes", "--reason", "too", "--authority", "the editor").stdout


def test_a_redaction_for_which_nobody_types_the_id_says_that_nothing_was_erased(run: Run, folder: Path) -> None:
    refused = run("redact", SECRET, "--reason", "names a witness", "--authority", "the editor", typed="")
    assert refused.exit_code == 1
    assert refused.stderr == "Nothing was typed, and nothing was erased. --yes does not ask.\n"


@pytest.mark.parametrize("typed", ["no", "HEL-0000-0001-84", "\x1b[31m"])
def test_a_redaction_for_which_something_else_is_typed_says_that_nothing_was_erased(
    run: Run, folder: Path, typed: str
) -> None:
    refused = run("redact", SECRET, "--reason", "names a witness", "--authority", "the editor", typed=f"{typed}\n")
    assert refused.exit_code == 1
    assert refused.stderr.endswith(f" is not {SECRET}. Nothing was erased.\n")
    assert "\x1b" not in refused.stderr
    assert "Redacted" not in run("show", SECRET).stdout


def test_who_cites_what_was_restricted_and_then_redacted_is_not_told_to_publish_it(run: Run, folder: Path) -> None:
    run("restrict", SECRET, "--reason", "danger")
    assert run("cite", SECRET).stderr.endswith(f'To show it: timeline publish {SECRET} --reason "…"\n')
    run("redact", SECRET, "--reason", "names a witness", "--authority", "the editor", "--yes")
    told = f"{SECRET} is withheld from the public: nobody could look it up. What it said is erased.\n"
    refused = run("cite", SECRET)
    assert (refused.exit_code, refused.stderr) == (1, told)


def test_what_was_restricted_and_then_redacted_is_shown_as_erased_and_by_whose_decision(run: Run, folder: Path) -> None:
    run("restrict", SECRET, "--reason", "danger")
    run("redact", SECRET, "--reason", "names a witness", "--authority", "the editor", "--yes")
    shown = run("show", SECRET).stdout
    assert shown.startswith(f"{SECRET}  Redacted\n\n")
    assert "names a witness (decided by the editor)" in shown
    assert "What it said is erased." in shown
    assert "This event is withheld" not in shown


@pytest.mark.parametrize(
    "command",
    [
        *("status", "show bridge", "log", "verify", "cite TST-0000-0003-96", "duplicates", "rebuild"),
        *("export sqlite F", "backup F", "checkpoint F", "prove TST-0000-0003-96 F"),
        f"correct {SECRET} F --reason x",
    ],
)
def test_whichever_command_comes_next_ends_a_redaction_that_was_interrupted(
    command: str, run: Run, folder: Path
) -> None:
    assert run("checkpoint", str(folder / "before")).exit_code == 0
    with Timeline.open(folder) as timeline:
        _ = timeline.db
        redaction = EventRedacted(redacts=(SECRET,), reason="danger", authority="the editor")
        store(timeline.log, [redaction])
    assert {name.removesuffix("-wal") for name in holding(folder)} == {"log.db", "timeline.db"}
    run(*command.replace("F", str(folder / "made")).split())
    assert holding(folder) == set()


def test_a_redaction_names_what_the_log_still_has_that_names_what_was_redacted(run: Run, folder: Path) -> None:
    party = {"party": f"Unit {MARKER}", "killed": 2}
    told = claim(casualties=[party], citation={"locator": "para 2"}, **{"as": "v1"})
    field = {"property": "killed", "party": f"Unit {MARKER}"}
    decision = decided("statement_superseded", old=["gazette:v1"], change="withdrawal", fields=[field])
    other = claim(strikes=2, citation={"locator": "para 3"})
    with Timeline.open(folder) as timeline:
        ids = [str(timeline.append(event, recorded_by="Ada").id) for event in (told, decision, other)]
    why = ("--yes", "--reason", "names a witness", "--authority", "the editor")
    done = run("redact", ids[0], *why)
    assert done.exit_code == 0
    assert f"What names it is withheld, and may have words of it: {ids[1]}. Redact that too" in done.stdout
    assert "What names it" not in run("redact", ids[2], *why).stdout
    assert {name.removesuffix("-wal") for name in holding(folder, f"Unit {MARKER}")} == {"log.db"}
    run("redact", ids[1], *why)
    assert holding(folder, f"Unit {MARKER}") == set()


def test_a_redaction_needs_a_reason_and_an_authority(run: Run, folder: Path) -> None:
    for given in (("--reason", "x"), ("--authority", "x"), ("--reason", " ", "--authority", "x")):
        assert run("redact", SECRET, "--yes", *given).exit_code == 2
    assert holding(folder)


def test_restricting_and_publishing_say_what_readers_see_since(run: Run, folder: Path) -> None:
    done = run("restrict", SECRET, "--reason", "danger")
    assert (done.exit_code, f"1 event withheld since: {SECRET}." in done.stdout) == (0, True)
    shown = run("show", SECRET)
    assert "This event is withheld" in shown.stdout
    assert f"Note {MARKER}" in shown.stdout, "whoever runs the command has the log"
    assert json.loads(run("show", SECRET, "--json").stdout)["status"] == "withheld"
    assert "2 events more withheld" in run("status").stdout
    refused = run("cite", SECRET)
    assert (refused.exit_code, f"To show it: timeline publish {SECRET}" in refused.stderr) == (1, True)
    assert run("restrict", SECRET, "--reason", "danger").exit_code == 1
    assert "counts" not in run("publish", SECRET, "--reason", "safe").stdout
    assert "withheld" not in run("show", SECRET).stdout
    assert f", {SECRET}" in run("restrict", "gazette", "--reason", "danger").stdout, "the claim goes with its source"


def test_what_rests_on_a_redacted_source_is_told_to_rest_on_it(run: Run, folder: Path) -> None:
    assert run("redact", "gazette", "--reason", "order", "--authority", "the court", "--yes").exit_code == 0
    shown = run("show", SECRET).stdout
    assert "This event is withheld: it rests on what was redacted, the source gazette. It is read from the log" in shown
    with Timeline.open(folder) as timeline:
        answered = timeline.append(claim(citation={"source": "agency"}), recorded_by="Ada")
        told = claim(citation={"source": "agency", "locator": "para 2"}, responds_to=str(answered.id))
        answer = timeline.append(told, recorded_by="Ada")
        timeline.redact(str(answered.id), reason="order", authority="the court", recorded_by="Ada")
    assert f"it rests on what was redacted, {answered.id}." in run("show", str(answer.id)).stdout


def test_publishing_says_where_something_stays_withheld(run: Run, folder: Path) -> None:
    with Timeline.open(folder) as timeline:
        told = secret(visibility="restricted", citation={"source": KEY})
        _, id = timeline.append([source(visibility="restricted"), told], recorded_by="Ada")
    assert "It stays withheld" in run("publish", str(id.id), "--reason", "safe").stdout
    assert "This event is withheld" in run("show", KEY).stdout
    run("restrict", SECRET, "--reason", "danger")
    with Timeline.open(folder) as timeline:
        timeline.correct(SECRET, claim(strikes=2), reason="without the name")
    assert "Earlier versions of it stay withheld." in run("publish", SECRET, "--reason", "safe").stdout


def test_receipts_say_what_is_restricted(run: Run) -> None:
    lines = [
        {"type": "source_recorded", "key": KEY, "kind": "news", "publisher": "Gazette", "visibility": "restricted"},
        {"type": "other", "incident": "bridge", "description": "x", "citation": {"source": KEY}},
    ]
    given = "\n".join(map(json.dumps, lines))
    assert [one["restricted"] for one in json.loads(run("append", "-", "--json", typed=given).stdout)] == [True, True]
    again = run("append", "-", typed=given).stdout
    assert " ".join(again.split()).count("already, restricted") == 2


def test_what_cannot_be_read_here_is_redacted_and_what_names_it_is_listed(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Timeline.open(folder) as timeline:
        told = claim("shelling", note=MARKER, citation={"locator": "para 3"}, **{"as": "v1"})
        answer = claim(strikes=1, citation={"locator": "para 4"}, responds_to="v1")
        id, answered = (receipt.id for receipt in timeline.append([told, answer], recorded_by="Ada"))
    with unknown("shelling"):
        done = run("redact", str(id), "--reason", "danger", "--authority", "the editor", typed=str(id))
        assert done.exit_code == 0
        assert f"{id}  shelling: {id} cannot be read. This release of incident-timeline does not know" in done.stdout
        assert f"What names it is withheld, and may have words of it: {answered}." in done.stdout
        assert run("verify").exit_code == 0
