"""No two incidents are compared that could hardly be one, so that a record of many incidents is searched in seconds.

With a day and a province (or, where the province of one is not known, at one place) they are worth it, if no more
than NEAR days lie between them, and a place or what it lies in, a number, a text or a telling word is common to both.
Others, in one province or both in none, are by titles that are nearly the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence

from timeline.reconcile.alike import Sketch, title_alike

#: Days that may lie between the days of two incidents.
NEAR = 3
#: How alike titles must be where nothing else can tell.
ALIKE = 1 / 2
#: A word in the titles of more incidents of one province tells nothing.
EVERYWHERE = 100

Two = tuple[Sketch, Sketch]


def worth_comparing(sketches: Iterable[Sketch]) -> Iterator[Two]:
    """The pairs of `sketches` that are worth comparing, each once."""
    provinces: dict[str, list[Sketch]] = {}
    places: dict[str, list[Sketch]] = {}
    for sketch in sketches:
        provinces.setdefault(sketch.province, []).append(sketch)
        for place in sketch.places if sketch.days else ():
            places.setdefault(place, []).append(sketch)
    for province, found in provinces.items():
        counted = Counter(word for sketch in found for word in sketch.words)
        common = {word for word, count in counted.items() if count > EVERYWHERE}
        if province:
            yield from _near_and_sharing([sketch for sketch in found if _placed(sketch)], common)
        yield from _titled_alike(found, common)
    yield from _at_one_place(places.values())


def _near_and_sharing(sketches: Sequence[Sketch], common: set[str]) -> Iterator[Two]:
    shared: dict[str, frozenset[Hashable]] = {
        sketch.slug: frozenset(
            [*sketch.places, *sketch.within, *sketch.numbers, *sketch.texts, *(sketch.words - common)]
        )
        for sketch in sketches
    }
    for one, other in _near(sketches):
        if not shared[one.slug].isdisjoint(shared[other.slug]):
            yield one, other


def _at_one_place(places: Iterable[list[Sketch]]) -> Iterator[Two]:
    """Those of which the province of one is not known: with one place, each pair would be a pair of the province."""
    passed = set[tuple[str, str]]()
    for found in places:
        if all(sketch.province for sketch in found):
            continue
        for one, other in _near(found):
            names = (one.slug, other.slug)
            if names not in passed and not (one.province and other.province):
                passed.add(names)
                yield one, other


def _near(sketches: Iterable[Sketch]) -> Iterator[Two]:
    """The pairs between whose days no more than NEAR days lie."""
    spans = sorted((sketch.days[0].toordinal(), sketch.slug, sketch) for sketch in sketches if sketch.days)
    for number, (_, _, one) in enumerate(spans):
        assert one.days
        until = one.days[1].toordinal() + NEAR + 1
        for index in range(number + 1, len(spans)):
            if spans[index][0] > until:
                break
            yield one, spans[index][2]


def _titled_alike(sketches: Sequence[Sketch], common: set[str]) -> Iterator[Two]:
    """The pairs whose titles are alike, of which one at least has no day or no place."""
    titled: dict[str, list[Sketch]] = {}
    for sketch in sketches:
        for word in sketch.words - common:
            titled.setdefault(word, []).append(sketch)
    for one in sketches:
        if _placed(one):
            continue
        others = {other.slug: other for word in one.words - common for other in titled[word]}
        for slug, other in others.items():
            # Of two such incidents each finds the other.
            first = slug > one.slug or _placed(other)
            if first and title_alike(one, other) >= ALIKE and not _apart(one, other):
                yield one, other


def _placed(sketch: Sketch) -> bool:
    return sketch.days is not None and bool(sketch.places or sketch.province)


def _apart(one: Sketch, other: Sketch) -> bool:
    """Whether more than NEAR days lie between them."""
    if not one.days or not other.days:
        return False
    first, second = sorted((one.days, other.days))
    return (second[0] - first[1]).days > NEAR + 1
