"""A backup is the log and the settings of a timeline in one SQLite file, verified before it has its name.

A restored timeline is verified before its folder is one: `timeline.toml`, by which a folder is a timeline, comes last.
Both hold what is in the log now and nothing of what was redacted from it. A private key is in neither, nor are tables.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from timeline import folder as folders
from timeline.erasure import erase_redacted
from timeline.errors import TimelineError
from timeline.files import check_free, explained, sync_folder
from timeline.log import copying
from timeline.log.sqlite import SqliteLog
from timeline.log.verify import Checkpoint, redacted_after
from timeline.placing import folder_for, move, staged, sync
from timeline.projections import ahead
from timeline.proofs.checkpoints import kept
from timeline.regular import text
from timeline.service import Timeline


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restored timeline holds. `settings`: whether the backup had any; `latest`: the last `recorded_at`."""

    checkpoint: Checkpoint
    settings: bool
    latest: str


def backup(folder: Path, file: Path) -> Checkpoint:
    """Write a backup of the timeline in `folder` into the new file `file`, while others append.

    The file has mode 0600: it holds what is restricted. Raises TimelineError, and then there is no such file: where
    there was one before, where the log does not verify or does not extend the checkpoint in its folder, and where the
    disk refuses.
    """
    settings, signed = folders.settings(folder), kept(folder)
    with explained(str(file)):
        check_free(file)
        with staged(file) as beside:
            made = beside / folders.LOG
            while True:
                checkpoint = _copied(folder, made, file, settings, signed)
                # Whoever redacts later than this finds the backup in its place.
                with SqliteLog.open(folder / folders.LOG) as log:
                    if not redacted_after(log, checkpoint.size):
                        break
                made.unlink()
            move(made, file)
    return checkpoint


def _copied(folder: Path, made: Path, file: Path, settings: folders.Settings, signed: list[Checkpoint]) -> Checkpoint:
    """Copy the log as it is now into the new file `made`, for the backup `file`, and verify it."""
    with SqliteLog.open(folder / folders.LOG) as log:
        ahead.check(log, folder / folders.TABLES)
        log.backup(made, text(folder / folders.SETTINGS, "strict"))
    with Timeline(SqliteLog.open(made), None, settings) as copy:
        checkpoint = _verified(copy, f"the log of {folder}{_held(signed)}", _DAMAGED_LOG.format(folder=folder), *signed)
        # What a reader kept from being overwritten in the log, or what another process is about to erase.
        if erase_redacted(copy.log):
            checkpoint = _verified(copy, f"the copy for {file}", "Back it up again.", *signed)
    copying.settle(made)
    sync(made)
    return checkpoint


def restore(file: Path, folder: Path, progress: Callable[[int], None] = lambda done: None) -> Restored:
    """Make a timeline of the backup `file` in `folder`, which is new or empty. The tables are built afresh.

    `progress` is told how many entries are in the tables. Raises TimelineError, and then there is no timeline in
    `folder`: where there is anything in it before, where the backup does not verify, and where the disk refuses. A
    restore that was killed can be done again in the same folder.
    """
    with explained(str(file)):
        if not file.is_file() and file.exists():
            raise TimelineError(f"{file} is no file. Name the file that `timeline backup` has written.")
        if not os.access(file, os.R_OK):
            # Tells why. To open and close a log that this process has open would let go of its locks.
            file.open("rb").close()
    with explained(str(folder)):
        _check_empty(folder)
        new = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with staged(folder / folders.LOG) as beside:
                _check_empty(folder)
                restored = _rebuilt(file, beside, folder, progress)
                _check_empty(folder)
                _put_all(beside, folder)
        except BaseException:
            if new and not any(folder.iterdir()):
                folder.rmdir()
            raise
    return restored


#: What the settings are called until they are in their place: the folder in which they are made is no timeline either.
_SETTINGS = "settings"
#: What to do about a log that cannot be backed up as it is.
_DAMAGED_LOG = (
    "Restore it from an earlier backup. To keep its bytes as they are, end whatever uses the timeline and copy the "
    "whole folder: cp -a {folder} COPY"
)


def _held(signed: list[Checkpoint]) -> str:
    return ", held to the last checkpoint in its folder," if signed else ""


def _check_empty(folder: Path) -> None:
    """But for what a restore that was killed has left there, `folder` must be empty or new."""
    if (folder / folders.SETTINGS).exists():
        raise TimelineError(f"{folder} is a timeline already. Choose a new or empty folder.")
    begun = folder_for(folder / folders.LOG).is_dir()
    if folder.exists() and not begun and not (folder.is_dir() and not any(folder.iterdir())):
        raise TimelineError(f"{folder} holds something else. Choose a new or empty folder.")


def _rebuilt(file: Path, beside: Path, folder: Path, progress: Callable[[int], None]) -> Restored:
    """Make log, tables and settings in `beside`, out of the backup."""
    made = beside / folders.LOG
    with explained(f"{file} to {folder}", "Take another backup."):
        try:
            told = copying.read(file, made)
        except sqlite3.OperationalError as problem:
            if "no such table" not in str(problem):
                raise
            raise TimelineError(
                f"{file} holds no log. Name the file that `timeline backup` has written, or a log.db."
            ) from problem
    settings = folders.Settings(folders.title_of(folder)) if told is None else _settings(file, told)
    with Timeline(SqliteLog.open(made), beside / folders.TABLES, settings) as copy:
        _verified(copy, str(file), "Take another backup.")
        copy.rebuild(progress)
        checkpoint = _verified(copy, f"what was restored from {file}", "Restore it again.")
        latest = copy.log.get(checkpoint.size).recorded_at if checkpoint.size else ""
    for database in (made, beside / folders.TABLES):
        copying.settle(database)
    (beside / _SETTINGS).write_text(settings.to_toml() if told is None else told, encoding="utf-8")
    return Restored(checkpoint, told is not None, latest)


def _settings(file: Path, told: str) -> folders.Settings:
    """What the settings in the backup say. Raises TimelineError where no timeline could be opened with them."""
    try:
        return folders.parsed(told, f"{file}, {folders.SETTINGS} in it")
    except TimelineError as problem:
        raise TimelineError(
            f"{problem}\nNothing was written. Take another backup. If there is none, copy {file} into a new folder as "
            f"{folders.LOG}, write a {folders.SETTINGS} beside it, and run `timeline verify` and `timeline rebuild` "
            "there."
        ) from problem


def _put_all(beside: Path, folder: Path) -> None:
    """Move what was made into the folder, the settings last. What a killed restore has moved before is replaced."""
    moves = {folders.TABLES: folders.TABLES, folders.LOG: folders.LOG, _SETTINGS: folders.SETTINGS}
    try:
        for made, place in moves.items():
            sync(beside / made)
            (beside / made).replace(folder / place)
            sync_folder(folder)
    except BaseException:
        for place in moves.values():
            (folder / place).unlink(missing_ok=True)
        raise


def _verified(copy: Timeline, what: str, remedy: str, *against: Checkpoint) -> Checkpoint:
    """The checkpoint of a log that verifies, and extends those given. Raises TimelineError with all its faults."""
    found = copy.verify(*against)
    if not found.ok:
        faults = "\n".join(found.told())
        raise TimelineError(f"{faults}\n{what[0].upper()}{what[1:]} does not verify, and nothing was written. {remedy}")
    return Checkpoint(found.size, found.root, copy.origin)
