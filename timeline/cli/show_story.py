"""`timeline show SLUG` as of then, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import click
from sqlite_utils import Database

from timeline.cli.show_incident import Told, claims, led_on, show_told
from timeline.projections import decided
from timeline.projections.disputed import doubts_among, taking_part
from timeline.projections.story import Story, stands_for, story
from timeline.projections.summary import TELLING
from timeline.reconcile.asof import AsOf

Row = dict[str, Any]

_MERGES = "select event, slug, [into], reason from incident_merges where slug = ?"


def show_story(db: Database, name: str, asof: AsOf, json_: bool) -> None:
    """Print the incident that the declared slug `name` stood for then."""
    slug = stands_for(db, name, asof)
    told = story(db, slug, asof)
    assert told is not None
    if slug != name:
        click.echo(led_on(_merges(db, name, slug, asof)), err=json_)
    decisions = _decisions(db, told)
    if json_:
        doubts = doubts_among(db, told.listed, told.contradictions)
        disputed = taking_part(told.contradictions)
        listed = [
            row | {"disputed": int(row["id"] in disputed), "doubts": doubts.get(row["id"], [])}
            for row in claims(db, told.claims, told.superseded_claims)
        ]
        click.echo(json.dumps(_whole(told, listed) | decisions, ensure_ascii=False, indent=1))
        return
    events = {row["event"] for rows in decisions.values() for row in rows}
    short = Told(
        told.incident,
        told.claims,
        told.superseded_claims,
        told.casualties,
        told.quantities,
        told.contradictions,
        told.lost,
        events | {mark["supersession"] for mark in told.superseded},
        told.superseded,
        TELLING,
    )
    show_told(db, short, *_when(asof))


def _decisions(db: Database, told: Story) -> dict[str, list[Row]]:
    """What was decided on the incident, by then, of claims that depend on each other, of incidents, and of itself."""
    slug = told.incident["slug"]
    links = ("event", "claim", "relation", "other", "evidence", "reason")
    lies = ("event", "relation", "there", "title", "reason")
    graded = ("event", "assessor", "assessed", "grade", "reason")
    best = ("party", "outcome", "low", "best", "high")
    return {
        "links": [_only(row, links) for row in told.links],
        "incident_links": [_only(row, lies) for row in decided.links(db, slug, told.asof)],
        "assessments": [
            _only(row, graded) | {"figures": [_only(figure, best) for figure in row["figures"]]}
            for row in decided.assessments(db, slug, told.asof)
        ],
        "merges": [_only(row, ("event", "slug", "reason")) for row in decided.merged(db, slug, told.asof)],
        "splits": [
            _only(row, ("event", "slug", "into", "claims", "reason")) for row in decided.splits(db, slug, told.asof)
        ],
    }


def _only(row: Row, names: Iterable[str]) -> Row:
    return {name: row[name] for name in names}


def _whole(told: Story, claims: list[Row]) -> Row:
    """What --json prints: the row of the incident, as of then where it was asked for, with all that bears on it."""
    reported = told.asof.reported
    then = {"as_recorded": told.asof.recorded, "as_reported": reported.isoformat() if reported else None}
    return (
        told.incident
        | {name: time for name, time in then.items() if time}
        | {
            "claims": claims,
            "casualties": told.casualties,
            "quantities": told.quantities,
            "contradictions": told.contradictions,
            "superseded": [
                {name: mark[name] for name in ("event", "property", "party", "value", "supersession")}
                for mark in told.superseded
            ],
            "origins": told.origins,
            "others": told.others,
            "lost": told.lost,
        }
    )


def _merges(db: Database, name: str, slug: str, asof: AsOf) -> Iterator[Row]:
    """The decisions by which `name` stood for `slug` then."""
    while name != slug:
        (merge,) = decided.held(db, db.query(_MERGES, [name]), asof)
        yield merge
        name = merge["into"]


def _when(asof: AsOf) -> Iterator[str]:
    if asof.reported:
        yield f"As reported by {asof.reported}: what was published later, or nobody knows when, is not here."
    if asof.recorded:
        yield f"As recorded at {asof.recorded}: what this timeline came to hold later is not here."
