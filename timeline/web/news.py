"""What is new of one incident, place, actor, source or voice is one query, so that its feed is that of any query.

New are the claims on it and what records it, and whatever was done or decided to these: corrections, retractions,
undoings, links, merges, splits, assessments, and statements that issuers replaced.
"""

from __future__ import annotations

from urllib.parse import urlencode

from timeline.web.metadata import DATABASE
from timeline.web.question import INCIDENT, SOURCE, VOICE, Question

#: As many are told, the newest first.
NEWEST = 100
NAME = "what-is-new"

#: A place that is not recorded is named as claims write it, with its province and its country or without. Titles and
#: publishers, for which there is no index, are only read where an incident or source is named.
_ABOUT = f"""asked(incident, source, place, actor) as materialized (
    select iif(trim(:incident) = '', null, {INCIDENT}), iif(trim(:source) = '', null, {SOURCE}), trim(:place),
        lower(trim(:actor))
), {VOICE}, recorded(place) as (
    select key from asked cross join places on key = lower(asked.place)
    union select place_names.place from asked cross join place_names on place_names.name = asked.place collate nocase
), within(place) as (
    select place from recorded union select key from within join places on part_of = within.place
), there(event) as (
    select event from within cross join claim_places using (place)
    union select id from asked cross join events
    where asked.place != '' and not exists (select 1 from recorded) and events.place is not null
        and instr(lower(asked.place), lower(events.place)) = 1 and lower(asked.place) in (
            lower(events.place), lower(events.place || ', ' || admin1),
            lower(events.place || ', ' || json_extract(body, '$.place.country')),
            lower(events.place || ', ' || admin1 || ', ' || json_extract(body, '$.place.country')))
), happened(incident) as (
    select asked.incident from asked where asked.incident is not null
    union select claim_incidents.incident from there join claim_incidents using (event) where relation != 'counted_in'
), party(event) as (
    select claim_parties.event from asked join actor_parts using (actor)
        cross join claim_parties on claim_parties.actor = part
    union select actors.event from asked join actors on key = actor
    union select attributions.event from asked join actor_names using (actor) cross join attributions
        on voice_normalised = normalised
), about(id) as (
    select event from there union select event from party
    union select places.event from recorded join places on key = place
    union select event from happened join claim_incidents using (incident)
    union select event from happened join incident_slugs using (incident)
    union select event from happened join incident_links using (incident)
    union select event from happened join incident_links as links on other = happened.incident
    union select event from happened join incident_merges on [into] = happened.incident
    union select event from happened join incident_splits on incident_splits.slug = happened.incident
    union select event from happened join incident_splits on [into] = happened.incident
    union select event from happened join incident_assessments using (incident)
    union select id from asked join events using (source)
    union select event from spelt cross join attributions using (voice_normalised)
), decided(id) as (
    select id from about
    union select event from about join claim_links on claim = id
    union select event from about join claim_links on other = id
    union select event from about join supersessions on claim = id
    union select event from about join incident_splits on claim = id
), bearing(id) as (
    select id from decided union select events.id from bearing join events on amends = bearing.id
), newest(id) as (
    select * from (select id from events
        where trim(:incident || :place || :actor || :source || :voice) = '' order by position desc limit {NEWEST})
    union select id from bearing
)"""

NEWS = Question(
    title="What is new?",
    asks={
        "incident": "an incident: its title, or its slug.",
        "place": "a recorded place by its key or any name of it, with all parts of it; another as claims write it.",
        "actor": "the key of a recorded actor, with all parts of it, as a party and as a voice.",
        "source": "a source: its key, or a title or publisher that no other has.",
        "voice": "a voice, by any of its names: what it says, and what came through it.",
    },
    optional=frozenset({"incident", "place", "actor", "source", "voice"}),
    tells=f"One row for each of the {NEWEST} events that were recorded last: claims that concern any of what is named, "
    "of the whole timeline where nothing is; corrections, retractions and decisions on these. As Atom it is the feed "
    "of each page.",
    sql=f"""with recursive {_ABOUT}
select recorded_at, id as event, iif(entry_type = 'coding_corrected', 'Corrected: ', '') || summary as summary,
    entry_type, status, events.incident, (select title from incidents where slug = events.incident) as title,
    (select group_concat(reason, '; ') from (select distinct reason from corrections where event = id)) as reason,
    events.source, origin, origin_evidence, via, recorded_by
from newest join events using (id) order by position desc limit {NEWEST}""",
)


def feed(kind: str, name: str) -> str:
    """The path of the Atom feed of what concerns one incident, place, actor, source or voice."""
    return f"/{DATABASE}/{NAME}.atom?{urlencode({kind: name})}"
