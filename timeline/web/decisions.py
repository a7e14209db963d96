"""A decision is told in plain English with links to what it names, and a claim with the decisions that name it."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlite_utils import Database

from events.decision import Decision
from events.registry import TYPES
from timeline.projections import decided, now, replaced
from timeline.projections.decisions import OF_TYPE
from timeline.web import rivals, words
from timeline.web.queries import Row, Tables

_TITLES = "select slug, title from incident_slugs where slug in (select value from json_each(:slugs))"


async def page(tables: Tables, event: Row, body: Row) -> Row:
    """What the page of an event shows of decisions: `decision`, if it is one, and those that name it."""
    found = TYPES.get(event["type"])
    deciding = event["entry_type"] in (event["type"], "coding_corrected")
    return await tables.read(
        lambda db: {
            "decision": _decision(db, event["id"], found, body)
            if deciding and found and issubclass(found, Decision)
            else None,
            "naming": [_naming(db, row) for row in decided.naming(db, event["id"])],
            "instead": {row["event"]: row["new"] for row in replaced.replaced_in(db, event["id"])},
        }
    )


def _naming(db: Database, row: Row) -> Row:
    """A decision that names a claim; of a link between claims also how it depends on the `other` one."""
    other = now.named(db, [row["other"]]).get(row["other"]) if row["other"] else None
    return row | {"other": other, "words": rivals.dependence(row) if other else ""}


def _decision(db: Database, id: str, type_: type[Decision], body: Row) -> Row:
    """The `facts` of a decision, since when and until when it holds, and the values that it reached."""
    table = OF_TYPE[type_][0].name
    rows = list(db.query(f"select * from [{table}] where event = ?", [id]))
    told = {
        "incidents_merged": _merged,
        "incident_split": _split,
        "incidents_linked": _linked,
        "claims_linked": _claims_linked,
        "statement_superseded": _superseded,
        "incident_assessed": _assessed,
    }[type_.model_fields["type"].default]
    return {
        "facts": told(db, body, rows),
        "holds": rows[0] if rows else None,
        "replaced": replaced.reached(db, id),
        "estimates": list(db.query("select * from best_figures where event = ? order by number", [id])),
    }


def _merged(db: Database, body: Row, rows: list[Row]) -> list[Row]:
    return [
        _incidents(db, "The incident", [body["incident"]]),
        _incidents(db, "Is one with", [body["into"]], "Its slug leads there; its claims keep it as written."),
    ]


def _split(db: Database, body: Row, rows: list[Row]) -> list[Row]:
    return [
        _claims(db, "These claims", (row["claim"] for row in rows)),
        _incidents(db, "Were taken to be on", [body["incident"]]),
        _incidents(db, "Are on", [body["into"]]),
    ]


def _linked(db: Database, body: Row, rows: list[Row]) -> list[Row]:
    one, other = body["incidents"]
    return [
        _incidents(db, "The incident", [one]),
        _incidents(db, words.label(rivals.LIES[body["relation"]]), [other]),
    ]


def _claims_linked(db: Database, body: Row, rows: list[Row]) -> list[Row]:
    how = "Is derived from" if body["relation"] == "derived" else "Carries the same text as"
    evidence = {"stated": "The source says so.", "inferred": "The coder infers it."}[body["evidence"]]
    return [
        _claims(db, "The claim", (row["claim"] for row in rows)),
        _claims(db, how, (row["other"] for row in rows)),
        {"label": "Evidence", "text": evidence},
    ]


def _superseded(db: Database, body: Row, rows: list[Row]) -> list[Row]:
    fields = "; ".join(rivals.field({"party": None} | field) for field in map(_as_field, body.get("fields", ())))
    return [
        {"label": "What it is", "text": f"{rivals.CHANGES[body['change']]}."},
        _claims(db, "The statement as it was", (row["claim"] for row in rows if row["part"] == "old")),
        _claims(db, "As its issuer has it since", (row["claim"] for row in rows if row["part"] == "new")),
        {"label": "Fields that changed", "text": fields or "all that differ"},
        *([{"label": "Said", "text": words.moment(body["said"])}] if body.get("said") else []),
    ]


def _as_field(given: Row | str) -> Row:
    return {"property": given} if isinstance(given, str) else given


def _assessed(db: Database, body: Row, rows: list[Row]) -> list[Row]:
    relied = [root for row in rows for root in (row["relies_on"] or "").split()]
    return [
        _incidents(db, "The incident", [body["incident"]]),
        {"label": "Assessor", "text": body["assessor"]},
        {"label": "Assessed", "text": words.edtf(body["assessed"])},
        {"label": "Grade", "text": f"{words.label(body['grade'])}: {rivals.GRADES[body['grade']]}"},
        *([_claims(db, "Relies on", relied)] if relied else []),
    ]


def _incidents(db: Database, label: str, slugs: list[str], note: str = "") -> Row:
    titles = {row["slug"]: row["title"] for row in db.query(_TITLES, {"slugs": json.dumps(slugs)})}
    return {"label": label, "incidents": [(slug, titles.get(slug)) for slug in slugs], "note": note}


def _claims(db: Database, label: str, roots: Iterable[str]) -> Row:
    return {"label": label, "claims": list(now.named(db, roots).values())}
