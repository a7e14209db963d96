"""What was not reported by a day follows from the version of each event that counts, however often it was corrected.

A claim was reported when its source was published. So our own corrections, retractions, merges and splits, whenever we
made them, apply to what was reported before; and of a claim that was once ascribed to a source that came later, the
version that counts stands alone, as if it had been recorded so. A decision is there as far as it is on what is there.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pydantic_core import from_json, to_json
from sqlite_utils import Database

from events.decision import Decision
from events.registry import TYPES, load
from events.values.claim_name import labelled
from timeline.projections.now import LABELLED
from timeline.reconcile.reported import decided_by, reported_by

_DECISIONS = to_json([name for name, type_ in TYPES.items() if issubclass(type_, Decision)]).decode()
_LATER_CLAIMS = "select id from events where origin_kind is not null and source in (select key from later)"
#: A source that another one carries was there before it, whether its day is known or not.
_LATER_SOURCES = """
    with recursive known(key) as (
        select key from sources where key not in (select key from later)
        union select republishes from known join sources using (key) where republishes is not null
    )
    select event as id from sources where key not in (select key from known)
"""
#: An incident of which no claim is there; one that such a claim names stays, although a split has moved that away.
_UNHEARD_OF = """
    with there(body) as (
        select body from events where origin_kind is not null and id not in (select id from left_out)
    ), named(slug) as (
        select json_extract(body, '$.incident') from there
        union select value from there, json_each(body, '$.about')
        union select json_extract(value, '$.counted_in') from there, json_each(body, '$.casualties')
    )
    select id from events where type = 'incident_declared' and incident in (
        select incident from claim_incidents group by incident
        having count(*) = count(*) filter (where event in (select id from left_out))
    ) and json_extract(body, '$.slug') not in (select slug from named where slug is not null)
"""


class Unreported:
    """What of the events in `whole`, tables of the whole record, was not reported by the end of `day`.

    Makes tables of its own in `whole`, which must be for nobody else.
    """

    def __init__(self, whole: Database, day: date) -> None:
        self._whole = whole
        with whole.atomic():
            whole.execute("create table later(key text primary key) without rowid")
            for table in ("left_out", "parted", "alone"):
                whole.execute(f"create table {table}(id text primary key) without rowid")
            sources = list(whole.query("select key, published from sources"))
            later = [{"key": row["key"]} for row in sources if not reported_by(day, row["published"])]
            whole.table("later").insert_all(later)
            self._add("left_out", _LATER_SOURCES)
            # Each version of a claim has a row: such a one counts or, where it was retracted, would.
            self._add("left_out", f"{_LATER_CLAIMS} and status in ('current', 'superseded', 'retracted')")
            self._part()
            self._add("left_out", _UNHEARD_OF)
            undecided = to_json(list(self._undecided(day))).decode()
            self._add("left_out", "select value as id from json_each(?)", undecided)

    def holds(self, id: str) -> bool:
        """Whether the event `id` is left out."""
        return self._is_in("left_out", id)

    def alone(self, id: str) -> bool:
        """Whether the event `id` is shown without what was done to it and what it did."""
        return self._is_in("alone", id)

    def _part(self) -> None:
        """Keep of a claim whose earlier versions alone are later the version that counts, and nothing else."""
        self._add("parted", f"{_LATER_CLAIMS} and id not in (select id from left_out)")
        counting = "origin_kind is not null and status in ('current', 'superseded')"
        of_these = f"from events join parted using (id) where {counting}"
        self._whole.execute(f"insert into alone select id {of_these}")
        self._whole.execute("insert into left_out select id from parted where id not in (select id from alone)")

    def _undecided(self, day: date) -> Iterable[str]:
        """The decisions of which a version is on what is not there. Of a redacted one nobody can tell."""
        these = "type in (select value from json_each(?)) and body is not null"
        query = f"select id, type, version, body from events where {these}"
        for row in self._whole.query(query, [_DECISIONS]):
            decision = load(row["type"], row["version"], from_json(row["body"]))
            assert isinstance(decision, Decision)
            if not decided_by(day, decision, self._reported):
                yield row["id"]

    def _reported(self, claim: str) -> bool:
        """Whether the claim of this name is there."""
        named = labelled(claim)
        found = [row["id"] for row in self._whole.query(LABELLED, list(named))] if named else [claim]
        return all(not self.holds(id) for id in found)

    def _add(self, table: str, these: str, *values: str) -> None:
        """Add the events that `these` selects, with everything that was done to them, from first to last."""
        lines = f"""
            with recursive line(id) as (
                select id from ({these}) union select events.id from events join line on events.amends = line.id
                union select events.amends from events join line on events.id = line.id where events.amends is not null
            )
            insert or ignore into {table} select id from line
        """
        self._whole.execute(lines, values)

    def _is_in(self, table: str, id: str) -> bool:
        return self._whole.execute(f"select 1 from {table} where id = ?", [id]).fetchone() is not None
