"""Tables that followed the log, however the appends fell, are the tables that a rebuild makes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.registry import parse
from tests.amended import amended_histories
from tests.decided import decided_histories
from tests.laws import examples
from tests.samples import GROUND, strike
from tests.strategies import INCIDENTS, KINDS, PUBLISHERS, claims, events, histories
from tests.tables import contents, draft, store
from timeline.log.entries import Draft
from timeline.log.sqlite import SqliteLog
from timeline.projections import runner
from timeline.projections.runner import Projector

#: What no release has stored: the fold must pass it by.
nonsense = st.sampled_from(
    [
        Draft("earthquake", 1, b'{"magnitude":"7.5"}'),
        Draft("airstrike", 2, b'{"citation":{"source":"gazette-2015"}}'),
        Draft("airstrike", 1, b'{"citation":{"source":"nowhere"}}'),
        Draft("airstrike", 1, b'{"strikes":"40ish","citation":{"source":"gazette-2015"}}'),
        Draft("claim_retracted", 1, b'{"retracts":"TST-0000-0001-51","reason":"x"}'),
        Draft("undone", 1, b'{"undoes":"TST-0000-0002-48","reason":"x"}'),
        Draft("airstrike", 1, b"[]"),
        Draft("other", 1, b"not JSON"),
    ]
)
#: Anything at all in any order: claims before their source, incidents never declared, sources recorded again.
anything = st.lists(
    nonsense | events.map(draft).map(lambda made: Draft(made.type, made.version, made.body)), max_size=12
)


def followed(parts: list[list[Draft]], between: list[bool]) -> tuple[Any, Any]:
    """The tables after appending `parts` and catching up after those that `between` tells; and those of a rebuild."""
    log = SqliteLog.memory("TST")
    following, rebuilt = Projector(log, None), Projector(log, None)
    try:
        following.catch_up()
        for part, now in zip(parts, between, strict=True):
            if part:
                log.append(part, recorded_by="test")
            if now:
                following.catch_up()
        following.catch_up()
        rebuilt.rebuild()
        return contents(following.db), contents(rebuilt.db)
    finally:
        following.close()
        rebuilt.close()
        log.close()


def parted(data: st.DataObject, drafts: list[Draft]) -> tuple[list[list[Draft]], list[bool]]:
    """The same drafts in random appends, with catching up after some of them."""
    cuts = sorted(data.draw(st.sets(st.integers(0, len(drafts)), max_size=6)))
    parts = [drafts[start:end] for start, end in zip([0, *cuts], [*cuts, len(drafts)], strict=True)]
    return parts, data.draw(st.lists(st.booleans(), min_size=len(parts), max_size=len(parts)))


@examples(10)
@given(histories(), st.data())
def test_tables_that_followed_are_those_of_a_rebuild(history: list[Any], data: st.DataObject) -> None:
    one, other = followed(*parted(data, [draft(event) for event in history]))
    assert one == other
    assert one["problems"] == []


@examples(15)
@given(amended_histories("TST"), st.data())
def test_so_are_they_after_corrections_retractions_and_undoing(history: list[Any], data: st.DataObject) -> None:
    one, other = followed(*parted(data, [draft(event) for event in history]))
    assert one == other
    assert one["problems"] == []


@examples(15)
@given(decided_histories("TST"), st.data())
def test_so_are_they_after_merges_splits_links_assessments_and_statements_replaced(
    history: list[Any], data: st.DataObject
) -> None:
    one, other = followed(*parted(data, [draft(event) for event in history]))
    assert one == other
    assert one["problems"] == []


@examples(10)
@given(anything, st.data())
def test_so_are_those_of_a_log_in_which_nothing_fits(drafts: list[Draft], data: st.DataObject) -> None:
    one, other = followed(*parted(data, drafts))
    assert one == other
    assert len(one["events"]) + len(one["problems"]) == len(drafts)


@pytest.mark.parametrize("batch", [1, 3, 1000])
def test_the_size_of_a_batch_changes_nothing(batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    drafts = [draft(event) for event in [*GROUND, *map(strike, range(20))]]
    expected = followed([drafts], [True])[1]
    monkeypatch.setattr(runner, "BATCH", batch)
    one, other = followed([drafts], [True])
    for name in expected:
        # What has the instant of an append in it, or all of an event, differs between logs.
        if name not in ("projection", "events", "problems", "claim_spells", "incidents_as_recorded"):
            assert one[name] == other[name] == expected[name]
    assert len(one["events"]) == len(other["events"]) == len(drafts)


@examples(8)
@given(
    st.lists(
        claims,
        max_size=5,
        unique_by=(lambda claim: claim.slot_key, lambda claim: claim.content_key, lambda claim: claim.label_key),
    ),
    st.randoms(use_true_random=False),
)
def test_an_incident_does_not_depend_on_the_order_of_its_claims(given_claims: list[Any], random: Any) -> None:
    ground = [
        parse({"type": "source_recorded", "key": key, "kind": KINDS[key], "publisher": PUBLISHERS[key]})
        for key in PUBLISHERS
    ] + [parse({"type": "incident_declared", "slug": slug, "title": slug}) for slug in INCIDENTS]
    shuffled = list(given_claims)
    random.shuffle(shuffled)
    found = []
    for order in (given_claims, shuffled):
        with SqliteLog.memory("TST") as log:
            store(log, [*ground, *order])
            projector = Projector(log, None)
            projector.catch_up()
            query = """select slug, types, earliest, latest, claim_count, source_count, origins_min, origins_max
                from incidents order by slug"""
            figures = """select incident, party, civilian_status, role, outcome, lowest, highest, claim_count,
                origins_min, origins_max from incident_casualties order by 1, 2, 3, 4, 5"""
            found.append([projector.db.execute(sql).fetchall() for sql in (query, figures)])
            projector.close()
    assert found[0] == found[1]


def test_catching_up_with_nothing_new_changes_nothing() -> None:
    with SqliteLog.memory("TST") as log:
        store(log, GROUND)
        projector = Projector(log, None)
        assert projector.catch_up() == len(GROUND)
        before = contents(projector.db)
        assert projector.catch_up() == 0
        assert contents(projector.db) == before
        projector.close()
