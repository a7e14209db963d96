from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from timeline.errors import Faults
from timeline.sheets.read import FORMS, parse, read

STRIKE = '{"type": "airstrike", "citation": {"source": "a-1"}}'
SHEET = "source: a-1\nevents: [{type: airstrike}]\n"


def refusals(*paths: object) -> list[str]:
    with pytest.raises(Faults) as refused:
        read([str(path) for path in paths])
    return [str(fault) for fault in refused.value.faults]


@pytest.mark.parametrize("ending", FORMS)
def test_the_end_of_the_name_says_what_a_file_is(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"mine{ending.upper()}"
    file.write_text(SHEET if FORMS[ending] == "yaml" else STRIKE)
    (found,) = read([str(file)])
    assert found.event.body() == {"citation": {"source": "a-1"}}
    assert found.file == str(file)


def test_all_faults_of_all_files_are_told_at_once_in_their_order(tmp_path: Path) -> None:
    first, second, third = tmp_path / "1.jsonl", tmp_path / "2.yaml", tmp_path / "3.yml"
    first.write_text(f"{STRIKE}\n\n{{no}}\n{STRIKE.replace('a-1', 'A 1')}\n[]x\n")
    second.write_text(SHEET)
    third.write_text(SHEET.replace("airstrike", "airstrike, strikes: many of them"))
    faults = refusals(first, second, tmp_path / "none.yaml", third)
    assert [fault.removeprefix(f"{tmp_path}/").split(": ")[0] for fault in faults] == [
        "1.jsonl:3:2",
        "1.jsonl:4:46 citation.source",
        "1.jsonl:5:3",
        "none.yaml",
        "3.yml:2:37 events[0].strikes",
    ]


def test_what_is_no_file_of_events_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "notes.docx").write_text("x")
    (tmp_path / "notes").write_text("x")
    (tmp_path / "list.CSV").write_text("x")
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "blank.jsonl").write_text("\n \n")
    (tmp_path / "none.json").write_text("[]")
    assert refusals(tmp_path / "notes.docx") == [
        f'{tmp_path}/notes.docx: ".docx" is no kind of file known here. Use .yaml, .yml, .json, .jsonl, .ndjson.'
    ]
    assert refusals(tmp_path / "list.CSV") == [
        f'{tmp_path}/list.CSV: ".CSV" is no kind of file known here. Use .yaml, .yml, .json, .jsonl, .ndjson. '
        "A list of places: timeline import places. Any other table: let a script make JSON lines of it."
    ]
    assert refusals(tmp_path / "folder.yaml") == [f"{tmp_path}/folder.yaml: This is a folder. Name the files in it."]
    assert refusals(tmp_path / "no.yaml") == [
        f"{tmp_path}/no.yaml: There is no such file. Look at its name and folder."
    ]
    assert refusals(tmp_path / "notes") == [
        f"{tmp_path}/notes: The file's name has no ending. Use .yaml, .yml, .json, .jsonl, .ndjson."
    ]
    for name in ("blank.jsonl", "none.json"):
        assert refusals(tmp_path / name) == [
            f"{tmp_path}/{name}: There is no event here. Write one, or a sheet with events:."
        ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (STRIKE, "standard input:1:1"),
        (f"\ufeff{STRIKE}\r\n\r\n{STRIKE}\r\n", "standard input:1:1 standard input:3:1"),
        (f"\n[{STRIKE},\n {STRIKE}]", "standard input:2:2 standard input:3:2"),
        (SHEET, "standard input:2:10"),
        ('{"source": "a-1",\n "events": [{"type": "airstrike"}]}', "standard input:2:13"),
    ],
)
def test_standard_input_is_taken_for_what_it_holds(text: str, expected: str) -> None:
    script = (
        "from timeline.sheets.read import read\n"
        "print(*(':'.join(map(str, (r.file, *r.document.locate(r.path)))) for r in read(['-'])))"
    )
    run = subprocess.run([sys.executable, "-c", script], input=text.encode(), capture_output=True, check=False)
    assert run.stderr.decode() == ""
    assert run.stdout.decode().strip() == expected


def test_faults_of_events_in_json_stand_at_their_line() -> None:
    text = f'[\n {STRIKE},\n {{"type": "airstrike",\n  "strikes": "3x", "strike": 1, "citation": {{}}}}\n]'
    with pytest.raises(Faults) as refused:
        parse(text.encode(), "mine.json", "json")
    assert [str(fault).split(". ")[0] for fault in refused.value.faults] == [
        'mine.json:4:14 [1].strikes: "3x" is not a quantity',
        'mine.json:4:20 [1].strike: "strike" is not a field of airstrike',
        "mine.json:4:45 [1].citation.source: This field is missing",
    ]


def test_a_number_in_json_that_is_a_day_is_to_be_written_as_one_where_a_date_belongs_and_not_elsewhere() -> None:
    other = '{"type": "other", "description": 20150816, "occurred": 20150816, "citation": {"source": "a-1"}}'
    source = '{"type": "source_recorded", "key": "a-1", "kind": "news", "publisher": "A", "published": 20150826}'
    with pytest.raises(Faults) as refused:
        parse(f"{other}\n{source}".encode(), "mine.jsonl", "jsonl")
    assert [str(fault).partition(" ")[2] for fault in refused.value.faults] == [
        'description: Text is expected here, not 20150816. Write it in quotes: "20150816".',
        'occurred: Text is expected here, not 20150816. Write it in quotes: "2015-08-16".',
        'published: Text is expected here, not 20150826. Write it in quotes: "2015-08-26".',
    ]


def test_a_number_or_a_truth_in_json_where_text_belongs_is_to_be_quoted() -> None:
    text = '{"type": "other", "description": true, "occurred": 2015, "citation": {"source": "a-1", "quote": 1.50}}'
    with pytest.raises(Faults) as refused:
        parse(text.encode(), "mine.jsonl", "jsonl")
    assert [str(fault) for fault in refused.value.faults] == [
        'mine.jsonl:1:34 description: Text is expected here, not true. Write it in quotes: "true".',
        'mine.jsonl:1:52 occurred: Text is expected here, not 2015. Write it in quotes: "2015".',
    ]
