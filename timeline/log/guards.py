"""A log's file holds the tables and the guards of its format, word for word, and nothing else.

The guards are triggers: they abort every UPDATE and DELETE, and every INSERT but at the end. A file in which one is
missing or altered may have been changed without anybody noticing but for a checkpoint, so `verify` names it. What
stands in sqlite_schema is the text of the statement that made it (https://sqlite.org/schematab.html); it is compared
but for blanks and line breaks.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from events.keys import REDACTED

#: The format of a new log, and of one from which something was erased. Both are read.
NEW, ERASING = 1, 2
FORMATS = (NEW, ERASING)
#: The row of `meta` that holds the settings of a backup's timeline, in TOML; other logs do without.
SETTINGS = "timeline.toml"

_TABLES = {
    "log": """CREATE TABLE log(
        position INTEGER PRIMARY KEY, entry BLOB NOT NULL, leaf BLOB NOT NULL, salt BLOB, body BLOB
    ) STRICT""",
    "key_index": "CREATE TABLE key_index(key TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    "meta": "CREATE TABLE meta(name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT",
}
_GUARDS = {
    "log_insert": """CREATE TRIGGER log_insert BEFORE INSERT ON log
        WHEN NEW.position IS NOT (SELECT coalesce(max(position), 0) + 1 FROM log)
        BEGIN SELECT RAISE(ABORT, 'the log is append-only: the next position is the last one + 1'); END""",
    "log_update": "CREATE TRIGGER log_update BEFORE UPDATE ON log "
    "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
    "log_delete": "CREATE TRIGGER log_delete BEFORE DELETE ON log "
    "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
    **{
        f"meta_{change}": f"CREATE TRIGGER meta_{change} BEFORE {change.upper()} ON meta "
        "BEGIN SELECT RAISE(ABORT, 'the meta table is fixed'); END"
        for change in ("insert", "update", "delete")
    },
}
#: In the place of the guard of the same name. The redaction is found by its key in the index, and believed only if its
#: entry and its body say the same.
_ERASING_GUARD = f"""CREATE TRIGGER log_update BEFORE UPDATE ON log
    WHEN NEW.position IS NOT OLD.position OR NEW.entry IS NOT OLD.entry OR NEW.leaf IS NOT OLD.leaf
        OR NEW.salt IS NOT NULL OR NEW.body IS NOT NULL
        OR NOT EXISTS (
            SELECT 1 FROM key_index JOIN log AS said ON said.position = key_index.position,
                json_each(CAST(said.body AS TEXT), '$.redacts') AS named
            WHERE key_index.key = '{REDACTED}' || json_extract(CAST(OLD.entry AS TEXT), '$.id')
                AND said.position > OLD.position
                AND json_extract(CAST(said.entry AS TEXT), '$.type') = 'event_redacted'
                AND named.value = json_extract(CAST(OLD.entry AS TEXT), '$.id')
        )
    BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"""


def create(db: sqlite3.Connection, prefix: str) -> None:
    """Make the tables and the guards of a new log."""
    for table in _TABLES.values():
        db.execute(table)
    db.execute("INSERT INTO meta VALUES ('format', ?), ('prefix', ?)", (NEW, prefix))
    for guard in _GUARDS.values():
        db.execute(guard)


def let_erase(db: sqlite3.Connection) -> None:
    """Give the log the format in which what a redaction names can be erased; it may have that already."""
    if _format(db) != ERASING:
        with _lifted(db, "meta_update"):
            db.execute("UPDATE meta SET value = ? WHERE name = 'format'", (ERASING,))
        db.execute("DROP TRIGGER IF EXISTS log_update")
        db.execute(_ERASING_GUARD)


def keep_settings(db: sqlite3.Connection, settings: str) -> None:
    """Put the settings of a timeline into its log."""
    with _lifted(db, "meta_insert"):
        db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (SETTINGS, settings))


def take_settings(db: sqlite3.Connection) -> str | None:
    """Take the settings out of a log again; None where there are none."""
    for (settings,) in db.execute("SELECT value FROM meta WHERE name = ?", (SETTINGS,)).fetchall():
        with _lifted(db, "meta_delete"):
            db.execute("DELETE FROM meta WHERE name = ?", (SETTINGS,))
        return str(settings)
    return None


def mend(db: sqlite3.Connection) -> list[str]:
    """Put back the guards that are missing or altered, and return their names."""
    there = _made(db)
    wrong = [name for name, sql in _guards(db).items() if _plain(there.get(("trigger", name))) != _plain(sql)]
    for name in wrong:
        db.execute(f"DROP TRIGGER IF EXISTS {name}")
        db.execute(_guards(db)[name])
    return wrong


def flaws(db: sqlite3.Connection) -> list[str]:
    """What of the file's pages, tables, guards and `meta` is not as this release makes it, each with what to do.

    All of it at one moment: the first erasure changes a guard and what says that it may.
    """
    db.execute("BEGIN")
    try:
        return list(_flaws(db))
    finally:
        if db.in_transaction:
            db.rollback()


def _flaws(db: sqlite3.Connection) -> Iterator[str]:
    # A scan may pass by what a look-up stumbles over: https://sqlite.org/pragma.html#pragma_integrity_check
    for (found,) in db.execute("PRAGMA integrity_check(10)"):
        if found != "ok":
            yield f"SQLite finds: {'; '.join(str(found).splitlines())}. Restore the log from a backup."
    there, guards = _made(db), _guards(db)
    for name, sql in guards.items():
        found = there.pop(("trigger", name), None)
        if _plain(found) != _plain(sql):
            yield (
                f"The guard {name} is {'altered' if found else 'missing'}: entries may have been changed since. "
                "Compare the log with a checkpoint (--against), then run `timeline rebuild`, which puts it back."
            )
    for name, sql in _TABLES.items():
        found = there.pop(("table", name), None)
        if _plain(found) != _plain(sql):
            yield f"The table {name} is not made as a log's is. Restore the log from a backup."
    for kind, name in sorted(there):
        drop = f"DROP {kind.upper()} {_quoted(name)}"
        yield f'The {kind} "{name}" does not belong in a log. Remove it with SQLite: {drop}'
    for (position,) in db.execute("SELECT position FROM log WHERE position < 1 ORDER BY position"):
        yield f"There is an entry at position {position}, before the first. Restore the log from a backup."
    names = [str(name) for (name,) in db.execute("SELECT name FROM meta ORDER BY name")]
    for name in names:
        if name not in ("format", "prefix", SETTINGS):
            yield f'The table meta has a row "{name}", which does not belong there. Restore the log from a backup.'
    for name in ("format", "prefix"):
        if names.count(name) != 1:
            yield f'The table meta has {names.count(name)} rows "{name}". Restore the log from a backup.'


def _made(db: sqlite3.Connection) -> dict[tuple[str, str], str | None]:
    """The statements that made what is in the file, by kind and name, but for what SQLite keeps for itself."""
    query = """SELECT type, name, sql FROM sqlite_schema WHERE NOT (
        type = 'index' AND sql IS NULL AND tbl_name IN ('key_index', 'meta')
        OR type = 'table' AND name GLOB 'sqlite_stat?'
    )"""
    return {(kind, name): sql for kind, name, sql in db.execute(query)}


def _guards(db: sqlite3.Connection) -> Mapping[str, str]:
    return _GUARDS | {"log_update": _ERASING_GUARD} if _format(db) == ERASING else _GUARDS


def _format(db: sqlite3.Connection) -> object:
    for (value,) in db.execute("SELECT value FROM meta WHERE name = 'format'"):
        return value
    return None


def _plain(sql: str | None) -> str:
    return " ".join((sql or "").split())


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@contextmanager
def _lifted(db: sqlite3.Connection, guard: str) -> Iterator[None]:
    """Within a transaction: one guard of `meta` is not there meanwhile."""
    db.execute(f"DROP TRIGGER IF EXISTS {guard}")
    yield
    db.execute(_GUARDS[guard])
