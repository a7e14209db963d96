"""Datasette's own pages say to those who do not see them what they show to others: names, landmarks, the language.

Its templates have no block for any of this, so that it is added to the whole page. Whatever stands in a cell is
escaped, and so holds none of these tags.
"""

from __future__ import annotations

import re

from markupsafe import Markup

from timeline.web import forms, labels

_NAMED = {
    r'<select name="_filter_column': "Column to filter by",
    r'<select name="_filter_op': "How to compare",
    r'<select name="_sort"': "Sort by",
    r'<input type="text" name="_filter_value': "Value to compare with",
    r'<textarea id="sql-editor" name="sql"': "SQL",
}
_FIELD = re.compile("|".join(map(re.escape, _NAMED)))
#: The table of a page, a list of its columns, and one of these: Datasette writes the name as the value or as the words.
_TABLE = re.compile(r'<body class="table db-[^"]* table-([a-z_]+)"')
_COLUMNS = re.compile(r'<select[^>]* name="(?:_filter_column|_sort"|_facet)[^>]*>.*?</select>', re.DOTALL)
_OPTION = re.compile(r'<option((?: selected)?)(?: value="([^"]+)")?((?: selected)?)>([^<]*)</option>')
#: What takes a facet or one of its values away.
_CROSS = 'class="cross">'
_CONTENT = '<section class="content">'
_HEADER = re.compile(r"<header[^>]*>")
_SKIP = '<a class="skip" href="#{}">Skip to the {}</a>'


def mended(page: str) -> Markup:
    """The page with the names of its fields, its main landmark, the way to it, its language, and no heading skipped."""
    page = forms.in_words(str(page))
    page = _FIELD.sub(lambda found: f"{found[0].replace(' name=', _label(found[0]), 1)}", page)
    page = _called(page).replace(_CROSS, 'class="cross" aria-label="Remove">')
    page = page.replace("<html>", '<html lang="en">', 1)
    if "<main" not in page:
        page = page.replace(_CONTENT, f'{_CONTENT[:-1]} role="main" id="content" tabindex="-1">', 1)
        page = _HEADER.sub(lambda found: found[0] + _SKIP.format(*_below(page)), page, count=1)
    above, heading, below = page.partition("<h2")
    return Markup(above.replace("<h3", '<h3 aria-level="2"') + heading + below)


def _called(page: str) -> str:
    """The page of a table with the headings of columns in its lists of columns, whose values stay their names."""
    if not (found := _TABLE.search(page)):
        return page
    name = found[1]

    def option(given: re.Match[str]) -> str:
        before, value, more, said = given.groups()
        column = value or said
        if column not in labels.columns(name):
            return given[0]
        return (
            f'<option{before} value="{column}"{more}>{said.removesuffix(column)}{labels.column(name, column)}</option>'
        )

    return _COLUMNS.sub(lambda listed: _OPTION.sub(option, listed[0]), page)


def _below(page: str) -> tuple[str, str]:
    """What most come for: the rows, where there is a table of them, else whatever is below the header."""
    return ("rows", "rows") if 'id="rows"' in page else ("content", "content")


def _label(field: str) -> str:
    return f' aria-label="{_NAMED[field]}" name='
