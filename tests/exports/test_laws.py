"""Of any history, tables of the past are those that were made then, but for what may not be shown now."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from events.base import Event
from events.claim import Claim
from events.ledger.coding_corrected import CodingCorrected
from events.ledger.source_recorded import SourceRecorded, source_key
from tests.decided import decided_histories
from tests.exports.record import column, ids, recorded
from tests.laws import examples
from tests.tables import Rows, contents
from timeline.log.ids import format_id
from timeline.reconcile.reported import reported_by
from timeline.standing import Standing


def kept(db: Database) -> Rows:
    """What the tables hold, but for how far they have come and how they were made."""
    return {name: rows for name, rows in contents(db).items() if name != "projection"}


def dated(event: Event) -> Event:
    """The event as it is, but that every source has a day of publication."""
    if isinstance(event, CodingCorrected):
        return event.model_copy(update={"replacement": dated(event.replacement)})
    if isinstance(event, SourceRecorded) and event.published is None:
        return event.model_copy(update={"published": "2015-08"})
    return event


@examples(6)
@given(decided_histories("TST"))
def test_as_recorded_now_is_what_the_tables_hold(history: list[Event]) -> None:
    with recorded(history) as record:
        for now in (None, format_id("TST", len(history)), "9999-12-31"):
            assert kept(record.exported(as_recorded=now)) == kept(record.live)


@examples(6)
@given(decided_histories("TST").map(lambda history: list(map(dated, history))))
def test_as_reported_by_the_last_of_days_is_what_the_tables_hold(history: list[Event]) -> None:
    with recorded(history) as record:
        assert kept(record.exported(as_reported="9999-12-31")) == kept(record.live)


@examples(8)
@given(decided_histories("TST", hidden=False), st.data())
def test_as_recorded_then_is_what_the_tables_held_then(history: list[Event], data: st.DataObject) -> None:
    position = data.draw(st.integers(1, len(history)))
    with recorded(history[:position]) as record:
        before = kept(record.live)
        record.append(history[position:])
        assert kept(record.exported(as_recorded=format_id("TST", position))) == before


@examples(8)
@given(decided_histories("TST"), st.data())
def test_nothing_of_the_past_is_shown_that_may_not_be_shown_now(history: list[Event], data: st.DataObject) -> None:
    position = data.draw(st.integers(1, len(history)))
    day = data.draw(st.sampled_from([None, "2015-08-26", "9999"]))
    with recorded(history) as record:
        then = record.exported(as_recorded=format_id("TST", position), as_reported=day)
        assert ids(then) <= ids(record.live)
        assert column(record.live, "withheld", "id") & ids(then) == set()
        shown = column(then, "events", "position") | column(then, "withheld", "position")
        assert shown <= set(range(1, position + 1))
        if not day:
            assert len(shown) == position
        assert list(then["problems"].rows) == []
        bodies = {row["id"]: row["body"] for row in record.live.query("select id, body from events")}
        assert all(row["body"] == bodies[row["id"]] for row in then.query("select id, body from events"))


@examples(8)
@given(decided_histories("TST", hidden=False), st.dates(date(2014, 1, 1), date(2017, 1, 1)) | st.dates())
def test_a_claim_is_here_if_what_counts_of_it_is_from_a_source_published_by_then(
    history: list[Event], day: date
) -> None:
    with recorded(history) as record:
        then, standing = record.exported(as_reported=day.isoformat()), Standing(record.log)
        counted, retracted = set[str](), set[str]()
        for number, event in enumerate(history, 1):
            if isinstance(event, Claim):
                line = standing.history(standing.id(number))
                now = standing.as_version(line.version).event
                assert isinstance(now, Claim)
                source = standing.version(record.log.find([source_key(now.citation.source)]).popitem()[1])
                assert source
                assert isinstance(source.event, SourceRecorded)
                if reported_by(day, source.event.published):
                    (retracted if line.retracted else counted).add(line.version)
        assert ids(then, "origin_kind is not null and status in ('current', 'superseded')") == counted
        assert ids(then, "origin_kind is not null and status = 'retracted'") <= retracted
        kept = {row["source"] for row in then.query("select source from events where origin_kind is not null")}
        assert kept <= column(then, "sources", "key")
        carried = column(then, "sources", "republishes")
        assert all(reported_by(day, row["published"]) or row["key"] in carried for row in then["sources"].rows)
        # What nobody has ever claimed anything of was not left out either.
        unclaimed = column(record.live, "incidents", "slug") - column(record.live, "claim_incidents", "incident")
        told = unclaimed | column(then, "claim_incidents", "incident")
        assert told <= column(then, "incidents", "slug")
        # A split may have moved away whatever was claimed of an incident and is here.
        assert told == column(then, "incidents", "slug") or then.table("incident_splits").count
        assert list(then["problems"].rows) == []
        assert then.execute("pragma foreign_key_check").fetchall() == []


#: What a state of an incident says, in the tables of incidents and of their states alike.
STATED = "earliest, latest, place, claim_count, source_count, origins_min, origins_max"


@examples(8)
@given(decided_histories("TST", hidden=False), st.dates(date(2014, 1, 1), date(2017, 1, 1)) | st.dates())
def test_an_incident_is_told_as_the_table_of_what_was_reported_tells_it(history: list[Event], day: date) -> None:
    with recorded(history) as record:
        at = {"day": day.isoformat()}
        then = f"select incident as slug, {STATED} from incidents_as_reported where from_day <= :day"
        expected = record.live.query(f"{then} and coalesce(to_day, '9999-12-31') >= :day order by 1", at)
        told = "select incident from claim_spells where to_at is null"
        found = record.exported(as_reported=day.isoformat()).query(
            f"select slug, {STATED} from incidents where slug in ({told}) order by 1"
        )
        assert list(found) == list(expected)
