"""What others say against a claim follows from all claims that count; the rows of `events` tell it as pages mark it.

Triggers note which claims this may be otherwise for, so that of a large log few are looked at again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import islice

from sqlite_utils import Database

from timeline.projections.disputed import AGAINST, IN_DISPUTE
from timeline.projections.doubted import DONE
from timeline.projections.listed import listed
from timeline.projections.statements import BATCH, select

_NOTED = "create temp table if not exists against_noted (event text primary key)"
_NOTE = "insert or ignore into against_noted"
_TRIGGERS = {
    f"against_{table}_{action[:6]}": f"after {action} on main.{table} when {condition} begin "
    f"{' '.join(f'{_NOTE} select named from (select {row} as named) where named is not null;' for row in rows)} end"
    for table, action, rows, condition in (
        ("events", "delete", ("old.id", "old.responds_to"), "old.stance is not null"),
        ("events", "update of status", ("new.id", "new.responds_to"), "new.status is not old.status"),
        (
            "claim_values",
            "update of superseded_by",
            ("(select responds_to from events where id = new.event)",),
            "new.superseded_by is not old.superseded_by",
        ),
        ("claim_spells", "update of to_at", ("new.event",), "new.to_at is not old.to_at"),
        ("claim_spells", "delete", ("old.event",), "true"),
        ("contradicting_values", "insert", ("new.event",), "true"),
        ("contradicting_values", "delete", ("old.event",), "true"),
    )
}
#: Every claim of which something may be told.
_EVERY = (
    "select event from contradicting_values",
    "select responds_to from events where responds_to is not null",
)
#: The claims that came, and those that they answer.
_NEW = (
    "select id from events where position > :after",
    "select responds_to from events where position > :after and responds_to is not null",
)
#: Whatever was noted, and what stands in its place.
_ASKED = """
    select event from against_noted
    union select claim_spells.event from against_noted cross join claim_spells on root = against_noted.event
"""
_TOLD = """
    select id, disputed, doubted from events
    where id in (select value from json_each(:events)) and disputed is not null
"""
_TELL = "update events set disputed = ?, doubted = ? where id = ?"


def watch(db: Database) -> None:
    """From now on note which claims may be disputed or doubted otherwise, until `refresh` has looked at them."""
    db.execute(_NOTED)
    for name, trigger in _TRIGGERS.items():
        db.execute(f"create temp trigger if not exists {name} {trigger}")


def refresh(db: Database, after: int) -> None:
    """Tell of every claim that was noted, or came after the position `after`, what others say against it."""
    _look(db, _NEW, after)


def build(db: Database) -> None:
    """Tell it of all claims, of which none tells it yet."""
    db.execute(_NOTED)
    _look(db, _EVERY, 0)


def _look(db: Database, noted: Iterable[str], after: int) -> None:
    for sql in noted:
        db.execute(f"{_NOTE} {sql}", {"after": after})
    asked = db.execute(_ASKED)
    while batch := [event for (event,) in islice(asked, BATCH)]:
        _tell(db, batch)
    db.execute("delete from against_noted")


def _tell(db: Database, events: Iterable[str]) -> None:
    """Write what is told of these claims; of most it is what their rows have already."""
    given = {"events": listed(events)}
    disputed = {row["event"] for row in select(db, IN_DISPUTE, given)}
    doubts: dict[str, dict[str, None]] = {}
    for row in select(db, AGAINST, given):
        doubts.setdefault(row["event"], {})[row["stance"]] = None
    told = [(int(id in disputed), doubted(doubts.get(id, ())), id, before) for id, *before in db.execute(_TOLD, given)]
    changed = [(*now, id) for *now, id, before in told if now != before]
    db.conn.executemany(_TELL, changed)


def doubted(stances: Collection[str]) -> str | None:
    """What the column `doubted` has for stances of others: `denied, questioned`; None where there are none."""
    return ", ".join(done for stance, done in DONE.items() if stance in stances) or None
