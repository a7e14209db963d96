"""A proof holds what the log holds of one event, and of what is not public nothing that could tell it."""

from __future__ import annotations

import sqlite3
from base64 import b64decode
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.privacy import MARKER
from tests.proofs.conftest import CORRECTED, CORRECTION, PARTLY, PUBLIC, REDACTED, SIZE, WITHHELD
from tests.samples import GROUND, claim, strike
from timeline.cli.group import cli
from timeline.errors import TimelineError
from timeline.log.ids import format_id, parse_id
from timeline.proofs.checkpoints import latest, sign
from timeline.proofs.keys import listed
from timeline.proofs.prove import prove
from timeline.service import Timeline
from timeline.standing import Standing
from timeline.verifier import keys_in, proved
from timeline.visibility import Visibility


def extra(proof: str) -> bytes:
    return b64decode(proof.splitlines()[1].removeprefix("extra "))


def test_every_event_of_a_timeline_is_proved_with_the_body_that_the_log_holds(signed: Path) -> None:
    keys = keys_in(listed(signed))
    with Timeline.open(signed) as timeline:
        for position in range(1, SIZE + 1):
            entry = timeline.log.get(position)
            text = prove(timeline.log, latest(signed), position, with_body=True)
            found = proved(text.encode(), keys)
            assert (found.index, found.entry["id"], found.checkpoint.size) == (position - 1, entry.id, SIZE)
            assert found.entry["commitment"] == entry.commitment
            if entry.body:
                assert extra(text).splitlines()[2] == entry.body
            else:
                assert (entry.id, found.body) == (REDACTED, None)


def test_without_the_body_a_proof_holds_neither_body_nor_salt(signed: Path) -> None:
    _, position = parse_id(WITHHELD)
    with Timeline.open(signed) as timeline:
        _, stored, _, salt, body = next(timeline.log.raw(position, after=position - 1))
        told = prove(timeline.log, latest(signed), position, with_body=True)
        held_back = prove(timeline.log, latest(signed), position, with_body=False)
    assert MARKER.encode() in body
    for part in (body, salt.hex().encode(), MARKER.encode()):
        assert part in extra(told)
        assert part not in extra(held_back)
    assert extra(held_back) == stored + b"\n"
    assert salt not in held_back.encode()
    assert proved(held_back.encode(), keys_in(listed(signed))).body is None


def test_an_event_is_told_whole_only_where_all_of_it_is_public(signed: Path) -> None:
    with Timeline.open(signed) as timeline:
        visibility = Visibility(Standing(timeline.log))
        told = {entry.id for entry in timeline.log.read() if visibility.shows_all(entry)}
    hidden = {WITHHELD, REDACTED, PARTLY}
    assert {PUBLIC, CORRECTED, CORRECTION} <= told
    assert told == {format_id("TST", position) for position in range(1, SIZE + 1)} - hidden


def test_what_is_restricted_after_it_was_signed_is_told_no_more(tmp_path: Path) -> None:
    with Timeline.init(tmp_path / "t", "TST") as timeline:
        timeline.append([*GROUND, strike(1)], recorded_by="desk")
        entry = timeline.log.get(6)
        assert Visibility(Standing(timeline.log)).shows_all(entry)
        timeline.restrict(entry.id, reason="under review", recorded_by="desk")
        assert not Visibility(Standing(timeline.log)).shows_all(entry)


def test_a_correction_that_holds_a_restricted_person_is_not_told_whole(tmp_path: Path) -> None:
    with Timeline.init(tmp_path / "t", "TST") as timeline:
        timeline.append([*GROUND, claim(strikes=2)], recorded_by="desk")
        naming = claim(strikes=2, people=[{"name": MARKER}])
        receipt = timeline.correct(format_id("TST", 6), naming, reason="a victim is named", recorded_by="desk")
        visibility = Visibility(Standing(timeline.log))
        entry = timeline[str(receipt.id)].entry
        assert visibility.of(entry.id, timeline[entry.id].event) == "public"
        assert not visibility.shows_all(entry)
        sign(timeline, tmp_path / "t")
    told = CliRunner().invoke(cli, ["--dir", str(tmp_path / "t"), "prove", entry.id])
    assert MARKER.encode() not in extra(told.stdout)


def test_an_event_that_came_after_the_checkpoint_is_not_proved(signed: Path, tmp_path: Path) -> None:
    with Timeline.open(signed) as timeline:
        note = latest(signed).replace(f"\n{SIZE}\n", f"\n{SIZE - 1}\n")
        with pytest.raises(TimelineError, match=r"came after the last checkpoint.*timeline checkpoint"):
            prove(timeline.log, note, SIZE, with_body=True)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE log SET leaf = zeroblob(32) WHERE position = 3",
        "UPDATE log SET leaf = zeroblob(32) WHERE position = 6",
        "UPDATE log SET body = x'7b7d' WHERE position = 6",
        "UPDATE log SET salt = zeroblob(16) WHERE position = 6",
    ],
)
def test_nothing_is_proved_from_a_log_that_is_not_what_was_signed(signed: Path, tmp_path: Path, change: str) -> None:
    copy = tmp_path / "log.db"
    with sqlite3.connect(signed / "log.db") as whole, sqlite3.connect(copy) as forger:
        whole.backup(forger)
        forger.execute("DROP TRIGGER log_update")
        forger.execute(change)
    for db in (whole, forger):
        db.close()
    (tmp_path / "timeline.toml").write_text('title = "T"\n', encoding="utf-8")
    with Timeline.open(tmp_path) as timeline, pytest.raises(TimelineError, match="not what the checkpoint is of"):
        prove(timeline.log, latest(signed), 6, with_body=True)
