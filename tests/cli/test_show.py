"""`timeline show` as its users run it, on rival claims and as of then."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from events.base import Event
from events.registry import parse
from tests import rival_claims as rival
from tests.forked import timeline
from tests.samples import GROUND, claim, killed
from timeline import Timeline


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    folder = tmp_path_factory.mktemp("show") / "t"
    return folder, rival.build(folder)


def show(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return timeline("--dir", str(folder), "show", *arguments)


def shown(folder: Path, *arguments: str) -> str:
    done = show(folder, *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_an_incident_is_shown_with_its_contradictions_and_superseded_values(built: tuple[Path, list[str]]) -> None:
    lines = shown(built[0], "bridge").splitlines()
    assert lines[:2] == [
        "Bridge (bridge)",
        "between 2015-08-22 and 2015-08-24, as sources disagree; 5 claims, 2 sources, 1–3 independent origins",
    ]
    assert "1 attacker injured (1 claim)" in lines
    assert "contradiction on the day: No day fits both 2015-08-22 and 2015-08-24." in lines
    superseded = [line for line in lines if line.startswith("superseded by")]
    assert superseded == [
        f"superseded by {rival.SUPERSESSION}: the number of attackers killed: 2; "
        f"the number of perpetrators: 2 (now 1); in {rival.V1}, {rival.REPRINT}"
    ]
    assert not any("attackers killed" in line and line.endswith("claim)") for line in lines)


def test_what_others_contradict_is_said_to_be_in_dispute_wherever_it_is_shown(tmp_path: Path) -> None:
    folder = tmp_path / "t"
    with Timeline.init(folder, "TST") as made:
        told = [
            claim(casualties=killed(40), occurred="2015-08-22"),
            claim(casualties=killed(50), occurred="2015-08-23", citation={"source": "agency"}),
            claim(casualties=killed(50), citation={"source": "agency", "chain": ["Other", "Agency"]}),
            claim(strikes=2, citation={"source": "agency", "locator": "para 3"}),
        ]
        one, other, same, apart = (str(entry.id) for entry in made.append([*GROUND, *told], recorded_by="desk")[-4:])
    of_both = "in dispute: on the number of Taliban killed and on the day; see bridge"
    assert of_both in shown(folder, one).splitlines()
    assert "in dispute: on the number of Taliban killed; see bridge" in shown(folder, same).splitlines()
    assert "dispute" not in shown(folder, apart)
    for asked, disputed in (
        (["bridge"], {one, other, same}),
        (["bridge", "--as-reported", "2016"], {one, other, same}),
        (["agency"], {other, same}),
    ):
        rows = " ".join(shown(folder, *asked).split()).split(" TST-")
        assert {f"TST-{row[:12]}" for row in rows if "(in dispute)" in row} == disputed


def test_who_denies_or_questions_a_claim_is_shown_with_it_and_as_json(tmp_path: Path) -> None:
    folder = tmp_path / "t"
    with Timeline.init(folder, "TST") as made:
        told = claim("district_fall", place={"name": "Sangin"}, taken_by="Taliban", **{"as": "fall"})
        no = claim(
            "district_fall",
            {"locator": "para 2", "stance": "denies", "chain": ["General", "Gazette"]},
            place={"name": "Sangin"},
            taken_by="Taliban",
            scope="centre",
            responds_to="fall",
        )
        really = claim(
            "statement",
            {"locator": "para 3", "stance": "questions"},
            kind="other",
            content="Is it?",
            responds_to="fall",
        )
        fall, denial, question = (
            str(entry.id) for entry in made.append([*GROUND, told, no, really], recorded_by="desk")[-3:]
        )
    lines = shown(folder, fall).splitlines()
    assert lines[2:5] == [
        "in dispute: on whether it happened; see bridge",
        f"denied by General, for the centre ({denial})",
        f"questioned by Gazette ({question})",
    ]
    event = json.loads(shown(folder, fall, "--json"))
    assert (event["disputed"], event["doubted"]) == (1, "denied, questioned")
    assert event["disputes"] == [{"incident": "bridge", "title": "Bridge", "matters": ["whether it happened"]}]
    voice = {"origin_evidence": "stated"}
    doubts = [
        {"event": denial, "stance": "denies", "origin": "General", "scope": "centre"} | voice,
        {"event": question, "stance": "questions", "origin": "Gazette", "scope": None} | voice,
    ]
    assert event["doubts"] == doubts
    assert shown(folder, denial).splitlines()[3] == f"denies, for the centre: {fall}"
    assert shown(folder, question).splitlines()[2] == f"questions: {fall}"
    denied = [{"stance": "denies", "of": "", "claims": [fall]}]
    assert json.loads(shown(folder, denial, "--json"))["denied"] == denied
    for asked in (["bridge"], ["bridge", "--as-reported", "2016"]):
        claims = json.loads(shown(folder, *asked, "--json"))["claims"]
        assert {row["id"]: (row["disputed"], row["doubts"]) for row in claims} == {
            fall: (1, doubts),
            denial: (1, []),
            question: (0, []),
        }


def test_an_incident_is_shown_with_answers_to_its_claims_and_whence_the_coder_has_its_day(tmp_path: Path) -> None:
    folder = tmp_path / "t"
    with Timeline.init(folder, "TST") as made:
        day = {"value": "2015-08-26", "basis": "report_date"}
        told = claim("district_fall", occurred=day, place={"name": "Sangin"}, taken_by="Taliban", **{"as": "fall"})
        really = claim("statement", {"locator": "para 3"}, kind="other", content="Is it?", responds_to="fall")
        question = made.append([*GROUND, told, really], recorded_by="desk")[-1].id
    for asof in ([], ["--as-reported", "2016"]):
        text = " ".join(shown(folder, "bridge", *asof).split())
        assert "2015-08-26 (date taken from the report); " in text
        assert text.count("(answered by ") == 1
        assert str(question) in text.partition("(answered by ")[2][:40]


def test_what_a_claim_doubts_is_shown_beside_its_stance(tmp_path: Path) -> None:
    folder = tmp_path / "t"
    with Timeline.init(folder, "TST") as made:
        doubt = claim(casualties=killed({"value": 40, "stance": "questions"}))
        id = str(made.append([*GROUND, doubt], recorded_by="desk")[-1].id)
    told = shown(folder, id)
    assert re.search("^stance +asserts, questioning the number killed$", told, re.MULTILINE)
    assert json.loads(shown(folder, id, "--json"))["stance"] == "asserts"


def test_an_incident_is_shown_with_what_was_decided_on_it(built: tuple[Path, list[str]]) -> None:
    _, decisions = shown(built[0], "bridge").split("decision\n")
    listed = [line.split()[0] for line in decisions.splitlines() if line.startswith("TST-")]
    assert listed == [
        rival.TEXT,
        rival.DERIVED,
        rival.SUPERSESSION,
        rival.LINK,
        rival.PART,
        rival.ASSESSMENT,
        rival.MERGE,
        rival.SPLIT,
    ]
    assert "decision" not in shown(built[0], "bridge", "--as-recorded", built[1][0])


def test_decisions_name_issuers_and_call_what_has_a_key_of_several_words_as_readers_know_it(
    built: tuple[Path, list[str]],
) -> None:
    fields = "the number of perpetrators and the number of attackers killed"
    corrected = f"Mission corrected {fields} in wire:v1; see gazette:v2: said so"
    for name in ("bridge", rival.SUPERSESSION):
        assert corrected in " ".join(shown(built[0], name).split())
    assert shown(built[0], rival.MERGE).startswith(f"{rival.MERGE}  Merging of “Old bridge” into bridge: one bridge")


def test_as_reported_then_only_what_was_published_is_shown(built: tuple[Path, list[str]]) -> None:
    text = shown(built[0], "bridge", "--as-reported", "2015-08-25")
    assert "As reported by 2015-08-25: what was published later, or nobody knows when, is not here." in text
    assert "2 attackers killed (1 claim)" in text
    assert "contradiction" not in text
    assert rival.V2 not in text


def test_as_recorded_then_only_what_was_decided_is_shown(built: tuple[Path, list[str]]) -> None:
    folder, instants = built
    assert "superseded by" not in shown(folder, "bridge", "--as-recorded", instants[0])
    text = shown(folder, "bridge", "--as-recorded", instants[1])
    became = f"up to 40 Taliban ({rival.UP_TO}) became 40 Taliban ({rival.FORTY}): the open end is gone"
    assert f"lost on the way: the number killed: {became}" in text
    assert rival.LATE in shown(folder, "old-bridge", "--as-recorded", instants[1])


def test_a_merged_slug_shows_what_it_stands_for_and_says_so(built: tuple[Path, list[str]]) -> None:
    first, second = shown(built[0], "old-bridge").splitlines()[:2]
    assert first == f"old-bridge was merged into bridge ({rival.MERGE}: one bridge)."
    assert second == "Bridge (bridge)"
    assert shown(built[0], "market").startswith("Market (market)")


def test_json_says_as_of_when_it_is(built: tuple[Path, list[str]]) -> None:
    done = show(built[0], "old-bridge", "--json", "--as-reported", "2015-08")
    told = json.loads(done.stdout)
    assert done.stderr == f"old-bridge was merged into bridge ({rival.MERGE}: one bridge).\n"
    assert (told["slug"], told["as_reported"]) == ("bridge", "2015-08-31")
    assert [row["rule"] for row in told["contradictions"]] == ["disjoint_days"]
    assert {mark["supersession"] for mark in told["superseded"]} == {rival.SUPERSESSION}
    assert "as_reported" not in json.loads(shown(built[0], "bridge", "--json"))


def test_json_has_the_decisions_and_as_which_origin_each_voice_counts(built: tuple[Path, list[str]]) -> None:
    told = json.loads(shown(built[0], "bridge", "--json"))
    assert [(link["event"], link["relation"]) for link in told["links"]] == [
        (rival.TEXT, "same_text"),
        (rival.DERIVED, "derived"),
    ]
    assert [row["event"] for row in told["incident_links"]] == [rival.LINK, rival.PART]
    assert [figure["best"] for row in told["assessments"] for figure in row["figures"]] == [2]
    assert len({row["counts_as"] for row in told["origins"]} - {None}) == told["origins_max"]


def test_superseded_values_of_an_event_are_marked(built: tuple[Path, list[str]]) -> None:
    rows = json.loads(shown(built[0], rival.REPRINT, "--json"))["values"]
    assert {row["property"]: row["superseded_by"] for row in rows} == {"perpetrators": rival.SUPERSESSION}
    assert "superseded by" in shown(built[0], rival.REPRINT)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["bridge", "--as-reported", "soon"], '"soon" is not a date'),
        (["bridge", "--as-recorded", "2015-08-26T12:00"], "write 2015-08-26T12:00Z"),
        ([rival.V1, "--as-reported", "2015"], "is no incident, and only these are shown as of then"),
        (["nowhere", "--as-recorded", "2015"], "2015"),
    ],
)
def test_what_cannot_be_shown_is_an_error_that_says_what_to_write(
    built: tuple[Path, list[str]], arguments: list[str], told: str
) -> None:
    done = show(built[0], *arguments)
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_source_is_shown_with_what_is_recorded_of_it_and_what_it_claims(built: tuple[Path, list[str]]) -> None:
    text = shown(built[0], "gazette")
    assert re.search(r"^publisher +Gazette$", text, re.MULTILINE)
    assert re.search(rf"^{rival.V2} ", text, re.MULTILINE)
    assert rival.V1 not in text
    assert json.loads(shown(built[0], "gazette", "--json"))["publisher"] == "Gazette"


def test_a_claim_is_shown_by_the_label_that_its_source_has_for_it(built: tuple[Path, list[str]]) -> None:
    assert shown(built[0], "wire:v1").startswith(rival.V1)
    assert show(built[0], "gazette:v99").returncode == 1


def test_a_name_of_nothing_is_told_as_such_with_the_nearest(built: tuple[Path, list[str]]) -> None:
    done = show(built[0], "brid")
    assert (done.returncode, done.stderr) == (
        1,
        'There is no event, incident, source or place "brid". Did you mean bridge?\n',
    )
    assert show(built[0], "nowhere").stderr == 'There is no event, incident, source or place "nowhere".\n'


def test_a_name_of_nothing_is_told_with_what_has_its_words_in_a_title_and_with_voices_of_that_name(
    tmp_path: Path,
) -> None:
    said = {"chain": ["Gen. Oldest", "Gazette"]}
    wider = {"type": "incident_declared", "slug": "ford", "title": "Fighting at the old ford"}
    with Timeline.init(tmp_path / "t", "TST") as made:
        made.append([*GROUND, parse(wider)], recorded_by="test")
        made.append([claim(citation=said), claim(citation=said | {"locator": "para 2"})], recorded_by="test")
    for name, meant in {
        "ford old": "Did you mean ford (Fighting at the old ford)?",
        "Figthing at the old ford": "Did you mean ford (Fighting at the old ford)?",
        "oldest": "Gen. Oldest is a voice, of TST-0000-0007-84 and 1 other claim.",
    }.items():
        done = show(tmp_path / "t", name)
        assert (done.returncode, done.stderr) == (
            1,
            f'There is no event, incident, source or place "{name}". {meant}\n',
        )


def test_an_incident_says_where_it_was_and_who_names_which_place(tmp_path: Path) -> None:
    def clash(locator: str, **place: str) -> Event:
        return claim("armed_clash", place={"admin1": "Helmand", **place}, citation={"locator": locator})

    nawzad, kajaki = clash("para 2", name="Nawzad"), clash("para 3", name="Kajaki")
    where = "\nNawzad, Helmand; "
    with Timeline.init(tmp_path / "t", "TST") as made:
        made.append([*GROUND, nawzad, clash("para 4", name="NAWZAD")], recorded_by="desk")
        assert where in shown(tmp_path / "t", "bridge")
        assert "not all claims" not in shown(tmp_path / "t", "bridge")
        denied = clash("para 5", name="Sangin", stance="denies")
        made.append([denied, kajaki], recorded_by="desk")
    text = shown(tmp_path / "t", "bridge")
    assert where in text
    both = "Nawzad, Helmand, according to Gazette in its own voice; Kajaki, Helmand, according to Gazette"
    assert f"not all claims name the same place: {both} in its own voice\n" in text
    assert "Sangin" not in text.partition("id ")[0]


def test_whatever_is_shown_is_found_in_any_capitals_and_places_and_actors_by_any_name_of_theirs(tmp_path: Path) -> None:
    folder = tmp_path / "t"
    place = {"type": "place_recorded", "key": "musa-qala", "name": "Musa Qala", "kind": "district", "country": "AF"}
    actor = {"type": "actor_recorded", "key": "taliban", "name": "Taliban", "kind": "rebel_group"}
    with Timeline.init(folder, "TST") as made:
        made.append(GROUND, recorded_by="test")
        aliased = [place | {"aliases": ["Musa Kala"]}, actor | {"aliases": ["Afghan Taliban"]}]
        made.append([parse(one) for one in aliased], recorded_by="test")
        made.append([parse(place | {"key": "other", "name": "Twin", "aliases": ["Double"]})], recorded_by="test")
        made.append([parse(place | {"key": "third", "name": "Third", "aliases": ["Double"]})], recorded_by="test")
    assert shown(folder, "BRIDGE") == shown(folder, "bridge")
    for name in ("Musa Kala", "musa qala", "MUSA-QALA"):
        assert shown(folder, name) == shown(folder, "musa-qala"), name
    assert shown(folder, "Afghan Taliban") == shown(folder, "taliban")
    assert show(folder, "Double").returncode == 1, "two are called so"
