"""A slug stands for one incident at a time: its own, or the one that it was merged into; what was split off goes apart.

Claims keep the slug as written. What it stands for is read anew from the merges and splits that hold, so that undoing
one needs nothing to be remembered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Split:
    """Claims that were taken to be on one incident, and are on another.

    `stood` are the slugs that stood for the first one when that was decided, and do so no more: undoing the merge that
    made them takes nothing back of what was said of the claims.
    """

    incident: str
    into: str
    claims: frozenset[str]
    stood: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Slugs:
    """The merges that hold, each slug with the one that it is merged into, and the splits, in the order of the log."""

    merges: Mapping[str, str] = field(default_factory=dict)
    splits: tuple[Split, ...] = ()

    def incident(self, slug: str) -> str:
        """The incident that `slug` stands for; of slugs that lead in a circle, which none should, the first by name."""
        if slug not in self.merges:
            return slug
        passed = [slug]
        while (into := self.merges.get(slug)) is not None:
            if into in passed:
                return min(passed[passed.index(into) :])
            passed.append(into)
            slug = into
        return slug

    def of(self, claim: str, slug: str) -> str:
        """The incident that `slug` stands for in the claim first recorded as `claim`."""
        if not self.splits:
            return self.incident(slug)
        found, passed = self.incident(slug), set[int]()
        while True:
            parted = (
                (number, self.incident(split.into))
                for number, split in enumerate(self.splits)
                if number not in passed
                and claim in split.claims
                and (self.incident(split.incident) == found or slug in split.stood)
            )
            moved = next(((number, into) for number, into in parted if into != found), None)
            if moved is None:
                return found
            passed.add(moved[0])
            found = moved[1]

    def all(self, claim: str, slugs: Iterable[str]) -> tuple[str, ...]:
        """The incidents that `slugs` stand for in `claim`, each once."""
        return tuple(dict.fromkeys(self.of(claim, slug) for slug in slugs))

    def __bool__(self) -> bool:
        return bool(self.merges or self.splits)
