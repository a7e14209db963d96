from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.reports.cite import Citation
from timeline.reports.styles import STYLES, bibtex, csl_json, text

ID = "HEL-0000-0042-58"
EVENT = Citation(
    id=ID,
    title=f"3 US airstrikes at Musa Qala ({ID})",
    part_of="Helmand 2015",
    issued=date(2026, 11, 2),
    version="log position 50, 2026-11-22",
    creator="Helmand desk",
    publisher="Example Institute",
    url=f"https://example.org/helmand/event/{ID}",
)
WHOLE = replace(EVENT, id="HEL", title="Helmand 2015", part_of="", url="https://example.org/helmand/")
BARE = replace(EVENT, creator="", publisher="", url="")
#: A part of a citation as `cite` makes it: on one line, with nothing at its ends, and perhaps empty.
LINES = st.text(st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(" \\{}~^#$%&_<>\"'")).map(
    lambda words: " ".join(words.split())
)


def test_text_has_the_parts_in_datacites_order() -> None:
    assert text([EVENT]) == (
        "Helmand desk (2026): 3 US airstrikes at Musa Qala (HEL-0000-0042-58). Helmand 2015. "
        "Log position 50, 2026-11-22. Example Institute. https://example.org/helmand/event/HEL-0000-0042-58"
    )
    assert text([WHOLE]) == (
        "Helmand desk (2026): Helmand 2015. Log position 50, 2026-11-22. Example Institute. https://example.org/helmand/"
    )


def test_text_without_a_creator_begins_with_the_title() -> None:
    assert text([BARE]) == (
        "3 US airstrikes at Musa Qala (HEL-0000-0042-58) (2026). Helmand 2015. Log position 50, 2026-11-22."
    )


def test_text_puts_no_full_stop_after_another() -> None:
    assert ". Who did it? Log position 50" in text([replace(EVENT, part_of="Who did it?", publisher="Inst.")])
    assert text([replace(EVENT, publisher="Inst.", url="")]).endswith("2026-11-22. Inst.")


def test_csl_json_is_an_array_of_datasets() -> None:
    kept = '<span class="nocase">HEL-0000-0042-58</span>'
    assert json.loads(csl_json([EVENT, WHOLE])) == [
        {
            "id": ID,
            "type": "dataset",
            "author": [{"literal": "Helmand desk"}],
            "issued": {"date-parts": [[2026, 11, 2]]},
            "title": f"3 US airstrikes at Musa Qala ({kept})",
            "title-short": kept,
            "container-title": "Helmand 2015",
            "version": "log position 50, 2026-11-22",
            "number": ID,
            "publisher": "Example Institute",
            "URL": "https://example.org/helmand/event/HEL-0000-0042-58",
        },
        {
            "id": "HEL",
            "type": "dataset",
            "author": [{"literal": "Helmand desk"}],
            "issued": {"date-parts": [[2026, 11, 2]]},
            "title": "Helmand 2015",
            "version": "log position 50, 2026-11-22",
            "publisher": "Example Institute",
            "URL": "https://example.org/helmand/",
        },
    ]


def test_bibtex_is_what_the_oldest_and_the_newest_styles_can_print() -> None:
    assert (
        bibtex([EVENT, replace(WHOLE, creator="")])
        == """\
@misc{HEL-0000-0042-58,
  author = {{Helmand desk}},
  title = {{3 US airstrikes at Musa Qala (HEL-0000-0042-58)}},
  shorttitle = {{HEL-0000-0042-58}},
  howpublished = {Helmand 2015, log position 50, 2026-11-22, Example Institute},
  number = {HEL-0000-0042-58},
  year = {2026},
  month = nov,
  url = {https://example.org/helmand/event/HEL-0000-0042-58},
}

@misc{HEL,
  title = {{Helmand 2015}},
  howpublished = {log position 50, 2026-11-22, Example Institute},
  year = {2026},
  month = nov,
  url = {https://example.org/helmand/},
}"""
    )


@pytest.mark.parametrize("style", STYLES)
def test_nothing_stands_for_what_is_not_known(style: str) -> None:
    written = STYLES[style]([BARE])
    assert "author" not in written
    assert "URL" not in written
    assert "url" not in written
    assert '""' not in written
    assert "{}" not in written


@given(LINES, LINES, LINES)
def test_whatever_the_words_bibtex_keeps_its_braces_in_pairs_and_its_fields_on_lines(
    title: str, creator: str, publisher: str
) -> None:
    citation = replace(EVENT, title=f"{title} ({ID})", creator=creator, publisher=publisher)
    first, *lines, last = bibtex([citation]).split("\n")
    assert (first, last) == (f"@misc{{{ID},", "}")
    for line in lines:
        assert re.fullmatch(r"  [a-z]+ = (\{.*\}|[a-z]{3}),", line)
        depth = 0
        for character in line:
            depth += {"{": 1, "}": -1}.get(character, 0)
            assert depth >= 0
        assert depth == 0
        if "url =" not in line:
            assert not re.search(r"(?<!\\)[#$%&_]|[~^]", re.sub(r"\$\\[lr]brace\$", "", line))


@given(LINES, LINES, LINES)
def test_whatever_the_words_a_citation_is_one_line_that_names_the_id_twice(
    title: str, creator: str, publisher: str
) -> None:
    citation = replace(EVENT, title=f"{title} ({ID})", creator=creator, publisher=publisher)
    written = text([citation])
    assert written.splitlines() == [written]
    assert written.count(ID) >= 2
    assert written.startswith(creator)


@given(LINES, LINES)
def test_whatever_the_words_csl_json_holds_them(title: str, creator: str) -> None:
    (item,) = json.loads(csl_json([replace(EVENT, title=f"{title} ({ID})", creator=creator)]))
    assert item["title"] == f'{title} (<span class="nocase">{ID}</span>)'
    assert item.get("author", [{"literal": ""}]) == [{"literal": creator}]
