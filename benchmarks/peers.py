"""What others do with the same data, and what no way of doing our work can do without."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from benchmarks.logs import PART, PREFIX, events
from benchmarks.measuring import Data, Watch, parts, prepared, stored

#: Bytes of an event as the log stores it, about.
RECORD = 900


def fdatasync(folder: Path, size: int, watch: Watch) -> None:
    """The least that a durable append can take: a record is written at the end of a file, and synced."""
    record = os.urandom(RECORD)
    with (folder / "file").open("wb", buffering=0) as file, watch.running():
        for _ in range(size):
            file.write(record)
            os.fdatasync(file.fileno())


def sqlite_commit(folder: Path, size: int, watch: Watch) -> None:
    """A record in a transaction of its own, in the mode in which SQLite syncs each."""
    record = os.urandom(RECORD)
    with closing(sqlite3.connect(folder / "file.db", isolation_level=None)) as db:
        db.execute("pragma journal_mode = wal")
        db.execute("pragma synchronous = full")
        db.execute("create table record (position integer primary key, body blob)")
        with watch.running():
            for position in range(size):
                db.execute("insert into record values (?, ?)", (position, record))


def same_commits(folder: Path, size: int, watch: Watch) -> None:
    """The rows of our log and of its index are only inserted, an event's in a transaction of its own."""
    from events.registry import parse
    from timeline.log.entries import Draft
    from timeline.log.sqlite import SqliteLog

    given = map(parse, islice(events(), size))
    drafts = [Draft(event.type, event.version, event.canonical, event.keys) for event in given]
    with SqliteLog.create(folder / "log.db", PREFIX) as log:
        for start in range(0, size, PART):
            log.append(drafts[start : start + PART], recorded_by="desk")
    with closing(sqlite3.connect(folder / "log.db")) as db:
        entries = db.execute("select * from log order by position").fetchall()
        keys: dict[int, list[tuple[str, int]]] = {}
        for key, position in db.execute("select key, position from key_index"):
            keys.setdefault(position, []).append((key, position))
    SqliteLog.create(folder / "same.db", PREFIX).close()
    with closing(sqlite3.connect(folder / "same.db", isolation_level=None)) as db:
        db.execute("pragma synchronous = full")
        with watch.running():
            for entry in entries:
                db.execute("begin immediate")
                db.execute("insert into log values (?, ?, ?, ?, ?)", entry)
                db.executemany("insert into key_index values (?, ?)", keys.get(entry[0], ()))
                db.execute("commit")


def eventsourcing_save(folder: Path, size: int, watch: Watch) -> None:
    """A new aggregate with its event, saved by the library `eventsourcing` in SQLite, as its tutorial does."""
    from eventsourcing.application import Application
    from eventsourcing.domain import Aggregate, event

    class Incident(Aggregate):
        @event("Declared")
        def __init__(self, said: str) -> None:
            self.said = said

    database = {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(folder / "file.db")}
    application: Any = Application(env=database)
    said = "x" * (RECORD - 300)
    with watch.running():
        for _ in range(size):
            application.save(Incident(said))


def sqlite_utils_import(folder: Path, size: int, watch: Watch) -> None:
    """The same lines go into one flat table by sqlite-utils; nothing is validated."""
    files = list(parts(folder, size))
    with closing(Database(folder / "flat.db")) as db, watch.running():
        for file in files:
            with file.open(encoding="utf-8") as lines:
                db.table("events").insert_all(map(json.loads, lines), alter=True)


def validate(folder: Path, size: int, watch: Watch) -> None:
    """The same lines are only read and validated, by pydantic: what no import of them can do without."""
    from events.registry import parse

    files = list(parts(folder, size))
    with watch.running():
        for file in files:
            with file.open(encoding="utf-8") as lines:
                for line in lines:
                    parse(json.loads(line))


def sqlite_utils_rebuild(folder: Path, size: int, watch: Watch) -> None:
    """Four tables are made of the log's bodies by sqlite-utils' upsert_all, with whole numbers as keys."""
    bodies = stored(prepared(folder, size) / "log.db")
    with closing(Database(folder / "four.db")) as db, watch.running():
        while batch := list(islice(bodies, 1000)):
            for table, rows in flattened(batch).items():
                db.table(table).upsert_all(rows, pk="number" if table != "events" else "position", alter=True)


def same_rows(folder: Path, size: int, watch: Watch) -> None:
    """The rows of all our tables, are only inserted and indexed: what no rebuild of them can do without."""
    from timeline.projections.building import TABLES
    from timeline.projections.searching import make_searchable
    from timeline.projections.tables import create, index

    made = prepared(folder, size) / "timeline.db"
    with closing(sqlite3.connect(made)) as db:
        rows = {table.name: db.execute(f"select * from [{table.name}]").fetchall() for table in TABLES}
    with closing(Database(folder / "same.db")) as db, watch.running():
        db.execute("pragma journal_mode = off")
        db.execute("pragma synchronous = off")
        with db.atomic():
            create(db, TABLES)
            for table in TABLES:
                places = ", ".join("?" * len(table.columns))
                db.conn.executemany(f"insert into [{table.name}] values ({places})", rows[table.name])
            index(db, TABLES)
            make_searchable(db, TABLES)


def decode(folder: Path, size: int, watch: Watch) -> None:
    """The log is only scanned and its bodies decoded: what no rebuild can do without."""
    bodies = stored(prepared(folder, size) / "log.db")
    with watch.running():
        for _ in bodies:
            pass


def check_and_hash(folder: Path, size: int, watch: Watch) -> None:
    """SQLite checks its file; then entries and bodies are only scanned, and hashed with the nodes of their tree."""
    with closing(sqlite3.connect(prepared(folder, size) / "log.db")) as db, watch.running():
        assert db.execute("pragma integrity_check(10)").fetchone() == ("ok",)
        node = b""
        for _, entry, leaf, salt, body in db.execute("select * from log order by position"):
            sha256(b"\0" + entry).digest()
            sha256(salt + body).digest()
            node = sha256(b"\1" + node + leaf).digest()


def pymerkle_root(folder: Path, size: int, watch: Watch) -> None:
    """The entries go into a tree of the library pymerkle, which gives its root."""
    from pymerkle import InmemoryTree

    tree = InmemoryTree(algorithm="sha256")
    with closing(sqlite3.connect(prepared(folder, size) / "log.db")) as db, watch.running():
        for (entry,) in db.execute("select entry from log order by position"):
            tree.append_entry(entry)
        tree.get_state()


def flattened(bodies: list[Data]) -> dict[str, list[Data]]:
    """Rows of four tables: events, and their figures, voices and dates, as a script would make them."""
    tables: dict[str, list[Data]] = {"events": [], "figures": [], "voices": [], "dates": []}
    for body in bodies:
        at = body["position"]
        flat = {name: value if isinstance(value, str | int) else json.dumps(value) for name, value in body.items()}
        tables["events"].append(flat)
        for number, figure in enumerate(body.get("casualties", ())):
            row = {name: value if isinstance(value, str) else json.dumps(value) for name, value in figure.items()}
            tables["figures"].append({"number": at * 100 + number, "event": at} | row)
        for number, hop in enumerate(body.get("citation", {}).get("chain", ())):
            tables["voices"].append({"number": at * 100 + number, "event": at, "voice": json.dumps(hop)})
        if "occurred" in body:
            tables["dates"].append({"number": at, "occurred": json.dumps(body["occurred"])})
    return {table: rows for table, rows in tables.items() if rows}
