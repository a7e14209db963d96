"""The tables of control are those of a rebuild, and tell the same, in whatever order their claims came."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from events.base import Event
from events.registry import parse
from tests.control import MUSA_QALA, PLACE, RECAPTURE, SOURCES, TAKEOVER, ground, id_of, said
from tests.laws import examples
from tests.tables import contents, draft, store
from timeline.log.sqlite import SqliteLog
from timeline.projections.runner import Projector

GROUND = ground()

days = st.integers(20, 29).map(lambda day: f"2015-08-{day}")
controllers = st.sampled_from(["Taliban", "Taleban", "Afghan forces"])


@st.composite
def claims(draw: st.DrawFn) -> Event:
    """A claim on control of one of two places, or a denial."""
    type_ = draw(st.sampled_from(["district_fall", "territory_recaptured", "control_status", "statement"]))
    place = draw(st.sampled_from([PLACE, PLACE, PLACE | {"name": "Musa Kala"}, {"name": "Nawzad"}]))
    fields: dict[str, Any] = {"place": place, "as": f"v{draw(st.integers(0, 10**6))}"}
    if type_ == "control_status":
        fields |= {"status": draw(st.sampled_from(["controlled", "neither", "contested"]))}
        fields |= {"controller": draw(controllers)}
    elif type_ == "statement":
        fields |= {"content": "No", "kind": draw(st.sampled_from([None, "denial"]))}
    else:
        fields |= {"taken_by": draw(controllers), "lost_by": draw(st.sampled_from([None, "police", "Afghan forces"]))}
        fields |= {"scope": draw(st.sampled_from([None, "centre", "district"]))}
    fields["incident"] = draw(st.sampled_from([None, TAKEOVER, RECAPTURE]))
    stance = draw(st.sampled_from(["asserts", "asserts", "asserts", "denies"]))
    fields["responds_to"] = draw(st.sampled_from([None, None, id_of(1), id_of(2)]))
    source = draw(st.sampled_from(sorted(SOURCES)))
    return said(
        type_, source, draw(days), {"stance": stance}, **{name: given for name, given in fields.items() if given}
    )


recorded = st.sampled_from(
    [
        parse(MUSA_QALA),
        parse(
            {
                "type": "actor_recorded",
                "key": "taliban",
                "name": "Taliban",
                "aliases": ["Taleban"],
                "kind": "rebel_group",
            }
        ),
    ]
)
#: In what no two claims of one log agree: a label alone makes none another one.
APART = (lambda claim: claim.content_key, lambda claim: claim.slot_key, lambda claim: claim.body()["as"])


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Claims, what is recorded of places and actors, and then corrections and retractions of claims, and undoings."""
    told = draw(st.lists(claims(), min_size=2, max_size=6, unique_by=APART))
    told += draw(st.lists(recorded, max_size=2, unique_by=lambda event: event.slot_key))
    heads = {id_of(number): id_of(number) for number, one in enumerate(told, 1) if one.type in CLAIM_TYPES}
    for number in range(len(told) + 1, len(told) + 1 + draw(st.integers(0, 4))):
        root = draw(st.sampled_from(sorted(heads)))
        change: dict[str, Any] = {"type": "claim_retracted", "retracts": heads[root]}
        if draw(st.booleans()):
            change = {"type": "coding_corrected", "corrects": heads[root], "replacement": draw(claims())}
        told.append(parse(change | {"reason": "x"}))
        heads[root] = id_of(number)
    return told


CLAIM_TYPES = ("district_fall", "territory_recaptured", "control_status", "statement")


@examples(30)
@given(histories(), st.data())
def test_tables_of_control_that_followed_are_those_of_a_rebuild(history: list[Event], data: st.DataObject) -> None:
    with SqliteLog.memory("TST") as log:
        following, rebuilt = Projector(log, None), Projector(log, None)
        store(log, GROUND)
        for event in history:
            log.append([draft(event)], recorded_by="test")
            if data.draw(st.booleans()):
                following.catch_up()
        following.catch_up()
        rebuilt.rebuild()
        assert contents(following.db) == contents(rebuilt.db)
        following.close()
        rebuilt.close()


@examples(15)
@given(
    st.lists(claims(), max_size=6, unique_by=APART),
    st.randoms(use_true_random=False),
)
def test_who_held_a_place_does_not_depend_on_the_order_of_record(told: list[Event], random: Any) -> None:
    # An answer names an ID, which depends on the order.
    freed = (one.model_copy(update={"responds_to": None}) for one in told)
    told = list({one.content_key: one for one in freed}.values())
    shuffled = list(told)
    random.shuffle(shuffled)
    found = []
    for order in (told, shuffled):
        with SqliteLog.memory("TST") as log:
            store(log, [*GROUND, *order])
            tables = Projector(log, None)
            tables.catch_up()
            query = """select place, scope, controller, from_earliest, from_latest, to_earliest, to_latest, disputed
                from control_periods order by 1, 2, 4, 5, 3"""
            found.append(tables.db.execute(query).fetchall())
            tables.close()
    assert found[0] == found[1]
