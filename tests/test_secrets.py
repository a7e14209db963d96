"""Nothing public depends on what is withheld: had it said otherwise, no count, no day and no word were different."""

from __future__ import annotations

from contextlib import closing
from datetime import date

from hypothesis import assume, given
from hypothesis import strategies as st
from sqlite_utils import Database

from events.base import Event
from tests.amended import amended_histories
from tests.decided import decided_histories
from tests.laws import examples
from tests.tables import Rows, contents
from tests.twins import logged, telling, twins
from timeline.log.engine import KeyTaken
from timeline.log.sqlite import SqliteLog
from timeline.projections.building import build, open_tables
from timeline.projections.unreported import Unreported
from timeline.projections.until import Until, settle

histories = (
    amended_histories("TST", max_amendments=10)
    | decided_histories("TST")
    | decided_histories("TST", hidden=False).flatmap(telling)
)


def shown(db: Database) -> Rows:
    """What the tables hold but for the commitment of the last entry, which a random salt hides."""
    return contents(db) | {"projection": []}


def made(log: SqliteLog) -> Database:
    tables = open_tables(None)
    build(tables, log, lambda position: None)
    return tables


def as_of(log: SqliteLog, now: Database, position: int, day: date) -> Rows:
    """The tables as recorded up to `position`, and of that what was reported by `day`."""
    with closing(open_tables(None)) as known, closing(open_tables(None)) as then:
        build(known, log, lambda position: None, Until(position, "then"))
        with known.atomic():
            settle(known, now, "withheld")
        build(then, log, lambda position: None, Until(position, "then", str(day), Unreported(known, day)))
        with then.atomic():
            settle(then, known, "left out")
        return shown(then)


@examples(15)
@given(histories, st.data())
def test_with_other_secrets_all_tables_are_the_same_now_and_of_any_time(
    history: list[Event], data: st.DataObject
) -> None:
    with logged(history) as log, closing(made(log)) as now:
        withheld = {row["position"] for row in now.table("withheld").rows}
        erased = {row["position"] for row in now.table("events").rows_where("status = 'redacted'")}
        other = data.draw(twins(history, withheld, erased))
        assume(other != history)
        position, day = data.draw(st.integers(1, len(history))), data.draw(st.dates(date(2014, 1, 1)) | st.dates())
        try:
            with logged(other) as twin, closing(made(twin)) as also:
                # What was restricted in one may be public in the other, which then differ.
                assume({row["position"] for row in also.table("withheld").rows} == withheld)
                assert shown(also) == shown(now)
                assert as_of(twin, also, position, day) == as_of(log, now, position, day)
        except KeyTaken:
            assume(False)
