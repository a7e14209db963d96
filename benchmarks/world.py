"""A made-up country in which logs of any size happen: the same provinces, districts, parties and papers every time.

No name is that of a real place, party or paper. Names have syllables, aliases and lengths like real ones, because
matching, indexes and search work on them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

Data = dict[str, Any]

COUNTRY, ZONE = "AF", "Asia/Kabul"
_FIRST = ("Bar", "Dar", "Gul", "Kar", "Lash", "Mar", "Naw", "Pul", "Sar", "Shin", "Tal", "War", "Zar")
_SECOND = ("a", "i", "u", "e")
_THIRD = ("bad", "ga", "kot", "ma", "nak", "qal", "rud", "tan", "zai", "zar")
NAMES = tuple(map("".join, product(_FIRST, _SECOND, _THIRD)))

PROVINCES = tuple(NAMES[number * 15] for number in range(34))
DISTRICTS = tuple(
    (f"{name} Kala" if number % 3 else name, PROVINCES[number % len(PROVINCES)])
    for number, name in enumerate(name for name in NAMES if name not in PROVINCES)
)[:400]

#: Key, name, aliases, kind, and what it is part of.
ACTORS: tuple[tuple[str, str, list[str], str, list[str]], ...] = (
    ("northern-front", "Northern Front", ["NF", "the Front"], "rebel_group", []),
    ("southern-front", "Southern Front", ["SF"], "rebel_group", []),
    ("army", "National Army", ["the army", "ANA"], "state_forces", []),
    ("border-police", "Border Police", ["border guards"], "state_forces", []),
    ("coalition", "Coalition", ["coalition forces"], "alliance", []),
    ("air-command", "Air Command", ["coalition aircraft"], "external_forces", ["coalition"]),
    ("training-mission", "Training Mission", ["the mission"], "external_forces", ["coalition"]),
)
REBELS = ("Northern Front", "the Front", "NF", "Southern Front", "SF")
FORCES = ("National Army", "ANA", "Border Police", "Coalition", "Training Mission")

PUBLISHERS = tuple(f"{NAMES[number * 7]} {paper}" for number, paper in enumerate(("Gazette", "Post", "News") * 20))
VOICES = (
    "Governor's spokesman",
    "Ministry of Defence",
    "Ministry of Interior",
    "Northern Front's spokesman",
    "Training Mission",
    "Police chief",
    "Hospital director",
    "Tribal elder",
    "Provincial council member",
    "Wire Agency",
)


def gazetteer() -> Iterator[Data]:
    """Events that record the provinces, the districts and the parties."""
    for province in PROVINCES:
        yield {"type": "place_recorded", "key": key(province), "name": province, "kind": "province", "country": COUNTRY}
    for number, (name, province) in enumerate(DISTRICTS):
        yield {
            "type": "place_recorded",
            "key": f"{key(province)}-{key(name)}",
            "name": name,
            "aliases": [name.replace("Kala", "Qal'ah") if "Kala" in name else f"{name}h"],
            "kind": "district",
            "country": COUNTRY,
            "admin1": province,
            "part_of": key(province),
            "lat": f"{30 + number % 40 / 7:.3f}",
            "lon": f"{61 + number % 97 / 11:.3f}",
            "where_prec": 3,
        }
    for actor, name, aliases, kind, part_of in ACTORS:
        more = {"part_of": part_of} if part_of else {}
        yield {"type": "actor_recorded", "key": actor, "name": name, "aliases": aliases, "kind": kind, **more}


def key(name: str) -> str:
    return name.lower().replace(" ", "-")
