"""What the entries so far have recorded is looked up once in each batch of them, and then left to the tables."""

from __future__ import annotations

from dataclasses import dataclass, field

from events.base import Event
from events.claim import Claim, event_key
from events.ledger.source_recorded import SourceRecorded
from timeline.projections.amendments import Histories
from timeline.visibility import Visibility


@dataclass(slots=True)
class Seen:
    """What the entries so far have recorded, as far as it has been looked up. `whole`: they began with the first.

    `visibility` knows what of the log is public, as far as the last of the entries or further. What the tables can
    answer is forgotten with each batch, so that a large log takes no more memory than a small one.
    """

    visibility: Visibility
    whole: bool = False
    sources: dict[str, SourceRecorded | None] = field(default_factory=dict)
    names: dict[str, bool] = field(default_factory=dict)
    #: The claims by the keys of their labels, for decisions that name them so.
    labels: dict[str, str] = field(default_factory=dict)
    #: The names of what is kept out of the tables, and may be named all the same; with the ID.
    beside: dict[str, str] = field(default_factory=dict)
    histories: Histories = field(init=False)
    #: Whether the tables have the indexes by which decisions find what they bear on.
    indexed: bool = field(init=False)

    def __post_init__(self) -> None:
        self.histories = Histories(self.whole)
        self.indexed = not self.whole

    def know(self, id: str, event: Event) -> None:
        """Claims can be answered, by their IDs and labels."""
        if isinstance(event, Claim):
            self.names[event_key(id)] = True
            if event.label_key:
                self.names[event.label_key] = True
                self.labels.setdefault(event.label_key, id)

    def know_beside(self, id: str, event: Event) -> None:
        """What is kept out of the tables can be named: a claim in an answer, a source by what was corrected since."""
        self.know(id, event)
        if isinstance(event, Claim):
            self.beside |= {event_key(id): id} | ({event.label_key: id} if event.label_key else {})
        elif isinstance(event, SourceRecorded):
            self.names[event.slot_key] = True
            self.beside[event.slot_key] = id

    def forget(self) -> None:
        """Leave everything to the tables that these can be asked for."""
        for known in (self.sources, self.names, self.labels):
            known.clear()
        self.names |= dict.fromkeys(self.beside, True)
        self.labels |= {key: id for key, id in self.beside.items() if key.startswith("label:")}
