"""The story of Musa Qala in August 2015 as a few claims, for tests that ask who held it. Days and voices are real."""

from __future__ import annotations

from typing import Any

from events.base import Event
from events.registry import parse
from timeline.log.ids import format_id

PLACE = {"name": "Musa Qala", "country": "AF", "admin1": "Helmand"}
INCIDENTS = {"musa-qala-takeover": "Taliban take Musa Qala", "musa-qala-recapture": "Recapture of Musa Qala"}
SOURCES = {
    "broadcaster": ("news", "NDTV", "2015-08-26"),
    "daily": ("news", "The Nation", "2015-08-27"),
    "blog": ("post", "A blog", "2015-09"),
    "sputnik": ("news", "Sputnik News", "2015-08-26T22:13"),
    "analysts": ("report", "AAN", "2015-09-03"),
    "upi": ("wire", "UPI", "2015-08-30"),
    "voa": ("news", "VOA", "2015-09-03"),
}
TAKEOVER, RECAPTURE = INCIDENTS
#: The district as the gazetteer has it.
MUSA_QALA = {
    "type": "place_recorded",
    "key": "musa-qala",
    "name": "Musa Qala",
    "aliases": ["Musa Kala"],
    "kind": "district",
    "country": "AF",
    "admin1": "Helmand",
}


def ground() -> list[Event]:
    """The sources and incidents, nothing said yet."""
    recorded = [
        {"type": "source_recorded", "key": key, "kind": kind, "publisher": publisher, "published": published}
        for key, (kind, publisher, published) in SOURCES.items()
    ]
    declared = [{"type": "incident_declared", "slug": slug, "title": title} for slug, title in INCIDENTS.items()]
    return [parse(data) for data in (*recorded, *declared)]


def said(type_: str, source: str, day: str | None, cited: dict[str, Any] | None = None, **fields: Any) -> Event:
    """What a source claims of Musa Qala on a day."""
    data = {"type": type_, "place": PLACE, "occurred": day, "citation": {"source": source} | (cited or {})} | fields
    return parse({name: value for name, value in data.items() if value is not None})


def fall(source: str, day: str | None, cited: dict[str, Any] | None = None, **fields: Any) -> Event:
    return said("district_fall", source, day, cited, **({"incident": TAKEOVER, "taken_by": "Taliban"} | fields))


def recaptured(**fields: Any) -> Event:
    """What the ministry says through two agencies."""
    chain = ["Afghan Ministry of Defence", "Xinhua", "UPI"]
    told = {"incident": RECAPTURE, "taken_by": "Afghan forces"} | fields
    return said("territory_recaptured", "upi", "2015-08-30", {"chain": chain}, **told)


def back(**fields: Any) -> Event:
    """What the analysts heard: the government had it for a day."""
    told = {"incident": RECAPTURE, "status": "controlled", "controller": {"value": "Taliban", "hedge": "reportedly"}}
    return said("control_status", "analysts", "2015-08-31", {"locator": "p. 2"}, **(told | fields))


def story() -> list[Event]:
    """All that is claimed of August 2015, in the order of report."""
    general = {"chain": ["Gen. Breedlove", "Reuters", "VOA"]}
    return [
        fall("broadcaster", "2015-08-24"),
        fall("sputnik", "2015-08-26", lost_by="Afghan forces"),
        fall("daily", "2015-08-24"),
        recaptured(),
        fall("blog", "2015-08-25", {"locator": "late"}),
        fall("analysts", "2015-08-26", {"locator": "p. 1"}),
        back(),
        said("control_status", "voa", "2015-09-02", general, scope="centre", status="neither"),
    ]


def id_of(number: int) -> str:
    """The ID of the claim `number`, from 1, that is appended after the ground."""
    return format_id("TST", len(ground()) + number)
