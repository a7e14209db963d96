"""Rows stand in columns that fit the terminal: the widest columns give way, and no character of a cell is left out.

Words stay whole as long as the longest of all columns fit beside each other: IDs are copied from here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import zip_longest

#: Blanks between two columns.
GAP = 2


def columns(rows: Sequence[Sequence[str]], room: int) -> Iterator[str]:
    """Each of `rows` as text, its cells, which are one line each, in columns that fit into `room` terminal cells.

    Where there are more columns than that has room for, each is one cell wide. No line ends in blanks: they wrap in
    narrow windows and are copied into reports.
    """
    by_column = list(zip(*rows, strict=True))
    widest = [max(map(width, cells)) for cells in by_column]
    longest = [max(width(word) for cell in cells for word in cell.split(" ")) for cells in by_column]
    widths = _fitted(widest, longest, room - GAP * (len(widest) - 1))
    for row in rows:
        wrapped = (wrap(cell, wide) for cell, wide in zip(row, widths, strict=True))
        yield "\n".join(_line(parts, widths) for parts in zip_longest(*wrapped, fillvalue=""))


def _line(parts: Sequence[str], widths: Sequence[int]) -> str:
    padded = (part + " " * (wide - width(part)) for part, wide in zip(parts, widths, strict=True))
    return (" " * GAP).join(padded).rstrip()


def width(text: str) -> int:
    """How many cells of a terminal the text takes: two for wide characters (Unicode Standard Annex 11)."""
    return len(text) if text.isascii() else sum(map(_width, text))


def _width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _fitted(widest: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """As wide as the columns may be: those above some width are cut to it, but not below their `least`, if they can."""
    least = least if sum(least) <= room else [0] * len(widest)
    most = max(1, min(max(widest), room))
    while most > 1 and _total(widest, least, most) > room:
        most -= 1
    spare = room - _total(widest, least, most)
    widths = []
    for wide, narrow in zip(widest, least, strict=True):
        fitted = max(narrow, min(wide, most))
        more = int(wide > fitted and spare > 0)
        spare -= more
        widths.append(fitted + more)
    return widths


def _total(widest: Sequence[int], least: Sequence[int], most: int) -> int:
    return sum(max(narrow, min(wide, most)) for wide, narrow in zip(widest, least, strict=True))


def wrap(text: str, room: int) -> Iterator[str]:
    """The lines of `text`, broken at blanks, and within words that are longer than a line."""
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if width(longer) <= room:
            line = longer
            continue
        if line:
            yield line
        *whole, line = _pieces(word, room)
        yield from whole
    yield line


def _pieces(word: str, room: int) -> Iterator[str]:
    piece, used = "", 0
    for character in word:
        wide = _width(character)
        if piece and used + wide > room:
            yield piece
            piece, used = "", 0
        piece, used = piece + character, used + wide
    yield piece
