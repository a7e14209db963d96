"""What slugs and names of claims stand for, as far as the tables have followed the log: read once, then kept up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlite_utils import Database

from events.claim import label_key
from events.values.claim_name import labelled
from timeline.projections.decisions import INCIDENT_MERGES, INCIDENT_SPLITS
from timeline.reconcile.slugs import Slugs, Split

#: The claim of a source that has this label, as it was first recorded.
LABELLED = """
    select id from events where source = ? and json_extract(body, '$.as') = ? and origin_kind is not null
    order by position limit 1
"""

_SPLITS = f"""
    select event, slug, [into], claim from {INCIDENT_SPLITS.name} join events on id = event
    where event_status = 'current' order by position, number
"""


@dataclass(slots=True)
class Resolving:
    """The slugs of the tables in `db`; `root_of` gives the ID under which an event was first recorded."""

    db: Database
    root_of: Callable[[str], str]
    #: The claims by the keys of their labels, as far as they are known without asking the tables.
    labels: dict[str, str] = field(default_factory=dict)
    slugs: Slugs = field(init=False)

    def __post_init__(self) -> None:
        self.reload()

    def reload(self) -> None:
        """Read anew which merges and splits hold."""
        self.slugs = slugs_of(self.db)

    def root(self, name: str) -> str:
        """The ID under which the claim was first recorded that `name` stands for, by ID or by source and label."""
        named = labelled(name)
        if named is None:
            return self.root_of(name)
        key = label_key(*named)
        if key not in self.labels:
            for row in self.db.query(LABELLED, list(named)):
                self.labels[key] = row["id"]
        return self.root_of(self.labels.get(key, name))


def slugs_of(db: Database) -> Slugs:
    """What every slug stands for by the merges and splits that hold in the tables."""
    merges = db.query(f"select slug, [into] from {INCIDENT_MERGES.name} where event_status = 'current'")
    splits: dict[str, tuple[str, str, set[str]]] = {}
    for row in db.query(_SPLITS):
        splits.setdefault(row["event"], (row["slug"], row["into"], set()))[2].add(row["claim"])
    return Slugs(
        {row["slug"]: row["into"] for row in merges},
        tuple(Split(slug, into, frozenset(claims)) for slug, into, claims in splits.values()),
    )
