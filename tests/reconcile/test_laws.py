"""What holds of contradictions whatever is told."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations_with_replacement
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from events.registry import CLAIMS
from events.values.quantity import Quantity
from tests.reconcile.telling import WHOLES, account, again, figure, number, party, value, whole
from timeline.reconcile.contradiction import Contradiction
from timeline.reconcile.contradictions import contradictions
from timeline.reconcile.told import Account, Days, Told

EVENTS = ("a", "b", "c", "d", "e")
few = st.integers(1, 4)
quantities = st.one_of(
    st.builds(Quantity, st.sampled_from(["stated", "exact", "at_least", "more_than", "up_to", "about"]), few),
    st.builds(lambda low, more: Quantity("range", low, low + more), few, st.integers(1, 3)),
    st.sampled_from([Quantity("unknown"), Quantity("vague", word="dozens")]),
).map(str)
days = st.builds(
    Days,
    st.sampled_from(
        ["2015-08-24", "2015-08-24", "2015-08-25", "2015-08", "2015-08-25/2015-08-26", "../2015-08-24", "2015-08-26~"]
    ),
    st.sampled_from(["stated", "stated", "stated", "report_date"]),
    st.sampled_from(["within", "within", "throughout", "cumulative"]),
)
stances = st.sampled_from(["asserts", "asserts", "asserts", "confirms", "denies", "questions", "cannot_confirm"])
accounts = st.builds(
    account,
    st.sampled_from(EVENTS),
    st.sampled_from(["district_fall", "district_fall", "control_status", "control_status", "reported_figure"]),
    st.just(Days("2015-08-24")) | st.none() | days,
    stances,
    st.sampled_from(["told", "told", "told", "told", "about", "counted_in"]),
    scope=st.sampled_from([None, None, "centre", "district"]),
    measure=st.sampled_from([None, "level", "count"]),
    answers=st.sampled_from([None, None, None, *EVENTS]),
    answered=st.sampled_from([(), ("killed",), ("occurred",)]),
).filter(lambda claim: claim.answers != claim.root)


@st.composite
def told_of(draw: st.DrawFn, claim: Account) -> list[Told]:
    """A claim as a whole, and some of its values, each once."""
    said: dict[str, Any] = {"stance": claim.stance, "origin": draw(st.sampled_from(["Mission", "mission", "Radio"]))}
    denied = {"stance": draw(st.sampled_from([claim.stance] * 4 + ["denies"]))}
    found = [whole(claim, **said)]
    for outcome, of, status in draw(
        st.sets(
            st.tuples(
                st.sampled_from(["killed", "killed_or_injured"]),
                st.sampled_from(["US", "NATO", "all"]),
                st.sampled_from(["unstated", "combatant"]),
            ),
            min_size=1,
            max_size=3,
        )
    ):
        found.append(figure(claim, draw(quantities), outcome, of, civilian_status=status, **said | denied))
    if claim.relation != "counted_in":
        found.append(number(claim, "strikes", draw(quantities), **said))
        if claim.occurred:
            found.append(value(claim, "occurred", claim.occurred.value, days=claim.occurred, **said | denied))
        if CLAIMS[claim.type].exclusive or claim.type == "control_status":
            field = "controller" if claim.type == "control_status" else "taken_by"
            taker = party("x", field, draw(st.sampled_from(["US", "NATO", "Taliban", "rebels"])))
            found.append(replace(taker, claim=claim, **said))
        if claim.type == "control_status":
            found.append(
                value(
                    claim, "status", draw(st.sampled_from(["controlled", "controlled", "neither", "contested"])), **said
                )
            )
        if draw(st.booleans()):
            name = draw(st.sampled_from(["accident", "Accident", "murder"]))
            found.append(value(claim, "characterised_as", name, **said | denied))
    return found


@st.composite
def tellings(draw: st.DrawFn) -> list[Told]:
    """What two to five claims tell of one incident."""
    claims = draw(st.lists(accounts, min_size=2, max_size=len(EVENTS), unique_by=lambda claim: claim.event))
    return [value for claim in claims for value in draw(told_of(claim))]


def of(told: list[Told]) -> list[Contradiction]:
    return contradictions(told, WHOLES)


Shape = tuple[str, str, str, frozenset[Told]]


def shapes(told: list[Told], without: str = "") -> list[Shape]:
    """The rule, property, type and members of each contradiction, without the members of one claim."""
    found = []
    for one in of(told):
        members = frozenset(member.told for member in one.members if member.told.claim.event != without)
        found.append((one.rule, one.property, one.type or "", members))
    return sorted(found, key=lambda shape: (shape[:3], sorted(member.order for member in shape[3])))


def taking_part(told: list[Told]) -> set[tuple[str, Told]]:
    """Each value that takes part in a contradiction, with the rule."""
    return {(one.rule, member.told) for one in of(told) for member in one.members}


@given(tellings(), st.randoms(use_true_random=False))
def test_order_does_not_matter(told: list[Told], random: Any) -> None:
    shuffled = list(told)
    random.shuffle(shuffled)
    assert of(shuffled) == of(told)


@given(tellings(), st.sampled_from(EVENTS))
def test_an_agreeing_claim_adds_none_and_takes_part_only_where_its_twin_does(told: list[Told], twin: str) -> None:
    both = [*told, *(again(value, "twin") for value in told if value.claim.event == twin)]
    assert shapes(both, without="twin") == shapes(told)
    parts = {(rule, value.property) for rule, value in taking_part(told) if value.claim.event == twin}
    assert {(rule, value.property) for rule, value in taking_part(both) if value.claim.event == "twin"} <= parts


@given(tellings())
def test_retracting_the_claims_of_all_other_sides_removes_a_contradiction(told: list[Told]) -> None:
    for one in of(told):
        for side in {member.side for member in one.members}:
            kept = {member.told for member in one.members if member.side == side}
            gone = {member.told.claim.event for member in one.members if member.side != side}
            left = of([value for value in told if value.claim.event not in gone])
            assert not any(_same_thing(one, other) and kept & {m.told for m in other.members} for other in left)


def _same_thing(one: Contradiction, other: Contradiction) -> bool:
    return _thing(one) == _thing(other)


def _thing(found: Contradiction) -> tuple[object, ...]:
    told = found.members[0].told
    answered = told.claim.root if found.rule == "answered_denial" else None
    whose = told.party.key if told.party and told.role else None
    return found.rule, found.property, found.type, whose, told.civilian_status, told.claim.period, answered


@given(tellings())
def test_a_value_takes_part_exactly_where_it_does_beside_one_other_claim_alone(told: list[Told]) -> None:
    events = sorted({value.claim.event for value in told})

    def beside(count: int) -> set[tuple[str, Told]]:
        few = combinations_with_replacement(events, count)
        return set().union(*(taking_part([value for value in told if value.claim.event in one]) for one in few))

    # But a claim denied as a whole is denied in what its voice says elsewhere: that takes the denial and both of these.
    carried = {(rule, value) for rule, value in beside(3) if rule == "answered_denial"}
    assert taking_part(told) == beside(2) | carried


@given(tellings(), st.sampled_from(["unknown", "about 3", "dozens"]))
def test_an_unknown_or_vague_figure_contradicts_nothing(told: list[Told], words: str) -> None:
    added = [figure("z", words, of=whom, origin="Mission") for whom in ("US", "NATO", "all")]
    # But "dozens" may be denied, in these very words; and that 3 was taken for another measure is a hint.
    found = {rule for rule, value in taking_part([*told, *added]) if value.claim.event == "z"}
    assert found <= {"denied_value", "same_figure_two_measures"}
    assert shapes([*told, *added], without="z") == shapes(told) or found
