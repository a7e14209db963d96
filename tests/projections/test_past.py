"""What was known at any time is what the tables held then, or would have held by what had been published."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given

from events.base import Event
from events.claim import Claim
from events.ledger.actor_recorded import ActorRecorded
from events.ledger.coding_corrected import CodingCorrected
from events.ledger.source_recorded import SourceRecorded
from events.registry import parse
from tests.begun import begun
from tests.decided import decided_histories
from tests.laws import examples
from tests.samples import GROUND, claim, decided, killed
from tests.tables import store
from timeline.log.sqlite import SqliteLog
from timeline.projections import places_named
from timeline.projections.past import INCIDENTS_AS_RECORDED
from timeline.projections.runner import Projector
from timeline.projections.story import story
from timeline.projections.summary import TELLING
from timeline.reconcile.asof import as_of
from timeline.service import Timeline

#: What a state says that the incident's own row says as well.
STATED = "earliest, latest, place, claim_count, source_count, origins_min, origins_max"
AT = "from_at <= :at and (to_at is null or :at < to_at)"


def source(key: str, published: str | None) -> Event:
    told = {"type": "source_recorded", "key": key, "kind": "news", "publisher": key.title()}
    return parse(told | ({"published": published} if published else {}))


def toll(number: int | str, source: str, label: str | None = None, **fields: Any) -> Event:
    """What the mission says of the killed on the bridge, by way of a source."""
    cited = {"source": source, "chain": ["Mission", source.title()]} | fields.pop("citation", {})
    return claim(casualties=killed(number), citation=cited, **fields | ({"as": label} if label else {}))


@pytest.fixture
def timeline(tmp_path: Path) -> Iterator[Timeline]:
    with begun(tmp_path / "t", GROUND) as made:
        made.append([source("monday", "2015-08-24"), source("tuesday", "2015-08-25"), source("month", "2015-08")])
        made.append(source("undated", None))
        yield made


def reported(timeline: Timeline, slug: str = "bridge") -> list[tuple[str, str | None, str | None]]:
    """From when until when each state held, and its casualties in words."""
    query = "select from_day, to_day, casualties from incidents_as_reported where incident = ? order by from_day"
    return [(row["from_day"], row["to_day"], row["casualties"]) for row in timeline.db.query(query, [slug])]


def recorded(timeline: Timeline, slug: str = "bridge") -> list[str | None]:
    """What was told of the casualties, one state after the other."""
    rows = list(timeline.db.query("select * from incidents_as_recorded where incident = ? order by from_at", [slug]))
    assert [row["to_at"] for row in rows[:-1]] == [row["from_at"] for row in rows[1:]]
    return [row["casualties"] for row in rows]


def test_a_state_lasts_from_the_day_of_a_publication_to_the_day_before_the_next_that_changes_it(
    timeline: Timeline,
) -> None:
    timeline.append([toll(2, "tuesday"), toll(3, "month"), toll("up to 4", "monday")])
    assert reported(timeline) == [
        ("2015-08-24", "2015-08-24", "up to 4 Taliban killed"),
        ("2015-08-25", "2015-08-30", "2–4 or fewer Taliban killed"),
        ("2015-08-31", None, "2–4 or fewer Taliban killed"),
    ]
    counts = timeline.db.query("select claim_count from incidents_as_reported order by from_day")
    assert [row["claim_count"] for row in counts] == [1, 2, 3]


def test_what_has_no_known_publication_is_not_known_to_be_reported_by_any_day(timeline: Timeline) -> None:
    timeline.append(toll(9, "undated"))
    assert reported(timeline) == []
    timeline.correct("undated", source("undated", "2015-08-24"), reason="found")
    assert reported(timeline) == [("2015-08-24", None, "9 Taliban killed")]


def test_our_own_corrections_and_retractions_apply_to_every_day(timeline: Timeline) -> None:
    first = timeline.append(toll(2, "monday"))
    second = timeline.append(toll(3, "tuesday"))
    timeline.correct(str(first.id), toll(1, "monday"), reason="misread")
    assert reported(timeline)[0] == ("2015-08-24", "2015-08-24", "1 Taliban killed")
    timeline.retract(str(second.id), reason="x")
    assert reported(timeline) == [("2015-08-24", None, "1 Taliban killed")]


def test_what_was_recorded_keeps_what_was_corrected_since(timeline: Timeline) -> None:
    first = timeline.append(toll(2, "monday"))
    fixed = timeline.correct(str(first.id), toll(1, "monday"), reason="misread")
    timeline.retract(str(fixed.id), reason="x")
    assert recorded(timeline) == [None, "2 Taliban killed", "1 Taliban killed", None]


def test_a_statement_counts_until_what_replaced_it_was_published(timeline: Timeline) -> None:
    timeline.append([toll(2, "monday", "v1"), toll(5, "tuesday", "v2")])
    replaced = {"old": ["monday:v1"], "new": ["tuesday:v2"], "fields": ["killed"], "change": "update"}
    supersession = timeline.append(decided("statement_superseded", **replaced))
    assert reported(timeline) == [
        ("2015-08-24", "2015-08-24", "2 Taliban killed"),
        ("2015-08-25", None, "5 Taliban killed"),
    ]
    assert recorded(timeline) == [None, "2–5 Taliban killed", "5 Taliban killed"]
    timeline.undo(str(supersession.id), reason="x")
    assert reported(timeline)[1] == ("2015-08-25", None, "2–5 Taliban killed")
    assert recorded(timeline)[2:] == ["5 Taliban killed", "2–5 Taliban killed"]


def disputed(timeline: Timeline) -> list[tuple[str, int]]:
    """From which day on it was in dispute, or was not."""
    query = "select from_day, disputed from incidents_as_reported where incident = 'bridge' order by from_day"
    return [(row["from_day"], row["disputed"]) for row in timeline.db.query(query)]


def test_an_incident_was_in_dispute_from_the_day_by_which_rivals_were_published_until_one_was_replaced(
    timeline: Timeline,
) -> None:
    timeline.append([toll(2, "monday", "v1"), toll(5, "tuesday"), toll(5, "month", "v2")])
    assert disputed(timeline) == [("2015-08-24", 0), ("2015-08-25", 1), ("2015-08-31", 1)]
    replaced = {"old": ["monday:v1"], "new": ["month:v2"], "fields": ["killed"], "change": "update"}
    supersession = timeline.append(decided("statement_superseded", **replaced))
    assert disputed(timeline) == [("2015-08-24", 0), ("2015-08-25", 1), ("2015-08-31", 0)]
    timeline.undo(str(supersession.id), reason="x")
    assert disputed(timeline)[2] == ("2015-08-31", 1)


def test_days_were_rivals_and_places_several_from_the_day_by_which_the_second_was_published(timeline: Timeline) -> None:
    timeline.append(toll(2, "monday", occurred="2015-08-22", place={"name": "Washir", "admin1": "Helmand"}))
    timeline.append(toll(2, "tuesday", occurred="2015-08-22", place={"name": "Wašer", "admin1": "Helmand"}))
    timeline.append(toll(2, "month", occurred="2015-08-23", place={"name": "WASHIR", "admin1": "Helmand"}))
    query = "select from_day, rival_days, places_named from incidents_as_reported order by from_day"
    told = [tuple(row.values()) for row in timeline.db.query(query)]
    assert told == [("2015-08-24", 0, 1), ("2015-08-25", 0, 2), ("2015-08-31", 1, 2)]
    place = {"type": "place_recorded", "key": "washir", "name": "Washir", "country": "AF", "kind": "district"}
    timeline.append(parse(place | {"admin1": "Helmand", "aliases": ["Wašer"]}))
    told = [tuple(row.values()) for row in timeline.db.query(query)]
    assert told == [("2015-08-24", 0, 1), ("2015-08-25", 0, 1), ("2015-08-31", 1, 1)]


def test_an_actor_that_is_recorded_with_both_names_puts_earlier_days_in_dispute(timeline: Timeline) -> None:
    two, five = toll(2, "monday"), claim(casualties=killed(5, party="Talibs"), citation={"source": "tuesday"})
    timeline.append([two, five])
    assert disputed(timeline) == [("2015-08-24", 0), ("2015-08-25", 0)]
    actor = {"type": "actor_recorded", "key": "taliban", "name": "Taliban", "aliases": ["Talibs"], "kind": "other"}
    timeline.append(parse(actor))
    assert disputed(timeline) == [("2015-08-24", 0), ("2015-08-25", 1)]
    before = list(timeline.db["incidents_as_reported"].rows)
    timeline.rebuild()
    assert list(timeline.db["incidents_as_reported"].rows) == before


@examples(8)
@given(decided_histories("TST"))
def test_whether_an_incident_was_in_dispute_by_a_day_is_what_its_page_says_of_that_day(history: list[Event]) -> None:
    with SqliteLog.memory("TST") as log:
        store(log, history)
        projector = Projector(log, None)
        projector.catch_up()
        for row in list(projector.db["incidents_as_reported"].rows):
            found = story(projector.db, row["incident"], as_of(None, row["from_day"]))
            assert found is not None
            for said in ("disputed", "rival_days"):
                assert found.incident[said] == row[said]
            named = places_named.rivals(projector.db, found.claims, found.superseded, None, TELLING)
            assert len(named) == (row["places_named"] if row["places_named"] > 1 else 0)
        projector.close()


def test_a_withdrawal_counts_from_when_the_issuer_said_so_and_without_that_from_the_beginning(
    timeline: Timeline,
) -> None:
    timeline.append(toll(2, "monday", "v1"))
    withdrawn = {"old": ["monday:v1"], "change": "withdrawal"}
    first = timeline.append(decided("statement_superseded", said="2015-09", **withdrawn))
    assert reported(timeline) == [("2015-08-24", "2015-09-29", "2 Taliban killed"), ("2015-09-30", None, None)]
    timeline.correct(str(first.id), decided("statement_superseded", **withdrawn), reason="no day is known")
    assert reported(timeline) == [("2015-08-24", None, None)]


def test_a_reprint_that_came_before_the_old_claim_counts_until_that_is_known(timeline: Timeline) -> None:
    timeline.append([toll(2, "tuesday", "v1"), toll(2, "monday"), toll(5, "tuesday", "v2", place="Bridge")])
    replaced = {"old": ["tuesday:v1"], "new": ["tuesday:v2"], "fields": ["killed"], "change": "update"}
    timeline.append(decided("statement_superseded", **replaced))
    assert reported(timeline) == [
        ("2015-08-24", "2015-08-24", "2 Taliban killed"),
        ("2015-08-25", None, "5 Taliban killed"),
    ]


def test_a_link_bears_on_what_was_recorded_since_and_on_every_day_by_which_both_were_reported(
    timeline: Timeline,
) -> None:
    one = claim(casualties=killed(2), citation={"source": "monday"}, **{"as": "a"})
    timeline.append([one, claim(casualties=killed(2), citation={"source": "tuesday"}, **{"as": "b"})])
    told = {"relation": "same_text", "evidence": "inferred"}
    timeline.append(decided("claims_linked", claims=["monday:a", "tuesday:b"], **told))
    states = "select origins_max from {} where incident = 'bridge' and claim_count order by 1"
    query = states.format("incidents_as_reported")
    assert [row["origins_max"] for row in timeline.db.query(query)] == [1, 1]
    query = states.format("incidents_as_recorded").replace("order by 1", "order by from_at")
    assert [row["origins_max"] for row in timeline.db.query(query)] == [2, 1]


def test_a_merged_incident_was_one_of_its_own_until_then_and_is_reported_with_the_other(timeline: Timeline) -> None:
    timeline.append([toll(2, "monday"), toll(3, "tuesday", incident="market")])
    merge = timeline.append(decided("incidents_merged", incident="bridge", into="market"))
    assert reported(timeline) == []
    assert [casualties for *_, casualties in reported(timeline, "market")] == [
        "2 Taliban killed",
        "2–3 Taliban killed",
    ]
    assert recorded(timeline) == [None, "2 Taliban killed"]
    assert recorded(timeline, "market") == [None, "3 Taliban killed", "2–3 Taliban killed"]
    (row,) = timeline.db.query("select max(to_at) as until from incidents_as_recorded where incident = 'bridge'")
    (spell,) = timeline.db["decision_spells"].rows
    assert row["until"] == spell["from_at"]
    timeline.undo(str(merge.id), reason="two after all")
    assert reported(timeline) == [("2015-08-24", None, "2 Taliban killed")]
    assert recorded(timeline, "market")[2:] == ["2–3 Taliban killed", "3 Taliban killed"]


def test_figures_that_count_elsewhere_counted_there_before_a_merge(timeline: Timeline) -> None:
    told_there = claim(casualties=killed(2, counted_in="valley"), citation={"source": "monday"})
    timeline.append(told_there)
    timeline.append(decided("incidents_merged", incident="valley", into="bridge"))
    assert recorded(timeline) == [None, None, "2 Taliban killed"]
    assert recorded(timeline, "valley") == [None, "2 Taliban killed"]


@examples(8)
@given(decided_histories("TST", hidden=False))
def test_what_was_recorded_by_any_instant_is_what_the_tables_held_then(history: list[Event]) -> None:
    whole = [event.replacement if isinstance(event, CodingCorrected) else event for event in history]
    first = next((number for number, event in enumerate(whole) if isinstance(event, Claim)), len(whole))
    # Sources and the names of actors are as they are now.
    assume(not any(isinstance(event, SourceRecorded | ActorRecorded) for event in whole[first:]))
    with SqliteLog.memory("TST") as log:
        projector, then = Projector(log, None), {}
        for event in history:
            (entry,) = store(log, [event])
            projector.catch_up()
            rows = projector.db.query(f"select slug as incident, {STATED} from incidents order by slug")
            then[entry.recorded_at] = list(rows)
        query = f"select incident, {STATED} from {INCIDENTS_AS_RECORDED.name} where {AT} order by incident"
        for at, rows_then in then.items():
            assert list(projector.db.query(query, {"at": at})) == rows_then
        projector.close()


@examples(8)
@given(decided_histories("TST"))
def test_the_last_state_that_was_recorded_is_the_incidents_own_row(history: list[Event]) -> None:
    with SqliteLog.memory("TST") as log:
        store(log, history)
        projector = Projector(log, None)
        projector.catch_up()
        now = list(projector.db.query(f"select slug as incident, {STATED} from incidents order by slug"))
        last = f"select incident, {STATED} from {INCIDENTS_AS_RECORDED.name} where to_at is null order by incident"
        assert list(projector.db.query(last)) == now
        counted = "origin_kind is not null and status in ('current', 'superseded')"
        unknown = f"select 1 from events where {counted} and reported is null"
        if not list(projector.db.query(unknown)):
            columns = f"{STATED}, disputed"
            now = list(projector.db.query(f"select slug as incident, {columns} from incidents order by slug"))
            last = f"select incident, {columns} from incidents_as_reported where to_day is null order by incident"
            claimed = {
                slug for (slug,) in projector.db.execute("select incident from claim_spells where to_at is null")
            }
            assert list(projector.db.query(last)) == [row for row in now if row["incident"] in claimed]
        projector.close()
