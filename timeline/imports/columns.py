"""Which column means what is said by whoever imports, or known from names that the common lists of places have.

Known are those of geoBoundaries, of OCHA's common operational datasets (COD-AB), of GADM, and plain ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from timeline.errors import TimelineError

#: The names by which each is known where it is not said, the first that a table has; case does not matter.
_NAMES = (
    "shapename",
    "adm3_en",
    "adm2_en",
    "adm1_en",
    "name_3",
    "name_2",
    "name_1",
    "name_en",
    "name",
    "district",
    "town",
)
_ADMIN1 = ("adm1_en", "name_1", "admin1", "admin1_name", "province", "province_name", "province_en", "state")
_KINDS = ("kind",)
_LAT = ("lat", "latitude", "y")
_LON = ("lon", "lng", "long", "longitude", "x")
#: Another name and its language at the end: name_fa, nameFa, ADM2_PS. Not pa, which many write for Pashto although it
#: is Punjabi in BCP 47.
_OTHER = re.compile(r"(?P<stem>.*?)(?:_(?P<tag>[A-Za-z]{2,3})|(?P<camel>[A-Z][a-z]))")
_LANGUAGES = frozenset(
    ("ar", "de", "en", "es", "fa", "fr", "ku", "my", "prs", "ps", "pt", "ru", "so", "sw", "tg", "tr", "uk", "ur", "uz")
)
#: Kinds by what a list calls its level.
LEVELS = {"0": "country", "1": "province", "2": "district"}
_CODES = (("geoBoundaries", re.compile(r"shapeID", re.IGNORECASE)), ("OCHA COD-AB", re.compile(r"ADM\d_PCODE", re.I)))


@dataclass(frozen=True, slots=True)
class Columns:
    """The column of each value, and what is the same for every row; None and empty where there is none."""

    name: str | None = None
    admin1: str | None = None
    lat: str | None = None
    lon: str | None = None
    kind: str | None = None
    country: str | None = None
    vintage: str | None = None
    #: Columns of other names, each with its language, as far as it is known.
    aliases: tuple[tuple[str, str | None], ...] = ()
    #: Systems of codes, each with its column.
    codes: tuple[tuple[str, str], ...] = ()
    #: The column of kinds, where not all places are of one.
    kinds: str | None = None

    def used(self) -> list[str]:
        """The columns that are read, in words: `nameFa (alias, fa)`."""
        single = [(self.name, "name"), (self.admin1, "admin1"), (self.lat, "lat"), (self.lon, "lon")]
        single.append((self.kinds, "kind"))
        found = [f"{column} ({what})" for column, what in single if column]
        found += [f"{column} (alias{f', {language}' if language else ''})" for column, language in self.aliases]
        return found + [f"{column} (code, {system})" for system, column in self.codes]

    def named(self) -> set[str]:
        """The names of the columns that are read."""
        single = {self.name, self.admin1, self.lat, self.lon, self.kinds} - {None}
        return {str(name) for name in single} | {name for name, _ in self.aliases} | {name for _, name in self.codes}


def complete(said: Columns, present: Iterable[str]) -> Columns:
    """`said`, with what is left out found among the columns that are `present`.

    Raises TimelineError where a column that was said is not there, or nothing can be found that must be known.
    """
    columns = list(dict.fromkeys(present))
    if missing := sorted(said.named() - set(columns)):
        raise TimelineError(f"There is no column {', '.join(missing)}. The columns are {', '.join(columns)}.")
    name = said.name or _first(_NAMES, columns)
    if name is None:
        raise TimelineError(
            f"No column of names is known here. Say which: --name COLUMN. The columns are {', '.join(columns)}."
        )
    if said.country and not re.fullmatch("[A-Z]{2}", said.country):
        raise TimelineError(f'"{said.country}" is no country. Write its two letters in ISO 3166-1, such as AF.')
    if said.codes and not said.vintage:
        raise TimelineError("Codes move between editions. Say of which edition these are: --vintage 2014.")
    taken = said.named() | {name}
    admin1 = said.admin1 or _first(_ADMIN1, [column for column in columns if column not in taken])
    return replace(
        said,
        name=name,
        admin1=admin1,
        lat=said.lat or _first(_LAT, columns),
        lon=said.lon or _first(_LON, columns),
        kind=said.kind or _kind(name),
        kinds=None if said.kind else _first(_KINDS, columns),
        aliases=said.aliases or tuple(_aliases(name, [column for column in columns if column not in taken])),
        codes=said.codes or (tuple(_codes(name, columns)) if said.vintage else ()),
    )


def _first(known: Iterable[str], columns: Iterable[str]) -> str | None:
    plain = {column.casefold(): column for column in reversed(list(columns))}
    return next((plain[name] for name in known if name in plain), None)


def _kind(name: str) -> str | None:
    level = re.fullmatch(r"(?:adm|name_)(\d).*", name.casefold())
    return LEVELS.get(level[1]) if level else None


def _aliases(name: str, columns: Iterable[str]) -> Iterator[tuple[str, str | None]]:
    own = _OTHER.fullmatch(name)
    stems = {name.casefold(), own["stem"].casefold()} if own else {name.casefold()}
    for column in columns:
        other = _OTHER.fullmatch(column)
        language = (other["tag"] or other["camel"] or "").casefold() if other else ""
        if other and language in _LANGUAGES and other["stem"].casefold() in stems:
            yield column, language


def _codes(name: str, columns: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Codes of the places themselves: not those of the province that a district's row names as well."""
    level = re.match(r"adm(\d)", name.casefold())
    for column in columns:
        for system, known in _CODES:
            if known.fullmatch(column) and (not level or f"adm{level[1]}" in column.casefold()):
                yield system, column
