"""No text of a source turns the words around it: what would is shown as messages show it, such as `\\u202e`.

On pages, in pictures and in feeds; CSV, JSON and GeoJSON have each text as it is. There a number that follows a name in
Arabic or Hebrew letters stays on its own side of it, too: in “at دوما; 80 killed” it would be drawn before the name.
"""

from __future__ import annotations

import re

from markupsafe import Markup

from timeline.sheets.text import printable

#: In UTF-8, the embeddings, overrides and isolates, and what ends them (Unicode Standard Annex 9, section 2). Marks of
#: direction and the joiners that Persian needs turn nothing.
_TURNING = re.compile(rb"\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]")
_SHOWN = (b"text/html", b"image/svg+xml", b"application/atom+xml")

#: The mark of what runs from left to right, U+200E.
_MARK = "\u200e"
#: Letters and marks of the scripts that run from right to left, and their first bytes in UTF-8; no Arabic comma.
_LEFTWARD = "\u0590-\u060b\u060d-\u061a\u061c-\u061e\u0620-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_LETTERS = re.compile(f"[{_LEFTWARD}]")
_RIGHTWARD = re.compile(rf"[^\W\d_{_LEFTWARD}]")
_HAS_LEFTWARD = re.compile(rb"[\xd6-\xdb]|\xef[\xac-\xbb]")
_SIGN = rf"(?:&#?[0-9A-Za-z]+;|[^\w\s<&{_LEFTWARD}])"
_BETWEEN = rf"(?:&#?[0-9A-Za-z]+;|[^\w<&{_LEFTWARD}])"
#: One tag, or whole what is no text to read; else the last such letter before a sign, a number and a word that runs
#: from left to right. What is looked for behind one such letter ends at the next: so no text is read twice.
_TOKEN = re.compile(
    r"<(select|textarea|style|script|pre)\b.*?</\1>"
    r"|<[^>]*>"
    rf"|(?P<last>[{_LEFTWARD}])(?=\s*{_SIGN}{_BETWEEN}*[0-9](?:{_BETWEEN}|[0-9])*(?![{_LEFTWARD}])[^\W\d_])",
    re.DOTALL,
)


def shows(content_type: bytes) -> bool:
    """Whether readers see an answer of this type as text."""
    return content_type.startswith(_SHOWN)


def of(said: object) -> str:
    """The direction of a text: `ltr` of a sentence of ours with Arabic or Hebrew names in it, wherever they stand.

    Browsers take it from the first letter (`auto`): “المرصد: Airstrike(s) at دوما on 16 August” would be shuffled.
    What has few other letters is a text in such a script.
    """
    leftward = len(_LETTERS.findall(text := said.striptags() if isinstance(said, Markup) else str(said)))
    return "ltr" if leftward and 2 * len(_RIGHTWARD.findall(text)) >= leftward else "auto"


def straightened(body: bytes) -> bytes:
    """The body of such an answer with nothing that turns words, and each number where the sentence has it."""
    straight = _TURNING.sub(lambda found: printable(found[0].decode()).encode(), body)
    if not _HAS_LEFTWARD.search(straight):
        return straight
    text = straight.decode(errors="surrogateescape")
    return _TOKEN.sub(_marked, text).encode(errors="surrogateescape")


def _marked(token: re.Match[str]) -> str:
    return token[0] + _MARK if token["last"] else token[0]
