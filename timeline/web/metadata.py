"""What Datasette says of the tables is what the projections say of themselves: no description is written twice."""

from __future__ import annotations

from typing import Any

from timeline.folder import TABLES as DATABASE_FILE
from timeline.folder import Settings
from timeline.projections.runner import CURSOR, TABLES
from timeline.projections.tables import Table

#: Datasette names a database after its file.
DATABASE = DATABASE_FILE.removesuffix(".db")

CAVEAT = "Rows are claims by sources, not established facts. An empty (NULL) end of a figure is an open end, not zero."
NEVER_ADD = "Figures are claims, not estimates: never add them up across incidents."

#: What the metadata of the whole instance says for citations, under the names that timeline.toml has for it.
CITED = ("creator", "publisher", "base_url")

#: `asked` is the name as places compare theirs, as far as SQL can tell.
_WHO_HELD = """with asked(name, day) as (
    select lower(replace(replace(replace(replace(:place, ' ', ''), '-', ''), '.', ''), char(39), '')),
        case when date(trim(:day), '+0 days') = trim(:day) then trim(:day) end
), recorded(identity, place) as (
    select identity, place from control_changes, asked
    where lower(place) = lower(trim(:place)) or identity = :place
        or instr(identity || ',', ',' || asked.name || ',') = 1
    union select key, key from places where key = lower(trim(:place))
    union select place, place from place_names, asked
    where normalised = asked.name or lower(place_names.name) = lower(trim(:place))
), wanted(identity, place) as (
    select identity, place from recorded
    union select place, place from events
    where not exists (select 1 from recorded) and lower(place) = lower(trim(:place)) and status = 'current'
), scopes(identity, place, scope) as (
    select distinct wanted.identity, wanted.place, coalesce(scope, 'unstated')
    from wanted left join control_periods on control_periods.identity = wanted.identity
), held as (
    select scopes.place, scopes.scope, day, controller, disputed, from_latest <= day and day <= to_earliest as sure,
        events, from_events, to_events
    from asked, scopes left join control_periods as periods on periods.identity = scopes.identity
        and periods.scope = scopes.scope and coalesce(from_earliest, from_latest) <= day and day <= to_latest
)
select place, scope, coalesce(day, :day) as day, case
        when day is null then 'no day: write it as 2015-08-26'
        when max(disputed) then 'disputed'
        when max(sure) then group_concat(distinct controller) filter (where sure)
        when count(controller) then 'uncertain'
        else 'unknown' end as answer,
    coalesce(group_concat(controller, '; '), '') as controllers,
    (select json_group_array(id) from (select distinct ids.value as id from held as one,
        json_each('[' || events || ',' || from_events || ',' || to_events || ']') as lists,
        json_each(lists.value) as ids
        where one.place = held.place and one.scope = held.scope order by 1)) as events
from held group by place, scope order by place, scope"""

QUERIES: dict[str, dict[str, str]] = {
    "figures": {
        "title": "Casualty figures by incident",
        "description": "The lowest and highest figure claimed by incident, party and outcome. NULL is an open end.",
        "sql": """select earliest, incident, title, party, civilian_status, outcome, period, lowest, highest,
    incident_casualties.claim_count, incident_casualties.origins_min, incident_casualties.origins_max,
    low_events, high_events
from incident_casualties join incidents on slug = incident
order by earliest, incident, party, outcome, period""",
    },
    "voices": {
        "title": "Who speaks, and through whom",
        "description": "How many current claims rest on each origin, by the voices through which they came.",
        "sql": """select origin, origin_kind, via, count(*) as claims, count(distinct source) as sources,
    count(distinct incident) as incidents
from events where status = 'current' and origin is not null
group by origin, origin_kind, via order by claims desc, origin""",
    },
    "who-held": {
        "title": "Who held a place on a day",
        "description": "place: the key of a recorded place, or any name of it, such as Musa Qala; small letters and "
        "capitals, blanks and hyphens make no difference. day: a local day, such as 2015-08-27. One row for each scope "
        "that claims state (centre, town, district; unstated where none does). answer: the controller; disputed where "
        "rival accounts or a denial leave it open; uncertain where a date is too coarse to tell; unknown where no "
        "claim tells of that day. controllers: whoever may have held it. events: the claims that say so, and those "
        "that begin and end it.",
        "sql": _WHO_HELD,
    },
    "said-by": {
        "title": "What one voice says",
        "description": "Every value whose origin is this voice, such as the coder, or unstated.",
        "sql": """select event, incident, property, party, value, wording, hedge, stance, locator, source
from claim_values where origin = :voice and event_status = 'current' order by event, number""",
    },
}


def metadata(settings: Settings, past: str = "") -> dict[str, Any]:
    """The metadata of the whole instance, for Datasette's `metadata=`; licence and caveat stand at every level.

    `past` says as of when the tables are, where they are of the past.

    Datasette 1.0 hands nothing down from the instance to its databases, nor from them to their tables.
    """
    common = {"license": settings.licence} if settings.licence else {}
    caveat = f"{past} {CAVEAT}".strip()
    tables = {table.name: common | _table(table, caveat) for table in TABLES}
    whole = common | {"title": settings.title, "description": f"{caveat} {NEVER_ADD}"}
    cited = {name: given for name in CITED if (given := getattr(settings, name))}
    return whole | cited | {"databases": {DATABASE: whole | {"tables": tables}}}


def settings_of(metadata: dict[str, Any], prefix: str) -> Settings:
    """What the metadata of the whole instance says of the timeline whose IDs begin with `prefix`.

    `metadata` of this module puts it there; where Datasette serves timeline.db without it, its own file may.
    """
    cited = {name: str(metadata.get(name) or "") for name in CITED}
    return Settings(str(metadata.get("title") or f"Timeline {prefix}"), str(metadata.get("license") or ""), **cited)


def _table(table: Table, caveat: str) -> dict[str, Any]:
    """One table's description, columns and settings (https://docs.datasette.io/en/0.65.1/metadata.html)."""
    described: dict[str, Any] = {
        "description": f"{table.description} {caveat}",
        "columns": {column.name: column.description for column in table.columns},
    }
    if table.label:
        described["label_column"] = table.label
    if table.sort:
        described["sort"] = table.sort
    if table.facets:
        described["facets"] = list(table.facets)
    if table == CURSOR:
        described["hidden"] = True
    return described
