"""A log of any size as a desk would have kept it: sources that rival and repeat each other, and the desk's own work.

The same seed and size give the same events, and a shorter log is the beginning of a longer one. About a sixth of the
events are sources, an eighth declare incidents, two thirds are claims; one in twenty-five is about the record itself:
corrections, retractions, undoing, links, merges, statements replaced by their issuers, assessments. IDs are those that
the events get in an empty log with the prefix PREFIX, appended in this order in parts of PART: no event names another
of its part by its ID, because nobody knows an ID before it is given.
"""

from __future__ import annotations

import json
import random
import sys
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from benchmarks.world import COUNTRY, DISTRICTS, FORCES, PUBLISHERS, REBELS, VOICES, Data, gazetteer, key
from timeline.log.ids import format_id

PREFIX = "BEN"
#: Events that are appended at once.
PART = 1_000
BEGIN = date(1990, 1, 1)
#: Sources of one day.
PER_DAY = 20
#: Incidents that are still reported on, and claims that the desk still works on.
OPEN, POOL = 60, 400

KINDS = {
    "airstrike": 5,
    "armed_clash": 6,
    "ied_explosion": 5,
    "attack_on_civilians": 3,
    "shelling": 2,
    "district_fall": 1,
    "territory_recaptured": 1,
}


@dataclass(slots=True)
class _Incident:
    slug: str
    kind: str
    district: int
    day: date
    toll: int
    by: str
    claims: list[str] = field(default_factory=list)


class _Desk:
    """Writes events one after the other, and knows the ID of each."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.position = 0
        self.part = 0
        self.open: deque[_Incident] = deque(maxlen=OPEN)
        #: Claims that count, by their IDs, with the incident of each; and those of the part that is being written.
        self.pool: dict[str, tuple[Data, _Incident]] = {}
        self.fresh: dict[str, tuple[Data, _Incident]] = {}
        self.merged: set[str] = set()
        self.linked: set[frozenset[str]] = set()
        self.assessed: set[str] = set()
        self.corrected: list[str] = []
        self.last_source: str | None = None
        self.sources = 0

    def say(self, data: Data) -> Data:
        """The event, whose ID is `last` from now on."""
        self.position += 1
        return data

    def know(self) -> None:
        """Between two events: if a part has ended, its claims have IDs that people know."""
        if self.position // PART > self.part:
            self.part = self.position // PART
            for id in [id for id in self.fresh if id <= self.given]:
                self.pool[id] = self.fresh.pop(id)
                self.pool[id][1].claims.append(id)
            while len(self.pool) > POOL:
                del self.pool[next(iter(self.pool))]

    @property
    def last(self) -> str:
        return format_id(PREFIX, self.position)

    @property
    def given(self) -> str:
        """The last ID of the parts that are whole."""
        return format_id(PREFIX, self.part * PART)

    def report(self) -> Iterator[Data]:
        """One source with what it says, and what the desk does about it."""
        self.sources += 1
        today = BEGIN + timedelta(days=self.sources // PER_DAY)
        publisher = self.random.choice(PUBLISHERS)
        source = f"{key(publisher)}-{today}-{self.sources}"
        told = {"published": str(today), "title": f"Fighting goes on, report {self.sources}"}
        if self.last_source and self.random.random() < 0.03:
            told["republishes"] = self.last_source
        yield self.say({"type": "source_recorded", "key": source, "kind": "news", "publisher": publisher, **told})
        self.last_source = source
        if len(self.open) < OPEN // 4 or self.random.random() < 0.7:
            yield from self._declare(today)
        for paragraph in range(1, self.random.choice((1, 2, 3, 3, 4, 4, 5, 7)) + 1):
            yield from self._claim(source, publisher, today, paragraph)
        self.know()
        for share, work in _WORK:
            if self.random.random() < share and len(self.pool) > POOL // 2:
                yield from work(self, today)

    def _declare(self, today: date) -> Iterator[Data]:
        kind = self.random.choices(list(KINDS), list(KINDS.values()))[0]
        district = self.random.randrange(len(DISTRICTS))
        slug = f"{key(DISTRICTS[district][0])}-{self.sources}"
        found = _Incident(
            slug,
            kind,
            district,
            today - timedelta(days=self.random.randrange(3)),
            int(self.random.expovariate(1 / 12)) + 1,
            self.random.choice(REBELS if kind != "airstrike" else FORCES),
        )
        self.open.append(found)
        words = kind.replace("_", " ").capitalize()
        title = f"{words} in {DISTRICTS[district][0]}, {found.day:%B %Y}"
        yield self.say({"type": "incident_declared", "slug": slug, "title": title})

    def _claim(self, source: str, publisher: str, today: date, paragraph: int) -> Iterator[Data]:
        # The latest are told of most; a few, all the time.
        back = min(int(self.random.expovariate(1 / 8)), len(self.open) - 1)
        found = self.open[-1 - back]
        data = self._about(found, today) | {
            "citation": {"source": source, "locator": f"para {paragraph}"} | self._how(publisher)
        }
        known = [id for id in found.claims if id in self.pool]
        if known and self.random.random() < 0.1:
            data = {
                "type": "statement",
                "incident": found.slug,
                "content": "It did not happen as reported",
                "kind": "denial",
                "responds_to": {"event": known[-1]},
                "citation": data["citation"],
            }
        yield self.say(data)
        if data["type"] != "statement":
            self.fresh[self.last] = (data, found)

    def _about(self, found: _Incident, today: date) -> Data:
        name, province = DISTRICTS[found.district]
        day = found.day + timedelta(days=self.random.choice((0, 0, 0, 0, 0, 0, 1, -1)))
        when = self.random.choice((f"{day}", f"{day}", f"{day}", f"{day}~", f"{day:%Y-%m}", f"{found.day}/{today}"))
        wording = self.random.choice(("on Saturday", "on Monday", "early on Wednesday", "last week"))
        spelt = name.replace("Kala", "Qal'ah") if self.random.random() < 0.1 else name
        data: Data = {
            "type": found.kind,
            "incident": found.slug,
            "occurred": {"value": when, "wording": wording},
            "place": {"name": spelt, "country": COUNTRY, "admin1": province, "where_prec": 3},
        }
        if found.kind == "airstrike":
            data |= {"operator": found.by, "strikes": self.random.choice(("1", "2", "2-3", "at least 2"))}
        elif found.kind in ("district_fall", "territory_recaptured"):
            data |= {"taken_by": found.by, "scope": self.random.choice(("centre", "district", "unstated"))}
        if self.random.random() < 0.8:
            data["casualties"] = self._casualties(found)
        return data

    def _casualties(self, found: _Incident) -> list[Data]:
        parties = [self.random.choice(REBELS[:3]), self.random.choice(FORCES), "civilians"]
        figures = []
        for party in parties[: self.random.choice((1, 1, 2, 3))]:
            toll = max(0, found.toll + self.random.choice((0, 0, 0, 0, 1, -1, 3, 10)))
            killed: Data | str = self.random.choice(
                (str(toll), str(toll), f"up to {toll}", f"at least {toll}", f"about {toll}")
            )
            if self.random.random() < 0.2:
                killed = {"value": killed, "hedge": self.random.choice(("reportedly", "allegedly", "claimed"))}
            status = "civilian" if party == "civilians" else self.random.choice(("combatant", "unstated"))
            figure = {"party": party, "civilian_status": status, "killed": killed}
            if self.random.random() < 0.4:
                figure["injured"] = str(self.random.randrange(1, 30))
            figures.append(figure)
        return figures

    def _how(self, publisher: str) -> Data:
        dice = self.random.random()
        if dice < 0.4:
            return {"hedge": "reportedly"} if dice < 0.1 else {}
        chain = [self.random.choice(VOICES[:-1]), publisher]
        if dice > 0.8:
            chain.insert(1, VOICES[-1])
        return {"chain": chain, "basis": "named"}

    def _pick(self) -> tuple[str, Data, _Incident]:
        id = self.random.choice(list(self.pool))
        return (id, *self.pool[id])

    def _correct(self, today: date) -> Iterator[Data]:
        id, data, found = self._pick()
        del self.pool[id]
        replacement = data | {"note": f"read again on {today}"}
        replacement["occurred"] = {"value": str(found.day), "wording": "that day"}
        yield self.say(
            {"type": "coding_corrected", "corrects": id, "reason": "the day was misread", "replacement": replacement}
        )
        if self.random.random() < 0.5:
            self.fresh[self.last] = (replacement, found)
        else:
            self.corrected.append(self.last)

    def _undo(self, today: date) -> Iterator[Data]:
        known = [id for id in self.corrected if id <= self.given]
        if known:
            self.corrected.remove(known[0])
            yield self.say({"type": "undone", "undoes": known[0], "reason": "it was right before"})

    def _retract(self, today: date) -> Iterator[Data]:
        id, _, _ = self._pick()
        del self.pool[id]
        yield self.say({"type": "claim_retracted", "retracts": id, "reason": "coded twice"})

    def _link_claims(self, today: date) -> Iterator[Data]:
        one, _, found = self._pick()
        others = [id for id in found.claims if id != one and id in self.pool]
        if others:
            pair = [one, self.random.choice(others)]
            if frozenset(pair) not in self.linked:
                self.linked.add(frozenset(pair))
                relation = self.random.choice(("derived", "same_text"))
                claims = sorted(pair, reverse=True)
                told = {"claims": claims, "relation": relation, "evidence": "inferred", "reason": "the same words"}
                yield self.say({"type": "claims_linked", **told})

    def _supersede(self, today: date) -> Iterator[Data]:
        one, data, found = self._pick()
        voice = data["citation"].get("chain", [None])[0]
        for other in found.claims if voice and data.get("casualties") else ():
            later = self.pool[other][0] if other in self.pool and other > one else None
            pair = frozenset((one, other))
            if later and later["citation"].get("chain", [None])[0] == voice and pair not in self.linked:
                if not any(_dead(data).get(party, said) != said for party, said in _dead(later).items()):
                    continue  # nothing would be replaced
                self.linked.add(pair)
                told = {"old": [one], "new": [other], "change": "update", "reason": "the toll rose"}
                yield self.say({"type": "statement_superseded", **told})
                return

    def _merge(self, today: date) -> Iterator[Data]:
        loose = [found for found in self.open if found.slug not in self.merged]
        one, other = self.random.sample(loose, 2)
        self.merged |= {one.slug, other.slug}
        told = {"incident": one.slug, "into": other.slug, "reason": "one happening under two names"}
        yield self.say({"type": "incidents_merged", **told})

    def _link(self, today: date) -> Iterator[Data]:
        one, other = self.random.sample([found for found in self.open if found.slug not in self.merged], 2)
        pair = frozenset((one.slug, other.slug))
        if pair not in self.linked:
            self.linked.add(pair)
            told = {"incidents": [one.slug, other.slug], "relation": "distinct", "reason": "other days"}
            yield self.say({"type": "incidents_linked", **told})

    def _assess(self, today: date) -> Iterator[Data]:
        found = self.random.choice(self.open)
        if found.slug not in self.assessed:
            self.assessed.add(found.slug)
            told = {"assessor": "the desk", "assessed": str(today), "grade": "fair", "reason": "several voices"}
            yield self.say({"type": "incident_assessed", "incident": found.slug, **told})


#: How often the desk does each of its works after a source.
_WORK = (
    (0.09, _Desk._correct),
    (0.02, _Desk._retract),
    (0.01, _Desk._undo),
    (0.03, _Desk._link_claims),
    (0.15, _Desk._supersede),
    (0.008, _Desk._merge),
    (0.01, _Desk._link),
    (0.01, _Desk._assess),
)


def _dead(data: Data) -> dict[str, str]:
    """How many a claim says were killed, by party, without hedges."""
    told = ((entry["party"], entry.get("killed")) for entry in data.get("casualties", ()))
    return {party: said["value"] if isinstance(said, dict) else said for party, said in told if said}


def events(seed: int = 1) -> Iterator[Data]:
    """Events without end, each as a line of JSON gives it: first the gazetteer, then source after source."""
    desk = _Desk(seed)
    for recorded in gazetteer():
        yield desk.say(recorded)
    while True:
        yield from desk.report()


def write(path: Path, size: int, seed: int = 1) -> Path:
    """The first `size` events as JSON lines at `path`, unless the file is there already."""
    if not path.exists():
        part = path.with_suffix(".part")
        with part.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(event, ensure_ascii=False) + "\n" for event in islice(events(seed), size))
        part.rename(path)
    return path


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]))
