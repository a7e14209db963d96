"""Only what a redaction names is ever erased from a log's file, and then none of its bytes stays in it.

The guard is in the file itself (`guards`): a trigger lets one UPDATE pass, which empties body and salt of an entry
whose ID a later entry of type event_redacted names. A log gets it, and with it format 2, when something is erased for
the first time; older releases, which would take an erased entry for a damaged one, then say that a newer one is needed.

A process may be killed, or find the disk full, between emptying an entry and overwriting its bytes. SQLite's
user_version, a number in the file that is its user's to set, is 1 meanwhile: whoever opens the log next ends it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from timeline.log import guards


def erase(db: sqlite3.Connection, positions: Iterable[int]) -> None:
    """Empty body and salt of these entries and remove their keys, in one transaction, and note that bytes are left.

    Raises sqlite3.IntegrityError, and then nothing is erased, for an entry that no redaction names.
    """
    with db:
        db.execute("BEGIN IMMEDIATE")
        guards.let_erase(db)
        for position in positions:
            db.execute("UPDATE log SET salt = NULL, body = NULL WHERE position = ?", (position,))
            db.execute("DELETE FROM key_index WHERE position = ?", (position,))
        # Where somebody had SQLite count the log's rows, ANALYZE may have put keys among what it noted of them.
        for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE name GLOB 'sqlite_stat?'").fetchall():
            db.execute(f"DROP TABLE {name}")
        db.execute("PRAGMA user_version = 1")


def overwrite(db: sqlite3.Connection) -> bool:
    """Write the file anew without what was erased, and empty its write-ahead log. False where a reader prevents it.

    Emptying alone is not enough: when pages were split, SQLite left copies of rows in what it then held for free space.
    """
    db.execute("VACUUM")
    return not db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]


def ended(db: sqlite3.Connection) -> None:
    """Note that no bytes are left of what was erased."""
    db.execute("PRAGMA user_version = 0")


def interrupted(db: sqlite3.Connection) -> bool:
    """Whether something was erased of which bytes may be left."""
    return bool(db.execute("PRAGMA user_version").fetchone()[0])
