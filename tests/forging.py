"""Somebody with the log's file and SQLite, whom no guard stops: it is lifted for each statement, and put back."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from timeline.log.entries import Draft, Row, seal


class Forger:
    """A connection to the file at `path`."""

    def __init__(self, path: Path) -> None:
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.execute("PRAGMA synchronous = OFF")

    def execute(self, statement: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        """Run a statement as if there were no triggers; there are the same ones again when it returns."""
        if statement.startswith(("SELECT", "PRAGMA", "DROP")):
            return self.db.execute(statement, values)
        guards = self.db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        with self.db:
            self.db.execute("BEGIN IMMEDIATE")
            for name, _ in guards:
                self.db.execute(f"DROP TRIGGER {name}")
            done = self.db.execute(statement, values)
            for _, sql in guards:
                self.db.execute(sql)
        return done

    def row(self, position: int) -> Row:
        found: Row = self.db.execute("SELECT * FROM log WHERE position = ?", (position,)).fetchone()
        return found

    def put(self, row: Sequence[object]) -> None:
        self.execute("REPLACE INTO log VALUES (?, ?, ?, ?, ?)", row)

    def seal(self, position: int, like: int, body: bytes) -> None:
        """An entry as the log itself would have made it, at the instant of another one, with every hash right."""
        instant = self.row(like)[1].split(b'"recorded_at":"')[1][:27].decode()
        salt = b"0123456789abcdef"
        draft = Draft("airstrike", 1, body)
        self.put(seal(draft, prefix="HEL", position=position, recorded_at=instant, recorded_by="desk", salt=salt)[1])

    def shift(self, start: int, by: int) -> None:
        """Move the entries from `start` on."""
        self.execute("UPDATE log SET position = position + 1000 WHERE position >= ?", (start,))
        self.execute("UPDATE log SET position = position - 1000 + ? WHERE position >= 1000", (by,))

    def close(self) -> None:
        self.db.close()
