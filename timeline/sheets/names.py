"""What an input declares and names can be told although it is faulty, so that all its faults come at once.

Sources, incidents, places and actors are given by the keys that the log's index has for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from events.claim import label_key
from events.decision import claim_key
from events.ledger.actor_recorded import actor_key
from events.ledger.incident_declared import incident_key
from events.ledger.place_recorded import place_key
from events.ledger.source_recorded import source_key
from events.values.claim_name import is_labelled
from events.values.text import SLUG
from timeline.sheets.claim_names import is_label, naming
from timeline.sheets.marks import Document, Path

_SLUG = re.compile(SLUG)
#: How the index names what an event of this type records under its `key`.
_OF_TYPE = {"source_recorded": source_key, "place_recorded": place_key, "actor_recorded": actor_key}

#: What a part of such a type is part of.
_WHOLES = {"place_recorded": place_key, "actor_recorded": actor_key}


def declared(document: Document) -> Iterator[str]:
    """What the document declares, in the head of its sheet or as events: of a key without a type, all it may be."""
    data = document.data
    if isinstance(data, dict) and "type" not in data:
        yield from _key(_at(data, "source", "key"), source_key)
        incidents = data.get("incidents")
        for slug in incidents if isinstance(incidents, dict) else ():
            yield from _key(slug, incident_key)
    for _, event in events(document):
        yield from _label(_at(event, "as"), event, document)
        known = _OF_TYPE.get(str(_at(event, "type")))
        for of in [known] if known else _OF_TYPE.values():
            yield from _key(_at(event, "key"), of)
        yield from _key(_at(event, "slug"), incident_key)


def named(event: object, document: Document) -> Iterator[tuple[Path, str]]:
    """The sources, incidents, labels, places and actors that one event of a document names, and where in the event."""
    answered = _at(event, "responds_to", "event") or _at(event, "responds_to")
    for key in _claim(answered, event, document):
        yield ("responds_to", "event"), key
    for field in naming(_at(event, "type")):
        for number, name in _listed(_at(event, field)):
            for key in _claim(name, event, document):
                yield (field, number), key
    for key in _key(_at(event, "citation", "source"), source_key):
        yield ("citation", "source"), key
    slugs: list[tuple[Path, object]] = [((name,), _at(event, name)) for name in ("incident", "into")]
    slugs += [((name, number), slug) for name in ("about", "incidents") for number, slug in _listed(_at(event, name))]
    slugs += [
        (("casualties", number, "counted_in"), _at(entry, "counted_in"))
        for number, entry in _listed(_at(event, "casualties"))
    ]
    for path, slug in slugs:
        for key in _key(slug, incident_key):
            yield path, key
    whole, known = _at(event, "part_of"), _WHOLES.get(str(_at(event, "type")))
    for key in _key(whole, known or place_key):
        yield ("part_of",), key
    for number, part in _listed(whole):
        for key in _key(part, known or actor_key):
            yield ("part_of", number), key


def events(document: Document) -> Iterator[tuple[Path, object]]:
    """Every event of a sheet, a list or a document that is one event, as written, and where it stands."""
    data = document.data
    if isinstance(data, dict) and "type" not in data:
        yield from ((("events", number), event) for number, event in _listed(data.get("events")))
    elif isinstance(data, list):
        yield from (((number,), event) for number, event in _listed(data))
    else:
        yield (), data


def _label(label: object, event: object, document: Document) -> Iterator[str]:
    """The key of `label` among those of the source that `event` cites, itself or with its sheet; none for an ID."""
    sheet = _at(document.data, "source")
    source = _at(event, "citation", "source") or _at(sheet, "key") or sheet
    if isinstance(source, str) and isinstance(label, str) and is_label(label):
        yield label_key(source, label)


def _claim(name: object, event: object, document: Document) -> Iterator[str]:
    """The key of the claim that is named by its source and label, or as above; none for an ID."""
    if isinstance(name, str) and is_labelled(name):
        yield claim_key(name)
    else:
        yield from _label(name, event, document)


def _at(data: object, *path: str) -> object:
    for step in path:
        data = data.get(step) if isinstance(data, dict) else None
    return data


def _listed(data: object) -> Iterator[tuple[int, object]]:
    return enumerate(data) if isinstance(data, list) else enumerate(())


def _key(name: object, of: Callable[[str], str]) -> Iterator[str]:
    if isinstance(name, str) and _SLUG.fullmatch(name):
        yield of(name)
