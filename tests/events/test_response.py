"""What is answered is named so that it can be found for ever: by an ID, or by a label of the same source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from events.registry import load, parse
from events.values.response import Response
from timeline.log.ids import format_id, parse_id


@given(st.from_regex(r"[A-Z]{2,6}", fullmatch=True), st.integers(1, 10**11 - 1))
def test_every_id_is_taken_for_an_id_in_any_case_and_with_or_without_hyphens(prefix: str, position: int) -> None:
    id = format_id(prefix, position)
    for written in (id, id.lower(), id.replace("-", ""), f" {id} "):
        found = Response.model_validate(written)
        assert (found.event, found.id) == (id, id)
        assert parse_id(found.event) == (prefix, position)


@pytest.mark.parametrize("label", ["v1", "first_denial", "hel-1", "hel-0000-0042", "2"])
def test_a_label_is_no_id(label: str) -> None:
    assert (Response.model_validate(label).event, Response.model_validate(label).id) == (label, None)


@pytest.mark.parametrize("written", ["", "V 1", "HEL-42", "first denial", "x" * 202, "<b>", "HEL-0000-0042-5"])
def test_anything_else_is_refused_with_what_to_write(written: str) -> None:
    with pytest.raises(ValidationError, match=r"is neither an ID nor a label\. Write an ID such as"):
        Response.model_validate(written)


def test_a_bare_answer_and_one_in_full_are_the_same_claim_and_are_stored() -> None:
    said = {"type": "airstrike", "citation": {"source": "x", "stance": "denies"}}
    bare, full = parse(said | {"responds_to": "v1"}), parse(said | {"responds_to": {"event": "v1"}})
    assert bare.canonical == full.canonical
    assert bare.body()["responds_to"] == {"event": "v1"}
    assert load("airstrike", 1, bare.body()) == bare


def test_the_fields_that_are_answered_are_named() -> None:
    found = Response.model_validate({"event": "v1", "properties": ["killed", "strikes"]})
    assert str(found) == "v1: killed, strikes"
    with pytest.raises(ValidationError):
        Response.model_validate({"event": "v1", "properties": ["Killed"]})
