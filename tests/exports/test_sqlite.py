"""Tables of the past are those that were made then, but for what may not be shown now."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from events.base import Event
from events.ledger.coding_corrected import CodingCorrected
from events.registry import parse
from tests.exports.record import column, ids, recorded
from tests.privacy import MARKER, holding, secret
from tests.samples import GROUND, claim, decided, killed
from timeline.errors import TimelineError
from timeline.exports.sqlite import export
from timeline.log.ids import format_id
from timeline.service import Timeline

LATER = parse(
    {"type": "source_recorded", "key": "later", "kind": "news", "publisher": "Later", "published": "2015-09-01T08:00"}
)


def test_a_claim_that_was_once_ascribed_to_a_later_source_stands_alone() -> None:
    with recorded([*GROUND, LATER, claim(citation={"source": "later"}, strikes=3)]) as record:
        first = format_id("TST", 7)
        correction = CodingCorrected(corrects=first, replacement=claim(strikes=3), reason="the wrong source")
        record.append([correction])
        then = record.exported(as_reported="2015-08")
        assert ids(then, "origin_kind is not null") == {format_id("TST", 8)}
        assert list(then["corrections"].rows) == []
        assert column(then, "sources", "key") == {"agency", "gazette"}
        assert ids(record.exported(as_reported="2015-09-01")) == ids(record.live)
        assert ids(record.exported(as_reported="2015-08-30"), "origin_kind is not null") == {format_id("TST", 8)}


def test_a_correction_of_today_of_what_was_reported_then_applies() -> None:
    with recorded([*GROUND, claim(strikes=3)]) as record:
        wrong = format_id("TST", 6)
        record.append([CodingCorrected(corrects=wrong, replacement=claim(strikes=2), reason="two")])
        then = record.exported(as_reported="2015-08-26")
        assert [
            row["strikes_low"] for row in then.query("select * from airstrikes where event_status = 'current'")
        ] == [2]
        assert [row["as_reported"] for row in then["projection"].rows] == ["2015-08-26"]


def test_an_answer_stays_although_what_it_answers_was_not_reported_by_then() -> None:
    answered = claim(citation={"source": "later"}, strikes=3)
    denial = claim("statement", content="no strike", responds_to={"event": format_id("TST", 7)})
    with recorded([*GROUND, LATER, answered, denial]) as record:
        then = record.exported(as_reported="2015-08-31")
        assert ids(then, "origin_kind is not null") == {format_id("TST", 8)}


def test_what_was_restricted_or_redacted_since_is_in_no_file_of_the_past(tmp_path: Path) -> None:
    with Timeline.init(tmp_path / "t", "TST") as timeline:
        timeline.append([*GROUND, secret(), secret(strikes=9, **{"as": "b"})], recorded_by="desk")
        for number in (6, 7):
            export(timeline.log, timeline.db, tmp_path / f"before-{number}.db")
        timeline.restrict(format_id("TST", 6), reason="danger", recorded_by="desk")
        timeline.redact(format_id("TST", 7), reason="danger", authority="the editor", recorded_by="desk")
        (tmp_path / "after").mkdir()
        for day in (None, "9999"):
            file = tmp_path / "after" / f"{day}.db"
            export(timeline.log, timeline.db, file, as_recorded=format_id("TST", 7), as_reported=day)
    assert holding(tmp_path, MARKER) >= {"before-6.db", "before-7.db"}
    assert holding(tmp_path / "after", MARKER) == set()


@pytest.mark.parametrize("how", ["redacted", "restricted", "corrected"])
@pytest.mark.parametrize("day", [None, "9999"])
def test_what_is_taken_out_of_the_tables_while_a_file_is_made_is_not_in_it(
    how: str, day: str | None, tmp_path: Path
) -> None:
    id, made = format_id("TST", 6), list[int]()
    why: dict[str, Any] = {"reason": "danger", "recorded_by": "desk"}

    def meanwhile(done: int) -> None:
        made.append(done)
        if made.count(7) == 1 and done == 7:
            with Timeline.open(tmp_path / "t") as other:
                if how == "redacted":
                    other.redact(id, authority="the editor", **why)
                elif how == "restricted":
                    other.restrict(id, **why)
                else:
                    other.correct(id, secret(visibility="restricted"), **why)

    with Timeline.init(tmp_path / "t", "TST") as timeline:
        timeline.append([*GROUND, secret(), claim(strikes=4)], recorded_by="desk")
        (tmp_path / "kept").mkdir()
        file = tmp_path / "kept" / "export.db"
        export(timeline.log, timeline.db, file, as_recorded=format_id("TST", 7), as_reported=day, progress=meanwhile)
    assert made.count(7) == (4 if day else 2), "it is made again, once"
    assert holding(tmp_path / "kept", MARKER) == set()


def test_what_names_a_source_that_is_shown_only_as_corrected_later_is_withheld_until_then() -> None:
    hidden = LATER.model_copy(update={"visibility": "restricted"})
    with recorded([*GROUND, hidden, claim(citation={"source": "later"})]) as record:
        record.append([CodingCorrected(corrects=format_id("TST", 6), replacement=LATER, reason="public now")])
        assert len(ids(record.live, "origin_kind is not null")) <= 1
        then = record.exported(as_recorded=format_id("TST", 7))
        assert column(then, "sources", "key") == {"agency", "gazette"}
        assert column(then, "withheld", "id") == {format_id("TST", 6), format_id("TST", 7)}
        assert list(then["problems"].rows) == []


def test_nothing_is_written_over_and_nothing_is_left_of_what_failed(tmp_path: Path) -> None:
    taken = tmp_path / "taken.db"
    taken.write_text("mine")
    with Timeline.memory() as timeline:
        timeline.append(GROUND, recorded_by="desk")
        with pytest.raises(TimelineError, match=r"taken\.db is there already"):
            export(timeline.log, timeline.db, taken)

        def stopped(done: int) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            export(timeline.log, timeline.db, tmp_path / "new.db", progress=stopped)
    assert [file.name for file in tmp_path.iterdir()] == ["taken.db"]
    assert taken.read_text() == "mine"


def test_a_file_of_the_past_is_never_taken_for_tables_that_follow_the_log(tmp_path: Path) -> None:
    with Timeline.init(tmp_path / "t", "TST") as timeline:
        timeline.append([*GROUND, claim()], recorded_by="desk")
        export(timeline.log, timeline.db, tmp_path / "then.db", as_reported="2015-01")
    for name in ("timeline.db", "timeline.db-wal", "timeline.db-shm"):
        (tmp_path / "t" / name).unlink(missing_ok=True)
    (tmp_path / "then.db").rename(tmp_path / "t" / "timeline.db")
    with Timeline.open(tmp_path / "t") as timeline:
        assert timeline.db["events"].count == len(timeline)
        assert [row["as_recorded"] for row in timeline.db["projection"].rows] == [None]


def declared(*slugs: str) -> list[Event]:
    return [parse({"type": "incident_declared", "slug": slug, "title": slug}) for slug in slugs]


def told(label: str, source: str, incident: str = "bridge") -> Event:
    """A claim with a label, out of one of the sources."""
    return claim(incident=incident, citation={"source": source}, strikes=3, **{"as": label})


def test_merges_and_splits_hold_whenever_we_made_them() -> None:
    claims = [told("v1", "gazette", "old-bridge"), told("v2", "gazette"), told("v3", "later")]
    decisions = [
        decided("incidents_merged", incident="old-bridge", into="bridge"),
        decided("incident_split", incident="bridge", into="raid", claims=["gazette:v2", "later:v3"]),
    ]
    with recorded([*GROUND, LATER, *declared("old-bridge", "raid"), *claims, *decisions]) as record:
        then = record.exported(as_reported="2015-08")
        assert told_on(then) == {"gazette:v1": "bridge", "gazette:v2": "raid"}
        assert told_on(record.live) == {**told_on(then), "later:v3": "raid"}
        assert list(then["problems"].rows) == []
        assert told_on(record.exported(as_recorded=format_id("TST", 12), as_reported="2015-08")) == {
            "gazette:v1": "bridge",
            "gazette:v2": "bridge",
        }


def told_on(db: Database) -> dict[str, str]:
    """The incident of each current claim, by source and label."""
    query = """select source || ':' || json_extract(body, '$.as') as name, incident from events
        where origin_kind is not null and status = 'current'"""
    return {row["name"]: row["incident"] for row in db.query(query)}


def test_a_decision_is_there_from_when_what_it_names_was_reported() -> None:
    claims = [told("v1", "gazette"), told("v2", "gazette", "market"), told("v3", "later"), told("v4", "later", "raid")]
    decisions = {
        "link": decided("claims_linked", claims=["gazette:v1", "gazette:v2"], relation="derived", evidence="inferred"),
        "later link": decided(
            "claims_linked", claims=["gazette:v1", "later:v3"], relation="same_text", evidence="stated"
        ),
        "assessment": decided(
            "incident_assessed", incident="bridge", assessor="desk", assessed="2015-08-31", grade="weak"
        ),
        "later assessment": decided(
            "incident_assessed", incident="bridge", assessor="desk", assessed="2015-09", grade="fair"
        ),
        "on later": decided(
            "incident_assessed",
            incident="bridge",
            assessor="other",
            assessed="2015-08-31",
            grade="weak",
            relies_on=["later:v3"],
        ),
        "incidents": decided("incidents_linked", incidents=["bridge", "market"], relation="distinct"),
        "unheard of": decided("incidents_linked", incidents=["bridge", "raid"], relation="distinct"),
        "superseded": decided("statement_superseded", old=["gazette:v1"], new=["later:v3"], change="update"),
        "withdrawn": decided("statement_superseded", old=["gazette:v2"], change="withdrawal", said="2015-08-31"),
    }
    with recorded([*GROUND, LATER, *declared("raid"), *claims, *decisions.values()]) as record:
        names = dict(zip([format_id("TST", number) for number in range(12, 21)], decisions, strict=True))

        def held(day: str) -> set[str]:
            return {names[id] for id in ids(record.exported(as_reported=day)) & names.keys()}

        assert list(record.live["problems"].rows) == []
        assert held("2015-08-30") == {"link", "incidents"}
        assert held("2015-08-31") == {"link", "incidents", "assessment", "withdrawn"}
        assert held("2015-09-01") == set(decisions) - {"later assessment"}
        assert held("2015-09") == set(decisions)


def test_a_source_that_another_one_carries_is_there_with_it_and_its_own_claims_wait() -> None:
    wire = parse({"type": "source_recorded", "key": "wire", "kind": "wire", "publisher": "Wire"})
    copy = parse(
        {
            "type": "source_recorded",
            "key": "copy",
            "kind": "news",
            "publisher": "Copy",
            "published": "2015-08-27",
            "republishes": "wire",
        }
    )
    with recorded([*GROUND, wire, copy, told("v1", "wire"), told("v2", "copy")]) as record:
        then = record.exported(as_reported="2015-08-27")
        assert column(then, "sources", "key") == {"gazette", "wire", "copy"}
        assert told_on(then).keys() == {"copy:v2"}
        assert column(record.exported(as_reported="2015-08-26"), "sources", "key") == {"gazette"}


def test_a_source_that_was_wrongly_said_to_carry_a_later_one_is_there() -> None:
    told = {"type": "source_recorded", "key": "early", "kind": "news", "publisher": "Early", "published": "2015-08-26"}
    wrong, right = parse({**told, "republishes": "later"}), parse(told)
    with recorded([*GROUND, LATER, wrong, claim(citation={"source": "early"}, strikes=3)]) as record:
        record.append([CodingCorrected(corrects=format_id("TST", 7), replacement=right, reason="its own text")])
        then = record.exported(as_reported="2015-08")
        assert column(then, "sources", "key") == {"agency", "gazette", "early"}
        assert ids(then, "origin_kind is not null") == {format_id("TST", 8)}
        assert list(then["problems"].rows) == []


def test_a_claim_is_here_although_a_split_has_moved_it_away_from_an_incident_that_nobody_had_heard_of() -> None:
    undated = parse({"type": "source_recorded", "key": "undated", "kind": "news", "publisher": "Undated"})
    told_there = claim(casualties=killed(2, counted_in="market"), **{"as": "toll"})
    split = {"type": "incident_split", "incident": "market", "into": "valley", "claims": ["gazette:toll"]}
    later = claim(incident="market", citation={"source": "undated"}, strikes=2)
    with recorded([*GROUND, undated, later, told_there, parse(split | {"reason": "x"})]) as record:
        then = record.exported(as_reported="2015-08-26")
        assert {(row["incident"], row["relation"]) for row in then["claim_incidents"].rows} == {
            ("bridge", "told"),
            ("valley", "counted_in"),
        }
