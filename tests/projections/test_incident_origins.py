"""Each origin of an incident is listed with as which it counts, now and as of any time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from events.base import Event
from events.registry import parse
from tests.samples import GROUND, claim, decided, killed
from timeline import Timeline
from timeline.projections.story import story
from timeline.reconcile.asof import as_of


@pytest.fixture
def timeline(tmp_path: Path) -> Iterator[Timeline]:
    with Timeline.init(tmp_path / "t", "TST") as made:
        paper = {"type": "source_recorded", "kind": "news", "publisher": "Herald", "key": "herald"}
        made.append([*GROUND, parse(paper | {"published": "2015-08-27"})])
        yield made


def toll(source: str, *chain: str, **fields: Any) -> Event:
    cited = {"source": source, "chain": list(chain) or None}
    return claim(casualties=killed(40), citation=cited, **fields, **{"as": "toll"})


def link(one: str, other: str, relation: str = "same_text") -> Event:
    return decided("claims_linked", claims=[f"{one}:toll", f"{other}:toll"], relation=relation, evidence="stated")


def listed(timeline: Timeline) -> dict[str, int | None]:
    """Each origin in its source with the number as which it counts, which the row of the incident bears out."""
    rows = list(timeline.db.query("select * from incident_origins where incident = 'bridge' order by number"))
    (incident,) = timeline.db.query("select origins_min, origins_max from incidents where slug = 'bridge'")
    assert len({row["counts_as"] for row in rows} - {None}) == incident["origins_max"]
    assert len({row["counts_as"] for row in rows if row["origin_kind"] == "named"} - {None}) == incident["origins_min"]
    return {f"{row['origin']} in {row['source']}": row["counts_as"] for row in rows}


def test_one_voice_in_two_sources_counts_as_the_first_of_them(timeline: Timeline) -> None:
    timeline.append([toll("agency", "Governor", "Agency"), toll("herald", "governor", "Herald"), toll("gazette")])
    assert listed(timeline) == {"Governor in agency": 1, "governor in herald": 1, "Gazette in gazette": 3}


def test_a_derived_claim_is_listed_and_counts_as_none(timeline: Timeline) -> None:
    timeline.append([toll("agency", "Governor", "Agency"), toll("gazette")])
    linked = timeline.append(link("gazette", "agency", "derived"))
    assert listed(timeline) == {"Governor in agency": 1, "Gazette in gazette": None}
    timeline.undo(str(linked.id), reason="the desk was wrong")
    assert listed(timeline) == {"Governor in agency": 1, "Gazette in gazette": 2}


def test_an_agency_that_carries_the_voice_is_no_origin_in_the_paper_that_prints_its_text(timeline: Timeline) -> None:
    timeline.append([toll("agency", "Governor", "Agency"), toll("herald", "Agency", "Herald")])
    assert listed(timeline) == {"Governor in agency": 1, "Agency in herald": 2}
    timeline.append(link("herald", "agency"))
    assert listed(timeline) == {"Governor in agency": 1, "Agency in herald": None}
    then = story(timeline.db, "bridge", as_of("", "2015-12-31"))
    assert then is not None
    assert [(row["origin"], row["counts_as"]) for row in then.origins] == [("Governor", 1), ("Agency", None)]
    assert (then.incident["origins_min"], then.incident["origins_max"]) == (1, 1)


def test_a_corrected_chain_is_counted_as_it_is_now(timeline: Timeline) -> None:
    first = timeline.append(toll("agency", "Governor", "Radio", "Agency"))
    timeline.append([toll("herald", "Radio", "Herald"), link("herald", "agency")])
    assert listed(timeline) == {"Governor in agency": 1, "Radio in herald": None}
    timeline.correct(str(first.id), toll("agency", "Governor", "Agency"), reason="no radio")
    assert listed(timeline) == {"Radio in herald": 1, "Governor in agency": 2}
