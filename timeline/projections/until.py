"""Tables of the past hold nothing that came later: no entry after their position, nothing that was reported since.

Restricted and redacted are another matter: what may not be shown now is not shown of any time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlite_utils import Database

from events.base import Event
from timeline.log.entries import Entry
from timeline.log.ids import parse_id
from timeline.projections.projected import whole_of
from timeline.projections.seen import Seen
from timeline.projections.unreported import Unreported
from timeline.standing import Standing
from timeline.stored import event_of
from timeline.visibility import Showing, Visibility


@dataclass(frozen=True, slots=True)
class Until:
    """What tables are to hold: the log up to `position`, and of that only what `unreported` does not take away.

    `as_recorded` and `as_reported` say it in words for readers: see the table projection.
    """

    position: int
    as_recorded: str
    as_reported: str | None = None
    unreported: Unreported | None = None

    def visibility(self, standing: Standing) -> Visibility:
        return _Then(standing, self)

    def kept(self, entries: Iterable[Entry], seen: Seen) -> Iterator[Entry]:
        """Those of `entries` that belong to these tables.

        `seen` learns of the others.
        """
        for entry in entries:
            if self.unreported and self.unreported.holds(entry.id):
                seen.know_beside(entry.id, whole_of(event_of(entry)))
            else:
                yield entry


class _Then(Visibility):
    """What of the log is public now, as far as `until` reaches."""

    def __init__(self, standing: Standing, until: Until) -> None:
        super().__init__(standing)
        self.until = until

    def of(self, id: str, event: Event) -> Showing:
        showing = super().of(id, event)
        alone = showing == "public" and self.until.unreported and self.until.unreported.alone(id)
        return "alone" if alone else showing

    def instead(self, id: str) -> str | None:
        found = super().instead(id)
        return found if found and parse_id(found)[1] <= self.until.position else None


def settle(db: Database, whole: Database, missing: str) -> None:
    """Set right what has no effect in `db` only because something that it names is not there, as it is in `whole`.

    Such an event is withheld where `missing` is withheld, and left out where it is unreported.
    """
    for row in list(db.query("select event, position from problems")):
        if whole.table("problems").count_where("event = ?", [row["event"]]):
            continue
        db.table("problems").delete(row["event"])
        if missing == "withheld" or whole.table("withheld").count_where("id = ?", [row["event"]]):
            db.table("withheld").insert({"id": row["event"], "position": row["position"]})
