"""`timeline correct` takes the one event of a file that is meant, shows what changes, and stores nothing in doubt."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.console import ROOT, run

SEED = (ROOT / "seeds" / "2015-08-26-sputnik-musa-qala.yaml").read_text(encoding="utf-8")
BY = '--reason "misread" --recorded-by ana'

Run = Callable[[str], str]


@pytest.fixture
def shell(tmp_path: Path) -> Run:
    (tmp_path / "sheet.yaml").write_text(SEED, encoding="utf-8")
    assert "0 already there" in run("timeline init t --prefix HEL && timeline append sheet.yaml", tmp_path)
    return lambda command: run(command, tmp_path)


def id_of(shell: Run, type_: str) -> str:
    return shell(f"sqlite-utils t/timeline.db \"select id from events where type = '{type_}' limit 1\" --raw")


def test_the_edited_sheet_corrects_the_claim_that_was_edited_in_it(shell: Run) -> None:
    id = id_of(shell, "airstrike")
    shell("sed -i 's/strikes: 3/strikes: 2/' sheet.yaml")
    refused = shell("timeline append sheet.yaml")
    assert f"use `timeline correct {id}`" in refused
    assert "strikes  3       2" in shell(f"timeline correct {id} sheet.yaml {BY}")
    assert "0 events appended" in shell("timeline append sheet.yaml")
    shown = shell(f"timeline show {id}")
    assert "This event is corrected. What counts is" in shown
    assert "misread" in shown
    assert "2 US airstrikes" in shell("timeline show musa-qala-bombing")
    assert "3 US airstrikes" not in shell("timeline show musa-qala-bombing")


def test_a_claim_that_moved_or_changed_its_type_is_found_as_the_only_new_one(shell: Run) -> None:
    id = id_of(shell, "airstrike")
    shell("sed -i 's/strikes: 3/strikes: 2/; s/citation: para 3$/citation: para 33/' sheet.yaml")
    assert "citation.locator[0]" in shell(f"timeline correct {id} sheet.yaml {BY}")
    strike = "{type: shelling, place: Musa Qala, citation: {locator: para 3}}"
    shell(f"printf 'source: sputnik-2015-08-26\\nevents: [{strike}]\\n' > alone.yaml")
    assert shell(f"timeline correct {id} alone.yaml {BY}").endswith("HEL-0000-0023-18 corrects HEL-0000-0022-21.")


def test_a_dry_run_and_json_say_what_would_change(shell: Run) -> None:
    id = id_of(shell, "airstrike")
    shell("sed -i 's/strikes: 3/strikes: 2/' sheet.yaml")
    before = shell("timeline log --checkpoint")
    assert f"This would correct {id}; nothing stored." in shell(f"timeline correct {id} sheet.yaml {BY} --dry-run")
    assert shell("timeline log --checkpoint") == before
    told = json.loads(shell(f"timeline correct {id} sheet.yaml {BY} --json"))
    assert told["corrects"] == id
    assert told["changes"] == [{"field": "strikes", "before": "3", "after": "2"}]


def test_a_source_and_a_title_are_corrected_by_their_names(shell: Run) -> None:
    shell("sed -i 's/zone: unknown/zone: Europe\\/Moscow/; s/Taliban take Nawzad/Taliban seize Nawzad/' sheet.yaml")
    assert "Europe/Moscow" in shell(f"timeline correct sputnik-2015-08-26 sheet.yaml {BY}")
    assert "Taliban seize Nawzad" in shell(f"timeline correct nawzad-takeover sheet.yaml {BY}")
    assert "0 events appended" in shell("timeline append sheet.yaml")


@pytest.mark.parametrize(
    ("edit", "answer"),
    [
        ("true", "It says what HEL-0000-0011-54 says. Change what was wrong."),
        ("sed -i 's/taken_by/seized_by/' sheet.yaml", '"seized_by" is not a field of district_fall.'),
        (
            "printf 'source: sputnik-2015-08-26\\nevents:\\n- {type: airstrike, citation: para 40}\\n"
            "- {type: airstrike, citation: para 41}\\n' > sheet.yaml",
            "This may be meant to take the place of HEL-0000-0011-54, and 1 more here may.",
        ),
        ("rm sheet.yaml", "There is no such file."),
    ],
)
def test_what_is_not_clear_is_refused_and_stores_nothing(shell: Run, edit: str, answer: str) -> None:
    id = id_of(shell, "airstrike")
    before = shell("timeline log --checkpoint")
    shell(edit)
    came = shell(f"timeline correct {id} sheet.yaml {BY}; echo exit $?")
    assert "exit 1" in came
    assert "Traceback" not in came
    assert "Nothing stored." in came
    assert answer in came
    assert shell("timeline log --checkpoint") == before


def test_an_empty_reason_is_refused(shell: Run) -> None:
    assert "Write a few words" in shell(f'timeline retract {id_of(shell, "airstrike")} --reason " "')
