"""What the smaller values refuse and what they fill in; those of numbers and dates have files of their own."""

from __future__ import annotations

import json
import unicodedata
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from events.ledger.source_recorded import SourceRecorded
from events.registry import parse
from events.values.casualties import Casualties
from events.values.chain import Chain, Hop
from events.values.citation import Citation
from events.values.frozen import Frozen
from events.values.outcomes import OUTCOMES
from events.values.place import Place
from events.values.quantity import Quantity
from events.values.said import Party, Said
from events.values.text import Quote, Slug, Text
from tests.strategies import places
from tests.written import chains, said, texts, words, written

CHAIN: TypeAdapter[tuple[Hop, ...]] = TypeAdapter(Chain)
CITATION = {"source": "gazette-2015", "locator": "para 3"}


def messages(model: Any, data: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(model).validate_python(data)
    return "\n".join(error["msg"] for error in refused.value.errors())


@given(written())
def test_a_bare_value_and_its_object_are_the_same(value: int | str) -> None:
    said_so = Said[Quantity]
    assert said_so.model_validate(value) == said_so.model_validate({"value": value})


@given(written(), words)
def test_a_bare_value_and_its_object_give_the_same_claim(value: int | str, party: str) -> None:
    def claim(strikes: object, operator: object, chain: object) -> Any:
        citation = CITATION | {"chain": chain, "locator": ["para 3"] if isinstance(strikes, dict) else "para 3"}
        return parse({"type": "airstrike", "strikes": strikes, "operator": operator, "citation": citation})

    bare = claim(value, party, [party, "Gazette"])
    full = claim(
        {"value": value, "hedge": None},
        {"value": party},
        [{"voice": party, "relation": "stated"}, {"voice": "Gazette", "relation": "quoted_by", "named": True}],
    )
    assert bare == full
    assert bare.content_key == full.content_key
    assert bare.body()["strikes"] == Quantity.parse(value).to_json()


def test_what_is_said_of_a_value_is_kept_with_it() -> None:
    given_so = {
        "value": 40,
        "hedge": "reportedly",
        "wording": "40 fighters",
        "locator": ["para 3"],
        "quote": "40 of them",
    }
    assert Said[Quantity].model_validate(given_so).model_dump(mode="json", exclude_none=True) == given_so


@pytest.mark.parametrize(
    ("model", "kind"), [(Said[Quantity], "integer"), (Party, "string"), (Place, "string"), (Hop, "string")]
)
def test_the_schema_accepts_a_bare_value_and_an_object(model: type[Frozen], kind: str) -> None:
    schema = model.model_json_schema()
    bare, whole = schema["anyOf"] if "anyOf" in schema else schema["$defs"][model.__name__]["anyOf"]
    assert kind in {bare.get("type"), *(part["type"] for part in bare.get("anyOf", ()))}
    assert (whole["type"], whole["additionalProperties"]) == ("object", False)


def test_the_schema_of_a_choice_lists_it_for_both_forms() -> None:
    bare, whole = Said[Literal["town", "district"]].model_json_schema()["anyOf"]
    assert bare["enum"] == whole["properties"]["value"]["enum"] == ["town", "district"]


@pytest.mark.parametrize("field", ["hedge", "stance"])
def test_an_unknown_hedge_or_stance_is_refused(field: str) -> None:
    assert "Input should be" in messages(Said[Text], {"value": "x", field: "maybe"})


def test_an_unknown_field_of_a_value_is_refused() -> None:
    assert "Extra inputs" in messages(Said[Quantity], {"value": 1, "certainty": "high"})


@given(
    st.lists(
        words,
        min_size=1,
        max_size=5,
        unique_by=lambda voice: " ".join(unicodedata.normalize("NFC", voice).casefold().split()),
    )
)
def test_a_chain_of_names_gets_the_usual_relations(voices: list[str]) -> None:
    relations = [hop.relation for hop in CHAIN.validate_python(voices)]
    assert relations == ["stated", "quoted_by", "cited_by", "cited_by", "cited_by"][: len(voices)]


@given(chains("Gazette"))
def test_a_chain_read_back_is_the_same(hops: list[Any]) -> None:
    chain = CHAIN.validate_python(hops)
    assert CHAIN.validate_json(CHAIN.dump_json(chain)) == chain
    assert chain[-1].voice == "Gazette"


def test_a_written_relation_is_kept() -> None:
    hops = CHAIN.validate_python(["mullah", {"voice": "Pajhwok", "relation": "translated_by", "evidence": "inferred"}])
    assert (hops[1].relation, hops[1].evidence, hops[1].named) == ("translated_by", "inferred", True)


@pytest.mark.parametrize(
    ("chain", "problem"),
    [
        ([], "A chain needs a voice"),
        (["x"] * 21, "at most 20 voices"),
        ([{"voice": "Reuters", "relation": "quoted_by"}], 'its relation is stated, not "quoted_by"'),
        (["x", {"voice": "Reuters", "relation": "stated"}], '"Reuters" carries what "x" said'),
        ([""], "at least 1 character"),
    ],
)
def test_an_impossible_chain_is_refused(chain: list[Any], problem: str) -> None:
    assert problem in messages(Chain, chain)


@given(places)
def test_a_place_read_back_is_the_same(place: Any) -> None:
    made = Place.model_validate(place)
    assert Place.model_validate_json(made.model_dump_json()) == made


@pytest.mark.parametrize(
    ("place", "problem"),
    [
        ({"name": "x", "lat": "32.4"}, "both lat and lon"),
        ({"name": "x", "lon": "64.7"}, "both lat and lon"),
        ({"name": "x", "lat": "0.0", "lon": "-0"}, "0, 0 is how lists write an unknown point"),
        ({"name": "x", "lat": "90.1", "lon": "1"}, '"90.1" is not a latitude'),
        ({"name": "x", "lat": "1", "lon": "180.5"}, '"180.5" is not a longitude'),
        ({"name": "x", "lat": "32° 26'", "lon": "64"}, "not a latitude"),
        ({"name": "x", "lat": "٣٢", "lon": "64"}, "not a latitude"),
        ({"name": "x", "lat": 32.4, "lon": 64.7}, "valid string"),
        ({"name": "x", "country": "AFG"}, "pattern"),
        ({"name": "x", "where_prec": 8}, "Input should be"),
        ({"name": "x", "where_prec": "near"}, "Input should be"),
        ({"name": "  "}, "at least 1 character"),
        ({"admin1": "Helmand"}, "Field required"),
    ],
)
def test_an_impossible_place_is_refused(place: Any, problem: str) -> None:
    assert problem in messages(Place, place)


@pytest.mark.parametrize("point", [("90", "180"), ("-90", "-180"), ("0", "1"), ("1", "0"), ("-0.12345678", "007.5")])
def test_coordinates_are_kept_as_written(point: tuple[str, str]) -> None:
    place = Place(name="x", lat=point[0], lon=point[1])
    assert (place.lat, place.lon) == point


def test_the_precision_of_a_place_may_be_written_as_text() -> None:
    assert Place.model_validate({"name": "x", "where_prec": "3"}).where_prec == 3


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_one_figure_is_enough_for_casualties(outcome: str) -> None:
    entry = Casualties.model_validate({"party": "NATO", outcome: "unknown"})
    assert list(entry.figures()) == [outcome]
    assert (entry.civilian_status, entry.role, entry.counted_in) == ("unstated", "victim", None)


def test_casualties_without_a_figure_are_refused() -> None:
    assert "The casualties of NATO have no figure" in messages(Casualties, {"party": "NATO"})
    assert "no figure" in messages(Casualties, {"party": "NATO", "killed": None})


@given(said(written(), "Gazette"))
def test_figures_are_given_in_one_order(figure: Any) -> None:
    entry = Casualties.model_validate({"captured": figure, "killed": figure, "injured": figure, "party": "NATO"})
    assert list(entry.figures()) == ["killed", "injured", "captured"]


@given(texts)
def test_equal_words_are_equal_text(text: str) -> None:
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    kept = {Said[Text].model_validate(form).value for form in (text, composed, decomposed, f" {text}\n")}
    assert kept == {composed}


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\rb", "a\x85b", "a\x7fb"])
def test_a_control_character_is_refused(text: str) -> None:
    assert f"U+{ord(text[1]):04X}" in messages(Text, text)


def test_tab_and_line_feed_are_kept() -> None:
    assert TypeAdapter(Text).validate_python("a\tb\nc") == "a\tb\nc"


@pytest.mark.parametrize("text", ["\ud800", "a\udfff"])
def test_half_a_surrogate_pair_is_refused(text: str) -> None:
    assert "string" in messages(Text, text)


@pytest.mark.parametrize(("model", "limit"), [(Text, 2000), (Quote, 300)])
def test_a_text_is_as_long_as_allowed_also_in_normal_form(model: Any, limit: int) -> None:
    adapter: TypeAdapter[str] = TypeAdapter(model)
    assert adapter.validate_python("x" * limit) == "x" * limit
    assert f"at most {limit} characters" in messages(model, "x" * (limit + 1))
    # One character whose normal form has two.
    grows = "\N{DEVANAGARI LETTER QA}"
    assert adapter.validate_python(kept := adapter.validate_python(grows * (limit // 2))) == kept
    assert f"at most {limit} characters" in messages(model, grows * limit)


@pytest.mark.parametrize("slug", ["a", "musa-qala-2", "7-8"])
def test_a_slug_is_kept(slug: str) -> None:
    assert TypeAdapter(Slug).validate_python(slug) == slug


@pytest.mark.parametrize("slug", ["", "A", "a_b", "a--b", "-a", "a-", "a b", "é", "a\n", "x" * 101])
def test_what_is_no_slug_is_refused(slug: str) -> None:
    messages(Slug, slug)


@given(texts)
def test_a_source_with_any_text_in_its_url_is_refused_or_has_canonical_bytes(text: str) -> None:
    try:
        source = SourceRecorded(key="x", kind="news", publisher="X", url=f"https://example.org/{text}")
    except ValidationError:
        return
    assert json.loads(source.canonical)["url"] == source.url


def test_a_url_that_another_program_may_spell_otherwise_is_refused_with_what_to_write() -> None:
    data = {"key": "x", "kind": "news", "publisher": "X", "url": "https://example.org/cafe\u0301"}
    assert "https://example.org/cafe%CC%81" in messages(SourceRecorded, data)
    composed = SourceRecorded.model_validate(data | {"url": "https://example.org/caf\u00e9"})
    assert composed.url == "https://example.org/café"


@pytest.mark.parametrize(
    "url",
    ["example.org", "ftp://example.org/", "javascript:alert(1)", "https://a b", "https://a<b", "https://a\x00", ""],
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    assert "pattern" in messages(SourceRecorded, {"key": "x", "kind": "news", "publisher": "X", "url": url})


def test_a_citation_asserts_unless_it_says_otherwise() -> None:
    citation = Citation(source="gazette-2015", locator="para 3")
    assert (citation.stance, citation.hedge, citation.locator) == ("asserts", None, ("para 3",))


@pytest.mark.parametrize("locator", [[], [""], ["p. 1"] * 21, 3])
def test_an_impossible_locator_is_refused(locator: Any) -> None:
    messages(Citation, {"source": "x", "locator": locator})
