"""Two spellings that differ in case, accents, apostrophes, hyphens and blanks alone are the same name, others are not.

Only Latin letters are transliterated (their accents fall). Letters of other scripts stay in their own: written without
vowels, or with tones left out, two names would become one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

#: What falls away: blanks, full stops, and whatever stands for an apostrophe or a hyphen once it is ASCII.
_DROPPED = re.compile(r"[\s.'\"`-]+")
#: Letters of Arabic script that keyboards of Arabic, Persian and Pashto write differently.
_ARABIC = str.maketrans("يىك", "ییک", "ـ")
_ANY_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]")


@lru_cache(maxsize=20_000)
def normalised(name: str) -> str:
    """`name` as names are compared: NFKC, Latin letters in ASCII, no case, no apostrophes, hyphens, stops and blanks.

    In Arabic script marks, tatweel and invisible joiners fall too, and the yeh and kaf of every keyboard are one.
    Empty for a name that consists of nothing else.
    """
    text = unicodedata.normalize("NFKC", name)
    if _ANY_ARABIC.search(text):
        # Decomposed, so that hamza and madda fall with the other marks.
        text = unicodedata.normalize("NFKD", text).translate(_ARABIC)
        text = "".join(character for character in text if unicodedata.category(character) not in ("Mn", "Cf"))
    return _DROPPED.sub("", "".join(map(_plain, text))).casefold()


@lru_cache(maxsize=5_000)
def _plain(character: str) -> str:
    """One character without its accent, and of signs what is ASCII in them."""
    kind, name = unicodedata.category(character), unicodedata.name(character, "")
    if kind == "Nd":
        return str(unicodedata.digit(character))
    # A sign of Devanagari is a vowel, and stays; an accent that NFKC could not compose with its letter falls.
    letter = (kind[0] in "LN" and kind != "Lm") or kind[0] == "M"
    if letter and not name.startswith(("LATIN", "COMBINING")):
        return character
    return anyascii(character)


def slug(text: str) -> str:
    """`text` in lower-case ASCII words joined by hyphens, for a key: `Mūsá Qala` is musa-qala. May be empty."""
    plain = re.sub(r"['\"`]", "", anyascii(unicodedata.normalize("NFKC", text)).lower())
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
