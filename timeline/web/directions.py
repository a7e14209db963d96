"""No text of a source turns the words around it: what would is shown as messages show it, such as `\\u202e`.

On pages, in pictures and in feeds; CSV, JSON and GeoJSON have each text as it is.
"""

from __future__ import annotations

import re

from timeline.sheets.text import printable

#: In UTF-8, the embeddings, overrides and isolates, and what ends them (Unicode Standard Annex 9, section 2). Marks of
#: direction and the joiners that Persian needs turn nothing.
_TURNING = re.compile(rb"\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]")
_SHOWN = (b"text/html", b"image/svg+xml", b"application/atom+xml")


def shows(content_type: bytes) -> bool:
    """Whether readers see an answer of this type as text."""
    return content_type.startswith(_SHOWN)


def straightened(body: bytes) -> bytes:
    """The body of such an answer with nothing that turns words."""
    return _TURNING.sub(lambda found: printable(found[0].decode()).encode(), body)
