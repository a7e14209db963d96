"""What was signed once is never contradicted by what is signed later."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.samples import GROUND, strike
from timeline import backups
from timeline.cli.group import cli
from timeline.errors import TimelineError
from timeline.folder import CHECKPOINT
from timeline.log.verify import Checkpoint
from timeline.proofs.checkpoints import kept, latest, sign
from timeline.proofs.keys import SIGNING, VERIFIER, listed, rotate, signing_key
from timeline.service import Timeline
from timeline.verifier import keys_in, opened


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "t"
    with Timeline.init(folder, "TST") as timeline:
        timeline.append([*GROUND, strike(1)], recorded_by="desk")
        sign(timeline, folder)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A timeline of six events that has signed a checkpoint of them."""
    return Path(shutil.copytree(made, tmp_path / "t"))


def test_a_checkpoint_is_of_the_log_as_it_is_and_opens_with_its_key(folder: Path) -> None:
    with Timeline.open(folder) as timeline:
        timeline.append(strike(2), recorded_by="desk")
        note, state = sign(timeline, folder), timeline.verify()
    found = opened(note.encode(), keys_in(listed(folder)))
    assert (found.origin, found.size, found.root.hex()) == ("incident-timeline/TST", 7, state.root)
    assert latest(folder) == note
    assert Checkpoint.parse(note) == Checkpoint(7, state.root, "incident-timeline/TST")


def test_the_same_log_has_the_same_checkpoint(folder: Path) -> None:
    with Timeline.open(folder) as timeline:
        assert sign(timeline, folder) == latest(folder)
        assert sign(timeline, folder) == latest(folder)


def test_an_empty_log_can_be_signed(tmp_path: Path) -> None:
    with Timeline.init(tmp_path / "t", "TST") as timeline:
        note = sign(timeline, tmp_path / "t")
    assert opened(note.encode(), keys_in(listed(tmp_path / "t"))).size == 0


def test_where_no_key_is_put_back_after_a_restore_a_new_one_signs_as_is_told(folder: Path, tmp_path: Path) -> None:
    backups.backup(folder, tmp_path / "b.db")
    told = CliRunner().invoke(cli, ["restore", str(tmp_path / "b.db"), str(tmp_path / "restored")])
    assert "where there is no key timeline checkpoint makes a new one, which your readers do not know" in told.output
    with Timeline.open(tmp_path / "restored") as timeline:
        note = sign(timeline, tmp_path / "restored")
    assert opened(note.encode(), keys_in(listed(tmp_path / "restored"))).size == 6
    assert listed(tmp_path / "restored") != listed(folder)


def test_a_log_that_does_not_extend_what_was_signed_is_not_signed(folder: Path) -> None:
    note, other = latest(folder), folder.parent / "other"
    with Timeline.init(other, "TST") as timeline:
        timeline.append([*GROUND, strike(1), strike(2)], recorded_by="desk")
    shutil.copy(other / "log.db", folder / "log.db")
    with Timeline.open(folder) as timeline, pytest.raises(TimelineError, match=r"Nothing was signed\. Position 6"):
        sign(timeline, folder)
    assert latest(folder) == note


def test_a_log_that_was_cut_off_is_not_signed(folder: Path) -> None:
    note = latest(folder)
    with sqlite3.connect(folder / "log.db") as forger:
        forger.execute("DROP TRIGGER log_delete")
        forger.execute("DELETE FROM log WHERE position = 6")
    forger.close()
    with Timeline.open(folder) as timeline:
        timeline.rebuild()
        assert timeline.verify().ok
        with pytest.raises(TimelineError, match="Position 6: cut off"):
            sign(timeline, folder)
    assert latest(folder) == note


def test_a_damaged_log_is_not_signed_and_makes_no_key(tmp_path: Path) -> None:
    with Timeline.init(tmp_path / "t", "TST") as timeline:
        timeline.append(GROUND, recorded_by="desk")
        with sqlite3.connect(tmp_path / "t" / "log.db") as forger:
            forger.execute("DROP TRIGGER log_update")
            forger.execute("UPDATE log SET salt = x'00' WHERE position = 2")
        forger.close()
        with pytest.raises(TimelineError, match="Position 2: body and salt"):
            sign(timeline, tmp_path / "t")
    assert not {SIGNING, VERIFIER, CHECKPOINT} & {file.name for file in (tmp_path / "t").iterdir()}


def test_a_checkpoint_file_that_is_damaged_or_of_another_log_is_named(folder: Path) -> None:
    note = latest(folder)
    for text, words in [(note[:10], "is not the checkpoint that was written there"), (f"x{note}", "Name a checkpoint")]:
        (folder / CHECKPOINT).write_text(text, encoding="utf-8")
        with Timeline.open(folder) as timeline, pytest.raises(TimelineError, match=words):
            sign(timeline, folder)


def test_a_later_checkpoint_that_another_process_kept_meanwhile_is_not_put_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = latest(folder)
    with Timeline.open(folder) as timeline:
        verified = timeline.verify
        state = verified()
        timeline.append(strike(2), recorded_by="desk")
        later = sign(timeline, folder)
        monkeypatch.setattr(timeline, "verify", lambda *against: state)
        assert sign(timeline, folder) == earlier
    assert latest(folder) == later


def test_a_checkpoint_after_a_rotation_is_signed_with_the_new_key(folder: Path) -> None:
    before = latest(folder)
    new = rotate(folder, "incident-timeline/TST")
    with Timeline.open(folder) as timeline:
        timeline.append(strike(2), recorded_by="desk")
        after = sign(timeline, folder)
    assert opened(after.encode(), keys_in(new.verifier)).size == 7
    assert opened(before.encode(), keys_in(listed(folder))).size == 6


def test_a_key_without_its_last_checkpoint_signs_nothing_until_that_is_back(folder: Path, tmp_path: Path) -> None:
    backups.backup(folder, tmp_path / "b.db")
    with Timeline.open(folder) as timeline:
        timeline.append(strike(2), recorded_by="desk")
        sign(timeline, folder)
    restored = tmp_path / "restored"
    backups.restore(tmp_path / "b.db", restored)
    for name in (SIGNING, VERIFIER):
        shutil.copy(folder / name, restored / name)
    with Timeline.open(restored) as timeline:
        timeline.append([strike(3), strike(4)], recorded_by="desk")  # not what was signed at that place
        for left in ({SIGNING, VERIFIER}, {SIGNING}):
            for name in {SIGNING, VERIFIER} - left:
                (restored / name).unlink()
            with pytest.raises(TimelineError, match=r"Nothing was signed\. .*checkpoint is missing(.|\n)*key --rotate"):
                sign(timeline, restored)
            assert not (restored / CHECKPOINT).exists()
        shutil.copy(folder / CHECKPOINT, restored / CHECKPOINT)
        with pytest.raises(TimelineError, match=r"Nothing was signed\. Position 7"):
            sign(timeline, restored)
    with Timeline.open(folder) as timeline:
        assert sign(timeline, folder) == latest(folder)


@pytest.mark.parametrize("lost", [{CHECKPOINT}, {CHECKPOINT, SIGNING}, set()])
def test_a_new_key_goes_on_where_the_last_checkpoint_is_lost(folder: Path, lost: set[str]) -> None:
    old, before = signing_key(folder, "incident-timeline/TST").verifier, latest(folder)
    (folder / CHECKPOINT).write_bytes(b"")  # as a full disk may leave a copy
    for name in lost:
        (folder / name).unlink()
    with Timeline.open(folder) as timeline:
        with pytest.raises(TimelineError, match="is missing"):
            sign(timeline, folder)
        new = rotate(folder, timeline.origin)
        after = sign(timeline, folder)
    assert listed(folder).splitlines()[1:] == [old, new.verifier]
    assert opened(after.encode(), keys_in(new.verifier)).size == opened(before.encode(), keys_in(old)).size


def test_a_key_that_is_new_has_signed_the_empty_log_which_holds_a_log_to_nothing(tmp_path: Path) -> None:
    with Timeline.init(tmp_path / "t", "TST") as timeline:
        key = signing_key(tmp_path / "t", timeline.origin)
        assert opened(latest(tmp_path / "t").encode(), keys_in(key.verifier)).size == 0
        assert kept(tmp_path / "t") == []
        timeline.append(GROUND, recorded_by="desk")
        assert sign(timeline, tmp_path / "t") == latest(tmp_path / "t")
        assert kept(tmp_path / "t")[0].size == len(GROUND)
        rotate(tmp_path / "t", timeline.origin)
    assert kept(tmp_path / "t")[0].size == len(GROUND), "a new key is held to what an older one has signed"
