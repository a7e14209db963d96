"""What slugs and names of claims stand for, as far as the tables have followed the log, is read when it is needed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlite_utils import Database

from events.claim import label_key
from events.values.claim_name import labelled
from timeline.projections.decisions import DECISION_SPELLS, INCIDENT_MERGES, INCIDENT_SPLITS
from timeline.projections.listed import listed
from timeline.projections.now import LABELLED
from timeline.projections.statements import select
from timeline.reconcile.asof import NOW, AsOf
from timeline.reconcile.slugs import Slugs, Split

Row = dict[str, Any]

_MERGES = f"""
    select slug, [into], spells.from_at, spells.to_at
    from {INCIDENT_MERGES.name} cross join {DECISION_SPELLS.name} as spells using (event)
"""
_SPLITS = f"""
    select splits.event, slug, [into], claim, spells.from_at, spells.to_at from {INCIDENT_SPLITS.name} as splits
    cross join {DECISION_SPELLS.name} as spells on spells.event = splits.event cross join events on id = splits.event
"""
_OF_SLUGS = "where slug in (select value from json_each(:slugs))"
_IN_ORDER = "order by position, splits.number"
#: What a merge or a split, whether it holds or not, puts beside the given slugs.
_BESIDE = " union ".join(
    f"select [{other}] as slug from {table.name} where [{one}] in (select value from json_each(:slugs))"
    for table in (INCIDENT_MERGES, INCIDENT_SPLITS)
    for one, other in (("slug", "into"), ("into", "slug"))
)


@dataclass(slots=True)
class Resolving:
    """The slugs of the tables in `db`; `root_of` gives the ID under which an event was first recorded."""

    db: Database
    root_of: Callable[[str], str]
    #: The claims by the keys of their labels, as far as they are known without asking the tables.
    labels: dict[str, str] = field(default_factory=dict)
    #: What all slugs stand for, once that was read; and what bears on one of them.
    _all: Slugs | None = field(default=None, init=False)
    _of: dict[str, Slugs] = field(default_factory=dict, init=False)

    @property
    def slugs(self) -> Slugs:
        """What all slugs stand for, as it was when that was read."""
        return self.hold()

    def hold(self) -> Slugs:
        """Read what all slugs stand for, unless that was read: before it changes, or where most are needed."""
        return self._all if self._all is not None else self.reload()

    def reload(self) -> Slugs:
        """Read it anew."""
        self._all = course(self.db).at(NOW)
        return self._all

    def incident(self, claim: str, slug: str) -> str:
        """The incident that `slug` stands for in the claim first recorded as `claim`."""
        if self._all is not None:
            return self._all.of(claim, slug)
        if slug not in self._of:
            self._of[slug] = course(self.db, [slug]).at(NOW)
        return self._of[slug].of(claim, slug)

    def root(self, name: str) -> str:
        """The ID under which the claim was first recorded that `name` stands for, by ID or by source and label."""
        named = labelled(name)
        if named is None:
            return self.root_of(name)
        key = label_key(*named)
        if key not in self.labels:
            for row in select(self.db, LABELLED, list(named)):
                self.labels[key] = row["id"]
        return self.root_of(self.labels.get(key, name))


@dataclass(frozen=True, slots=True)
class Course:
    """The merges and splits that ever held, one row for each spell, of splits also for each claim."""

    merges: tuple[Row, ...] = ()
    splits: tuple[Row, ...] = ()

    def at(self, asof: AsOf) -> Slugs:
        """What every slug stood for then."""
        merges = {row["slug"]: row["into"] for row in filter(asof.holds, self.merges)}
        splits: dict[str, list[Row]] = {}
        for row in filter(asof.holds, self.splits):
            splits.setdefault(row["event"], []).append(row)
        return Slugs(merges, tuple(self._split(rows, merges) for rows in splits.values()))

    def _split(self, rows: list[Row], merges: Mapping[str, str]) -> Split:
        first, then = rows[0], AsOf(recorded=rows[0]["from_at"])
        claims = frozenset(row["claim"] for row in rows)
        ended = [row["slug"] for row in self.merges if then.holds(row) and merges.get(row["slug"]) != row["into"]]
        before = Slugs({row["slug"]: row["into"] for row in filter(then.holds, self.merges)} if ended else {})
        stood = (slug for slug in before.merges if before.incident(slug) == before.incident(first["slug"]))
        return Split(first["slug"], first["into"], claims, frozenset(stood))

    def __bool__(self) -> bool:
        return bool(self.merges or self.splits)


def course(db: Database, slugs: Collection[str] | None = None) -> Course:
    """The merges and splits in the tables that may bear on what any of `slugs` stood for; None: all of them."""
    if slugs is None:
        return _course(db, None)
    found, waiting = set(slugs), set(slugs)
    while waiting:
        waiting = {row["slug"] for row in select(db, _BESIDE, {"slugs": listed(waiting)})} - found
        found |= waiting
    return _course(db, found)


def _course(db: Database, slugs: Iterable[str] | None) -> Course:
    of, given = ("", {}) if slugs is None else (_OF_SLUGS, {"slugs": listed(slugs)})
    merges = select(db, f"{_MERGES} {of}", given)
    return Course(tuple(merges), tuple(select(db, f"{_SPLITS} {of} {_IN_ORDER}", given)))
