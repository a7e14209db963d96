"""Whether a claim is in dispute, denied or doubted follows from what others say, and is told where the claim is shown.

A mark of a page and the columns `disputed` and `doubted` of `events` are of one rule: that of `projections.against`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from events.values.matters import matters
from timeline.projections.control_tables import CONTROL_CHANGES
from timeline.projections.counted import NUMBER, with_counted
from timeline.projections.definitions import EVENTS
from timeline.projections.disputed import AGAINST, DISPUTES, IN_DISPUTE, by_incident, on
from timeline.projections.listed import listed
from timeline.projections.typed import TYPED
from timeline.reconcile.comparing import UNSTATED
from timeline.web import compat, marks, replies, rivals
from timeline.web.marks import DOUBTS, MARKS, mark
from timeline.web.queries import Row, Tables
from timeline.web.valued import doubt

if TYPE_CHECKING:
    from datasette.app import Datasette

#: The tables of which each row is a claim: the columns of its event and of what became of it.
_CLAIMS = {EVENTS.name: ("id", "status"), **{table.name: ("event", "event_status") for table in TYPED.values()}}

#: The tables of which each row is what a claim says of one thing; their other columns have no room for marks.
_PARTS = {CONTROL_CHANGES.name: ("event", "event")}
#: The tables of which each row is a value, of whatever claim.
_FIGURES = ("claim_values", "casualties")
#: The columns of a table of values that say whose each is, and how it is said.
_VALUE = {"event", "stance"}
#: Of these claims those of which the whole is denied or doubted.
_WHOLE = """
    select id, stance from events where id in (select value from json_each(:events))
        and stance in ('denies', 'questions', 'cannot_confirm')
"""
#: The values of claims in a JSON list that others contradict, each with an incident on which they do.
_VALUES_IN_DISPUTE = """
    select own.event, own.property, own.party, min(incident) as incident
    from json_each(:events) as asked cross join contradicting_values as own on own.event = asked.value
        cross join contradictions using (incident, number)
    where judgement = 'contradiction' group by own.event, own.property, own.party
"""
#: The values that are said otherwise than the claim as a whole.
_OTHERWISE = """
    select said.event, group_concat(property) as properties, said.stance
    from json_each(:events) as asked cross join events on events.id = asked.value
        cross join claim_values as said on said.event = events.id
    where said.stance != events.stance and +said.origin_kind != 'coder' and +said.superseded_by is null
    group by said.event, said.stance order by said.stance
"""


async def disputed_in(tables: Tables, events: Iterable[str]) -> dict[str, str]:
    """Of these claims those that others contradict, each with an incident on which they do."""
    rows = await tables.rows(IN_DISPUTE, events=listed(events))
    return {row["event"]: row["incident"] for row in rows}


async def as_a_whole(tables: Tables, events: Iterable[str]) -> dict[str, str]:
    """Of these claims those that deny or doubt all that they say, each with how it does."""
    rows = await tables.rows(_WHOLE, events=listed(events))
    return {row["id"]: row["stance"] for row in rows}


async def page(tables: Tables, event: Row, values: Sequence[Row], answered: str | None) -> Row:
    """What the page of a claim says: its `disputes`, who speaks `against` it, its `answers`, and its `manners`.

    And what is `denied` by it besides the claim that it `answered`.
    """
    answers = await replies.to(tables, event["id"])
    disputes = await _disputes(tables, event["id"])
    denials = await replies.against(tables, [event["id"]]) if disputes else []
    doubts = [row for row in answers if row["stance"] in DOUBTS]
    return {
        "disputes": disputes,
        "against": replies.with_denials(doubts, denials, event["id"]),
        "answers": answers,
        "denied": replies.at([], event["id"], [row for row in denials if row["answers"] != answered])["gives"],
        "manners": manners(event, values),
        "does": replies.does(event, values),
        "part": next((row["value"] for row in values if row["property"] == "scope" and row["value"] != UNSTATED), None),
        "matters": matters,
    }


async def _disputes(tables: Tables, id: str) -> list[Row]:
    """The incidents on which others contradict the claim, each with the words for what it is `on`."""
    found = await tables.rows(DISPUTES, id=id)
    if any(row["property"] == NUMBER for row in found):
        found = await tables.read(lambda db: with_counted(db, found))
    return [one | {"on": on(one["matters"])} for one in by_incident(found)]


def manners(event: Row, values: Iterable[Row]) -> list[Markup]:
    """How a claim is said: as a whole, unless no value of it is said so, and the values that are said otherwise.

    Each as its mark: `asserts`, and `questions the number killed` with the shape that a question has everywhere.
    """
    stances: dict[str, list[str]] = {}
    for value in values:
        if value["origin_kind"] != "coder" and not value["superseded_by"]:
            stances.setdefault(value["stance"] or event["stance"], []).append(value["property"])
    own = event["stance"]
    found = [(own, "")] if own in stances or not stances else []
    found += [(stance, matters(fields)) for stance, fields in stances.items() if stance != own]
    return [marks.of("stance", stance, of) for stance, of in found if stance]


async def tell(datasette: Datasette, tables: Tables, table: str, rows: Sequence[Any]) -> None:
    """Say in the cells of a page of a table which claims are in dispute, denied or doubted, and what they doubt."""
    shown = [{cell["column"]: cell for cell in row.cells} for row in rows]
    if table not in _CLAIMS:
        await _tell_of_values(datasette, tables, table in _FIGURES, [row for row in shown if row.keys() >= _VALUE])
    if table not in _CLAIMS and table not in _PARTS:
        return
    key, status = (_CLAIMS | _PARTS)[table]
    claims = {str(compat.plain(row[key]["raw"])): row for row in shown if key in row and _is_claim(row)}
    if claims:
        await _tell_against(datasette, tables, claims, status)
    for one in await tables.rows(_OTHERWISE, events=listed(claims)) if claims and table in _CLAIMS else ():
        cell = claims[one["event"]].get("stance")
        if cell and one["stance"] in DOUBTS:
            doubted = doubt(one["stance"], matters(one["properties"].split(",")))
            cell["value"] = Markup("{} {}").format(cell["value"], doubted)


async def _tell_against(datasette: Datasette, tables: Tables, claims: Mapping[str, Row], status: str) -> None:
    """Say of each claim what others say against it: in the column of that where it is shown, else beside `status`."""
    disputed, path = await disputed_in(tables, claims), datasette.urls.path
    against: dict[str, dict[str, str]] = {}
    for one in await tables.rows(AGAINST, events=listed(claims)):
        against.setdefault(one["event"], {}).setdefault(one["stance"], one["doubted_by"])
    for id, row in claims.items():
        rival = [(path(f"/incident/{disputed[id]}#disagreements"), rivals.IN_DISPUTE)] if id in disputed else []
        doubts = against.get(id, {})
        doubted = [(path(f"/event/{doubts[one]}"), replies.mark(one)) for one in DOUBTS if one in doubts]
        beside = [Markup("{}").format(row[status]["value"])] if status in row else []
        for column, told in (("disputed", rival), ("doubted", doubted)):
            links = [Markup('<a href="{}">{}</a>').format(at, mark(found)) for at, found in told]
            if column in row and links:
                row[column]["value"] = Markup(" ").join(links)
            else:
                beside += links
        if status in row:
            row[status]["value"] = Markup(" ").join(beside)


async def _tell_of_values(datasette: Datasette, tables: Tables, figures: bool, rows: Sequence[Row]) -> None:
    """Say of `figures` that others contradict them, and of values doubted with all of their claim no more than that."""
    raw = [{name: compat.plain(cell["raw"]) for name, cell in row.items()} for row in rows]
    told = [(row, one) for row, one in zip(rows, raw, strict=True) if figures and {"value", "party"} <= one.keys()]
    events = listed(str(one["event"]) for _, one in told)
    found = await tables.rows(_VALUES_IN_DISPUTE, events=events) if told else []
    disputed = {(row["event"], row["property"], row["party"]): row["incident"] for row in found}
    for row, one in told:
        if incident := disputed.get((one["event"], one.get("outcome") or one.get("property"), one["party"])):
            at = datasette.urls.path(f"/incident/{incident}#disagreements")
            link = Markup('<a href="{}">{}</a>').format(at, mark(rivals.IN_DISPUTE))
            row["value"]["value"] = Markup("{}<br>{}").format(row["value"]["value"], link)
    doubted = [(row, one) for row, one in zip(rows, raw, strict=True) if one["stance"] in DOUBTS]
    whole = await as_a_whole(tables, (one["event"] for _, one in doubted)) if doubted else {}
    for row, one in doubted:
        if whole.get(one["event"]) == one["stance"]:
            row["stance"]["value"] = mark(MARKS["stance"][one["stance"]])


def _is_claim(row: Row) -> bool:
    """Whether anybody makes what the row holds; where that is not on the page, it may be."""
    return "stance" not in row or row["stance"]["raw"] is not None
