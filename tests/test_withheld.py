"""What rests on what is restricted is withheld with it, in every version, and nothing of it is in a public file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from events.amendment import after_key
from events.base import Event
from events.ledger.coding_corrected import CodingCorrected
from events.ledger.undone import Undone
from tests.privacy import (
    GUARDS,
    KEY,
    MARKER,
    PARTY,
    RESTRICTED,
    SLUG,
    assert_hidden,
    correct,
    folder,
    holding,
    ids,
    incident,
    secret,
    source,
    timeline,
    withheld,
)
from tests.samples import GROUND, claim, decided, killed
from tests.tables import assert_as_rebuilt, store
from timeline.log.entries import Draft
from timeline.log.ids import format_id
from timeline.service import Timeline

__all__ = ["folder", "timeline"]


def superseding(**fields: Any) -> Event:
    named = {"old": ["gazette:v1"], "new": ["gazette:v2"]}
    return decided("statement_superseded", **{**named, "change": "correction", **fields})


#: Events, of which those at these places are withheld.
INHERITED = {
    "a restricted claim": ([secret(**RESTRICTED)], {0}),
    "a claim on a restricted source": ([source(**RESTRICTED), secret(citation={"source": KEY})], {0, 1}),
    "a claim on a restricted incident": ([incident(**RESTRICTED), secret(incident=SLUG)], {0, 1}),
    "a joint claim on a restricted incident among others": (
        [incident(**RESTRICTED), secret(incident=None, about=["bridge", SLUG])],
        {0, 1},
    ),
    "a claim with casualties counted in a restricted incident": (
        [incident(**RESTRICTED), secret(casualties=killed(3, counted_in=SLUG))],
        {0, 1},
    ),
    "an answer to a restricted claim, by its label, and an answer to that": (
        [
            secret(**RESTRICTED, **{"as": "v1"}),
            secret(citation={"locator": "para 2"}, responds_to="v1", **{"as": "v2"}),
            secret(citation={"locator": "para 3"}, responds_to="v2"),
        ],
        {0, 1, 2},
    ),
    "an answer to a claim on a restricted source, by its ID": (
        [
            source(**RESTRICTED),
            secret(citation={"source": KEY}),
            secret(responds_to=format_id("TST", len(GROUND) + 2)),
        ],
        {0, 1, 2},
    ),
    "a decision that names a party which a claim restricts": (
        [
            claim(casualties=[PARTY, GUARDS], **{"as": "v1"}),
            claim(casualties=[GUARDS | {"killed": 3}], citation={"locator": "para 2"}, **{"as": "v2"}),
            superseding(fields=[{"property": "killed", "party": f"{MARKER} unit"}]),
        ],
        {2},
    ),
    "a decision that names a value which a claim restricts": (
        [
            claim(strikes=2, place={"name": MARKER, **RESTRICTED}, **{"as": "v1"}),
            claim(strikes=3, citation={"locator": "para 2"}, **{"as": "v2"}),
            superseding(fields=["place"]),
        ],
        {2},
    ),
    "a decision that names another value of such a claim": (
        [
            claim(strikes=2, place={"name": MARKER, **RESTRICTED}, **{"as": "v1"}),
            claim(strikes=3, citation={"locator": "para 2"}, **{"as": "v2"}),
            superseding(fields=["strikes"]),
        ],
        set[int](),
    ),
    "a decision that names another party of such a claim": (
        [
            claim(casualties=[PARTY, GUARDS], **{"as": "v1"}),
            claim(casualties=[GUARDS | {"killed": 3}], citation={"locator": "para 2"}, **{"as": "v2"}),
            superseding(fields=[{"property": "killed", "party": "guards"}]),
        ],
        set[int](),
    ),
    "a claim whose one required value is restricted": (
        [claim("statement", content={"value": f"Text {MARKER}", **RESTRICTED})],
        {0},
    ),
    "a restricted person, and a value, in a public claim": (
        [claim(strikes=2, people=[{"name": MARKER}], place={"name": MARKER, **RESTRICTED})],
        set[int](),
    ),
    "restricted figures and parties": (
        [
            claim(
                casualties=[
                    {"party": "NATO", "killed": 2, "injured": {"value": 3, "wording": MARKER, **RESTRICTED}},
                    {"party": {"value": f"{MARKER} unit", **RESTRICTED}, "killed": 1},
                    {"party": "guards", "killed": 1, "subset_of": f"{MARKER} unit"},
                ]
            )
        ],
        set[int](),
    ),
}


@pytest.mark.parametrize("name", INHERITED)
def test_what_is_restricted_and_what_rests_on_it_is_in_no_table_and_no_public_file(
    name: str, timeline: Timeline, folder: Path
) -> None:
    assert_hidden(timeline, folder, *INHERITED[name])


def test_counts_and_origins_are_those_of_what_is_public(timeline: Timeline) -> None:
    ids(timeline, claim(strikes=1, casualties=killed(2)), secret(citation={"locator": "para 9"}, **RESTRICTED))
    (row,) = timeline.db.query("select claim_count, source_count, place from incidents where slug = 'bridge'")
    assert row == {"claim_count": 1, "source_count": 1, "place": None}


@pytest.mark.parametrize("by_label", [True, False])
def test_restricting_a_party_takes_along_the_decisions_that_name_it_and_publishing_brings_them_back(
    by_label: bool, timeline: Timeline, folder: Path
) -> None:
    first, other = claim(casualties=[PARTY], **{"as": "v1"}), {"locator": "para 2"}
    shown = claim(casualties=[PARTY | {"party": f"{MARKER} unit"}], **{"as": "v1"})
    id, _ = ids(timeline, shown, claim(casualties=[GUARDS], citation=other, **{"as": "v2"}))
    # The version that restricts it may be named by its own ID: what went before it shows the party, and is withheld.
    version = None if by_label else correct(timeline, id, first)
    fields = [{"property": "killed", "party": f"{MARKER} unit"}]
    (decision,) = ids(timeline, superseding(fields=fields, **({"old": [version]} if version else {})))
    if by_label:
        assert holding(folder) - {"log.db", "log.db-wal"}
        version = correct(timeline, id, first)
    assert {file.removesuffix("-wal") for file in holding(folder)} == {"log.db"}
    assert decision in withheld(timeline)
    assert_as_rebuilt(timeline)
    correct(timeline, str(version), shown)
    assert decision not in withheld(timeline)
    assert_as_rebuilt(timeline)


@pytest.mark.parametrize("instead", [[GUARDS], [GUARDS, {"party": "other unit", "killed": 2}]])
@pytest.mark.parametrize("restricted", [f"{MARKER} unit", "whoever"])
def test_a_decision_that_names_a_party_is_withheld_once_the_claim_that_showed_it_shows_it_no_more(
    restricted: str, instead: list[dict[str, Any]], timeline: Timeline
) -> None:
    shown = claim(casualties=[GUARDS, PARTY | {"party": f"{MARKER} unit"}], **{"as": "v1"})
    party = PARTY | {"party": {"value": restricted, **RESTRICTED}}
    hiding = claim(casualties=[GUARDS, party], citation={"locator": "para 2"}, **{"as": "v2"})
    id, _, decision = ids(
        timeline, shown, hiding, superseding(fields=[{"property": "killed", "party": f"{MARKER} unit"}])
    )
    assert withheld(timeline) == []
    version = correct(timeline, id, claim(casualties=instead, **{"as": "v1"}))
    assert withheld(timeline) == [decision]
    assert_as_rebuilt(timeline)
    timeline.undo(version, reason="it was right", recorded_by="desk")
    assert withheld(timeline) == []
    assert_as_rebuilt(timeline)


@pytest.mark.parametrize("by_label", [True, False])
def test_a_decision_on_a_claim_that_was_redacted_since_is_withheld(
    by_label: bool, timeline: Timeline, folder: Path
) -> None:
    unit = PARTY | {"party": f"{MARKER} unit"}
    other = claim(casualties=[GUARDS], citation={"locator": "para 2"}, **{"as": "v2"})
    id, _ = ids(timeline, claim(casualties=[unit], **{"as": "v1"}), other)
    fields = [{"property": "killed", "party": f"{MARKER} unit"}]
    (decision,) = ids(timeline, superseding(fields=fields, **({} if by_label else {"old": [id]})))
    timeline.redact(id, reason="danger", authority="the editor", recorded_by="desk")
    assert withheld(timeline) == [decision]
    assert {file for file in holding(folder) if not file.startswith("log.db")} == set()
    assert_as_rebuilt(timeline)


@pytest.mark.parametrize(
    "body",
    [
        f'{{"visibility":"restricted","note":"{MARKER}"}}',
        f'{{"people":[{{"name":"Somebody"}}],"strikes":"{MARKER}"}}',
    ],
)
@pytest.mark.parametrize("type_", ["earthquake", "airstrike"])
def test_of_what_may_be_restricted_and_has_no_effect_no_problem_is_told(
    type_: str, body: str, timeline: Timeline, folder: Path
) -> None:
    timeline.log.append([Draft(type_, 1, body.encode())], recorded_by="desk")
    assert list(timeline.db.query("select * from problems")) == []
    assert withheld(timeline) == [format_id("TST", len(timeline))]
    assert {file for file in holding(folder) if not file.startswith("log.db")} == set()


UNREADABLE = format_id("TST", len(GROUND) + 3)


@pytest.mark.parametrize(
    "event",
    [
        claim(citation={"locator": "para 2"}, responds_to=UNREADABLE, note=f"Note {MARKER}"),
        superseding(old=[UNREADABLE], new=["gazette:v2"], fields=["killed"], reason=MARKER),
        superseding(old=["gazette:v2"], new=[UNREADABLE], reason=MARKER),
    ],
    ids=["answer", "replaced", "replacing"],
)
def test_what_rests_on_what_this_release_cannot_read_is_withheld(
    event: Event, timeline: Timeline, folder: Path
) -> None:
    shown = claim(casualties=[GUARDS], citation={"locator": "para 3"}, **{"as": "v2"})
    hidden, _ = ids(timeline, secret(citation={"locator": "para 5"}, **RESTRICTED), shown)
    # No door lets it in, but the package that adds the type may have been there then.
    timeline.log.append([Draft("earthquake", 1, b"{}")], recorded_by="desk")
    store(timeline.log, [event])
    assert withheld(timeline) == [hidden, format_id("TST", len(timeline))]
    assert {file for file in holding(folder) if not file.startswith("log.db")} == set()
    assert_as_rebuilt(timeline)


#: What a package that is missing here, or a later release, has stored last of a claim, and whether that may hide it.
STRANGE: dict[str, tuple[Draft, bool]] = {
    "corrected to another package's type": (
        Draft("coding_corrected", 1, b'{"corrects":"%s","reason":"x","replacement":{"type":"earthquake","version":1}}'),
        False,
    ),
    "so, and restricted": (
        Draft(
            "coding_corrected",
            1,
            b'{"corrects":"%s","reason":"x","replacement":{"type":"earthquake","version":1,"visibility":"restricted"}}',
        ),
        True,
    ),
    "restricted by a later release": (
        Draft("visibility_changed", 9, b'{"changes":"%s","reason":"x","visibility":"restricted"}'),
        True,
    ),
}


@pytest.mark.parametrize("before", ["followed", "restricted", "source restricted"])
@pytest.mark.parametrize("name", STRANGE)
def test_an_event_to_which_something_unknown_was_done_is_withheld_where_anything_is(
    name: str, before: str, timeline: Timeline, folder: Path
) -> None:
    draft, hides = STRANGE[name]
    id, _ = ids(timeline, secret(), claim(strikes=9, citation={"locator": "para 9"}, **RESTRICTED))
    if before != "followed":
        timeline.restrict(id if before == "restricted" else "gazette", reason="danger", recorded_by="desk")
    last = timeline.log.get(len(timeline)).id if before == "restricted" else id
    keys = (after_key(last), *(["restricted:content:of another"] if hides else []))
    timeline.log.append([replace(draft, body=draft.body % id.encode(), keys=keys)], recorded_by="desk")
    assert id in withheld(timeline)
    assert {file.removesuffix("-wal") for file in holding(folder)} == {"log.db"}
    assert_as_rebuilt(timeline)
    timeline.rebuild()
    assert id in withheld(timeline), "the index still knows what was done to it"
    assert {file.removesuffix("-wal") for file in holding(folder)} == {"log.db"}


@pytest.mark.parametrize("person", [False, True])
def test_a_name_that_is_restricted_and_spelt_otherwise_leaves_no_earlier_spelling(
    person: bool, timeline: Timeline, folder: Path
) -> None:
    def told(name: str, visibility: str) -> Event:
        if person:
            return claim(strikes=1, people=[{"name": name, "visibility": visibility}])
        return claim(strikes=1, casualties=[{"party": {"value": name, "visibility": visibility}, "killed": 2}])

    (id,) = ids(timeline, told(f"{MARKER} One", "public"))
    assert holding(folder) - {"log.db", "log.db-wal"}
    ids(timeline, CodingCorrected(corrects=id, reason="danger", replacement=told(MARKER, "restricted")))
    assert {file.removesuffix("-wal") for file in holding(folder)} == {"log.db"}
    assert withheld(timeline) == [id]
    assert_as_rebuilt(timeline)


def test_an_answer_to_a_version_that_shows_what_is_restricted_now_is_withheld(timeline: Timeline, folder: Path) -> None:
    (id,) = ids(timeline, claim(strikes=1, people=[{"name": MARKER, "visibility": "public"}]))
    correct(timeline, id, claim(strikes=1, people=[{"name": MARKER}]))
    (answer,) = ids(timeline, claim(strikes=2, citation={"locator": "para 2"}, responds_to=id, note=f"Note {MARKER}"))
    assert withheld(timeline) == [id, answer]
    assert {file.removesuffix("-wal") for file in holding(folder)} == {"log.db"}
    assert_as_rebuilt(timeline)


def test_an_answer_to_a_version_that_cites_a_restricted_source_is_withheld(timeline: Timeline, folder: Path) -> None:
    _, id = ids(timeline, source(**RESTRICTED), secret(citation={"source": KEY, "chain": ["Gazette"]}))
    correct(timeline, id, claim(strikes=1))
    (answer,) = ids(timeline, claim(strikes=2, citation={"locator": "para 2"}, responds_to=id, note=f"Note {MARKER}"))
    assert {id, answer} <= {*withheld(timeline)}
    assert {file.removesuffix("-wal") for file in holding(folder)} == {"log.db"}
    assert_as_rebuilt(timeline)


@pytest.mark.parametrize("what", ["answer", "replaced", "assessed"])
def test_what_names_a_correction_of_what_was_restricted_before_is_withheld(
    what: str, timeline: Timeline, folder: Path
) -> None:
    id, _ = ids(timeline, secret(casualties=[GUARDS]), claim(strikes=2, citation={"locator": "para 2"}, **{"as": "v2"}))
    timeline.restrict(id, reason="danger", recorded_by="desk")
    whole = claim(strikes=3, note=f"Note {MARKER}", casualties=[GUARDS])
    version = str(timeline.correct(id, whole, reason="three", recorded_by="desk").id)
    naming = {
        "answer": claim(strikes=2, citation={"locator": "para 3"}, responds_to=version, note=f"Note {MARKER}"),
        "replaced": superseding(old=[version], fields=["strikes"], reason=MARKER),
        "assessed": decided(
            "incident_assessed",
            incident="bridge",
            assessor=MARKER,
            assessed="2015-09-01",
            grade="weak",
            relies_on=[version],
        ),
    }
    (receipt,) = timeline.append([naming[what]], recorded_by="desk")
    assert receipt.restricted
    assert receipt.id in withheld(timeline)
    assert list(timeline.db.query("select * from problems")) == []
    assert {file.removesuffix("-wal") for file in holding(folder)} == {"log.db"}
    assert_as_rebuilt(timeline)


def test_what_is_shown_alone_is_not_shown_any_more_once_it_is_retracted(timeline: Timeline, folder: Path) -> None:
    (id,) = ids(timeline, claim(strikes=1, people=[{"name": MARKER, "visibility": "public"}]))
    version = correct(timeline, id, claim(strikes=1, people=[{"name": MARKER}], note="seen by two"))
    assert withheld(timeline) == [id]
    retraction = timeline.retract(id, reason=f"Reason {MARKER}", recorded_by="desk").id
    assert withheld(timeline) == [id, version, retraction]
    assert {file.removesuffix("-wal") for file in holding(folder)} == {"log.db"}
    assert_as_rebuilt(timeline)


def test_what_has_no_effect_on_a_restricted_claim_is_withheld_with_it(timeline: Timeline, folder: Path) -> None:
    (id,) = ids(timeline, secret(**RESTRICTED))
    # No door lets it in, but a log may hold it: a claim is not undone.
    store(timeline.log, [Undone(undoes=id, reason=f"Reason {MARKER}")])
    assert len(withheld(timeline)) == 2
    assert {file.removesuffix("-wal") for file in holding(folder)} == {"log.db"}
    assert_as_rebuilt(timeline)
