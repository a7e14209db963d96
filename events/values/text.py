"""Text is never empty, is in Unicode normal form C and holds no control character but tab and line feed."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

#: Labels, slugs and keys: lower-case ASCII words joined by single hyphens.
SLUG = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
#: A label names something within one sheet; unlike a slug it may hold underscores.
LABEL = r"^[a-z0-9][a-z0-9_-]*$"


def clean(text: str) -> str:
    """`text` in normal form C (Unicode Annex 15), so that equal words have equal bytes.

    Raises ValueError for a control character other than tab and line feed, which no source prints.
    """
    if text.isascii() and text.isprintable():
        return text
    for character in text:
        if unicodedata.category(character) == "Cc" and character not in "\n\t":
            raise ValueError(f"The text holds the control character U+{ord(character):04X}. Remove it.")
    return unicodedata.normalize("NFC", text)


def _slug(text: str) -> str:
    if len(text) > 100:
        raise ValueError(f'"{text[:40]}…" is too long. Write at most 100 characters.')
    return text


def _text(longest: int) -> AfterValidator:
    """How text of at most `longest` characters is checked: again in normal form, which may be longer."""

    def check(text: str) -> str:
        if len(cleaned := clean(text)) > longest:
            raise ValueError(f"The text has at most {longest} characters, in Unicode's normal form C. Shorten it.")
        return cleaned

    return AfterValidator(check)


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000), _text(2000)]
#: A quotation short enough to be one under any copyright law: at most 300 characters.
Quote = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300), _text(300)]
Slug = Annotated[str, StringConstraints(pattern=SLUG), AfterValidator(_slug)]
#: An event's ID in its one written form, HEL-0000-0042-58; whether its check digits are right, the log tells.
EventId = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Z]{2,6}-[0-9]{4,11}-[0-9]{4}-[0-9]{2}$")
]
Label = Annotated[str, StringConstraints(pattern=LABEL, max_length=100)]
#: A language as a BCP 47 tag (RFC 5646), of which only the shape is checked: en, ps, fa-AF.
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
