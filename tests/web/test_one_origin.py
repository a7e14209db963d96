"""Which values rest on one origin: every value that nobody else bears out, whatever its field, and no rival's."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.web.asked import both, rows, told, unanswered, words_of
from tests.web.conftest import Get
from timeline.web.one_origin import ONE_ORIGIN

__all__ = ["both"]

AAN, TBIJ = "Afghanistan Analysts Network", "The Bureau of Investigative Journalism"
MINISTRY, AREA = "Afghan Ministry of Defence", "information received from the area"


def values(get: Get, incident: str) -> list[tuple[str, ...]]:
    """Each value with the position of its claim and its origin: `26 injured Taliban`."""
    return sorted(
        (
            row["event"][9:13].lstrip("0"),
            " ".join(filter(None, (row["value"], row["property"], row["party"]))),
            row["origin"],
        )
        for row in rows(get, "one-origin", incident=incident)
    )


def test_of_an_incident_of_one_origin_and_of_none_the_whole_claims_are_listed(both: Get) -> None:
    """Held against the seeds: three incidents of one source each, and seven claims that belong to none."""
    found = [row for row in rows(both, "one-origin", incident="") if row["property"] is None]
    assert told(found, "incident", "event", "origin") == [
        ("musa-qala-retaken", "HEL-0000-0010-57", "Sputnik News"),
        ("foreign-drawdown", "HEL-0000-0018-33", "Sputnik News"),
        ("musa-qala-fighting", "HEL-0000-0104-66", "BBC Monitoring South Asia"),
        (None, "HEL-0000-0009-60", "Sputnik News"),
        (None, "HEL-0000-0019-30", "Sputnik News"),
        (None, "HEL-0000-0021-24", "Sputnik News"),
        (None, "HEL-0000-0076-53", "Coalition spokesman Tribus"),
        (None, "HEL-0000-0094-96", "Gen. Breedlove"),
        (None, "HEL-0000-0098-84", TBIJ),
        (None, "HEL-0000-0099-81", TBIJ),
    ]
    assert unanswered(both, "one-origin", incident="nope") == "There is no incident “nope” in this timeline."


def test_rival_figures_of_a_recapture_stand_alone_each(both: Get) -> None:
    """Held against seeds/rivals: the ministry gives 120 and 220, which both bear out the corps' at least 110.

    AAN has 220-300 from reports without a name, which the ministry's 220 bears out, and not they it.
    """
    assert values(both, "musa-qala-recapture") == [
        ("101", "26 injured Taliban", "215th Corps Maiwand"),
        ("75", "220 killed_or_injured Taliban", MINISTRY),
        ("78", "120 killed Taliban", MINISTRY),
        ("78", "2015-08-30 occurred", MINISTRY),
        ("78", "80 injured Taliban", MINISTRY),
        ("78", "Taliban lost_by", MINISTRY),
        ("79", "220 killed Taliban", MINISTRY),
        ("79", "Taliban lost_by", MINISTRY),
        ("86", "Afghan forces controller", AREA),
        ("87", "Taliban controller", AREA),
        ("92", "neither status", "Gen. Breedlove"),
    ]


def test_ordinals_perpetrators_places_and_characterisations_of_a_shooting_stand_alone(both: Get) -> None:
    """Held against seeds/rivals: no two name one place or one kind of attack; 2 perpetrators are superseded twice."""
    journal, shakir, mission = "Long War Journal", "Bashir Ahmad Shakir", "Resolute Support"
    assert values(both, "helmand-base-shooting") == [
        ("16", "2 perpetrators", "Sputnik News"),
        ("16", "a military base in southern Helmand place", "Sputnik News"),
        ("17", "2015-08-26 occurred", mission),
        ("51", "insider attack characterised_as", journal),
        ("52", "Washir place", journal),
        ("53", "Afghan guards affiliation", shakir),
        ("53", "misidentification by guards characterised_as", shakir),
        ("54", "3 value", journal),
        ("58", "2 value", "Reuters"),
        ("61", "1 injured attackers", mission),
        ("61", "1 injured other man in uniform", mission),
        ("61", "1 perpetrators", mission),
        ("62", "argument, not infiltration characterised_as", "Afghan officials"),
        ("69", "2015-08-25 occurred", "BBC"),
    ]


def test_what_is_derived_is_listed_with_the_claim_that_it_comes_from(both: Get) -> None:
    """The 40 of the first article and of TBIJ are made of NDTV's up to 40: neither is an origin."""
    found = rows(both, "one-origin", incident="musa-qala-bombing")
    assert told([row for row in found if row["property"] == "killed"], "value", "party", "origin") == [
        ("40", "Taliban", "unstated"),
        ("40", "all", TBIJ),
    ]
    assert {row["derived_from"] for row in found} == {'["HEL-0000-0057-13: inferred by the coder"]'}
    page = words_of(both("/timeline/one-origin?incident=musa-qala-bombing").text)
    assert "inferred by the coder HEL-0000-0057-13" in page


def test_what_all_sources_of_an_incident_agree_on_is_not_listed_as_said_by_one_alone(both: Get) -> None:
    """The base of both claims, NDTV's, tells neither who struck nor how often: of that each is an origin, or may be."""
    page = words_of(both("/incident/musa-qala-bombing").text)
    assert "who carried it out: US (2 sources, up to 2 independent origins)" in page
    found = rows(both, "one-origin", incident="musa-qala-bombing")
    assert [row for row in found if row["property"] == "operator"] == []
    assert told([row for row in found if row["property"] == "strikes"], "value", "origin") == [("3", "Sputnik News")]


def test_an_origin_that_is_inferred_is_told_so_on_the_page_and_beside_it_in_the_data(both: Get) -> None:
    found = rows(both, "one-origin", incident="musa-qala-takeover")
    inferred = [row for row in found if row["origin_evidence"] == "inferred"]
    assert told(inferred, "property", "value", "origin", "via") == [
        ("occurred", "2015-08-24", "Reuters", "NDTV"),
        ("occurred", "2015-08-24", "Reuters", "The Nation"),
    ]
    assert "Reuters (inferred)" in words_of(both("/timeline/one-origin?incident=musa-qala-takeover").text)


def test_no_table_is_read_from_end_to_end_for_one_incident(example: Path) -> None:
    with closing(sqlite3.connect(example / "timeline.db")) as db:
        plan = [step for *_, step in db.execute(f"explain query plan {ONE_ORIGIN}", {"incident": "x"})]
    scanned = {step.split()[1] for step in plan if step.startswith("SCAN")}
    assert {name for name in scanned if not name.startswith("(")} <= {"among", "incidents", "CONSTANT"}
