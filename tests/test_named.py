"""An event is named in the same ways for everything that can be done to it, and a wrong name by what may be meant."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.begun import begun
from tests.forked import timeline as told
from tests.samples import GROUND, claim
from timeline.errors import TimelineError
from timeline.log.ids import InvalidId
from timeline.named import id_of
from timeline.service import Timeline

#: Of the claim that the timeline begins with.
NAME = "gazette:toll"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A timeline with one claim, which is gazette:toll."""
    with begun(tmp_path / "t", GROUND) as made:
        made.append(claim(**{"as": "toll"}), recorded_by="test")
    return tmp_path / "t"


@pytest.fixture
def timeline(folder: Path) -> Iterator[Timeline]:
    with Timeline.open(folder) as opened:
        yield opened


def test_an_event_is_named_by_its_id_its_key_or_its_label_in_any_spelling(timeline: Timeline) -> None:
    last = timeline.log.get(len(timeline)).id
    assert id_of(timeline.log, last.lower().replace("-", " ")) == last
    assert id_of(timeline.log, NAME) == id_of(timeline.log, NAME.upper()) == last
    recorded = id_of(timeline.log, "gazette")
    assert timeline[recorded].event.type == "source_recorded"
    assert id_of(timeline.log, "Gazette") == recorded


def test_a_label_that_a_correction_gave_names_the_claim(timeline: Timeline) -> None:
    old = timeline.append(claim(citation={"locator": "para 9"}), recorded_by="test")
    new = timeline.correct(
        str(old.id), claim(citation={"locator": "para 9"}, **{"as": "second"}), reason="named", recorded_by="test"
    )
    assert id_of(timeline.log, "gazette:second") == new.id
    retracted = timeline.retract("gazette:second", reason="twice", recorded_by="test")
    assert timeline[str(retracted.id)].event.type == "claim_retracted"


def test_what_names_nothing_is_told_with_what_may_be_meant(timeline: Timeline) -> None:
    for given, answer in {
        "gazette:tol": f'Nor has "gazette" a claim with the label "tol". Did you mean {NAME}?',
        "gazett:toll": f'Nor is "gazett" the key of a source. Did you mean {NAME}?',
        "gazett": "Nor is it a source's key or an incident's slug. Did you mean gazette?",
        "zzz": "Nor is it a source's key or an incident's slug.",
    }.items():
        with pytest.raises(InvalidId) as refused:
            id_of(timeline.log, given)
        assert str(refused.value).endswith(answer)
    with pytest.raises(TimelineError, match="ends at"):
        id_of(timeline.log, timeline.next_id)


def test_every_verb_that_takes_an_event_takes_it_by_source_and_label(folder: Path) -> None:
    done = {}
    for command in (
        f"show {NAME}",
        f"cite {NAME}",
        f"log --after {NAME}",
        "checkpoint",
        f"prove {NAME}",
        f"export sqlite {folder.parent / 'then.db'} --as-recorded {NAME}",
        f"restrict {NAME} --reason review",
        f"publish {NAME} --reason reviewed",
        f"retract {NAME} --reason twice",
        f"undo {NAME} --reason mistaken",
        f"redact {NAME} --reason order --authority court --yes",
    ):
        done[command.split()[0]] = told("--dir", str(folder), *command.split())
    assert {verb: answer.returncode for verb, answer in done.items()} == {verb: int(verb == "undo") for verb in done}
    # What is undone is what was done to it, which is named.
    assert "Undo that first: timeline undo " in done["undo"].stderr
