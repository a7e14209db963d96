"""One thing has one mark wherever it stands: a word, and a shape that is not read out."""

from __future__ import annotations

import pytest

from tests.web.conftest import Get
from timeline.web.marks import MARKS, of


@pytest.mark.parametrize(
    ("column", "value"),
    [(column, value) for column in ("status", "stance", "hedge", "page") for value in MARKS[column]],
)
def test_every_mark_of_a_page_has_a_shape_beside_its_word(column: str, value: str) -> None:
    _, shape, word = MARKS[column][value]
    assert f'<span aria-hidden="true">{shape}</span> {word}</span>' in of(column, value)


def test_what_has_no_mark_is_a_plain_word() -> None:
    assert of("stance", "<asserts>") == '<span class="mark">&lt;asserts&gt;</span>'


def test_the_page_of_a_claim_has_the_mark_that_tables_have(get: Get) -> None:
    shown = of("status", "current")
    assert shown in get("/event/HEL-0000-0011-54").text
    assert shown in get("/timeline/events?id=HEL-0000-0011-54").text
