"""No two tables have one name, and no table has a column twice: a type that would change that is refused by name."""

from __future__ import annotations

from collections.abc import Iterable

from events.registry import CLAIMS
from timeline.errors import TimelineError
from timeline.projections.tables import Table


def distinct(tables: Iterable[Table]) -> tuple[Table, ...]:
    """`tables` as they are. Raises TimelineError that names the type of claim whose table or column is there twice."""
    found = tuple(tables)
    names = [table.name for table in found]
    for type_, claim in CLAIMS.items():
        where = f"The type {type_} ({claim.__module__}) has"
        if names.count(claim.table) > 1:
            raise TimelineError(f'{where} the table "{claim.table}", which is there already. Give it another name.')
        columns = [column.name for table in found if table.name == claim.table for column in table.columns]
        if twice := sorted({name for name in columns if columns.count(name) > 1}):
            raise TimelineError(f'{where} a field for the column "{twice[0]}", which is there already. Rename it.')
    return found
