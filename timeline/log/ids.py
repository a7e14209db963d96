"""An ID names one position of one timeline for ever, and a mistyped ID is refused instead of naming another entry.

`HEL-0000-0042-58` is the timeline's prefix (2 to 6 letters), the entry's position (eight digits, or more without
leading zeros) and two check digits over both: ISO/IEC 7064 MOD 97-10, the system of IBAN (ISO 13616) and LEI
(ISO 17442), where a letter counts as two digits, A = 10 to Z = 35.

Of an ID whose prefix is known, every single wrong, missing or additional character and every swap of two neighbours is
refused, or understood as the same ID (a missing hyphen), with one exception: an additional digit makes a position of
nine digits, which may pass the check digits (1 in 97) and then names an entry that no log below 100 million has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import count
from unicodedata import normalize

from timeline.errors import TimelineError

_PREFIX = re.compile(r"[A-Z]{2,6}")
_HYPHEN = r"(?:\s*-\s*|\s+)?"
_ID = re.compile(_HYPHEN.join([r"([A-Za-z]{2,6})", r"([0-9]{4}|[1-9][0-9]{4,10})", r"([0-9]{4})", r"([0-9]{2})"]))
#: Hyphens, dashes and the minus sign, which word processors and typesetters put in; the soft hyphen is dropped.
_LOOKALIKES = dict.fromkeys([*range(0x2010, 0x2016), 0x2212], "-") | {0x00AD: None}
#: What stands around an ID in running text and is copied with it.
_AROUND = " \t\r\n.,;:!?()[]{}<>\"'“”\u2018\u2019«»"
#: Characters of a text that may be an ID; what is longer is not searched for near ones and is cut in messages.
_LONGEST = 40


class InvalidId(TimelineError):
    """A text that is no ID, or has the wrong check digits or another timeline's prefix."""


def check_prefix(prefix: str) -> str:
    """The prefix as it is, if it can be one: 2 to 6 letters A to Z. Raises TimelineError otherwise."""
    if not _PREFIX.fullmatch(prefix):
        raise TimelineError(f"{_quoted(prefix)} is not a prefix of IDs. Write 2 to 6 capital letters A to Z, like HEL.")
    return prefix


def format_id(prefix: str, position: int) -> str:
    """The ID of the entry at `position` (counted from 1). Raises ValueError below 1."""
    if position < 1:
        raise ValueError(f"positions count from 1, not {position}")
    digits = str(position).zfill(8)
    return f"{prefix}-{digits[:-4]}-{digits[-4:]}-{_check_digits(prefix, digits)}"


def ids_after(prefix: str, position: int) -> Iterator[bytes]:
    """The IDs of the entries after `position`, without end, as `format_id` spells them, in a third of the time."""
    first, low = divmod(position + 1, 10_000)
    for block in count(first):
        start = b"%b-%04d-" % (prefix.encode(), block)
        rest = int(f"{_number(prefix)}{block:04}000000") % 97
        for number in range(low, 10_000):
            yield b"%b%04d-%02d" % (start, number, 98 - (rest + number * 100) % 97)
        low = 0


def parse_id(text: str, prefix: str | None = None, head: int | None = None) -> tuple[str, int]:
    """The prefix and the position that an ID names.

    Reads what people, word processors, typesetters and PDF make of an ID: any case, missing or typographic hyphens,
    blanks or a line break beside a hyphen or for it, soft hyphens, compatibility characters (NFKC). Raises InvalidId,
    also when `prefix` is given and differs; of a log with `head` entries it names no ID beyond them.
    """
    match = _ID.fullmatch(_plain(text))
    if not match:
        raise InvalidId(f"{_quoted(text)} is not an ID. Write one like {format_id(prefix or 'HEL', 42)}.")
    found, digits, check = match[1].upper(), match[2] + match[3], match[4]
    position = int(digits)
    if prefix is not None and found != prefix:
        raise InvalidId(f"{_quoted(text)} has the prefix {found}. The IDs of this timeline begin with {prefix}.")
    if position < 1:
        raise InvalidId(f"{_quoted(text)} names position 0. The first ID is {format_id(found, 1)}.")
    if check != _check_digits(found, digits):
        beyond = head is not None and position > head
        remedy = (
            "Look at all of it again." if beyond else f"If only they are wrong, write {format_id(found, position)}."
        )
        raise InvalidId(f"{_quoted(text)} has a character wrong: its last two digits do not fit the rest. {remedy}")
    return found, position


def nearest(text: str, prefix: str, head: int) -> list[str]:
    """The IDs of a log with `head` entries that `text` may be meant for, best first, without duplicates.

    First those one swap, one wrong, one missing or one additional character away, then the position that `text` names
    with its right check digits. A prefix and a few digits, such as HEL 61, are the position alone.
    """
    compact = re.sub(r"[^0-9A-Z]", "", _plain(text).upper())
    if len(compact) > _LONGEST:
        return []
    if (short := re.fullmatch(r"([A-Z]{2,6})0*([1-9][0-9]{0,7})", compact)) and len(compact) < len(prefix) + 9:
        return [format_id(prefix, int(short[2]))] if short[1] == prefix and int(short[2]) <= head else []
    alphabet = "".join(sorted({*prefix, *"0123456789"}))
    near = [match for edited in _edits(compact, alphabet) if (match := _ID.fullmatch(edited))]
    fitting = [match for match in near if match[4] == _check_digits(prefix, match[2] + match[3])]
    meant = [*fitting, *filter(None, [_ID.fullmatch(compact)])]
    positions = [int(match[2] + match[3]) for match in meant if match[1] == prefix]
    return list(dict.fromkeys(format_id(prefix, position) for position in positions if 1 <= position <= head))


def _edits(text: str, alphabet: str) -> Iterator[str]:
    """From the right, because the check digits come last and all that is wrong may be one of them."""
    places = range(len(text) - 1, -1, -1)
    yield from (text[: i - 1] + text[i] + text[i - 1] + text[i + 1 :] for i in places if i)
    yield from (text[:i] + letter + text[i + 1 :] for i in places for letter in alphabet)
    yield from (text[:i] + letter + text[i:] for i in (len(text), *places) for letter in alphabet)
    yield from (text[:i] + text[i + 1 :] for i in places)


def _plain(text: str) -> str:
    return normalize("NFKC", text).translate(_LOOKALIKES).strip(_AROUND)


def _quoted(text: str) -> str:
    return f'"{text}"' if len(text) <= _LONGEST else f'"{text[:_LONGEST]}…"'


def _check_digits(prefix: str, digits: str) -> str:
    """02 to 98: what makes the whole, read as one number, leave 1 when divided by 97 (ISO/IEC 7064 §7.3)."""
    return str(98 - int(_number(prefix) + digits + "00") % 97).zfill(2)


@lru_cache
def _number(prefix: str) -> str:
    return "".join(str(int(letter, 36)) for letter in prefix)
