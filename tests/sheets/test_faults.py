"""What models of the vocabulary's shape refuse, told in words; the vocabulary itself is in `test_refused_sheets`."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import pytest
from pydantic import Field, StringConstraints, ValidationError

from events.values.frozen import Bare, Frozen
from timeline.errors import Faults
from timeline.sheets.faults import explain, nearest
from timeline.sheets.marks import in_order
from timeline.sheets.read import parse
from timeline.sheets.yaml import read_yaml


class Figure(Bare):
    bare = "value"

    value: int = Field(ge=0, description="A whole number.")
    hedge: Literal["reportedly", "allegedly"] | None = None


class Row(Frozen):
    figure: Figure | None = None
    words: Annotated[str, StringConstraints(min_length=1, max_length=5)] = Field("x", description="A word.")
    tags: tuple[str, ...] = Field((), min_length=1, max_length=2)
    label: str = Field("x", pattern=r"^[a-z]+$")
    rows: dict[str, Row] | None = Field(None, description="EDTF rows.")


def said(text: str) -> list[str]:
    document = read_yaml(text.encode(), "")
    with pytest.raises(ValidationError) as refused:
        Row.model_validate(document.data)
    return [str(fault) for fault in in_order(explain(refused.value, Row, document, (), "row"))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("words: ''", "1:8 words: The text is empty. Write a word."),
        ("words: abcdef", "1:8 words: The text has 6 characters. Write at most 5."),
        ("words:", "1:1 words: Nothing is written here. Write a word."),
        ("tags: []", "1:7 tags: The list has 0 items. Write at least 1."),
        ("tags: [a, b, c]", "1:7 tags: The list has more than 2 items. Write at most 2."),
        ("tags: [[a]]", "1:8 tags[0]: Text is expected here, not a list."),
        ("label: Ab", '1:8 label: "Ab" is not how label is written. Write ab.'),
        ("label: 12", '1:8 label: "12" is not how label is written.'),
        ("rows: x", '1:7 rows: A group of fields is expected here, not "x". Write EDTF rows.'),
        ("rows: {a b: {lable: x}}", '1:14 rows."a b".lable: "lable" is not a field of a b. Write label.'),
        ("figure: {value: 4, hege: x}", '1:20 figure.hege: "hege" is not a field of figure. Write hedge.'),
        ("value: 4", '1:1 value: "value" is not a field of row. Write value inside figure.'),
        (
            "zzz: 4",
            '1:1 zzz: "zzz" is not a field of row. Its fields are figure, words, tags, label, rows.',
        ),
    ],
)
def test_each_kind_of_refusal_has_its_sentence(text: str, expected: str) -> None:
    assert said(text) == [expected]


@pytest.mark.parametrize(
    ("text", "field", "meant"),
    [
        ("{figure: 1,200}", "200", 'figure: "1,200"'),
        ("{figure: {value: 1,200, hedge: reportedly}}", "figure.200", 'value: "1,200"'),
        ("{figure: 1,200,000, label: a}", "200", 'figure: "1,200,000"'),
        ("{words: up to 1,200}", "200", 'words: "up to 1,200"'),
    ],
)
def test_a_number_that_a_comma_within_braces_has_cut_is_told_whole_and_once(text: str, field: str, meant: str) -> None:
    told = [line for line in said(text) if "comma" in line]
    assert [line.partition(" ")[2] for line in told] == [
        f"{field}: A comma ends a value within braces. Write {meant}, in quotes."
    ]
    assert not [line for line in said(text) if "is not a field" in line]


@pytest.mark.parametrize("text", ["{figure: {400}}", "{label: a, 200}", "{200: 1}", "{200}", "{figure: 1000, 200}"])
def test_digits_that_no_comma_has_cut_off_are_no_field(text: str) -> None:
    assert any("is not a field" in line for line in said(text))


def test_a_bare_value_is_at_fault_itself_and_only_once() -> None:
    assert said("figure: -1") == [
        '1:9 figure: "-1" cannot stand here: Input should be greater than or equal to 0. Write a whole number.'
    ]
    (text,) = said("figure: many")
    assert text.startswith('1:9 figure: "many" cannot stand here: ')


def test_nested_faults_are_told_in_the_order_of_the_file() -> None:
    text = "rows:\n  b: {words: '', figure: {hedge: said}}\n  a: {label: A}\nfigur: 3\n"
    assert [fault.split(": ")[0] for fault in said(text)] == [
        "2:14 rows.b.words",
        "2:26 rows.b.figure.value",
        "2:34 rows.b.figure.hedge",
        "3:14 rows.a.label",
        "4:1 figur",
    ]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Killed", "killed"),
        ("taken by", "taken_by"),
        ("taken-by", "taken_by"),
        ("musa_qala", "musa-qala"),
        ("xyz", None),
    ],
)
def test_the_nearest_word_is_found_whatever_joins_its_parts(word: str, expected: str | None) -> None:
    assert nearest(word, ["killed", "taken_by", "musa-qala"]) == expected


@pytest.mark.parametrize("count", [1, 300])
def test_every_fault_is_told_however_many_there_are(count: int) -> None:
    event: dict[str, Any] = {f"field{number}": number for number in range(count)}
    text = "source: a\nevents:\n- {type: airstrike, " + ", ".join(f"{key}: 1" for key in event) + "}\n"
    with pytest.raises(Faults) as refused:
        parse(text.encode(), "s", "yaml")
    assert [fault.field for fault in refused.value.faults] == [f"events[0].{key}" for key in event]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("key: Été 2015", "Write ete-2015."),
        ("url: www.reuters.com/x", "Write https://www.reuters.com/x."),
        ("url: reuters", "Write the address of the copy that was read."),
        ("url: see para 3", "Write the address of the copy that was read."),
    ],
)
def test_a_key_with_accents_and_an_address_without_its_beginning_are_told_as_they_are_written(
    written: str, meant: str
) -> None:
    with pytest.raises(Faults) as refused:
        parse(f"type: source_recorded\n{written}\n".encode(), "s", "yaml")
    field = written.partition(":")[0]
    assert [fault.remedy for fault in refused.value.faults if fault.field == field] == [meant]
