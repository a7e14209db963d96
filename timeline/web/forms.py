"""The other forms in which rows are had are called as readers call them, on pages of questions and of tables alike."""

from __future__ import annotations

import re
from collections.abc import Mapping

#: What each is called, in the order in which readers ask for it: by the end of its address.
FORMS = {
    "chart": "chart",
    "map": "map",
    "CSV": "CSV",
    "json": "JSON",
    "geojson": "GeoJSON",
    "atom": "Atom feed",
    "svg": "SVG of the chart",
}
#: How Datasette lists them below its forms, and one of them there.
_LISTED = re.compile(r"(?<=>)This data as .*?</p>", re.DOTALL)
_ONE = re.compile(r"(?<=>)[a-z]+(?=</a>)")


def called(found: Mapping[str, str]) -> list[tuple[str, str]]:
    """These forms, by the end of the address, as readers call them, each with its address."""
    forms = [*FORMS, *(form for form in found if form not in FORMS)]
    return [(FORMS.get(form, form), found[form]) for form in forms if found.get(form)]


def in_words(page: str) -> str:
    """A page of Datasette's with the forms that it lists called so."""
    return _LISTED.sub(lambda listed: _ONE.sub(lambda one: FORMS.get(one[0], one[0]), listed[0]), page)
