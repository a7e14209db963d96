"""What a sheet leaves to its defaults, places and voices is filled in; what it writes itself stays as written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.base import Event
from events.registry import CLAIMS, TYPES
from events.registry import parse as event
from timeline.errors import Faults
from timeline.sheets.read import parse
from timeline.sheets.single import Read

SHEET = """\
source: {key: sputnik-2015-08-26, kind: news, publisher: Sputnik News, published: 2015-08-26T22:13, zone: unknown}
defaults: {country: AF, zone: Asia/Kabul, place: musa-qala}
places:
  musa-qala: {name: Musa Qala, admin1: Helmand}
  nawzad: Nawzad
  quetta: {name: Quetta, country: PK}
voices:
  governor: {voice: Mohammad Sharif, evidence: inferred}
  reuters: Reuters
incidents: {musa-qala-bombing: Bombing around Musa Qala}
events:
"""


def events(text: str) -> list[dict[str, Any]]:
    """The bodies of the claims that the sheet with these events makes."""
    return [read.event.body() for read in parse((SHEET + text).encode(), "s", "yaml")[2:]]


def test_the_source_comes_first_then_the_incidents_then_the_claims_as_written() -> None:
    reads = parse((SHEET + "- {type: other, description: x}\n- {type: airstrike}\n").encode(), "s", "yaml")
    assert [read.event.type for read in reads] == ["source_recorded", "incident_declared", "other", "airstrike"]
    assert reads[0].event.body()["published"] == "2015-08-26T22:13"
    assert reads[1].event.body() == {"slug": "musa-qala-bombing", "title": "Bombing around Musa Qala"}


def test_a_claim_takes_source_place_country_and_zone_from_its_sheet() -> None:
    (bare,) = events("- {type: airstrike, occurred: 2015-08-22}\n")
    assert bare == {
        "occurred": {"value": "2015-08-22", "zone": "Asia/Kabul"},
        "place": {"name": "Musa Qala", "admin1": "Helmand", "country": "AF"},
        "citation": {"source": "sputnik-2015-08-26"},
    }


def test_what_a_claim_says_itself_comes_before_the_defaults() -> None:
    own, foreign = events(
        "- {type: airstrike, occurred: {value: 2015-08, zone: Asia/Karachi}, place: quetta,\n"
        "   citation: {source: other-1}}\n"
        "- {type: airstrike, place: {name: Kandahar, country: null}}\n"
    )
    assert own == {
        "occurred": {"value": "2015-08", "zone": "Asia/Karachi"},
        "place": {"name": "Quetta", "country": "PK"},
        "citation": {"source": "other-1"},
    }
    assert foreign["place"] == {"name": "Kandahar"}


def test_an_empty_place_means_no_place() -> None:
    assert "place" not in events("- {type: airstrike, place: }\n")[0]


def test_a_place_is_a_label_or_any_other_name() -> None:
    label, name = events("- {type: airstrike, place: nawzad}\n- {type: airstrike, place: Now Zad}\n")
    assert label["place"] == {"name": "Nawzad", "country": "AF"}
    assert name["place"] == {"name": "Now Zad", "country": "AF"}


def test_a_chain_is_told_in_labels_and_names_of_voices_wherever_it_stands() -> None:
    (claim,) = events(
        "- type: airstrike\n"
        "  strikes: {value: 3, chain: [governor, Sputnik News]}\n"
        "  casualties: [{party: Taliban, killed: {value: 40, chain: [{voice: reuters, named: false}, Sputnik News]}}]\n"
        "  citation: {chain: [governor, {voice: reuters, relation: cited_by}, Sputnik News]}\n"
    )
    spoken = [[hop["voice"] for hop in chain] for chain in chains(claim)]
    assert spoken == [
        ["Mohammad Sharif", "Sputnik News"],
        ["Reuters", "Sputnik News"],
        ["Mohammad Sharif", "Reuters", "Sputnik News"],
    ]
    governor, reuters, _ = claim["citation"]["chain"]
    assert governor["evidence"] == "inferred"
    assert reuters["relation"] == "cited_by"
    assert chains(claim)[1][0]["named"] is False


def chains(claim: dict[str, Any]) -> list[list[dict[str, Any]]]:
    return [
        claim["strikes"]["chain"],
        claim["casualties"][0]["killed"]["chain"],
        claim["citation"]["chain"],
    ]


def test_a_sheet_may_go_on_with_a_source_that_was_recorded_before() -> None:
    reads = parse(b"source: sputnik-2015-08-26\nevents: [{type: airstrike, as: v1}]\n", "s", "yaml")
    assert [read.event.body() for read in reads] == [{"as": "v1", "citation": {"source": "sputnik-2015-08-26"}}]


def test_ledger_events_in_a_sheet_take_nothing_from_its_defaults() -> None:
    (declared,) = events("- {type: incident_declared, slug: base-shooting, title: Shooting}\n")
    assert declared == {"slug": "base-shooting", "title": "Shooting"}


def test_each_event_knows_where_each_of_its_fields_was_written() -> None:
    text = SHEET + "- type: airstrike\n  strikes: 3\n  place: nawzad\n  citation: {chain: [reuters, Sputnik News]}\n"
    source, incident, strike = parse(text.encode(), "mine.yaml", "yaml")
    assert source.locate() == (1, 9, "source")
    assert source.locate(("key",)) == (1, 15, "source.key")
    assert incident.locate(("slug",)) == (10, 32, "incidents.musa-qala-bombing")
    assert strike.locate() == (12, 3, "events[0]")
    assert strike.locate(("strikes", "value")) == (13, 12, "events[0].strikes")
    assert strike.locate(("place", "name")) == (14, 10, "events[0].place")
    assert strike.locate(("citation", "chain", 1, "voice")) == (15, 31, "events[0].citation.chain[1]")
    assert strike.locate(("citation", "source")) == (1, 15, "source.key")
    assert strike.locate(("occurred", "value")) == (12, 3, "events[0]")
    assert str(strike.fault(("strikes",), "Too many.", "Write 2.")) == (
        "mine.yaml:13:12 events[0].strikes: Too many. Write 2."
    )


def test_a_citation_of_its_own_is_located_where_it_is_written() -> None:
    (strike,) = parse(b"source: a\nevents:\n- {type: airstrike, citation: {source: b}}\n", "s", "yaml")
    assert strike.locate(("citation", "source")) == (3, 40, "events[0].citation.source")


def test_a_sheet_says_the_same_in_yaml_and_in_json() -> None:
    text = SHEET + "- {type: airstrike, strikes: up to 3, casualties: [{party: all, killed: 30-40}]}\n"
    yaml = parse(text.encode(), "s", "yaml")
    data = {**yaml[0].document.data, "events": [{**yaml[0].document.data["events"][0], "strikes": "up to 3"}]}
    for indent in (None, 2):
        assert said(parse(json.dumps(data, indent=indent).encode(), "s", "json")) == said(yaml)


def test_every_types_example_is_an_event_as_it_stands() -> None:
    for name, found in TYPES.items():
        (read,) = parse(found.example.encode(), "s", "yaml")
        assert read.event.type == name


@given(st.data())
def test_an_event_is_the_same_in_a_list_on_a_line_and_alone(data: st.DataObject) -> None:
    names = data.draw(st.lists(st.sampled_from(sorted(TYPES)), min_size=1, max_size=4))
    written = [parse(TYPES[name].example.encode(), "s", "yaml")[0].document.data for name in names]
    expected = [event(entry) for entry in written]
    assert said(parse(json.dumps(written).encode(), "s", "json")) == expected
    lines = "\n".join(json.dumps(entry) for entry in written)
    assert said(parse(lines.encode(), "s", "jsonl")) == expected
    assert set(names) & CLAIMS.keys() == {read.type for read in expected if read.type in CLAIMS}


def said(reads: Sequence[Read]) -> list[Event]:
    return [read.event for read in reads]


def test_a_place_in_the_source_is_a_citation_but_a_key_is_not_taken_for_one() -> None:
    short, whole = events(
        "- {type: airstrike, citation: para 3}\n- {type: airstrike, as: b, citation: {locator: para 3}}\n"
    )
    assert short["citation"] == whole["citation"] == {"source": "sputnik-2015-08-26", "locator": ["para 3"]}


CORRECTION = """\
- type: coding_corrected
  corrects: HEL-0000-0007-66
  reason: misread
  replacement:
    type: airstrike
"""


def test_a_replacement_takes_from_the_sheet_what_a_claim_takes() -> None:
    (found,) = events(CORRECTION + "    occurred: {wording: last month, rule: auto}\n    citation: para 3\n")
    whole = found["replacement"]
    assert whole["citation"] == {"source": "sputnik-2015-08-26", "locator": ["para 3"]}
    assert (whole["place"]["name"], whole["occurred"]["value"]) == ("Musa Qala", "2015-07")


def test_the_faults_of_a_replacement_are_told_as_those_of_a_claim() -> None:
    with pytest.raises(Faults) as refused:
        events(CORRECTION + "    strikes: 40ish\n    incident: INC A\n    foo: 1\n")
    told = [fault.field for fault in refused.value.faults]
    assert told == [f"events[0].replacement.{name}" for name in ("strikes", "incident", "foo")]
