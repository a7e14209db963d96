"""A party is linked with an actor only where it is exactly one of its names and no other's; near ones are suggested."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from timeline.matching.names import normalised
from timeline.matching.near import near
from timeline.matching.places import Match

#: A total, whoever they are: never an actor.
TOTAL = "all"


class Actors:
    """All recorded actors, by their names as written."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """`names` are pairs of a name and the key of the actor that has it."""
        self._by_name: dict[str, dict[str, None]] = {}
        for name, key in names:
            if spelling := normalised(name):
                self._by_name.setdefault(spelling, {})[key] = None
        self._found: dict[str, Match] = {}
        self._keys_of: dict[str, str | None] = {}

    def key(self, name: str) -> str | None:
        """The key of the one actor that is called `name`; None where there is none, or several."""
        if name not in self._keys_of:
            keys = self._keys(name)
            self._keys_of[name] = keys[0] if len(keys) == 1 else None
        return self._keys_of[name]

    def find(self, party: str) -> Match:
        """The actor that is called `party`, or else those that may be meant."""
        if party not in self._found:
            self._found[party] = self._find(party)
        return self._found[party]

    def _keys(self, name: str) -> tuple[str, ...]:
        return () if name == TOTAL else tuple(self._by_name.get(normalised(name), ()))

    def _find(self, party: str) -> Match:
        if party == TOTAL:
            return Match(None)
        if keys := self._keys(party):
            return Match(keys[0]) if len(keys) == 1 else Match(None, keys)
        spellings = ((name, key) for name, keys in self._by_name.items() for key in keys)
        return Match(None, near(normalised(party), spellings))


def closure(parts_of: Mapping[str, Iterable[str]]) -> dict[str, dict[str, int]]:
    """For each actor all that is part of it with its depth: itself at 0, what is directly part of it at 1.

    `parts_of` tells for each actor what it is part of. Where several ways lead down, the shortest counts; a circle,
    which only corrections can make, ends where it begins.
    """
    below: dict[str, list[str]] = {key: [] for key in parts_of}
    for key, wholes in parts_of.items():
        for whole in wholes:
            if whole in below:
                below[whole].append(key)
    found = {}
    for key in parts_of:
        depths, edge, depth = {key: 0}, [key], 0
        while edge:
            depth += 1
            edge = [part for part in {part: None for whole in edge for part in below[whole]} if part not in depths]
            depths |= dict.fromkeys(edge, depth)
        found[key] = depths
    return found
