"""Who bears on an incident without saying that it happened is named beside its origins, now and as of any time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from events.registry import parse
from tests.samples import GROUND, claim, decided, killed
from timeline import Timeline
from timeline.projections.story import story
from timeline.reconcile.asof import NOW, as_of
from timeline.sheets.read import read
from timeline.shipped import seeds


def others(timeline: Timeline, slug: str, reported: str = "") -> dict[str, list[str]]:
    told = story(timeline.db, slug, as_of("", reported) if reported else NOW)
    assert told is not None
    return {row["origin"]: row["says"] for row in told.others}


@pytest.fixture
def timeline(tmp_path: Path) -> Iterator[Timeline]:
    with Timeline.init(tmp_path / "t", "TST") as made:
        mission = {"type": "actor_recorded", "key": "mission", "name": "Mission", "kind": "external_forces"}
        made.append([*GROUND, parse(mission | {"aliases": ["The mission"]})])
        yield made


def said(voice: str, para: int, **fields: Any) -> dict[str, Any]:
    return {"citation": {"chain": [voice, "Gazette"], "locator": f"para {para}"} | fields}


@pytest.fixture(scope="module")
def seeded() -> Iterator[Timeline]:
    with Timeline.memory("HEL") as made:
        made.append([one.event for one in read([str(sheet) for sheet in seeds()])])
        yield made


@pytest.mark.parametrize(
    ("slug", "told"),
    [
        ("helmand-base-shooting", {"Reuters": ["reported_figure"]}),
        (
            "musa-qala-recapture",
            {"information received from the area": ["control_status"], "Gen. Breedlove": ["control_status", "denies"]},
        ),
        ("musa-qala-takeover", {}),
    ],
)
def test_the_voices_of_figures_and_doubts_in_the_seeds_are_named(
    seeded: Timeline, slug: str, told: dict[str, list[str]]
) -> None:
    assert others(seeded, slug) == told


def test_what_was_reported_later_is_not_named_before(seeded: Timeline) -> None:
    assert others(seeded, "musa-qala-recapture", "2015-08-31") == {}
    assert others(seeded, "musa-qala-recapture", "2015-12-31") == others(seeded, "musa-qala-recapture")


def test_no_claim_on_an_incident_is_by_a_voice_that_its_page_leaves_out(seeded: Timeline) -> None:
    """Of every claim that counts on it and tells there, the origin is among the origins or beside them."""
    for (slug,) in seeded.db.execute("select slug from incidents").fetchall():
        named = {
            row["origin"] for row in seeded.db.query("select origin from incident_origins where incident = ?", [slug])
        }
        told = seeded.db.query(
            """select origin from claim_incidents join events on id = event
            where claim_incidents.incident = ? and relation != 'counted_in' and status = 'current'""",
            [slug],
        )
        assert {row["origin"] for row in told} <= named | others(seeded, slug).keys()


def test_who_affirms_something_else_of_it_is_an_origin_and_not_beside_them(timeline: Timeline) -> None:
    timeline.append([claim(**said("Mission", 1)), claim(**said("The mission", 2, stance="denies"))])
    assert others(timeline, "bridge") == {}


def test_a_figure_that_somebody_doubts_counts_him_where_it_counts(timeline: Timeline) -> None:
    doubted = killed({"value": 40, "stance": "questions", "chain": ["Governor", "Gazette"]}, counted_in="market")
    timeline.append([claim(casualties=doubted), claim(incident="market", **said("Agency", 2))])
    assert others(timeline, "market") == {"Governor": ["questions"]}


def test_a_doubt_that_was_withdrawn_is_named_no_more(timeline: Timeline) -> None:
    first = timeline.append([claim(**said("Agency", 1)), claim(**said("Governor", 2, stance="denies"))])[-1]
    assert others(timeline, "bridge") == {"Governor": ["denies"]}
    timeline.append(decided("statement_superseded", old=[str(first.id)], change="withdrawal"))
    assert others(timeline, "bridge") == {}
