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
    r'<textarea id="sql-editor" name="sql"': "SQL",
}
_FIELD = re.compile("|".join(map(re.escape, _NAMED)))
#: What takes a facet or one of its values away.
_CROSS = 'class="cross">'
_CONTENT = '<section class="content">'
_HEADER = re.compile(r"<header[^>]*>")
_SKIP = '<a class="skip" href="#{}">Skip to the {}</a>'


def mended(page: str) -> Markup:
    """The page with the names of its fields, its main landmark, the way to it, its language, and no heading skipped."""
    page = _FIELD.sub(lambda found: f"{found[0].replace(' name=', _label(found[0]), 1)}", str(page))
    page = page.replace(_CROSS, 'class="cross" aria-label="Remove">')
    page = page.replace("<html>", '<html lang="en">', 1)
    if "<main" not in page:
        page = page.replace(_CONTENT, f'{_CONTENT[:-1]} role="main" id="content" tabindex="-1">', 1)
        page = _HEADER.sub(lambda found: found[0] + _SKIP.format(*_below(page)), page, count=1)
    above, heading, below = page.partition("<h2")
    return Markup(above.replace("<h3", '<h3 aria-level="2"') + heading + below)


def _below(page: str) -> tuple[str, str]:
    """What most come for: the rows, where there is a table of them, else whatever is below the header."""
    return ("rows", "rows") if 'id="rows"' in page else ("content", "content")


def _label(field: str) -> str:
    return f' aria-label="{_NAMED[field]}" name='
