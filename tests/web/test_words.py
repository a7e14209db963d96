from __future__ import annotations

import re
from typing import Any

import pytest

from timeline.projections import voiced
from timeline.web import words
from timeline.web.queries import chains


@pytest.mark.parametrize(
    ("earliest", "latest", "said"),
    [
        ("2015-08-26", "2015-08-26", "26 August 2015"),
        ("2015-08-23", "2015-08-26", "23–26 August 2015"),
        ("2015-07-30", "2015-08-02", "30 July 2015 to 2 August 2015"),
        ("2015-07-01", "2015-07-31", "July 2015"),
        ("2015-07-01", "2015-08-31", "July 2015 to August 2015"),
        ("2015-01-01", "2015-12-31", "2015"),
        ("9999-12-01", "9999-12-31", "December 9999"),
        ("2015-08-22", None, "Since 22 August 2015"),
        (None, "2015-08-26", "By 26 August 2015"),
        (None, None, "No day known"),
    ],
)
def test_days_are_said_no_more_exactly_than_they_are_known(earliest: str | None, latest: str | None, said: str) -> None:
    assert words.days(earliest, latest) == said


def test_days_of_which_nobody_tells_whether_they_are_rivals_are_no_duration() -> None:
    assert words.within("2015-08-22", "2015-08-23") == "within 22–23 August 2015"
    assert words.within("2015-07-01", "2015-07-31") == "within July 2015"
    assert words.within("2015-08-22", "2015-08-22") == "22 August 2015"
    assert words.within("2015-08-22", None) == "Since 22 August 2015"


@pytest.mark.parametrize(
    ("earliest", "latest", "said"),
    [
        ("2015-08-24", "2015-08-26", "Between 24 and 26 August 2015, as sources disagree"),
        ("2015-07-01", "2015-08-23", "Between 1 July and 23 August 2015, as sources disagree"),
        ("2014-12-30", "2015-01-02", "Between 30 December 2014 and 2 January 2015, as sources disagree"),
        ("2015-08-22", "2015-08-23", "22 or 23 August 2015, as sources disagree"),
        ("2015-07-31", "2015-08-01", "31 July or 1 August 2015, as sources disagree"),
        ("2015-08-26", "2015-08-26", "26 August 2015"),
        ("2015-08-22", None, "Since 22 August 2015"),
    ],
)
def test_rival_days_are_said_to_be_rivals_and_no_duration(earliest: str, latest: str | None, said: str) -> None:
    incident = {"earliest": earliest, "latest": latest}
    assert words.when(incident | {"rival_days": 1}) == said
    assert words.when(incident | {"rival_days": 0}) == words.days(earliest, latest)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2015-08-22", "22 August 2015"),
        ("2015-07", "July 2015"),
        ("2015-08-23/2015-08-26", "23–26 August 2015"),
        ("2015-08-22~", "Around 22 August 2015"),
        ("2015-08-22?", "Possibly on 22 August 2015"),
        ("2015-08-XX", "On a day in August 2015"),
        ("2015-08-22/..", "Since 22 August 2015"),
        ("[2015-08-22,2015-08-23]", "On 22 or 23 August 2015"),
        (None, "Date not stated"),
    ],
)
def test_a_claims_date_is_said_with_its_doubt(written: str | None, said: str) -> None:
    assert words.edtf(written) == said


def test_the_rule_that_gave_a_date_is_named_with_its_page() -> None:
    (said,) = words.reasons({"value": "2015-07", "rule": "last_month"})
    assert said == "By the rule last_month: the month before the report's (UCDP GED codebook 19.1, p. 34)"


@pytest.mark.parametrize(
    ("lowest", "highest", "said"),
    [(2, 2, "2"), (None, 40, "up to 40"), (110, None, "110 or more"), (30, 1400, "30–1,400"), (None, None, "open")],
)
def test_an_open_end_is_shown_as_open_and_never_as_zero(lowest: int | None, highest: int | None, said: str) -> None:
    assert words.ends(lowest, highest) == said


def test_a_group_in_which_every_figure_is_unknown_has_no_ends() -> None:
    assert (
        words.span({"low_events": "[]", "high_events": "[]", "lowest": None, "highest": None, "said": None})
        == "unknown"
    )


def test_a_group_of_words_with_a_number_has_its_digits_in_threes_as_its_claims_have() -> None:
    said = {"low_events": '["A"]', "high_events": '["A"]', "lowest": None, "highest": None, "said": "about 24000"}
    assert words.span(said) == "about 24,000"


def test_one_of_a_party_stands_behind_its_number_as_one() -> None:
    group = {"party": "attackers", "low_events": '["A"]', "high_events": '["A"]', "said": None}
    assert words.those(group | {"lowest": 1, "highest": 1}) == "attacker"
    assert words.those(group | {"lowest": 1, "highest": 2}) == "attackers"


@pytest.mark.parametrize(
    ("party", "lowest", "highest", "said", "told"),
    [
        ("side A", 25, 25, None, "25 of the unnamed side A"),
        ("side B", 1, 1, None, "1 of the unnamed side B"),
        ("group B", 2, 2, None, "2 of group B"),
        ("Government of Syria", None, 4, None, "up to 4 of the Government of Syria"),
        ("all", 40, None, None, "40 or more people"),
        ("Taliban", None, None, "dozens", "dozens of Taliban"),
        ("Taliban", None, None, "about 12 or dozens", "about 12 or dozens of Taliban"),
        ("side A", None, None, None, "open number of people of the unnamed side A"),
        ("Taliban", None, 40, None, "up to 40 Taliban"),
    ],
)
def test_a_party_by_whose_name_nobody_is_called_is_told_as_its_people(
    party: str, lowest: int | None, highest: int | None, said: str | None, told: str
) -> None:
    ends = {"low_events": '["A"]', "high_events": '["A"]', "lowest": lowest, "highest": highest}
    group = {"party": party, "said": said} | ends
    assert f"{words.span(group)} {words.those(group)}" == told


def test_whom_an_unknown_number_counts_is_told_behind_it() -> None:
    group = {"low_events": "[]", "high_events": "[]", "lowest": None, "highest": None, "said": None}
    assert words.those(group | {"party": "all"}) == "number of people"
    assert words.those(group | {"party": "Taliban"}) == "number of Taliban"


def test_civilians_and_combatants_of_a_party_stand_behind_their_number() -> None:
    told = {
        "side A": "combatants of the unnamed side A",
        "NATO": "NATO combatants",
        "all": "combatants",
        "police": "police (combatants)",
    }
    figure = {"value": "7", "civilian_status": "combatant"}
    assert {party: words.counted(figure | {"party": party}) for party in told} == told
    assert words.counted(figure | {"party": "NATO", "value": "1"}) == "NATO combatant"
    assert words.counted(figure | {"party": "NATO", "value": "unknown"}) == "number of NATO combatants"
    assert words.counted(figure | {"party": "Afghan combatants", "value": "dozens"}) == "of Afghan combatants"


def groups(*told: tuple[str, str]) -> list[dict[str, Any]]:
    ends = {"low_events": '["A"]', "high_events": '["A"]', "said": None, "role": "victim", "period": ""}
    return [
        ends | {"party": party, "civilian_status": "combatant", "outcome": outcome, "lowest": 2, "highest": number}
        for number, (party, outcome) in enumerate(told, 3)
    ]


def test_a_row_tells_whose_its_figures_are_and_folds_away_all_but_those_killed_first() -> None:
    told = groups(("A", "killed"), ("A", "injured"), ("B", "injured"), ("<C>", "killed"), ("D", "killed"))
    whole = words.claimed(told)
    assert "<details" not in whole
    assert "<b>2–6</b> <bdi>&lt;C&gt; combatants killed</bdi>" in whole
    first, folded = words.claimed([*told, told[0] | {"party": "E", "role": "perpetrator"}]).split("<details")
    assert re.findall("<b>(.*?)</b>", first) == ["2–3", "2–4", "2–6", "2–7"]
    assert "2 more" in folded
    assert "E combatants (perpetrators) killed" in folded
    assert words.claimed([]) == "None counted"


def test_instants_are_told_to_the_minute_or_as_far_as_it_takes_to_tell_them_apart() -> None:
    apart = ["2026-11-22T16:00:05.000001Z", "2026-11-22T16:00:09.000001Z", "2026-11-22T17:00:00.000000Z"]
    day = "22 November 2026"
    assert words.instants(apart) == [f"{day}, 16:00:05 UTC", f"{day}, 16:00:09 UTC", f"{day}, 17:00 UTC"]
    assert words.instants([apart[0], "2026-11-22T16:00:05.000002Z"]) == [
        f"{day}, 16:00:05.000001 UTC",
        f"{day}, 16:00:05.000002 UTC",
    ]
    assert words.to_the_second(apart[0]) == f"{day}, 16:00:05 UTC"
    assert words.to_the_second(apart[2]) == f"{day}, 17:00 UTC"
    assert words.to_the_second("2026-11-22T23:59:59.999999Z") == f"{day}, 23:59 UTC"


def test_times_are_given_as_printed_and_without_a_zone_that_nobody_stated() -> None:
    assert words.moment("2015-08-26T22:13") == "26 August 2015, 22:13"
    assert words.moment("2015-08") == "August 2015"
    assert words.instant("2026-11-22T16:00:00.000000Z") == "22 November 2026, 16:00 UTC"


def hops(*voices: tuple[str, str]) -> list[dict[str, str]]:
    return [{"voice": voice, "relation": relation, "evidence": "stated"} for voice, relation in voices]


@pytest.mark.parametrize(
    ("chain", "kind", "said"),
    [
        (
            hops(("Governor", "stated"), ("Reuters", "quoted_by"), ("Sputnik", "cited_by")),
            "named",
            "Governor, quoted by Reuters, cited by Sputnik",
        ),
        (hops(("Sputnik", "stated")), "own", "Sputnik in its own voice"),
        (hops(("unstated", "stated"), ("Sputnik", "cited_by")), "unstated", "An origin not stated, cited by Sputnik"),
        (
            hops(("officials", "stated"), ("AP", "quoted_by")),
            "unnamed",
            "officials (a voice without a name), quoted by AP",
        ),
        (hops(("coder", "coded_by")), "coder", "The coder's own reading, not the source's"),
        ([], None, ""),
    ],
)
def test_a_chain_is_said_from_the_origin_on(chain: list[dict[str, str]], kind: str | None, said: str) -> None:
    assert words.plain(words.told_by(chain, kind)) == said


def test_a_step_that_the_coder_infers_is_marked() -> None:
    chain = hops(("Governor", "stated"), ("Reuters", "quoted_by"))
    chain[1]["evidence"] = "inferred"
    assert [step["note"] for step in words.steps(chain, "named")] == ["", "the coder infers this step"]


def test_a_voice_that_the_coder_infers_is_marked_wherever_the_chain_is_told() -> None:
    chain = hops(("Reuters", "stated"), ("NDTV", "quoted_by"))
    chain[0]["evidence"] = "inferred"
    assert words.plain(words.told_by(chain, "named")) == "Reuters (inferred), quoted by NDTV"
    chain[1]["evidence"] = "inferred"
    assert words.told_by(chain, "unnamed") == [
        *(("", "Reuters"), (" (inferred)", ""), (" (a voice without a name)", "")),
        *((", quoted by ", "NDTV"), (" (inferred)", "")),
    ]


def value(
    origin: str, kind: str, source: str = "one", actor: str | None = None, evidence: str | None = "stated"
) -> dict[str, str | None]:
    named = {"origin": origin, "origin_kind": kind, "source": source, "origin_actor": actor}
    return named | {"origin_evidence": evidence}


def test_an_origin_is_marked_where_it_is_inferred_in_every_source() -> None:
    values = [value("Reuters", "named", evidence="inferred"), value("BBC", "named", evidence="inferred")]
    assert words.plain(voiced.resting([*values, value("BBC", "named", "two")])) == "Reuters (inferred); and BBC"
    assert words.plain(words.first_by(values[0])) == "Reuters (inferred)"


def test_named_origins_come_first_and_the_coder_is_none() -> None:
    values = [value("Sputnik", "own"), value("Resolute Support", "named"), value("coder", "coder")]
    assert words.plain(voiced.resting(values)) == "Resolute Support; and Sputnik in its own voice"


def test_an_outlet_that_is_a_named_voice_elsewhere_is_not_told_twice() -> None:
    assert words.plain(voiced.resting([value("AP", "own"), value("ap", "named", "two")])) == "ap"


def test_a_recorded_voice_is_told_once_by_whichever_of_its_names() -> None:
    values = [value("Taliban", "named", actor="taliban"), value("Islamic Emirate", "named", actor="taliban")]
    assert words.plain(voiced.resting(values)) == "Taliban"


def test_no_origin_at_all_is_said_with_no_words() -> None:
    assert words.plain(voiced.resting([value("coder", "coder")])) == ""


def test_places_in_a_source_are_ordered_by_their_numbers() -> None:
    places: list[str | None] = [None, "para 10", "p. 12", "para 3", "01:13"]
    assert sorted(places, key=words.in_order) == ["01:13", "p. 12", "para 3", "para 10", None]


def test_two_figures_of_one_party_keep_their_own_chains_apart() -> None:
    def hop(number: int, voice: str, property: str | None) -> dict[str, object]:
        return {"hop": number, "voice": voice, "property": property, "party": "NATO" if property else None}

    rows = [hop(1, "AP", None), hop(1, "A", "killed"), hop(2, "AP", "killed"), hop(1, "B", "killed")]
    whole, own = chains(rows)
    assert [row["voice"] for row in whole] == ["AP"]
    assert [[row["voice"] for row in chain] for chain in own["killed", "NATO"]] == [["A", "AP"], ["B"]]


def test_countries_and_languages_are_called_by_their_names_as_far_as_they_are_known() -> None:
    assert [words.country(code) for code in ("AF", "XX")] == ["Afghanistan (AF)", "Country code XX"]
    assert [words.language(tag) for tag in ("en", "fa-AF", "tlh")] == ["English", "Persian (fa-AF)", "tlh"]
