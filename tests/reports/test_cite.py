from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from events.registry import parse
from tests.samples import GROUND, claim, killed
from tests.tables import store
from timeline import folder
from timeline.errors import TimelineError
from timeline.log.entries import Draft
from timeline.reports.cite import Citation, cited
from timeline.service import Timeline

SETTINGS = folder.Settings("Sample", "", "The desk", "The institute", "https://example.org/sample")
#: The entries of `recorded`: five of GROUND, then these.
STRIKE, JOINT, MARKET = "TST-0000-0006-87", "TST-0000-0007-84", "TST-0000-0008-81"


class Clock:
    """Says what it is set to: the log's own clock in these tests."""

    def __init__(self, day: str) -> None:
        self.day = day

    def __call__(self) -> str:
        return f"{self.day}T23:59:59.999999Z"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock("2026-11-20")
    monkeypatch.setattr("timeline.log.entries.utc_now", clock)
    return clock


@pytest.fixture
def recorded(clock: Clock) -> Iterator[Timeline]:
    """GROUND, then on a day each: a strike at the bridge, a joint claim on bridge and valley, one on the market."""
    with Timeline.memory("TST") as timeline:
        timeline.settings = SETTINGS
        timeline.append(GROUND, recorded_by="Ada")
        joint = claim(incident=None, about=["bridge", "valley"], strikes=2)
        for day, event in (("21", claim(strikes=3)), ("22", joint), ("23", claim(incident="market"))):
            clock.day = f"2026-11-{day}"
            timeline.append(event, recorded_by="Ada")
        assert [row["id"] for row in timeline.db.query("select id from events where position > 5")] == [
            STRIKE,
            JOINT,
            MARKET,
        ]
        yield timeline


def only(timeline: Timeline, name: str) -> Citation:
    (citation,) = cited(timeline, [name])
    return citation


def test_an_event_is_dated_by_its_record_and_its_version_by_the_state_of_the_log(recorded: Timeline) -> None:
    assert only(recorded, STRIKE) == Citation(
        id=STRIKE,
        title=f"3 airstrikes, according to Gazette, 26 August 2015 ({STRIKE})",
        part_of="Sample",
        issued=date(2026, 11, 21),
        version="log position 8, 2026-11-23",
        creator="The desk",
        publisher="The institute",
        url=f"https://example.org/sample/event/{STRIKE}",
    )


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, "according to Gazette, 26 August 2015"),
        ({"hedge": "reportedly"}, "according to an origin not stated, cited by Gazette, 26 August 2015"),
        (
            {"chain": ["Governor", "Reuters", "Gazette"]},
            "according to Governor, quoted by Reuters, cited by Gazette, 26 August 2015",
        ),
        (
            {"chain": [{"voice": "Officials", "named": False}, "Gazette"]},
            "according to Officials (a voice without a name), quoted by Gazette, 26 August 2015",
        ),
        (
            {"chain": [{"voice": "Reuters", "evidence": "inferred"}, "Gazette"]},
            "according to Reuters (inferred), quoted by Gazette, 26 August 2015",
        ),
    ],
)
def test_a_claim_is_cited_with_whoever_says_so_and_through_whom(said: dict[str, Any], told: str) -> None:
    with Timeline.memory("TST") as timeline:
        timeline.append([*GROUND, claim(citation=said)], recorded_by="Ada")
        assert f", {told} ({STRIKE})" in only(timeline, STRIKE).title


@pytest.mark.parametrize(
    ("chain", "killed", "told"),
    [
        (["Gazette"], {"stance": "questions"}, "Gazette, questioning the number killed, 26 August 2015"),
        (
            ["Governor", "Reuters", "Gazette"],
            {"stance": "denies"},
            "Governor, denying the number killed, quoted by Reuters, cited by Gazette, 26 August 2015",
        ),
        (
            ["Governor", "Gazette"],
            {"stance": "cannot_confirm", "chain": ["Reuters", "Gazette"]},
            "Governor, quoted by Gazette, the number killed not confirmed by Reuters, 26 August 2015",
        ),
    ],
)
def test_what_a_claim_doubts_is_cited_as_a_doubt_and_by_whom(
    chain: list[str], killed: dict[str, Any], told: str
) -> None:
    with Timeline.memory("TST") as timeline:
        casualties = [{"party": "Taliban", "killed": {"value": 40} | killed}]
        timeline.append([*GROUND, claim(citation={"chain": chain}, casualties=casualties)], recorded_by="Ada")
        assert f", according to {told} ({STRIKE})" in only(timeline, STRIKE).title


def test_a_claim_is_cited_by_its_source_and_label_as_it_counts_now(recorded: Timeline) -> None:
    first = str(recorded.append(claim(strikes=5, **{"as": "raid"})).id)
    assert only(recorded, "gazette:raid").id == first
    now = str(recorded.correct(first, claim(strikes=6, **{"as": "raid"}), reason="counted again").id)
    assert (only(recorded, "gazette:raid").id, only(recorded, "gazette:raid").caution) == (now, "")
    recorded.retract(now, reason="of another day")
    assert only(recorded, "gazette:raid").caution.startswith(f"{first} was corrected by {now}, which was retracted")
    with pytest.raises(TimelineError, match="No source has a claim with this label either"):
        cited(recorded, ["gazette:none"])


@pytest.mark.parametrize(("slug", "day"), [("bridge", 22), ("valley", 22), ("market", 23)])
def test_an_incident_is_dated_by_the_last_event_that_bears_on_it(recorded: Timeline, slug: str, day: int) -> None:
    citation = only(recorded, slug)
    assert (citation.issued, citation.version) == (date(2026, 11, day), "log position 8, 2026-11-23")
    assert citation.title == f"{slug.title()} ({slug})"
    assert citation.url == f"https://example.org/sample/incident/{slug}"


def test_an_incident_without_a_claim_is_dated_by_its_declaration(recorded: Timeline, clock: Clock) -> None:
    clock.day = "2026-12-01"
    recorded.append(parse({"type": "incident_declared", "slug": "ford", "title": "At the ford"}), recorded_by="Ada")
    clock.day = "2026-12-02"
    recorded.append(claim(incident="market", citation={"locator": "para 9"}), recorded_by="Ada")
    assert only(recorded, "ford").issued == date(2026, 12, 1)


def test_casualties_counted_in_an_incident_bear_on_it(recorded: Timeline, clock: Clock) -> None:
    clock.day = "2026-12-03"
    killed = [{"party": "NATO", "killed": 2, "counted_in": "valley"}]
    recorded.append(claim(casualties=killed, citation={"locator": "para 2"}), recorded_by="Ada")
    assert only(recorded, "valley").issued == date(2026, 12, 3)


def test_what_replaces_or_retracts_a_claim_bears_on_its_incident(recorded: Timeline, clock: Clock) -> None:
    clock.day = "2026-12-04"
    moved = claim(incident="valley", citation={"locator": "para 8"})
    recorded.correct(STRIKE, moved, reason="another place", recorded_by="Ada")
    assert only(recorded, "bridge").issued == date(2026, 12, 4)
    clock.day = "2026-12-05"
    recorded.retract(MARKET, reason="entered twice", recorded_by="Ada")
    assert only(recorded, "market").issued == date(2026, 12, 5)


def test_what_became_of_an_event_is_told(recorded: Timeline) -> None:
    def told() -> str:
        return only(recorded, STRIKE).caution

    assert told() == ""
    one = recorded.correct(STRIKE, claim(strikes=1), reason="x").id
    assert told() == f"{STRIKE} was corrected by {one}: cite {one}, or say that you mean the old one."
    two = recorded.correct(STRIKE, claim(strikes=2), reason="y").id
    assert told() == f"{STRIKE} was corrected by {one}: cite {two}, or say that you mean the old one."
    gone = recorded.retract(STRIKE, reason="z").id
    assert told() == (f"{STRIKE} was corrected by {one}, which was retracted in its turn: say so where you cite it.")
    for amendment in (gone, two, one):
        recorded.undo(str(amendment), reason="no")
    assert told() == ""
    recorded.retract(STRIKE, reason="z")
    assert told() == f"{STRIKE} was retracted: say so where you cite it."


def test_what_the_issuer_has_replaced_of_a_claim_is_told(recorded: Timeline) -> None:
    new = claim(strikes=4, place="Bridge", citation={"locator": "para 2"}, **{"as": "new"})
    told = {"type": "statement_superseded", "old": [STRIKE], "new": ["gazette:new"], "change": "update", "reason": "x"}
    place = claim(strikes=3, place="Bridge", citation={"locator": "para 3"}, **{"as": "whole"})
    recorded.append([new, parse(told), place, parse(told | {"old": ["gazette:whole"]})])
    (whole,) = (row["id"] for row in recorded.db.query("select id from events where body like '%para 3%'"))
    assert only(recorded, whole).caution == (
        f"Its issuer has replaced what {whole} says of strikes: say so where you cite it."
    )
    assert only(recorded, STRIKE).caution == f"{STRIKE} was superseded: say so where you cite it."


def test_of_figures_that_the_issuer_has_replaced_it_is_told_whom_they_count(recorded: Timeline) -> None:
    said = {"casualties": [*killed(2, party="NATO"), *killed(3)]}
    old = claim(citation={"locator": "para 2"}, **said | {"as": "old"})
    new = claim(citation={"locator": "para 3"}, **{"as": "new"}, casualties=[*killed(2, party="NATO"), *killed(4)])
    told = {"type": "statement_superseded", "old": ["gazette:old"], "new": ["gazette:new"], "change": "correction"}
    id, *_ = (str(entry.id) for entry in recorded.append([old, new, parse(told | {"reason": "x"})]))
    assert only(recorded, id).caution == (
        f"Its issuer has replaced what {id} says of killed (Taliban): say so where you cite it."
    )


def test_the_whole_timeline_is_dated_by_its_last_entry(recorded: Timeline) -> None:
    assert cited(recorded, []) == [
        Citation(
            id="TST",
            title="Sample",
            part_of="",
            issued=date(2026, 11, 23),
            version="log position 8, 2026-11-23",
            creator="The desk",
            publisher="The institute",
            url="https://example.org/sample/",
        )
    ]


def test_an_entry_without_effect_counts_in_the_version_and_cannot_be_cited(recorded: Timeline, clock: Clock) -> None:
    clock.day = "2026-12-24"
    recorded.log.append([Draft("earthquake", 1, b"{}")], recorded_by="Ada")
    assert only(recorded, STRIKE).version == "log position 9, 2026-12-24"
    with pytest.raises(TimelineError, match=r"^TST-0000-0009-78 is in the log, but has no effect .*earthquake"):
        cited(recorded, ["TST-0000-0009-78"])


@pytest.mark.parametrize("one_by_one", [True, False])
def test_the_version_is_the_same_however_the_tables_came_about(clock: Clock, one_by_one: bool) -> None:
    with Timeline.memory("TST") as timeline:
        for day, event in enumerate(GROUND, 1):
            clock.day = f"2026-12-{day:02}"
            store(timeline.log, [event])
            if one_by_one:
                timeline.rebuild()
        assert only(timeline, "bridge").version == "log position 5, 2026-12-05"


def test_an_empty_timeline_cannot_be_cited() -> None:
    with Timeline.memory("TST") as timeline, pytest.raises(TimelineError, match="nothing to cite yet"):
        cited(timeline, [])


def test_what_the_settings_do_not_say_is_left_out_and_who_typed_it_in_is_no_creator(recorded: Timeline) -> None:
    recorded.settings = folder.Settings("Sample")
    for citation in (only(recorded, STRIKE), only(recorded, "bridge"), *cited(recorded, [])):
        assert (citation.creator, citation.publisher, citation.url) == ("", "", "")
        assert "Ada" not in repr(citation)


def test_order_is_kept_spellings_are_understood_and_nothing_comes_twice(recorded: Timeline) -> None:
    names = ["market", "tst0000000687", f"“{JOINT},”", "Market", STRIKE, "TST\u20110000\u20110006\u201187"]
    assert [citation.id for citation in cited(recorded, names)] == ["market", STRIKE, JOINT]


def test_everything_that_cannot_be_cited_is_told_at_once_with_what_may_be_meant(recorded: Timeline) -> None:
    wrong = ["TST-0000-0006-88", "TST-0000-0060-87", "brigde", STRIKE, "TST-0000-0042-76", "XYZ-0000-0001-72", "agency"]
    with pytest.raises(TimelineError) as refused:
        cited(recorded, wrong)
    assert str(refused.value).splitlines() == [
        f'"TST-0000-0006-88" has a character wrong: its last two digits do not fit the rest. '
        f"If only they are wrong, write {STRIKE}.",
        '"TST-0000-0060-87" has a character wrong: its last two digits do not fit the rest. '
        f"If only they are wrong, write TST-0000-0060-22. Did you mean {STRIKE}?",
        '"brigde" is not an ID. Write one like TST-0000-0042-76. Nor is it the slug of an incident. '
        "Did you mean bridge?",
        "TST-0000-0042-76 is a valid ID, but this timeline has only 8 events so far.",
        '"XYZ-0000-0001-72" has the prefix XYZ. The IDs of this timeline begin with TST. Nor is it the slug of an '
        "incident.",
        '"agency" is a source: cite the source itself, as what it is. The event that recorded it is TST-0000-0002-02.',
    ]


def test_of_a_place_or_an_actor_the_event_that_recorded_it_can_be_cited(recorded: Timeline) -> None:
    place = {"type": "place_recorded", "key": "bridge-town", "name": "Bridge Town", "kind": "town"}
    actor = {"type": "actor_recorded", "key": "taliban", "name": "Taliban", "kind": "rebel_group"}
    receipts = recorded.append([parse(place), parse(actor)], recorded_by="test")
    with pytest.raises(TimelineError) as refused:
        cited(recorded, ["bridge-town", "Taliban"])
    assert str(refused.value).splitlines() == [
        f'"{key}" is a recorded {kind}: cite the event that recorded it, {receipt.id}.'
        for key, kind, receipt in zip(("bridge-town", "taliban"), ("place", "actor"), receipts, strict=True)
    ]


def test_every_part_is_on_one_line_and_shows_what_is_hidden(recorded: Timeline) -> None:
    recorded.settings = folder.Settings("A\ntitle", "", "The\tdesk \x7f", "In\u202estitute")
    citation = only(recorded, STRIKE)
    assert (citation.part_of, citation.creator, citation.publisher) == (
        "A title",
        r"The desk \u007f",
        r"In\u202estitute",
    )
