"""What feeds call their entries is what pages call the same things, and no denial looks like what it denies."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.web.conftest import Get
from timeline.projections.building import TABLES
from timeline.web.serve import application
from timeline.web.telling import Names, title

ATOM = "{http://www.w3.org/2005/Atom}"
WORDS = {"denies": "denied", "questions": "questioned", "cannot_confirm": "not confirmed"}
STANCES = {table.name for table in TABLES if any(column.name == "stance" for column in table.columns)}


@pytest.fixture(scope="module")
def get(example: Path) -> Iterator[Get]:
    app = application(example)
    with asyncio.Runner() as loop:
        yield lambda path: loop.run(app.client.get(path, follow_redirects=True))


def entries(get: Get, path: str) -> list[tuple[str, str]]:
    """The title and the content of each entry of a feed."""
    found = ElementTree.fromstring(get(f"/timeline/{path}").text).iterfind(f"{ATOM}entry")
    return [(str(one.findtext(f"{ATOM}title")), str(one.findtext(f"{ATOM}content"))) for one in found]


@pytest.mark.parametrize("table", sorted(STANCES))
def test_a_denial_is_called_so_by_the_title_of_its_entry(get: Get, table: str) -> None:
    rows = get(f"/timeline/{table}.json?_shape=array&_size=max&stance__in=denies,questions,cannot_confirm").json()
    for stance, word in WORDS.items():
        titles = [title.casefold() for title, _ in entries(get, f"{table}.atom?_size=max&stance={stance}")]
        assert len(titles) == sum(row["stance"] == stance for row in rows)
        assert all(title.startswith(word) and title.count(word) == 1 for title in titles), titles


def test_the_denied_recapture_is_an_entry_of_control_changes_that_says_so(get: Get) -> None:
    titles = dict(entries(get, "control_changes.atom?event=HEL-0000-0093-02"))
    assert list(titles) == [
        "Denied: recapture of the centre of Musa Qala, Helmand, by Afghan forces, according to Gen. Breedlove"
    ]


@pytest.mark.parametrize(
    ("feed", "begins"),
    [
        ("events.atom?id=HEL-0000-0113-39", "“Shooting of two NATO soldiers at a base in Helmand” coincides with “Tal"),
        ("incident_links.atom", "“Shooting of two NATO soldiers at a base in Helmand” coincides with “Taliban take"),
        ("contradictions.atom?incident=musa-qala-takeover", "Taliban take Musa Qala again: the day"),
        ("disagreements.atom?incident=musa-qala-takeover", "Taliban take Musa Qala again: the day"),
        ("district_falls.atom?event=HEL-0000-0089-14", "Fall of Musa Qala, Helmand, to Taliban on 25 August 2015, acc"),
        ("control_periods.atom?scope=centre", "Musa Qala, centre, "),
        ("who-held.atom?place=Nawzad&day=2015-08-15", "Nawzad, district, disputed"),
        (
            "claim_values.atom?property=occurred&event=HEL-0000-0089-14",
            "The day: 25 August 2015 (HEL-0000-0089-14)",
        ),
    ],
)
def test_entries_call_incidents_sources_and_places_as_pages_do(get: Get, feed: str, begins: str) -> None:
    assert entries(get, feed)[0][0].startswith(begins)


def test_an_entry_has_the_names_of_keys_with_the_keys(get: Get) -> None:
    ((_, content),) = entries(get, "control_changes.atom?event=HEL-0000-0093-02")
    for line in (
        "Incident: Afghan forces are said to retake Musa Qala (musa-qala-recapture)",
        "Source: VOA, September 2015 (voa-2015-09)",
        "Place: Musa Qala (af-helmand-musa-qala)",
        "Stance: denies",
    ):
        assert line in content.splitlines()


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"event": "X-1", "summary": "Airstrike", "stance": "denies"}, "Denied: Airstrike"),
        ({"event": "X-1", "summary": "Denied: airstrike", "stance": "denies"}, "Denied: airstrike"),
        ({"id": 7, "summary": 8, "stance": None}, "8"),
        ({"event": "X-1", "origin": "Governor", "stance": "questions"}, "Questioned by Governor: X-1"),
        ({"event": "X-1", "origin": "unstated", "stance": "questions"}, "Questioned: X-1"),
        ({"event": "X-1", "origin": "unstated"}, "X-1"),
        ({"incident": "bridge", "property": "killed", "party": "all"}, "bridge: the number of people killed"),
    ],
)
def test_a_row_of_any_query_is_told_in_one_line(row: dict[str, Any], told: str) -> None:
    assert title(row, Names()) == told


def test_a_figure_that_is_questioned_is_told_as_a_question_and_by_whom(get: Get) -> None:
    """Held against the sheet of AAN: the network doubts what others count."""
    network = "Afghanistan Analysts Network"
    titles = [one for one, _ in entries(get, "killed.atom?incident=musa-qala-recapture")]
    assert f"Questioned by {network}: 220-300 Taliban combatants killed" in titles
    recapture = "Recapture of Musa Qala, Helmand, by Afghan forces; 220-300 Taliban killed"
    told = f"{recapture} (questioned), according to {network}, questioning the number killed"
    for feed in ("events.atom?id=HEL-0000-0085-26", "territory_recaptured.atom?event=HEL-0000-0085-26"):
        assert [one for one, _ in entries(get, feed)] == [told]
    assert told in [one for one, _ in entries(get, "what-is-new.atom?incident=musa-qala-recapture")]


def test_a_hint_and_a_contradiction_of_the_same_number_are_two_titles(get: Get) -> None:
    titles = [title for title, _ in entries(get, "contradictions.atom?_size=max")]
    assert len(titles) == len(set(titles))
    (hint,) = [title for title in titles if title.startswith("Hint: ")]
    assert hint.removeprefix("Hint: ") in titles


@pytest.mark.parametrize(
    ("feed", "called"),
    [
        (
            "killed.atom?incident=musa-qala-bombing",
            "How many were killed in “Bombing around Musa Qala”, according to whom?",
        ),
        ("what-is-new.atom?voice=Reuters", "What is new: Reuters"),
        ("figures.atom", "Casualty figures by incident"),
        ("claim_values.atom", "Claim values"),
        ("events.atom?incident=musa-qala-bombing&type=airstrike", "Events: Bombing around Musa Qala, airstrike"),
        ("events.atom?source=voa-2015-09&_sort_desc=position", "Events: VOA, September 2015"),
        ("control_changes.atom?place=af-helmand-musa-qala", "Control changes: Musa Qala"),
        ("events.atom?incident=no-such", "Events: no-such"),
        (
            "events.atom?disputed=1&earliest__gte=2015-08-01&latest__lte=2015-08-31",
            "Events: in dispute, earliest ≥ 2015-08-01, latest ≤ 2015-08-31",
        ),
        ("events.atom?admin1__startswith=Hel", 'Events: province starts with "Hel"'),
    ],
)
def test_a_feed_is_called_as_its_question_or_table_is_on_pages(get: Get, feed: str, called: str) -> None:
    title = ElementTree.fromstring(get(f"/timeline/{feed}").text).findtext(f"{ATOM}title")
    assert title == f"Helmand, August 2015: {called}"


@pytest.mark.parametrize(
    ("feed", "title"),
    [
        ("killed.atom?incident=musa-qala-recapture", "At least 110 Taliban combatants killed, according to 215"),
        ("casualties.atom?event=HEL-0000-0011-54", "40 Taliban combatants reportedly killed"),
        ("casualties.atom?event=HEL-0000-0097-87", "An unknown number of people killed, according to The Bureau"),
        ("claim_values.atom?event=HEL-0000-0104-66&party=side+A", "25 combatants of the unnamed side A killed, "),
        ("incident_casualties.atom?incident=musa-qala-bombing&party=Taliban", "Bombing around Musa Qala: up to 40"),
        ("actor_casualties.atom?incident=musa-qala-bombing&reach=alone", "Bombing around Musa Qala: up to 40 T"),
        ("figures.atom", "Bombing around Musa Qala: up to 40 Taliban combatants killed"),
        ("incident_quantities.atom?incident=musa-qala-bombing", "Bombing around Musa Qala: strikes: "),
        ("contradictions.atom?incident=musa-qala-recapture&number=2", "Afghan forces are said to retake Musa Qala: t"),
    ],
)  # fmt: skip
def test_the_dead_are_told_behind_their_number_and_never_as_if_they_had_killed(get: Get, feed: str, title: str) -> None:
    titles = [one for one, _ in entries(get, feed)]
    assert any(one.startswith(title) for one in titles), titles
    assert not any("Taliban killed " in one for one in titles)


def test_an_entry_says_codes_in_words_and_its_title_that_others_contradict_it(get: Get) -> None:
    found = entries(get, "events.atom?stance__notnull=1&_size=max")
    assert sum(called.endswith(", in dispute") for called, _ in found) > 10
    for called, content in found:
        assert called.endswith(", in dispute") <= ("In dispute: yes" in content)
        assert not any(line.startswith(("In dispute: 0", "In dispute: 1")) for line in content.splitlines())
        assert not any(
            line.startswith("Precision of the date: ") and line[-1].isdigit() for line in content.splitlines()
        )
    lines = {line for _, content in found for line in content.splitlines()}
    assert {"Precision of the date: a day", "Kind of origin: the publisher’s own voice", "In dispute: no"} <= lines


@pytest.mark.parametrize("feed", ["superseded_values.atom", "corrected-since.atom?since="])
def test_what_an_issuer_replaced_is_an_entry_that_names_them(get: Get, feed: str) -> None:
    titles = [title for title, _ in entries(get, feed)]
    replaced = [title for title in titles if title.startswith("Replaced by Resolute Support: ")]
    assert len(replaced) == 3
    assert not [title for title in titles if "uperseded" in title]
    assert any("attackers" in title for title in replaced)


def test_what_is_replaced_no_longer_is_said_to_be_so() -> None:
    row = {"supersession": "HEL-1", "event": "HEL-2", "number": 1, "property": "strikes", "party": None, "value": "2"}
    known = Names({"HEL-2": "2 strikes"}, issuers={"HEL-1": "Mission"})
    assert title(row | {"in_force": 1}, known) == "Replaced by Mission: Strikes: 2 (HEL-2)"
    assert title(row | {"in_force": 0}, known) == "No longer replaced by Mission: Strikes: 2 (HEL-2)"
