"""What is read further is Unicode text of known size, free of characters that nobody can see."""

from __future__ import annotations

import re
from bisect import bisect_right

from timeline.errors import Fault, Faults

#: The largest sheet, and the longest line of JSON lines, in bytes.
LIMIT = 10_000_000
#: The deepest nesting of lists and groups; a sheet needs seven levels.
DEPTH = 50

_BREAK = re.compile(r"\r\n|\r|\n")
#: Controls other than tab and line ends, Unicode's own line ends (an editor does not count them), lone surrogates,
#: the byte order mark and the two noncharacters: nobody sees them, and YAML 1.1 §5.1 refuses or misreads most of them.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


class Lines:
    """Turns offsets into lines and columns, both counted from 1; columns count characters."""

    def __init__(self, text: str, first: int = 1) -> None:
        self._starts = [0, *(found.end() for found in _BREAK.finditer(text))]
        self._first = first

    def at(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset) - 1
        return line + self._first, offset - self._starts[line] + 1


#: How files of spreadsheet programs end.
SPREADSHEETS = (".xlsx", ".xls", ".ods", ".numbers")
#: How zip (docx, xlsx, odt), older Office files and RTF begin.
_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")


#: The byte order mark in UTF-8, with which a text may begin.
MARK = b"\xef\xbb\xbf"


def decode(raw: bytes, file: str, first: int = 1) -> str:
    """The text of `raw`, which is UTF-8, with or without a byte order mark; `first` is the number of its first line.

    Raises Faults if it is too large or in another encoding.
    """
    if len(raw) > LIMIT:
        raise Faults(
            [Fault(f"This is larger than {LIMIT // 1_000_000} MB.", "Split it into several.", file=file, line=first)]
        )
    if first == 1 and raw.startswith(_OFFICE):
        problem = "This is a document of Word, Excel or the like, not a text, whatever the file is called."
        raise Faults([Fault(problem, "Save it as plain text in UTF-8; a table as CSV UTF-8.", file=file)])
    if first == 1 and in_utf16(raw):
        raise Faults([Fault("The file is in UTF-16 or UTF-32.", "Save it again with the encoding UTF-8.", file=file)])
    try:
        return raw.removeprefix(MARK).decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].removeprefix(MARK).decode("utf-8")
        line, column = Lines(before, first).at(len(before))
        raise Faults(
            [
                Fault(
                    f"The file is not UTF-8: its byte {raw[error.start]:02X} here is no character.",
                    "Save it again with the encoding UTF-8.",
                    file=file,
                    line=line,
                    column=column,
                )
            ]
        ) from None


def unseen(text: str) -> tuple[int, str] | None:
    """Where the first invisible character that no sheet may hold stands, and how to name it; None without any."""
    found = _UNSEEN.search(text)
    return (found.start(), f"U+{ord(found[0]):04X}") if found else None


def in_utf16(raw: bytes) -> bool:
    """Whether a file that begins with `raw` is in UTF-16 or UTF-32, with or without a byte order mark."""
    return raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw[:4]


def printable(text: str) -> str:
    """`text` on one line, with escapes for what could change how a terminal shows the rest of a message."""
    return "".join(
        # Persian and Pashto words need their joiners, which Python calls unprintable.
        character if character.isprintable() or character in "\u200c\u200d" else f"\\u{ord(character):04x}"
        for character in " ".join(text.split())
    )


def shown(value: object) -> str:
    """`value` as a message quotes it: at most 60 characters of a text, lists and groups by name."""
    if value is None:
        return "nothing"
    if isinstance(value, bool | int):
        return str(value).lower()[:60]
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, dict):
        return "a group of fields"
    return f'"{brief(str(value))}"'


def brief(text: str) -> str:
    """At most 60 characters of `text`, fit for a message."""
    words = " ".join(text.split())
    return printable(words[:60]) + ("…" if len(words) > 60 else "")
