"""The page of a place says what its tables say: who held it when, by which claims, and what is not known."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest

from tests.web.conftest import Get
from tests.web.district import HOSTILE, KEY, get, id_of, lists
from tests.web.test_pages import said as words_of

__all__ = ["get"]


def test_the_periods_are_told_in_order_with_their_claims(get: Get) -> None:
    text = words_of(get(f"/place/{KEY}"))
    table = text.partition("The same as a table")[2]
    order = [
        table.index(days)
        for days in (
            "24–25 August 2015 disputed",
            "26–29 August 2015 inferred in part No claim tells of 27–29 August 2015. Taliban Said by",
            "30 August 2015 said Afghan National Defence and Security Forces Said by",
            "31 August 2015 to 1 September 2015 disputed",
            "2 September 2015 disputed",
        )
    ]
    assert order == sorted(order)
    disputed = table[order[0] : order[1]]
    assert lists(disputed, "Taliban Said by") == [id_of(1), id_of(3), id_of(5)]
    assert lists(disputed, "Security Forces Had it until then, according to") == [id_of(2)]
    assert lists(disputed, "Inferred: held until the change that is dated later by") == [id_of(5), id_of(6)]
    assert lists(table[order[1] : order[2]], "Said by") == [id_of(2), id_of(6)]
    assert lists(table[order[1] : order[2]], "Inferred from what is said of earlier days by") == [
        id_of(1),
        id_of(3),
        id_of(5),
    ]
    assert lists(table[order[3] : order[4]], "Inferred from what is said of earlier days by") == [id_of(4)]
    assert "Before 24 August 2015 and after 2 September 2015 no claim says who held it." in text
    assert "No more is known" in table[order[4] :]


def test_a_list_of_claims_on_the_page_names_voice_and_source_and_then_the_id(get: Get) -> None:
    page = get(f"/place/{KEY}").text.partition("The same as a table")[2].partition("Every claim on who held it")[0]
    text = " ".join(re.sub(r"<[^>]*>", "", page).split())
    assert f"Afghan Ministry of Defence, in UPI, 30 August 2015 {id_of(4)}" in text
    assert f"Sputnik News, 26 August 2015, in its own voice {id_of(2)}" in text
    assert '<a href="/voice/Afghan%20Ministry%20of%20Defence">' in page
    assert not re.search(r"HEL-[0-9-]+\s*HEL-", text)


def test_every_band_leads_to_its_row(get: Get) -> None:
    page = get(f"/place/{KEY}").text
    svg = page.partition('<svg class="bands ')[2].partition("</svg>\n</div>")[0]
    targets = set(re.findall(r'<a href="#([\w-]+)">', svg))
    assert len(targets) == 5
    assert targets <= set(re.findall(r'<tr role="row" id="([\w-]+)"', page))
    assert svg.count(">disputed<") == 7
    assert "<title>Taliban, disputed: 24–25 August 2015</title>" in svg
    assert "<script" not in page.partition("<main")[2].partition("</main>")[0]


def test_every_claim_on_control_is_listed_with_what_it_changes(get: Get) -> None:
    text = words_of(get(f"/place/{KEY}")).partition("Every claim on who held it")[2]
    assert all(id_of(number) in text for number in range(1, 9))
    assert "Afghan Ministry of Defence , quoted by Xinhua , cited by UPI" in text
    assert "reportedly (controller)" in text
    assert "The bands do not rest on it: it cannot confirm this." in text


def test_a_dispute_with_nobody_else_named_says_so(get: Get) -> None:
    text = words_of(get("/place/af-helmand-kajaki"))
    assert "1–2 July 2015 disputed Taliban" in text
    assert "A claim that dates it later names nobody who had it until then." in text
    assert "names nobody who" not in words_of(get(f"/place/{KEY}"))


def test_what_the_gazetteer_knows_and_the_incidents_there_are_shown(get: Get) -> None:
    text = words_of(get(f"/place/{KEY}"))
    assert "District in Helmand , Afghanistan (AF)" in text
    assert "موسی قلعه" in text
    assert "Places in it" in words_of(get("/place/af-helmand"))
    assert 'href="/place/af-helmand-sangin"' in get("/place/af-helmand").text


def test_what_happened_in_a_part_of_a_place_happened_there(get: Get) -> None:
    page = get("/place/af-helmand").text
    assert 'href="/incident/musa-qala-takeover"' in page
    assert "Download this picture as SVG" in page.partition("Who held it")[0]


def test_what_happened_there_stands_above_who_held_it_with_what_is_remarkable(get: Get) -> None:
    text = words_of(get(f"/place/{KEY}")).partition("What happened there")[2].partition("Who held it")[0]
    days = "Between 1 July and 26 August 2015, as sources disagree"
    assert f"{days.replace(',', '')} Taliban take Musa Qala ⇄ 1 disagreement ≠ 2 places named None counted" in text
    page = get(f"/place/{KEY}").text
    for style, section in (("against", "disagreements"), ("hedge", "places")):
        assert f'class="mark {style}" href="/incident/musa-qala-takeover#{section}"' in page
    assert text.index("Taliban take Musa Qala") < text.index("30 August 2015 Recapture of Musa Qala")
    assert f"Raid {HOSTILE} coincides with Taliban take Musa Qala the same night" in text
    assert HOSTILE not in page


def test_an_incident_leads_to_those_before_and_after_it_at_its_place(get: Get) -> None:
    takeover, recapture = (words_of(get(f"/incident/{slug}")) for slug in ("musa-qala-takeover", "musa-qala-recapture"))
    assert "After it at Musa Qala, Helmand · 30 August 2015 → Recapture of Musa Qala" in takeover
    assert "← Before it at" not in takeover
    days = "Between 1 July and 26 August 2015, as sources disagree"
    assert f"← Before it at Musa Qala, Helmand · {days} Taliban take Musa Qala" in recapture
    assert (
        "in the order of days Between 1 July and 26 August 2015, as sources disagree · Taliban take Musa Qala "
        "30 August 2015 · Recapture of Musa Qala this one All incidents at Musa Qala, Helmand , and who held it"
    ) in recapture
    page = get("/incident/musa-qala-takeover").text
    assert '<a rel="next" href="/incident/musa-qala-recapture">' in page


def test_a_hostile_title_before_or_after_an_incident_is_shown_as_text(get: Get) -> None:
    page = get("/incident/raid")
    assert f"After it at Washir, Helmand · 25 August 2015 → Second {HOSTILE}" in words_of(page)
    assert HOSTILE not in page.text


def test_what_is_before_and_after_is_not_told_as_of_then(get: Get) -> None:
    page = get("/incident/musa-qala-takeover?as-reported=2015-09")
    assert page.status_code == 200
    assert "After it" not in words_of(page)


@pytest.mark.parametrize("name", ["Musa Qala", "musa-kala", "MUSA QALEH", "موسی قلعه", KEY.upper()])
def test_any_name_of_a_place_leads_to_its_one_page(get: Get, name: str) -> None:
    answer = get(f"/place/{quote(name)}")
    assert (answer.status_code, answer.headers["location"]) == (302, f"/place/{KEY}")
    assert f'href="/place/{KEY}"' in get(f"/search?q={quote(name)}").text


def test_a_place_that_is_not_recorded_has_a_page_by_the_name_that_claims_write(get: Get) -> None:
    page = get("/place/" + quote("Zeytun, Herat"))
    assert "no recorded place is linked with it" in words_of(page)
    assert "some day of July 2015" in words_of(page)
    assert get("/place/kunjak").headers["location"] == "/place/" + quote("Kunjak, Helmand")
    assert "No claim says who held it." in words_of(get("/place/" + quote("Kunjak, Helmand")))


def test_a_name_of_no_place_suggests_near_ones(get: Get) -> None:
    answer = get("/place/Musa%20Qalla")
    assert answer.status_code == 404
    assert "There is no place “Musa Qalla” in this timeline." in words_of(answer)
    assert f'href="/place/{KEY}"' in answer.text


def test_a_name_of_several_places_leads_to_all_of_them(get: Get) -> None:
    text = get("/place/Zeytun").text
    assert "Also called so" in text
    assert f'href="/place/{quote("Zeytun, Herat")}"' in text


def test_hostile_names_are_shown_as_text(get: Get) -> None:
    page = get("/place/" + quote(HOSTILE, safe=""))
    assert page.status_code == 200
    assert HOSTILE not in page.text
    assert "&lt;img src=x" in page.text


def test_incident_and_event_pages_and_tables_lead_to_the_place(get: Get) -> None:
    link = f'href="/place/{KEY}"'
    assert link in get("/incident/musa-qala-takeover").text
    assert link in get(f"/event/{id_of(1)}").text
    assert link in get("/").text
    for table in ("control_changes", "control_periods", "claim_places", "place_names"):
        assert link in get(f"/timeline/{table}?_size=max").text, table
    assert get(f"/timeline/places/{KEY}").headers["location"] == f"/place/{KEY}"
