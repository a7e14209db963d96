"""A small made-up incident on which sources disagree, with every kind of decision, for tests of what is told of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from events.base import Event
from events.registry import parse
from tests.samples import GROUND, claim, killed
from timeline import Timeline
from timeline.log.ids import format_id


def id_(number: int) -> str:
    return format_id("TST", number)


#: The IDs of the claims, in the order in which they are appended.
V1, V2, REPRINT, RIVAL, UP_TO, FORTY, LATE = (id_(number) for number in range(9, 16))
#: The decisions: TEXT on one text, DERIVED, the supersession, links, the assessment, merges, the split and an undoing.
TEXT, DERIVED, SUPERSESSION, LINK, PART, ASSESSMENT, MERGE, AGAIN, UNDOING, SPLIT = (
    id_(number) for number in range(16, 26)
)
MISSION = ["Mission", "Wire"]


def ground() -> list[Event]:
    """Two sources more, of which one carries the other's text, and an incident that is merged away."""
    told = {"type": "source_recorded", "kind": "wire", "publisher": "Wire"}
    return [
        *GROUND,
        parse(told | {"key": "wire", "published": "2015-08-23", "title": "A wire"}),
        parse(told | {"key": "copy", "published": "2015-08-24", "republishes": "wire"}),
        parse({"type": "incident_declared", "slug": "old-bridge", "title": "Old bridge"}),
    ]


def claims() -> list[Event]:
    """What the wire said first and then; what others made of it."""

    def attack(source: str, name: str, chain: list[str], **fields: Any) -> Event:
        cited = {"source": source, "locator": f"para {name}", "chain": chain}
        return claim("insider_attack", citation=cited, **fields, **{"as": name})

    def parties(outcome: str) -> list[dict[str, Any]]:
        attackers = {"party": "attackers", "role": "perpetrator"}
        return [*killed(2, party="NATO"), attackers | {outcome: 2 if outcome == "killed" else 1}]

    day = {"value": "2015-08-22", "wording": "Saturday"}
    return [
        attack("wire", "v1", MISSION, occurred=day, perpetrators=2, casualties=parties("killed")),
        attack("gazette", "v2", ["Mission", "Gazette"], perpetrators=1, casualties=parties("injured")),
        attack("copy", "again", MISSION, perpetrators={"value": 2, "wording": "two men"}),
        attack("gazette", "rival", ["Gazette"], occurred="2015-08-24"),
        claim(casualties=killed("up to 40"), citation={"source": "wire"}, **{"as": "upto"}),
        claim(casualties=killed(40), citation={"source": "agency"}, **{"as": "forty"}),
        claim(
            "shooting",
            incident="old-bridge",
            casualties=[{"party": "NATO", "injured": 1}],
            citation={"locator": "para 9"},
            **{"as": "late"},
        ),
    ]


def decisions() -> list[Event]:
    """One of each kind, but for merges."""
    said = {"reason": "said so"}
    linked: dict[str, Any] = said | {"type": "claims_linked", "evidence": "inferred"}
    lies: dict[str, Any] = said | {"type": "incidents_linked"}
    best = [{"party": "NATO", "outcome": "killed", "low": 1, "best": 2, "high": 3}]
    return [
        parse(linked | {"claims": ["copy:again", "wire:v1"], "relation": "same_text"}),
        parse(linked | {"claims": ["agency:forty", "wire:upto"], "relation": "derived"}),
        parse(
            said
            | {"type": "statement_superseded", "old": ["wire:v1"], "new": ["gazette:v2"], "change": "correction"}
            | {"fields": ["perpetrators", {"property": "killed", "party": "attackers"}]}
        ),
        parse(lies | {"incidents": ["bridge", "market"], "relation": "coincides"}),
        parse(lies | {"incidents": ["bridge", "valley"], "relation": "part_of"}),
        parse(
            said
            | {"type": "incident_assessed", "incident": "bridge", "assessor": "the desk", "assessed": "2015-09-10"}
            | {"grade": "fair", "figures": best, "relies_on": ["gazette:v2"]}
        ),
    ]


def build(folder: Path) -> list[str]:
    """Make the timeline, and return when each of its appends was recorded: UTC instants, one after the other."""
    merge = {"type": "incidents_merged", "incident": "old-bridge", "into": "bridge", "reason": "one bridge"}
    again = {"type": "incidents_merged", "incident": "market", "into": "valley", "reason": "too soon"}
    split = {"type": "incident_split", "incident": "bridge", "into": "market", "claims": [FORTY], "reason": "elsewhere"}
    with Timeline.init(folder, "TST", title="Rivals") as timeline:
        timeline.append([*ground(), *claims()], recorded_by="ana")
        timeline.append(decisions(), recorded_by="ana")
        timeline.append([parse(merge)], recorded_by="ana")
        (receipt,) = timeline.append([parse(again)], recorded_by="ana")
        timeline.undo(str(receipt.id), reason="not one", recorded_by="ana")
        timeline.append([parse(split)], recorded_by="ana")
        assert list(timeline.db["problems"].rows) == []
        query = "select distinct recorded_at from events order by position"
        return [str(row["recorded_at"]) for row in timeline.db.query(query)]
