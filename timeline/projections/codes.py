"""A name or a code of the tables is put into words in one way; it takes no tables, so that a command starts at once."""

from __future__ import annotations

import re

#: What is written in capitals wherever it stands.
_SHORT = re.compile(r"\bied\b")


def in_words(code: str) -> str:
    """A name or a code as one would say it: `territory recaptured`, `IED explosion`."""
    return _SHORT.sub(lambda word: word[0].upper(), code.replace("_", " "))


def heading(code: str) -> str:
    """The same as a heading: `Territory recaptured`."""
    said = in_words(code)
    return said[:1].upper() + said[1:]
