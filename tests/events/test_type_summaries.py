"""Every type of claim has its own sentence, which is good English whatever the source leaves out."""

from __future__ import annotations

from typing import Any

import pytest

from tests.samples import claim

PLACED: dict[str, Any] = {"place": {"name": "Nawzad", "admin1": "Helmand"}, "occurred": "2015-07"}


@pytest.mark.parametrize(
    ("type_", "fields", "said"),
    [
        ("territory_recaptured", {}, "Recapture of a place"),
        ("territory_recaptured", PLACED, "Recapture of Nawzad, Helmand, in July 2015"),
        (
            "territory_recaptured",
            {"scope": "centre", "place": "Nawzad", "taken_by": "ANA", "lost_by": "Taliban", "occurred": "2007"},
            "Recapture of the centre of Nawzad from Taliban by ANA in 2007",
        ),
        ("territory_recaptured", PLACED | {"taken_by": "ANA"}, "Recapture of Nawzad, Helmand, by ANA in July 2015"),
        ("non_violent_transfer", {}, "Non-violent transfer of a place"),
        (
            "non_violent_transfer",
            PLACED | {"scope": "district", "transferred_by": "ANA", "transferred_to": "Taliban"},
            "Non-violent transfer of the district of Nawzad, Helmand, from ANA to Taliban in July 2015",
        ),
        (
            "non_violent_transfer",
            {"manner": "handover", "transferred_to": "ANA", "place": "Camp Bastion"},
            "Handover of Camp Bastion to ANA",
        ),
        ("non_violent_transfer", {"manner": "agreement", "place": "Nawzad"}, "Transfer by agreement of Nawzad"),
        ("non_violent_transfer", {"manner": "unopposed", "place": "Nawzad"}, "Unopposed transfer of Nawzad"),
        ("non_violent_transfer", {"manner": "withdrawal"}, "Withdrawal from a place"),
        (
            "non_violent_transfer",
            PLACED | {"manner": "withdrawal", "transferred_by": "ANA", "transferred_to": "Taliban"},
            "Withdrawal of ANA from Nawzad, Helmand, in favour of Taliban in July 2015",
        ),
        ("armed_clash", {}, "Armed clash"),
        ("armed_clash", {"side_a": "ANA"}, "Armed clash involving ANA"),
        ("armed_clash", {"side_b": "Taliban", "occurred": "2015"}, "Armed clash involving Taliban in 2015"),
        (
            "armed_clash",
            PLACED | {"side_a": "ANA", "side_b": "Taliban", "initiated_by": "Taliban", "weapon": "mortars"},
            "Armed clash between ANA and Taliban initiated by Taliban with mortars at Nawzad, Helmand, in July 2015",
        ),
        ("armed_clash", {"initiated_by": "Taliban"}, "Armed clash initiated by Taliban"),
        ("shooting", {}, "Shooting"),
        ("shooting", {"target": "NATO"}, "Shots fired at NATO"),
        ("shooting", {"perpetrators": "unknown"}, "Shooting by an unknown number of perpetrators"),
        ("shooting", {"affiliation": "Taliban", "weapon": "rifles"}, "Shooting by Taliban with rifles"),
        (
            "shooting",
            PLACED | {"perpetrators": 1, "affiliation": "Afghan army", "uniform": "Afghan", "target": "NATO"},
            "Shots fired at NATO by 1 Afghan army perpetrator in Afghan uniform at Nawzad, Helmand, in July 2015",
        ),
        (
            "shooting",
            {"affiliation": "Taliban", "uniform": "Afghan", "characterised_as": {"value": "insider attack"}},
            "Shooting by Taliban perpetrators in Afghan uniform (characterised as insider attack)",
        ),
        ("ied_explosion", {}, "IED explosion(s)"),
        ("ied_explosion", {"explosions": 1, "weapon": "landmine"}, "1 IED explosion (landmine)"),
        (
            "ied_explosion",
            PLACED | {"explosions": {"value": 2, "hedge": "possibly"}, "affiliation": "Taliban", "target": "police"},
            "Possibly 2 IED explosions against police by Taliban at Nawzad, Helmand, in July 2015",
        ),
        ("suicide_attack", {}, "Suicide attack"),
        ("suicide_attack", {"target": "police", "weapon": "car bomb"}, "Suicide attack on police with car bomb"),
        (
            "suicide_attack",
            {"perpetrators": "at least 2", "uniform": "police", "place": "Nawzad"},
            "Suicide attack by at least 2 perpetrators in police uniform at Nawzad",
        ),
        ("shelling", {}, "Shelling"),
        ("shelling", {"operator": "ANA", "target": "the bazaar"}, "Shelling of the bazaar by ANA"),
        (
            "shelling",
            PLACED | {"rounds": "about 12", "weapon": "mortars"},
            "Shelling with about 12 rounds (mortars) at Nawzad, Helmand, in July 2015",
        ),
        ("shelling", {"rounds": 1}, "Shelling with 1 round"),
        ("attack_on_civilians", {}, "Attack on civilians"),
        (
            "attack_on_civilians",
            {"target": "farmers", "affiliation": "Taliban", "weapon": "knives", "place": "Nawzad"},
            "Attack on civilians (farmers) by Taliban with knives at Nawzad",
        ),
        ("abduction", {}, "Abduction of people"),
        ("abduction", {"target": "farmers"}, "Abduction of farmers"),
        ("abduction", {"abducted": 1}, "Abduction of 1 person"),
        (
            "abduction",
            PLACED | {"abducted": "dozens", "target": "farmers", "perpetrators": "several", "released": 2},
            "Abduction of dozens of farmers by several perpetrators at Nawzad, Helmand, in July 2015, 2 released",
        ),
        (
            "abduction",
            {
                "abducted": 4,
                "demand": "ransom",
                "released": {"value": 1, "hedge": "reportedly"},
            },
            "Abduction of 4 people, reportedly 1 released (demand: ransom)",
        ),
    ],
)
def test_every_type_reads_as_english_whatever_is_left_out(type_: str, fields: dict[str, Any], said: str) -> None:
    assert claim(type_, **fields).summary() == said


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"status": "controlled"}, "A place under one party's control"),
        ({"status": "controlled", "controller": "Taliban"}, "A place under control of Taliban"),
        (
            PLACED | {"status": "controlled", "controller": "Taliban", "scope": "district"},
            "The district of Nawzad, Helmand, under control of Taliban in July 2015",
        ),
        ({"status": "contested", "place": "Nawzad"}, "Nawzad contested"),
        (
            {"status": "contested", "controller": "ANA", "place": "Nawzad", "criterion": "who holds the centre"},
            "Nawzad contested while held by ANA (criterion: who holds the centre)",
        ),
        ({"status": "neither", "scope": "centre"}, "The centre under neither side's control"),
        ({"status": "unconfirmed", "place": "Nawzad"}, "Nawzad under unconfirmed control"),
        ({"status": "unconfirmed", "controller": "Taliban"}, "A place under unconfirmed control of Taliban"),
    ],
)
def test_control_is_said_with_who_holds_what_and_by_what_that_is_judged(fields: dict[str, Any], said: str) -> None:
    assert claim("control_status", **fields).summary() == said


TROOPS = {"measure": "level", "population": "NATO troops", "value": "about 12000"}
SOLDIERS = {"measure": "cumulative", "population": "British soldiers killed", "value": "more than 400"}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (TROOPS, "About 12,000 NATO troops"),
        (TROOPS | {"value": {"value": 1, "hedge": "reportedly"}}, "Reportedly 1 NATO troops"),
        (TROOPS | {"value": "unknown"}, "An unknown number of NATO troops"),
        (
            TROOPS | {"place": {"name": "Afghanistan", "where_prec": 6}, "occurred": "2015-08-26"},
            "About 12,000 NATO troops in Afghanistan on 26 August 2015",
        ),
        (SOLDIERS, "More than 400 British soldiers killed (cumulative)"),
        (SOLDIERS | {"value": "none"}, "No British soldiers killed (cumulative)"),
        (
            SOLDIERS | {"period": "2001/2014"},
            "More than 400 British soldiers killed (cumulative), from 2001 to 2014",
        ),
        (
            SOLDIERS | PLACED | {"period": "2001/.."},
            "More than 400 British soldiers killed (cumulative) at Nawzad, Helmand, since 2001, observed in July 2015",
        ),
        (
            {"measure": "count", "population": "air strikes", "value": 24, "period": "2015-08"},
            "24 air strikes, in August 2015",
        ),
    ],
)
def test_a_figure_is_said_with_whom_it_counts_and_over_which_days(fields: dict[str, Any], said: str) -> None:
    assert claim("reported_figure", **fields).summary() == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (2, "Second of major gains"),
        ("exactly 10", "Tenth of major gains"),
        ({"value": 3, "hedge": "possibly"}, "Possibly third of major gains"),
        ("at least 3", "At least the third of major gains"),
        ("about 11", "About the 11th of major gains"),
        ("up to 21", "Up to the 21st of major gains"),
        ("2-3", "Second to third of major gains"),
        (22, "22nd of major gains"),
        (113, "113th of major gains"),
        ("none", "None of major gains"),
        ("less than 1000000", "Less than the 1000000th of major gains"),
        ("several", "One of several major gains"),
        ("dozens", "One of dozens of major gains"),
        ("unknown", "One of an unknown number of major gains"),
    ],
)
def test_a_place_in_a_row_is_said_as_one(value: object, said: str) -> None:
    row: dict[str, Any] = {"measure": "ordinal", "population": "major gains", "value": value}
    assert claim("reported_figure", **row).summary() == said
    assert claim("reported_figure", **row, period="2015-08").summary() == f"{said}, in August 2015"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Statement: no help came"),
        ({"kind": "other"}, "Statement: no help came"),
        ({"kind": "appeal", "addressee": "Kabul"}, "Appeal to Kabul: no help came"),
        ({"kind": "claim_of_responsibility", "occurred": "2015"}, "Claim of responsibility in 2015: no help came"),
        (PLACED, "Statement at Nawzad, Helmand, in July 2015: no help came"),
    ],
)
def test_a_statement_is_said_in_the_coders_words(fields: dict[str, Any], said: str) -> None:
    assert claim("statement", content="no help came", **fields).summary() == said
