"""`timeline correct` takes the one event of a file that is meant, shows what changes, and stores nothing in doubt."""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.console import ROOT, run
from tests.forked import timeline

SEED = (ROOT / "seeds" / "2015-08-26-sputnik-musa-qala.yaml").read_text(encoding="utf-8")
BY = '--reason "misread" --recorded-by ana'
#: The only one of its type in the seed article.
AIRSTRIKE = "HEL-0000-0011-54"

Run = Callable[[str], str]


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seed article's sheet, and the timeline t with what it says, for each test to copy."""
    folder = tmp_path_factory.mktemp("seeded")
    (folder / "sheet.yaml").write_text(SEED, encoding="utf-8")
    run("timeline init t --prefix HEL", folder)
    assert "0 already there" in run("timeline append sheet.yaml", folder)
    return folder


@pytest.fixture
def shell(seeded: Path, tmp_path: Path) -> Run:
    shutil.copytree(seeded, tmp_path, dirs_exist_ok=True)
    return lambda command: run(command, tmp_path)


def test_the_edited_sheet_corrects_the_claim_that_was_edited_in_it(shell: Run) -> None:
    shell("sed -i 's/strikes: 3/strikes: 2/' sheet.yaml")
    refused = shell("timeline append sheet.yaml")
    assert f"use `timeline correct {AIRSTRIKE}`" in refused
    assert "strikes  3       2" in shell(f"timeline correct {AIRSTRIKE} sheet.yaml {BY}")
    assert "0 events appended" in shell("timeline append sheet.yaml")
    shown = shell(f"timeline show {AIRSTRIKE}")
    assert "This event is corrected. What counts is" in shown
    assert "misread" in shown
    assert "2 US airstrikes" in shell("timeline show musa-qala-bombing")
    assert "3 US airstrikes" not in shell("timeline show musa-qala-bombing")


def test_a_claim_that_moved_or_changed_its_type_is_found_as_the_only_new_one(shell: Run) -> None:
    shell("sed -i 's/strikes: 3/strikes: 2/; s/citation: para 3$/citation: para 33/' sheet.yaml")
    assert "citation.locator[0]" in shell(f"timeline correct {AIRSTRIKE} sheet.yaml {BY}")
    strike = "{type: shelling, place: Musa Qala, citation: {locator: para 3}}"
    shell(f"printf 'source: sputnik-2015-08-26\\nevents: [{strike}]\\n' > alone.yaml")
    assert shell(f"timeline correct {AIRSTRIKE} alone.yaml {BY}").endswith(
        'HEL-0000-0023-18 corrects HEL-0000-0022-21.\nTo take it back: timeline undo HEL-0000-0023-18 --reason "…"'
    )


def test_a_dry_run_and_json_say_what_would_change(shell: Run) -> None:
    shell("sed -i 's/strikes: 3/strikes: 2/' sheet.yaml")
    before = shell("timeline log --checkpoint")
    assert f"This would correct {AIRSTRIKE}; nothing stored." in shell(
        f"timeline correct {AIRSTRIKE} sheet.yaml {BY} --dry-run"
    )
    assert shell("timeline log --checkpoint") == before
    told = json.loads(shell(f"timeline correct {AIRSTRIKE} sheet.yaml {BY} --json"))
    assert told["corrects"] == AIRSTRIKE
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
def test_what_is_not_clear_is_refused_and_stores_nothing(shell: Run, tmp_path: Path, edit: str, answer: str) -> None:
    before = shell("timeline log --checkpoint")
    shell(edit)
    refused = timeline("correct", AIRSTRIKE, "sheet.yaml", *shlex.split(BY), cwd=tmp_path)
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert "Nothing stored." in refused.stderr
    assert answer in refused.stderr
    assert shell("timeline log --checkpoint") == before


def test_an_empty_reason_is_refused(shell: Run) -> None:
    assert "Write a few words" in shell(f'timeline retract {AIRSTRIKE} --reason " "')
