"""A range of numbers stands on one line, and a word that is longer than a column does not widen its table.

Browsers break a range at its hyphen, and its lower end reads as all of it; a long address they break nowhere. What is
copied is what was written: no character is changed, and nothing but text is touched.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

#: 220-300, 12,000–15,000, 22–23; no month such as 2015-08, and no part of an ID, of a key or of an address.
_RANGE = r"(?<![\w.,:/%=&-])(?!\d{4}-\d\d\b)\d[\d,.]*[-–]\d[\d,]*(?![\w:/-])"
_FOUND = re.compile(_RANGE)
#: A word in an alphabet that browsers break at blanks alone, and its pieces, none of which begins with an accent.
_LONG = r"[!-%'-;=?-~\u00c0-\u058f]{40,}"
_PIECE = re.compile(r".{20}(?=[^\u0300-\u036f])")
#: What is no text of the page, a cell of days or kept together already, whole; the rest is one tag, or a range.
_TOKEN = re.compile(
    r"<(select|textarea|style|script|title|pre)\b.*?</\1>"
    r"|(?P<picture></?svg)\b[^>]*>"
    r'|<\w+ class="(?:whole|day)">[^<]*'
    r"|<[^>]*>"
    rf"|(?P<range>{_RANGE})"
    rf"|(?P<long>{_LONG})",
    re.DOTALL | re.ASCII,
)


def of(html: str) -> Markup:
    """The HTML with its ranges unbroken and its longest words to be broken.

    Nothing is done in pictures, of which one stands within another.
    """
    depth = 0

    def kept(token: re.Match[str]) -> str:
        nonlocal depth
        if token["picture"] and not token[0].endswith("/>"):
            depth += 1 if token["picture"] == "<svg" else -1
        if token["long"] and not depth:
            return _PIECE.sub(r"\g<0><wbr>", token[0])
        return f'<span class="whole">{token[0]}</span>' if token["range"] and not depth else token[0]

    return Markup(_TOKEN.sub(kept, html))


def text(said: object) -> Markup | None:
    """The HTML of a plain text, or of what is HTML already, with its ranges unbroken; None where it has none."""
    return of(str(escape(said))) if isinstance(said, str) and _FOUND.search(said) else None
