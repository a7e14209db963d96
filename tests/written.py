"""Hypothesis strategies for the values that people write: plain words, bare values and objects, of any field."""

from __future__ import annotations

import unicodedata
from typing import Any, get_args

from hypothesis import strategies as st

from events.values.person import Person
from events.values.quantity import LARGEST, VAGUE, Quantity
from events.values.said import Hedge, Stance
from events.values.visibility import Visibility

Data = dict[str, Any]
VOICES = ("Governor", "governor ", "The Agency", "officials", "Ministry")
#: Any character that a text may hold, in no normal form, and now and then a long text.
texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12).map(str.strip).filter(bool)
words = st.sampled_from(["some men", "“dozens”", "<b>bold</b>", "two\nlines", "मूसा क़ला", "موسی قلعه"]) | texts
visibilities = st.sampled_from(get_args(Visibility))
people = st.builds(Person, name=words, visibility=visibilities)
#: Below the largest number, which the rfc8785 package refuses.
numbers = st.integers(0, 50) | st.integers(0, LARGEST - 1)
hedges = st.sampled_from(get_args(Hedge))
stances = st.sampled_from(get_args(Stance))


@st.composite
def ranges(draw: st.DrawFn) -> Quantity:
    low, high = sorted(draw(st.lists(numbers, min_size=2, max_size=2, unique=True)))
    return Quantity("range", low, high)


#: Every bound with every number that it may have.
quantities = (
    st.builds(Quantity, st.sampled_from(["stated", "exact", "at_least", "more_than", "up_to", "about"]), numbers)
    | st.builds(Quantity, st.just("less_than"), numbers.filter(bool))
    | ranges()
    | st.builds(Quantity, st.just("vague"), word=st.sampled_from(VAGUE))
    | st.just(Quantity("unknown"))
)


@st.composite
def points(draw: st.DrawFn) -> str:
    """A day, a month or a year in EDTF."""
    return draw(st.dates()).isoformat()[: draw(st.sampled_from([4, 7, 10]))]


@st.composite
def intervals(draw: st.DrawFn) -> str:
    first, last = sorted(day.isoformat() for day in draw(st.lists(st.dates(), min_size=2, max_size=2)))
    return f"{first}/{last}"


@st.composite
def doubtful(draw: st.DrawFn) -> str:
    """Whatever else EDTF can say: qualifiers, unspecified days and months, open ends, and sets."""
    first, last = sorted(day.isoformat() for day in draw(st.lists(st.dates(), min_size=2, max_size=2, unique=True)))
    one, other = (f"{day}{draw(st.sampled_from(['', '?', '~', '%']))}" for day in (first, last))
    forms = [f"{one}/{other}", f"{one}/..", f"../{other}", f"[{first},{last}]", f"{first[:7]}-XX", f"{first[:4]}-XX"]
    return draw(st.sampled_from([*forms, f"{first[:4]}-XX-XX"]) | points().map(lambda point: f"{point}~"))


edtf = points() | intervals() | doubtful()


def objects(required: dict[str, st.SearchStrategy[Any]], **optional: st.SearchStrategy[Any]) -> st.SearchStrategy[Data]:
    """What a mapping with these fields may hold, the optional ones often left out."""
    return st.fixed_dictionaries(required, optional=optional)


def chains(publisher: str) -> st.SearchStrategy[list[Any]]:
    """A chain that ends with `publisher`, as its source spells it."""
    hops = words | st.sampled_from(VOICES) | objects({"voice": st.sampled_from(VOICES)}, named=st.booleans())
    return st.lists(hops, max_size=3, unique_by=_voice).map(
        lambda voices: [*(voice for voice in voices if _voice(voice) != _voice(publisher)), publisher]
    )


def _voice(hop: Any) -> str:
    """The voice as chains compare it: each may be in a chain once."""
    voice = hop["voice"] if isinstance(hop, dict) else hop
    return " ".join(unicodedata.normalize("NFC", voice).casefold().split())


def said(value: st.SearchStrategy[Any], publisher: str) -> st.SearchStrategy[Any]:
    """A bare value, or one with how it is said."""
    return value | objects(
        {"value": value},
        wording=words,
        hedge=hedges,
        stance=stances,
        locator=words | st.lists(words, min_size=1, max_size=2),
        chain=chains(publisher),
        quote=words,
    )


def written(quantity: st.SearchStrategy[Quantity] = quantities) -> st.SearchStrategy[int | str]:
    return quantity.map(Quantity.to_json)
