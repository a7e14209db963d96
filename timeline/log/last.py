"""The last entry of a log's file, read without the vocabulary: it tells whether tables hold all of the log."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from events.keys import REDACTED
from timeline.log.erasing import interrupted
from timeline.log.ids import parse_id
from timeline.log.sqlite_file import connect


def last(path: Path) -> tuple[int, str] | None:
    """The last position in the log at `path`, and what its entry commits to; 0 and nothing where it is empty.

    None where something that is redacted has yet to be erased (see `timeline.erasure`). The entry is not checked.
    Raises sqlite3.Error where the file cannot be read, ValueError where the entry cannot, InvalidId where a key cannot.
    """
    with closing(connect(path, create=False)) as db:
        if interrupted(db) or _unerased(db):
            return None
        for position, entry in db.execute("SELECT position, entry FROM log ORDER BY position DESC LIMIT 1"):
            return position, json.loads(entry)["commitment"]
    return 0, ""


def _unerased(db: sqlite3.Connection) -> bool:
    for (key,) in db.execute("SELECT key FROM key_index WHERE key >= ? AND key < ? || '~'", (REDACTED, REDACTED)):
        position = parse_id(key.removeprefix(REDACTED))[1]
        if db.execute("SELECT 1 FROM log WHERE position = ? AND body IS NOT NULL", (position,)).fetchone():
            return True
    return False
