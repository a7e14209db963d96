"""Who held a place on a day is one statement, which tells apart what is said of that day and what is inferred of it."""

from __future__ import annotations

from events.values.written import SUPPLIED
from timeline.web.charts.stretches import LATER, OTHERS
from timeline.web.question import spelt
from timeline.web.sayers import SAYS

#: That a day is none of the source's words: `Taliban (date taken from the report)`.
_WHEN = " ".join(f"when '{basis}' then ' ({words})'" for basis, words in SUPPLIED.items())
_BASIS = f"case control_changes.basis {_WHEN} else '' end"


def _nearest(told: str, end: str) -> str:
    """Beside a day of which nothing is known: the day that is told of nearest, as the claim dates it that tells of it.

    `told` picks that day among the `value` of all days that claims tell of, which such a claim has in `end`.
    """
    return f"""(select coalesce((select occurred from control_changes
            where control_changes.place = answered.place and {end} = near order by event limit 1), near)
        from (select {told} as near from control_periods cross join json_each(told)
            where control_periods.place = answered.place and control_periods.scope = answered.scope))"""


_BEFORE = _nearest("max(substr(value, -10)) filter (where substr(value, -10) < day)", "told_to")
_AFTER = _nearest("min(substr(value, 1, 10)) filter (where substr(value, 1, 10) > day)", "told_from")


def _who(part: str) -> str:
    """The claims of one column, each with what it says, who says so, through whom and in which source."""
    return f"""(select json_group_array(told) from (
        select distinct event || ': ' || says || coalesce({SAYS}, source) || denied as told
        from bearing where place = answered.place and scope = answered.scope and part = '{part}' order by 1))"""


#: `asked` is the name as places compare theirs. `said` and `again` are the last day up to the one that is asked for,
#: and the first one after it, for which a claim names the controller of a row. `named` are the claims of each list of
#: the rows; of those that name who has the place, only those `said_by` tell of the day itself. Who has it pass to
#: another by that day bears out nothing that is inferred of the day. Whatever dates a disputed
#: change `later` ends nothing.
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
        events, inferred_from, denied_by, from_events, to_events, case when disputed then (
            select json_group_array(ids.value) from json_each(to_events) as ids
                join control_changes as ending on ending.event = ids.value
            where exists (select 1 from json_each(from_events) as began
                join control_changes as beginning on beginning.event = began.value
                where beginning.incident = ending.incident and beginning.controller = ending.controller))
            else '[]' end as later,
        (select max(min(substr(value, -10), day)) from json_each(told) where substr(value, 1, 10) <= day) as said,
        coalesce((select min(substr(value, 1, 10)) from json_each(told) where substr(value, 1, 10) > day),
            case when to_events != '[]' then date(to_latest, '+1 day') end) as again
    from asked, scopes left join control_periods as periods on periods.identity = scopes.identity
        and periods.scope = scopes.scope and coalesce(from_earliest, from_latest) <= day and day <= to_latest
), named as materialized (
    select place, scope, day, controller, lists.key as list, ids.value as event, instr(to_events, ids.value) as until
    from held cross join json_each(json_object('events', json(events), 'inferred_from', json(inferred_from),
        'denied_by', json(denied_by), 'begun_by', json(from_events), 'dated_later_by', json(later),
        'ended_by', json(to_events))) as lists
        cross join json_each(lists.value) as ids
), bearing as materialized (
    select named.place, named.scope, named.event, events.source,
        case when list = 'events' then iif(not until and told_from <= day and day <= told_to, 'said_by',
            'inferred_from') else list end as part,
        case when list = 'events' then named.controller || case
                when until then ' until ' || coalesce(control_changes.occurred, 'then') || ', according to '
                when told_from <= day and day <= told_to then {_BASIS} || ', according to '
                when told_to is null then ', said without a day by '
                else {_BASIS} || ', said of ' || control_changes.occurred || ' by ' end
            when list = 'inferred_from' then named.controller || ', inferred from ' || case
                when named.event in (select event from named where list = 'denied_by') then 'the denial by '
                when told_to is null then 'what is said, without who has it since, by '
                else 'the later date given by ' end
            else '' end as says,
        coalesce(iif(list = 'denied_by', ', of the ' || nullif(control_changes.scope, 'unstated'), ''), '') as denied
    from named left join control_changes on control_changes.event = named.event
        left join events on events.id = named.event
    where (list != 'inferred_from' or told_to is null or told_to > day)
        and not (list in ('begun_by', 'ended_by') and exists (select 1 from named as apart where list = 'dated_later_by'
            and apart.event = named.event and apart.place = named.place and apart.scope = named.scope))
), answered as (
    select place, scope, day, max(said) filter (where sure) as said, max(again) filter (where sure) as again,
        max(events) filter (where sure) as events, case
            when day is null then 'no day: write it as 2015-08-26'
            when max(disputed) then 'disputed'
            when max(sure) and max(said) filter (where sure) = day
                then group_concat(distinct controller) filter (where sure)
            when max(sure) then 'inferred'
            when count(controller) then 'uncertain'
            else 'unknown' end as answer,
        iif(max(disputed) and count(distinct controller) = 1 and min(denied_by) = '[]',
            iif(sum(later != '[]'), '{LATER}', '{OTHERS}'), null) as remark
    from held group by place, scope
)
select place, scope, coalesce(day, :day) as day, answer,
    coalesce((select group_concat(controller, '; ') from (select distinct controller from held
        where held.place = answered.place and held.scope = answered.scope and controller is not null order by 1)), '')
        as controllers,
    remark,
    case answer when 'inferred' then coalesce((select occurred
        from json_each(events) as ids cross join control_changes on event = ids.value
        where told_to = said order by earliest desc, event limit 1), said)
        when 'unknown' then {_BEFORE} end as last_said,
    case answer when 'inferred' then again when 'unknown' then {_AFTER} end as next_said,
    {_who("said_by")} as said_by,
    {_who("inferred_from")} as inferred_from,
    {_who("denied_by")} as denied_by,
    {_who("begun_by")} as begun_by,
    {_who("dated_later_by")} as dated_later_by,
    {_who("ended_by")} as ended_by,
    (select json_group_array(event) from (select distinct event from bearing
        where bearing.place = answered.place and bearing.scope = answered.scope order by 1)) as events
from answered order by place, scope"""
