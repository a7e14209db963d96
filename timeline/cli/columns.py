"""Rows stand in columns that fit the terminal: the widest columns give way, and no character of a cell is left out."""

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
    widest = [max(map(width, cells)) for cells in zip(*rows, strict=True)]
    widths = _fitted(widest, room - GAP * (len(widest) - 1))
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


def _fitted(widest: Sequence[int], room: int) -> list[int]:
    """As wide as the columns may be: those above some width are cut to it, so that all fit into `room`."""
    most = max(1, min(max(widest), room))
    while most > 1 and sum(min(wide, most) for wide in widest) > room:
        most -= 1
    spare = room - sum(min(wide, most) for wide in widest)
    widths = []
    for wide in widest:
        more = int(wide > most and spare > 0)
        spare -= more
        widths.append(min(wide, most + more))
    return widths


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
