"""Who held a place on a day is one statement, which tells apart what is said of that day and what is inferred of it."""

from __future__ import annotations

from timeline.web.question import spelt


def _who(name: str, before: str = "''", after: str = "''") -> str:
    """The claims of one list of the rows that cover the day, each with who says so, through whom and in which source.

    `before` and `after` are what stands around that, in SQL.
    """
    return f"""(select json_group_array(told) from (
        select distinct ids.value || ': ' || {before} || coalesce(control_changes.origin, events.origin)
            || coalesce(', via ' || nullif(via, ''), '') || ', in ' || events.source || {after} as told
        from held as one, json_each(one.{name}) as ids cross join events on events.id = ids.value
            left join control_changes on control_changes.event = ids.value
        where one.place = held.place and one.scope = held.scope order by 1))"""


#: Of a claim that ends a row, and names its controller all the same: as who lost the place.
_UNTIL = "iif(instr(one.to_events, ids.value), ' until then', '')"
#: Of how much of the place a claim speaks, where it states that.
_PART = "coalesce(', of the ' || nullif(control_changes.scope, 'unstated'), '')"

#: `asked` is the name as places compare theirs. `said` and `again` are the last day up to the one that is asked for,
#: and the first one after it, for which a claim names the controller of a row.
WHO_HELD = f"""with asked(name, day) as (
    select {spelt("place")},
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
        events, inferred_from, denied_by, from_events, to_events,
        (select max(min(substr(value, -10), day)) from json_each(told) where substr(value, 1, 10) <= day) as said,
        coalesce((select min(substr(value, 1, 10)) from json_each(told) where substr(value, 1, 10) > day),
            case when to_events != '[]' then date(to_latest, '+1 day') end) as again
    from asked, scopes left join control_periods as periods on periods.identity = scopes.identity
        and periods.scope = scopes.scope and coalesce(from_earliest, from_latest) <= day and day <= to_latest
), answered as (
    select place, scope, day, max(said) filter (where sure) as said, max(again) filter (where sure) as again,
        max(events) filter (where sure) as events, case
            when day is null then 'no day: write it as 2015-08-26'
            when max(disputed) then 'disputed'
            when max(sure) and max(said) filter (where sure) = day
                then group_concat(distinct controller) filter (where sure)
            when max(sure) then 'inferred'
            when count(controller) then 'uncertain'
            else 'unknown' end as answer
    from held group by place, scope
)
select place, scope, coalesce(day, :day) as day, answer,
    coalesce((select group_concat(controller, '; ') from (select distinct controller from held as one
        where one.place = held.place and one.scope = held.scope and controller is not null order by 1)), '')
        as controllers,
    case when answer = 'inferred' then coalesce((select occurred
        from json_each(events) as ids cross join control_changes on event = ids.value
        where latest = said order by earliest desc, event limit 1), said) end as last_said,
    case when answer = 'inferred' then again end as next_said,
    {_who("events", f"one.controller || {_UNTIL} || ', according to '")} as said_by,
    {_who("inferred_from", "one.controller || ', inferred from '")} as inferred_from,
    {_who("denied_by", after=_PART)} as denied_by,
    {_who("from_events")} as begun_by, {_who("to_events")} as ended_by,
    (select json_group_array(claim) from (select distinct ids.value as claim from held as one,
        json_each('[' || events || ',' || inferred_from || ',' || denied_by || ',' || from_events || ',' || to_events
            || ']') as lists,
        json_each(lists.value) as ids
        where one.place = held.place and one.scope = held.scope order by 1)) as events
from answered as held order by place, scope"""
