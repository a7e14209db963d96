"""What pandoc prints of our citations: every part, and the ID letter by letter, whatever a style does with titles."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.pandoc import rendered
from timeline.reports.cite import Citation
from timeline.reports.styles import STYLES

TITLE_CASE = Path(__file__).with_name("title-case.csl")
ID, SLUG = "HEL-0000-0042-58", "musa-qala-bombing"
URL = "https://example.org/a_b/~helmand%20x/event/HEL-0000-0042-58"
EVENT = Citation(
    id=ID,
    title=f"3 US airstrikes at Musa Qala ({ID})",
    part_of="Helmand 2015",
    issued=date(2026, 11, 2),
    version="log position 50, 2026-11-22",
    creator="Helmand desk and friends",
    publisher="Example & Sons",
    url=URL,
)
#: All of its letters and words could be changed by a style for titles, unlike those of an ID.
INCIDENT = replace(EVENT, id=SLUG, title=f"Bombing around Musa Qala ({SLUG})", creator="")
FILES = {"csl-json": "references.json", "bibtex": "references.bib"}

notations = pytest.mark.parametrize("style", FILES)


def references(folder: Path, style: str, *citations: Citation) -> Path:
    path = folder / FILES[style]
    path.write_text(STYLES[style](citations), encoding="utf-8")
    return path


@notations
def test_a_report_that_cites_an_id_prints_the_whole_citation_and_keeps_the_id(tmp_path: Path, style: str) -> None:
    html = rendered(f"It was bombed [@{ID}].", references(tmp_path, style, EVENT))
    assert f'data-cites="{ID}"' in html
    assert f'id="ref-{ID}"' in html
    assert "(Helmand desk and friends 2026)" in html
    printed = rendered(f"It was bombed [@{ID}].", references(tmp_path, style, EVENT), to="plain")
    for part in ("Helmand desk and friends. 2026.", f"({ID})", "Helmand 2015", "Example & Sons", URL):
        assert part in printed


def test_the_version_is_printed_out_of_bibtex_by_styles_that_know_none(tmp_path: Path) -> None:
    printed = rendered(f"[@{ID}]", references(tmp_path, "bibtex", EVENT), to="plain")
    assert "Helmand 2015, log position 50, 2026-11-22, Example & Sons." in printed


def test_a_style_finds_every_part_where_csl_has_a_place_for_it(tmp_path: Path) -> None:
    printed = rendered(f"[@{ID}]", references(tmp_path, "csl-json", EVENT), "--csl", TITLE_CASE, to="plain")
    entry = next(line for line in printed.splitlines() if " | " in line)
    assert entry.split(" | ") == [
        "Helmand desk and friends",
        "11/02/2026",
        f"3 US Airstrikes at Musa Qala ({ID})",
        "Helmand 2015",
        ID,
        "log position 50, 2026-11-22",
        "Example & Sons",
        f"{URL}.",
    ]


@notations
def test_a_style_that_capitalises_titles_leaves_ids_and_slugs_alone(tmp_path: Path, style: str) -> None:
    report = f"First.[@{SLUG}] And again.[@{SLUG}]"
    printed = rendered(report, references(tmp_path, style, INCIDENT), "--csl", TITLE_CASE, to="plain")
    notes = dict(re.findall(r"^\[([12])\] (.*)$", printed, re.MULTILINE))
    assert notes == {
        "1": {"csl-json": f"Bombing Around Musa Qala ({SLUG})", "bibtex": INCIDENT.title}[style],
        "2": SLUG,
    }


@notations
def test_words_that_mean_something_to_tex_or_html_are_printed_as_they_are(tmp_path: Path, style: str) -> None:
    words = r"\ {x} {y ~ ^ # $5 100% R&D a_b <script>alert(1)</script> Мусá قلعه"
    citation = replace(EVENT, title=f"{words} ({ID})", creator=r"Desk \ #1 & Söhne_")
    assert "<script>" not in rendered(f"[@{ID}]", references(tmp_path, style, citation))
    plain = rendered(f"[@{ID}]", references(tmp_path, style, citation), to="plain")
    for word in [*words.split(), r"Desk \ #1 & Söhne_"]:
        assert word.casefold() in plain.casefold()
