"""Datasette's own pages say to those who do not see them what they show to others: names, landmarks, the language.

Its templates have no block for any of this, so that it is added to the whole page. Whatever stands in a cell is
escaped, and so holds none of these tags.
"""

from __future__ import annotations

import re

from markupsafe import Markup

_NAMED = {
    r'<select name="_filter_column': "Column to filter by",
    r'<select name="_filter_op': "How to compare",
    r'<select name="_sort"': "Sort by",
    r'<input type="text" name="_filter_value': "Value to compare with",
}
_FIELD = re.compile("|".join(map(re.escape, _NAMED)))
#: What takes a facet or one of its values away.
_CROSS = 'class="cross">'


def mended(page: str) -> Markup:
    """The page with the names of its fields, its main landmark, its language, and headings without a step left out."""
    page = _FIELD.sub(lambda found: f"{found[0].replace(' name=', _label(found[0]), 1)}", str(page))
    page = page.replace(_CROSS, 'class="cross" aria-label="Remove">')
    page = page.replace("<html>", '<html lang="en">', 1)
    if "<main" not in page:
        page = page.replace('<section class="content">', '<section class="content" role="main">', 1)
    above, heading, below = page.partition("<h2")
    return Markup(above.replace("<h3", '<h3 aria-level="2"') + heading + below)


def _label(field: str) -> str:
    return f' aria-label="{_NAMED[field]}" name='
