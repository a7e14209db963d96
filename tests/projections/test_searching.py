"""A search finds the rows as they are, whichever came, changed or went in one batch."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlite_utils import Database

from timeline.projections import searching
from timeline.projections.tables import Column, Table

TABLE = Table("notes", "Notes.", (Column("key", str, "Key."), Column("text", str, "Text.")), ("key",), search=("text",))


@pytest.fixture
def db() -> Iterator[Database]:
    db = Database(memory=True)
    db.execute("create table notes (key text primary key, text text)")
    db.execute("insert into notes values ('a', 'bridges'), ('b', 'roads'), ('c', 'bridge')")
    searching.make_searchable(db, [TABLE])
    yield db
    db.close()


def found(db: Database, word: str) -> list[str]:
    db.execute("insert into notes_fts (notes_fts, rank) values ('integrity-check', 1)")
    rows = db.execute(
        "select key from notes join notes_fts on notes.rowid = notes_fts.rowid where notes_fts match ?", [word]
    )
    return sorted(key for (key,) in rows)


@pytest.mark.parametrize(
    ("changes", "bridges"),
    [
        (["insert into notes values ('d', 'a bridge')"], ["a", "c", "d"]),
        (["delete from notes where key = 'a'"], ["c"]),
        (["update notes set text = 'rivers' where key = 'a'"], ["c"]),
        (["update notes set text = 'rivers' where key = 'a'", "delete from notes where key = 'a'"], ["c"]),
        # The last number, and each one once the table is empty, is given again.
        (["delete from notes where key = 'c'", "insert into notes values ('d', 'roads')"], ["a"]),
        (["delete from notes", "insert into notes values ('d', 'bridge')"], ["d"]),
        (["insert into notes values ('d', 'bridge')", "delete from notes where key = 'd'"], ["a", "c"]),
    ],
)
def test_what_came_changed_or_went_is_found_as_it_is(db: Database, changes: list[str], bridges: list[str]) -> None:
    for _ in range(2):
        searching.watch(db, [TABLE])
        for change in changes:
            db.execute(change)
        searching.refresh(db, [TABLE])
        assert found(db, "bridge") == bridges
        changes = []


def test_numbers_that_were_free_before_are_given_again(db: Database) -> None:
    for change in (
        "delete from notes where key = 'a'",
        "delete from notes",
        "insert into notes values ('e', 'bridge')",
    ):
        searching.watch(db, [TABLE])
        db.execute(change)
        searching.refresh(db, [TABLE])
    assert found(db, "bridge") == ["e"]
