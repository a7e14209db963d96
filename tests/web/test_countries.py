"""A place that nobody recorded is called with its country by name where readers see it, and with the code in data."""

from __future__ import annotations

import pytest

from tests.web.asked import words_of
from tests.web.conftest import Get
from tests.web.test_pages import said
from timeline.web import terms

ADDRESS, CALLED = "Musa%20Qala%2C%20Helmand%2C%20AF", "Musa Qala, Helmand, Afghanistan"


@pytest.mark.parametrize(
    ("label", "called"),
    [
        ("Musa Qala, Helmand, AF", CALLED),
        ("af-helmand-musa-qala", "af-helmand-musa-qala"),
        ("Musa Qala, Helmand", "Musa Qala, Helmand"),
        ("Nowhere, ZZ", "Nowhere, ZZ"),
        ("AF", "AF"),
    ],
)
def test_only_a_code_behind_the_name_of_a_place_is_a_country(label: str, called: str) -> None:
    assert terms.place(label) == called


def test_the_questions_and_places_of_the_front_page_name_the_country(get: Get) -> None:
    page = said(get("/"))
    assert "What happened in Helmand, Afghanistan in August 2015?" in page
    assert f"Who held {CALLED} on 26 August 2015?" in page
    assert ", AF" not in page


@pytest.mark.parametrize(
    "path",
    [
        f"/place/{ADDRESS}",
        f"/place/{ADDRESS}/control.svg",
        "/timeline/control_periods",
        "/timeline/control_periods.atom?_sort_desc=from_latest",
        "/timeline/who-held?place=Musa+Qala&day=2015-08-26",
    ],
)
def test_wherever_such_a_place_is_shown_its_country_is_named(get: Get, path: str) -> None:
    answer = get(path)
    assert answer.status_code == 200
    assert CALLED in words_of(answer.text)


def test_data_and_addresses_have_the_code(get: Get) -> None:
    assert "Musa Qala, Helmand, AF" in get("/timeline/control_periods.csv").text
    assert f'href="/place/{ADDRESS}"' in get("/").text
