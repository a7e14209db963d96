"""What a search finds is what the tables hold at the end of each batch of entries: it is brought up to date once in it.

A trigger on inserts, as sqlite-utils makes them, would do so for each row; and SQLite would write the whole of what the
row adds to the search before it takes the next one, which took half the time of inserting them.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from functools import cache

from sqlite_utils import Database

from timeline.projections.tables import Table


def make_searchable(db: Database, tables: Iterable[Table]) -> None:
    """Let the tables be searched that are to be, which hold all of their rows."""
    for table in _searched(tables):
        db.execute(_search(table.name, table.search))
        columns = _columns(table)
        db.execute(f"insert into [{table.name}_fts] (rowid, {columns}) select rowid, {columns} from [{table.name}]")


def watch(db: Database, tables: Iterable[Table]) -> None:
    """From now on note, of rows that are deleted or changed, what they were found by, until `refresh`."""
    for table in _searched(tables):
        name, columns = table.name, _columns(table)
        db.execute(f"create temp table if not exists [{name}_gone] (rowid integer primary key, {columns})")
        old = ", ".join(f"old.[{column}]" for column in table.search)
        for action in ("delete", f"update of {columns}"):
            trigger = f"[searched_{name}_{action[:6]}] after {action} on main.[{name}]"
            note = f"insert or ignore into [{name}_gone] (rowid, {columns}) values (old.rowid, {old})"
            db.execute(f"create temp trigger if not exists {trigger} begin {note}; end")


def refresh(db: Database, tables: Iterable[Table]) -> None:
    """Let what came, and what was noted since `watch`, be found as it is now."""
    for table in _searched(tables):
        name, columns = table.name, _columns(table)
        search, found, noted = f"[{name}_fts]", f"select id from [{name}_fts_docsize]", f"temp.[{name}_gone]"
        gone = f"select rowid from {noted}"
        # The number of a row that is gone may have been given again, and every number after the last that stayed.
        stayed = f"{found} where id not in ({gone}) order by id desc limit 1"
        (after,) = db.execute(f"select coalesce(({stayed}), 0)").fetchone()
        db.execute(
            f"insert into {search} ({search}, rowid, {columns}) "
            f"select 'delete', rowid, {columns} from {noted} where +rowid in ({found})"  # each one looked for
        )
        row = f"select rowid, {columns} from [{name}] where rowid"
        came = f"{row} > :after union all {row} in ({gone} where rowid <= :after)"
        db.execute(f"insert into {search} (rowid, {columns}) {came}", {"after": after})
        db.execute(f"delete from {noted}")


def _searched(tables: Iterable[Table]) -> Iterable[Table]:
    return (table for table in tables if table.search)


def _columns(table: Table) -> str:
    return ", ".join(f"[{column}]" for column in table.search)


@cache
def _search(name: str, columns: tuple[str, ...]) -> str:
    """The statement by which sqlite-utils lets `columns` of a table be searched.

    It looks at each character of it for its end, every time; here it does so once.
    """
    with closing(Database(memory=True)) as db:
        table = db.table(name).create(dict.fromkeys(columns, str))
        table.enable_fts(columns, tokenize="porter")
        return str(db.execute("select sql from sqlite_master where name = ?", [f"{name}_fts"]).fetchone()[0])
