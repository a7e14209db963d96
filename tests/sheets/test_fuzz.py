"""Whatever bytes come in, they are read into events or answered with faults that a terminal can show."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from events.registry import TYPES
from tests.laws import examples
from tests.scripts import ROOT
from timeline.errors import Fault, Faults
from timeline.sheets.read import Form, parse

SEEDS = [seed.read_bytes() for seed in sorted((ROOT / "seeds").glob("*.yaml"))]
FORMS: tuple[Form, ...] = ("yaml", "json", "jsonl")
SHEET = """\
source: {key: sputnik-2015-08-26, kind: news, publisher: Sputnik News, published: 2015-08-26T22:13, zone: unknown}
defaults: {country: AF, zone: Asia/Kabul, place: musa-qala}
places:
  musa-qala: {name: Musa Qala, admin1: Helmand, where_prec: 3}
voices: {governor: Mohammad Sharif, reuters: {voice: Reuters, relation: quoted_by}}
incidents: {musa-qala-bombing: Bombing around Musa Qala}
events:
  - type: airstrike
    as: v1
    occurred: {value: 2015-08-22, wording: "شنبه"}
    casualties:
      - {party: Taliban, killed: {value: up to 40, hedge: reportedly, chain: [governor, Sputnik News]}}
    citation: {locator: [para 3, para 4], chain: [governor, reuters, Sputnik News]}
"""
SNIPPETS = st.sampled_from(
    [
        *" \n\t:-,{}[]\"'&*!|>%@`#?~<\\\u00a0\u2028\x00\x9b\ufeff",
        *("\r\n", "\n  ", "null", "[]", "{}", "<<: ", "!!python/object:os.system ", "\\ud800", "😀", "1e999", "---\n"),
        *(
            "source",
            "events",
            "place",
            "value",
            "citation",
            "chain",
            "casualties",
            "type",
            "airstrike",
            "as",
            "governor",
        ),
        "9" * 5000,
    ]
)
#: What may stand where a field belongs: nothing, every kind of data, and words that mean something in a sheet.
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.text(max_size=5)
    | st.sampled_from(
        ["40", "2015", "musa-qala", "nowhere", "governor", "airstike", "b2", "x" * 3000, "\ud800", "a\x1b[2J"]
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "type",
                    "value",
                    "name",
                    "key",
                    "voice",
                    "chain",
                    "source",
                    "place",
                    "party",
                    "killed",
                    "a b",
                    "\u202e",
                ]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


def read_or_refuse(raw: bytes, form: Form) -> None:
    """Either events, or faults that are in order, told once, on one line each, and fit to be printed."""
    faults: tuple[Fault, ...] = ()
    try:
        read = len(parse(raw, "f", form))
    except Faults as refused:
        faults, read = refused.faults, 0
    assert bool(read) != bool(faults)
    shown = [str(fault) for fault in faults]
    assert len(set(shown)) == len(shown)
    places = [(fault.line, fault.column) for fault in faults]
    assert places == sorted(places)
    for fault, text in zip(faults, shown, strict=True):
        assert text.replace("\u200c", "").replace("\u200d", "").isprintable()
        assert len(text) < 1000
        assert fault.problem
        assert fault.file == "f"


@given(st.binary(max_size=200), st.sampled_from(FORMS))
def test_any_bytes_are_read_or_refused(raw: bytes, form: Form) -> None:
    read_or_refuse(raw, form)


@given(st.lists(SNIPPETS, max_size=30).map("".join), st.sampled_from(FORMS))
def test_any_text_of_yamls_and_jsons_own_signs_is_read_or_refused(text: str, form: Form) -> None:
    read_or_refuse(text.encode("utf-8", "surrogatepass"), form)


@given(st.lists(st.tuples(st.integers(0, len(SHEET)), st.integers(0, 12), SNIPPETS), min_size=1, max_size=4))
def test_a_sheet_with_a_few_slips_of_the_pen_is_read_or_refused(slips: list[tuple[int, int, str]]) -> None:
    text = SHEET
    for at, length, snippet in slips:
        text = text[:at] + snippet + text[at + length :]
    read_or_refuse(text.encode("utf-8", "surrogatepass"), "yaml")


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    """One of the seeds with a few cuts, bytes put in, and lines that changed places or are there twice."""
    raw = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 3))):
        at, length = draw(st.integers(0, len(raw))), draw(st.integers(0, 40))
        kind = draw(st.sampled_from(["cut", "insert", "swap", "double", "end"]))
        if kind == "cut":
            raw = raw[:at] + raw[at + length :]
        elif kind == "insert":
            raw = raw[:at] + draw(st.binary(max_size=4) | SNIPPETS.map(str.encode)) + raw[at:]
        elif kind == "end":
            raw = raw[:at]
        else:
            lines = raw.split(b"\n")
            one, other = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
            if kind == "swap":
                lines[one], lines[other] = lines[other], lines[one]
            else:
                lines.insert(one, lines[other])
            raw = b"\n".join(lines)
    return raw


@examples(30)
@given(spoilt())
def test_a_spoilt_seed_is_read_or_refused(raw: bytes) -> None:
    read_or_refuse(raw, "yaml")


@given(st.data())
def test_a_sheet_with_anything_in_the_place_of_anything_is_read_or_refused(data: st.DataObject) -> None:
    sheet = parse(SHEET.encode(), "f", "yaml")[0].document.data
    read_or_refuse(json.dumps(_changed(sheet, data)).encode(), data.draw(st.sampled_from(["json", "yaml"])))


@given(st.data(), st.sampled_from(sorted(TYPES)))
def test_an_event_with_anything_in_the_place_of_anything_is_read_or_refused(data: st.DataObject, name: str) -> None:
    event = parse(TYPES[name].example.encode(), "f", "yaml")[0].document.data
    read_or_refuse(json.dumps(_changed(event, data)).encode(), "jsonl")


def _changed(whole: Any, data: st.DataObject) -> Any:
    """A copy of `whole` in which one to three values or names are others."""
    whole = json.loads(json.dumps(whole))
    for _ in range(data.draw(st.integers(1, 3))):
        inner = whole
        while True:
            steps: list[Any] = list(inner) if isinstance(inner, dict) else list(range(len(inner)))
            if not steps:
                break
            step = data.draw(st.sampled_from(steps))
            if isinstance(inner[step], dict | list) and data.draw(st.booleans()):
                inner = inner[step]
                continue
            if isinstance(inner, dict) and data.draw(st.booleans()):
                inner[data.draw(st.text(max_size=3) | st.just(step[:-1] + "x"))] = inner.pop(step)
            else:
                inner[step] = data.draw(VALUES)
            break
    return whole
