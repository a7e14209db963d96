"""The rows of one event follow from that event and its source alone, so that they never need another event's rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic_core import to_json

from events.claim import Claim, Value
from events.ledger.source_recorded import SourceRecorded
from events.values.dates import Occurred
from events.values.place import Place
from events.values.quantity import Quantity
from events.values.said import Attributed, Said
from timeline.matching.names import normalised
from timeline.projections import attribution, gazetteer
from timeline.projections.attribution import Attribution
from timeline.projections.definitions import ATTRIBUTIONS, CASUALTIES, CLAIM_INCIDENTS, CLAIM_VALUES, EVENTS, SOURCES
from timeline.projections.projected import Projected, Row
from timeline.projections.titles import published
from timeline.projections.typed import own_fields


def rows(projected: Projected) -> Iterator[tuple[str, Row]]:
    """Every row that one event gives, each with the name of its table."""
    event, source = projected.event, projected.source
    if isinstance(event, Claim) and source:
        claim = _ClaimRows(projected, event, source)
        yield EVENTS.name, _event_row(projected) | claim.event_columns()
        yield from claim.rows()
    else:
        yield EVENTS.name, _event_row(projected)
    if isinstance(event, SourceRecorded):
        given = event.body() | {"event": projected.id}
        told = {column.name: given.get(column.name) for column in SOURCES.columns}
        yield SOURCES.name, told | {"cited_as": published(told)}
    yield from gazetteer.rows(projected.id, event)
    yield from projected.made_of_decision()


_EMPTY: Row = {column.name: None for column in EVENTS.columns}


def _event_row(projected: Projected) -> Row:
    """The columns that every event has; those of claims are empty."""
    event = projected.event
    source = event.key if isinstance(event, SourceRecorded) else None
    return _EMPTY | {
        "id": projected.id,
        "position": projected.position,
        "type": event.type,
        "version": projected.version,
        "incident": projected.incident(event.belongs_to) if event.belongs_to else None,
        "summary": event.summary(),
        "source": source,
        "status": projected.status,
        "replaced_by": projected.replaced_by,
        "recorded_at": projected.recorded_at,
        "recorded_by": projected.recorded_by,
        "body": projected.body,
        "entry_type": projected.entry_type,
        "amends": projected.amends,
    }


class _ClaimRows:
    """The rows of one claim."""

    def __init__(self, projected: Projected, claim: Claim, source: SourceRecorded) -> None:
        self.claim = claim
        self.source = source
        self.resolved = projected.incident
        self.root_of = projected.resolving.root
        self.whole = attribution.of_claim(claim, source)
        self.event = {"event": projected.id, "event_status": projected.status, "incident": self._incident()}
        self.id = projected.id

    def event_columns(self) -> Row:
        citation = self.claim.citation
        return {
            **_when(self.claim.occurred),
            "date_prec": self.claim.occurred.date_prec if self.claim.occurred else None,
            **_where(self.claim.place),
            "source": citation.source,
            **_how(self.whole),
            "reported": self.source.published,
            "locator": _listed(citation.locator),
            "quote": citation.quote,
            "grade": self.claim.grade,
            "tags": to_json(self.claim.tags).decode() if self.claim.tags else None,
            "note": self.claim.note,
            "responds_to": self._responds_to(),
            "answered": ", ".join(self.claim.responds_to.properties) or None if self.claim.responds_to else None,
            "disputed": 0,  # until it is compared with others
        }

    def _responds_to(self) -> str | None:
        """The claim that is answered, as it was first recorded."""
        if (answer := self.claim.responds_to) is None:
            return None
        return self.root_of(answer.id or ":".join(answer.labelled(self.source.key)))

    def rows(self) -> Iterator[tuple[str, Row]]:
        values = [(value, attribution.of_value(value.said, self.claim, self.source)) for value in self.claim.values()]
        casualties = [(value, how) for value, how in values if value.casualties]
        for slug, relation in self._incidents().items():
            yield CLAIM_INCIDENTS.name, {"event": self.id, "incident": slug, "relation": relation}
        for number, (value, how) in enumerate(values, 1):
            yield CLAIM_VALUES.name, {"number": number, **self._value_row(value, how)}
        for number, (value, how) in enumerate(casualties, 1):
            yield CASUALTIES.name, {"number": number, **self._casualties_row(value, how)}
        for number, row in enumerate(self._attributions(values), 1):
            yield ATTRIBUTIONS.name, {"event": self.id, "number": number, **row}
        yield type(self.claim).table, self._typed_row()

    def _incident(self) -> str | None:
        return self.resolved(self.claim.incident) if self.claim.incident else None

    def _incidents(self) -> dict[str, str]:
        about = dict.fromkeys(map(self.resolved, self.claim.about), "about")
        told = {self._incident(): "told"} if self.claim.incident else about
        return {slug: told.get(slug, "counted_in") for slug in map(self.resolved, self.claim.incidents())}

    def _value_row(self, value: Value, how: Attribution) -> Row:
        said, entry = value.said, value.casualties
        low, high, bound = _ends(said)
        return self.event | {
            "property": value.property,
            "party": entry.party.value if entry else None,
            "role": entry.role if entry else None,
            "value": _written(said),
            "low": low,
            "high": high,
            "bound": bound,
            "wording": said.wording,
            **_how(how),
            "locator": _listed(said.locator or self.claim.citation.locator),
            "quote": said.quote,
            "source": self.source.key,
            "superseded_by": None,
            **_days(said if isinstance(said, Occurred) else None),
            "basis": said.basis if isinstance(said, Occurred) else None,
            "extent": said.extent if isinstance(said, Occurred) else None,
            "civilian_status": entry.civilian_status if entry else None,
            "subset_of": entry.subset_of if entry else None,
        }

    def _casualties_row(self, value: Value, how: Attribution) -> Row:
        assert value.casualties is not None
        entry = value.casualties
        low, high, bound = _ends(value.said)
        return self.event | {
            "counted_in": self.resolved(entry.counted_in) if entry.counted_in else None,
            "party": entry.party.value,
            "wording": entry.party.wording,
            "civilian_status": entry.civilian_status,
            "role": entry.role,
            "outcome": value.property,
            "period": _period(self.claim.occurred),
            "value": _written(value.said),
            "low": low,
            "best": None,
            "high": high,
            "bound": bound,
            **_how(how),
            "source": self.source.key,
            "figure_wording": value.said.wording,
            "subset_of": entry.subset_of,
            "superseded_by": None,
        }

    def _attributions(self, values: list[tuple[Value, Attribution]]) -> Iterator[Row]:
        """The claim's own chain, then that of each value that came another way."""
        yield from _hops(self.whole, None, None)
        for value, how in values:
            if how.hops != self.whole.hops:
                yield from _hops(how, value.property, value.casualties.party.value if value.casualties else None)

    def _typed_row(self) -> Row:
        row: Row = self.event | _when(self.claim.occurred) | _where(self.claim.place)
        for name, kind in own_fields(type(self.claim)).items():
            said: Said[Any] | Occurred | None = getattr(self.claim, name)
            row[name] = _written(said) if said else None
            if kind == "quantity":
                low, high, _ = _ends(said) if said else (None, None, None)
                row |= {f"{name}_low": low, f"{name}_high": high}
            elif kind == "days":
                row |= _days(said if isinstance(said, Occurred) else None, f"{name}_")
        how = _how(self.whole)
        return row | {
            "hedge": how["hedge"],
            "stance": how["stance"],
            "origin": how["origin"],
            "source": self.source.key,
            "superseded": None,
            "origin_evidence": how["origin_evidence"],
        }


def _hops(how: Attribution, property: str | None, party: str | None) -> Iterator[Row]:
    for number, hop in enumerate(how.hops, 1):
        yield {
            "property": property,
            "hop": number,
            "voice": hop.voice,
            "relation": hop.relation,
            "evidence": hop.evidence,
            "party": party,
            "voice_normalised": normalised(hop.voice),
        }


def _how(how: Attribution) -> Row:
    said = {"hedge": how.hedge, "stance": how.stance, "origin": how.origin, "origin_kind": how.kind}
    return said | {"origin_evidence": how.evidence, "via": how.via}


def _when(occurred: Occurred | None) -> Row:
    given = {"occurred": occurred.value, "basis": occurred.basis} if occurred else {"occurred": None, "basis": None}
    return given | _days(occurred)


def _days(given: Occurred | None, before: str = "") -> Row:
    """The columns for the ends of a date, whose names begin with `before`; NULL for an open end, or for no date."""
    earliest, latest = (given.earliest, given.latest) if given else (None, None)
    return {
        f"{before}earliest": earliest.isoformat() if earliest else None,
        f"{before}latest": latest.isoformat() if latest else None,
    }


def _period(occurred: Occurred | None) -> str | None:
    """The days of a total over them, alike for all that write them otherwise; None for what is no such total."""
    if occurred is None or occurred.extent != "cumulative":
        return None
    earliest, latest = (end.isoformat() if end else ".." for end in (occurred.earliest, occurred.latest))
    return earliest if earliest == latest else f"{earliest}/{latest}"


def _where(place: Place | None) -> Row:
    return {"place": place.name if place else None, "admin1": place.admin1 if place else None}


def _written(said: Attributed) -> str:
    """The value as coded, as text."""
    return str(getattr(said, said.bare))


def _ends(said: Attributed) -> tuple[int | None, int | None, str | None]:
    quantity = said.value if isinstance(said, Said) else None
    return (quantity.low, quantity.high, quantity.bound) if isinstance(quantity, Quantity) else (None, None, None)


def _listed(locator: tuple[str, ...] | None) -> str | None:
    return "; ".join(locator) if locator else None
