"""The questions that readers ask most are queries with a name, each right for whatever the tables hold."""

from __future__ import annotations

from typing import Any

from timeline.reconcile.told import AFFIRMS
from timeline.web.became import BECAME, BECAME_HOLDS, BECAME_TELLS
from timeline.web.corrected import CORRECTED_SINCE
from timeline.web.news import NEWS
from timeline.web.one_origin import ONE_ORIGIN
from timeline.web.question import INCIDENT, SOURCE, THERE, VOICE, Question, is_moment
from timeline.web.replies import OPEN
from timeline.web.who_held import WHO_HELD

_SLUG = "an incident: its title, or its slug, with which its address ends; that of one that was merged leads on."
_PLACE = "a province, a recorded place or any name of it, with all parts of it"


def _is_day(name: str) -> str:
    """That a day was given, as ISO 8601 writes it."""
    return f"date(trim(:{name}), '+0 days') = trim(:{name})"


#: A month or a year is written shorter than a day: it ends with its last day.
_WHAT_HAPPENED = f"""with recursive {THERE}, asked(first, last) as (
    select trim(:from), case when trim(:to) = '' then '9999' else trim(:to) || '-99' end
)
select earliest, latest, slug as incident, title, disputed, place, admin1, casualties, claim_count,
    source_count, origins_min, origins_max, latitude, longitude, where_prec, point_place, rival_days, basis
from incidents, asked
where (trim(:place) = '' or slug in (select slug from there))
    and coalesce(latest, earliest, '9999') >= first and coalesce(earliest, latest, '') <= last
    and (coalesce(earliest, latest) is not null or (first = '' and trim(:to) = ''))
    and {is_moment("from")} and {is_moment("to")} and first <= last
order by coalesce(earliest, latest), slug"""

#: Of a claim of which the voice is the origin of some values and only passes on others, the first count. The claims are
#: put in order before anything is looked up for them, of which there may be more than are given.
_SAID_BY = f"""with recursive {VOICE}, {THERE}, heard as materialized (
    select event, property, party, min(hop) = 1 as first from spelt cross join attributions using (voice_normalised)
    group by event, property, party
), told as materialized (
    select event, max(first) as first from heard cross join events on id = event group by event
    order by max(first) desc, position limit -1
)
select told.event, iif(first, 'origin', 'via') as part, (
        select iif(max(property is null), null,
            group_concat(distinct property || coalesce(' (' || party || ')', '')))
        from heard where heard.event = told.event and heard.first = told.first) as only,
    summary, incident, (select title from incidents where slug = incident) as title, origin, origin_evidence, via,
    events.source, locator, reported, hedge, stance, status, replaced_by,
{BECAME}
from told cross join events on id = told.event
where trim(:place) = '' or told.event in (
    select event from there cross join claim_incidents on incident = slug)"""

QUESTIONS: dict[str, Question] = {
    "what-happened": Question(
        title="What happened in a place, in some days?",
        asks={
            "place": f"{_PLACE}; empty for everywhere.",
            "from": "the first day, month or year, such as 2015-08; empty for the beginning.",
            "to": "the last one; empty for the end.",
        },
        optional=frozenset({"place", "from", "to"}),
        tells="One row for each incident that may have happened then, with the range of each figure.",
        nothing="No claim that counts tells of an incident there in these days.",
        sql=_WHAT_HAPPENED,
    ),
    "who-held": Question(
        title="Who held a place on a day?",
        worded="Who held {place} on {day}?",
        asks={
            "place": "the key of a recorded place, or any name of it; small letters and capitals, blanks and "
            "hyphens make no difference.",
            "day": "a local day, such as 2015-08-27.",
        },
        tells="One row for each scope that claims state (centre, town, district; unstated where none does), those of "
        "which the same is told in one; each claim is told in full once. Who held it: whoever did, where a claim says "
        "so of that day; inferred from the last claim before that day, where the next that tells of a later one fits "
        "it; disputed where rival accounts or a denial leave it open; uncertain where a date is too coarse to tell; "
        "unknown on every other day, and so before the first and after the last of which any claim tells. Said by: "
        "the claims that tell of that day, and according to whom. Inferred "
        "from: those that tell of other days or of none, or name another, but from which it follows, unless their own "
        "voices say otherwise since. Denied by: those that deny that, of the place or of a part of it. Begun and ended "
        "by: those that begin and end it, and those that date it later, which end a dispute and nobody’s hold. A voice "
        "that the coder inferred is marked so.",
        holds="In the columns: answer: the controller, or inferred, disputed, uncertain or unknown; last_said: the "
        "date of the last claim before, next_said: the next day that is told of, both also where nobody is known; "
        "controllers: whoever may have held it; remark: that others have it otherwise, where nobody else is named; "
        "said_by, inferred_from, denied_by, begun_by, dated_later_by, ended_by: lists of claims; events: all of these.",
        sql=WHO_HELD,
    ),
    "disagreements": Question(
        title="On what do sources disagree?",
        worded="On what do sources disagree about {incident}?",
        asks={"incident": f"{_SLUG} Empty for all."},
        optional=frozenset({"incident"}),
        tells="One row for each contradiction: what cannot all be true, and why. Then, with the rule answer, one for "
        "each claim that denies, questions or answers another, where both can be true all the same. Which claims: "
        "those that take part.",
        holds="In the columns: events: the claims that take part; lowest and highest, earliest and latest: the range.",
        nothing="No claims that count contradict or answer each other here.",
        sql=f"""with found as (
    select incident, 0 as later, number, property, party, why, claim_count, events, rule, type, lowest, highest,
        earliest, latest
    from contradictions where judgement = 'contradiction'
    union all {OPEN}
)
select incident, title, property, party, why, found.claim_count, events, rule, type, lowest, highest,
    found.earliest, found.latest
from found join incidents on slug = incident
where trim(:incident) = '' or incident = {INCIDENT}
order by coalesce(incidents.earliest, incidents.latest), incident, later, number""",
    ),
    "killed": Question(
        title="How many were killed in an incident, according to whom?",
        worded="How many were killed in {incident}, according to whom?",
        asks={"incident": _SLUG},
        tells="One row for each figure of killed, or of killed or injured together, that counts there or would: one "
        "that is denied or questioned, that its issuer has replaced (superseded), or that is unknown takes no part in "
        "the range of all. A total counts people, whoever they were. Unnamed sides are side A and side B of a dataset, "
        "such as UCDP’s, that tells them apart without naming them: which they are is not known here. Origin: who said "
        "it first; (inferred) where that is what the coder believes, and not what the source says. Through: the voices "
        "by which it came. Range: what the words allow, where that is not the figure itself.",
        holds="In the columns: via: the voices by which it came; origin_evidence: stated or inferred; low and high: "
        "what the words allow, an end that they leave open is empty; disputed: 1 where others contradict the figure; "
        "in_range: 1 where it has part in the range of all, else 0.",
        nothing="No claim gives a figure of killed that counts here.",
        sql=f"""select party, casualties.civilian_status, role, outcome, value, low, high, bound, casualties.hedge,
    casualties.stance, casualties.origin, casualties.origin_evidence, casualties.via, casualties.source, reported,
    casualties.event_status as status, event,
    exists (select 1 from contradicting_values as own cross join contradictions using (incident, number)
        where own.event = casualties.event and own.property = outcome and own.party = casualties.party
            and own.civilian_status is casualties.civilian_status and judgement = 'contradiction') as disputed,
    casualties.event_status = 'current' and casualties.stance in {AFFIRMS} and bound != 'unknown' as in_range
from casualties join events on id = event
where outcome in ('killed', 'killed_or_injured') and coalesce(counted_in, casualties.incident) = {INCIDENT}
    and casualties.event_status in ('current', 'superseded')
order by role desc, party, outcome, casualties.event_status, low, high, event""",
    ),
    "claims-of": Question(
        title="What did a source claim, and what became of it?",
        worded="What did {source} claim, and what became of it?",
        asks={"source": "a source: its key, with which its address ends, or a title or publisher that no other has."},
        tells=f"One row for each claim that cites it, in the order of the log. {BECAME_TELLS}",
        holds=f"In the columns: {BECAME_HOLDS}",
        nothing="No claim of this source counts, or did.",
        sql=f"""with told(claim) as materialized (
    select id from events where source = {SOURCE} and +stance is not null order by position limit -1
)
select id as event, locator, summary, incident,
    (select title from incidents where slug = incident) as title, origin, origin_evidence, via, hedge, stance, status,
    replaced_by,
{BECAME}
from told cross join events on id = claim""",
    ),
    "said-by": Question(
        title="What does a voice say, itself and through others?",
        worded="What does {voice} say, itself and through others?",
        nobody={
            "coder": "What is the coder’s own reading?",
            "unstated": "What is said of which the source states no origin?",
        },
        asks={
            "voice": "whoever says something, an agency or a spokesman: by any of its names, also as a recorded actor; "
            "or coder for the coder’s own readings, or unstated.",
            "place": f"{_PLACE}, where the incidents were that it tells of; empty for all that it says.",
        },
        optional=frozenset({"place"}),
        tells="One row for each claim that came from it or through it, those first of which it is the origin. Its "
        "part: origin, or via where it passes on what another said. Only in: the values for which that is so, where "
        f"that is not all. {BECAME_TELLS}",
        holds=f"In the columns: part and only: its part, and for which values, NULL for all; {BECAME_HOLDS}",
        sql=_SAID_BY,
    ),
    "corrected-since": Question(
        title="What was corrected since a day?",
        worded="What was corrected since {since}?",
        asks={"since": "a day, month or year in UTC, such as 2026-11-20; empty for all."},
        optional=frozenset({"since"}),
        tells="One row for each field that somebody here corrected, or for a retraction or an undoing, and one for "
        "each value that its issuer replaced or took back since, which is superseded and no mistake of ours; the last "
        "first. What it changes: the claim that is meant. After: what the new statement has instead, empty where it "
        "says nothing of it.",
        holds="In the columns: amends: the claim that is meant; after: what stands instead.",
        nothing="Nothing has been corrected or replaced since then.",
        sql=CORRECTED_SINCE,
    ),
    "one-origin": Question(
        title="Which claims rest on one origin only?",
        asks={"incident": f"{_SLUG} Empty for all."},
        optional=frozenset({"incident"}),
        worded="Which claims on {incident} rest on one origin only?",
        tells="First the claims on incidents of which all claims together rest on one origin at most: a named voice, "
        "or what may be one. Then, of the other incidents, each value of a claim that no other origin bears out: by "
        "saying the same, or what lies within it, as 120 killed bears out “at least 110”. What contradicts it does "
        "not. Last the claims that belong to no incident: none stands beside them. Derived from: the claims from "
        "which it was derived, so that it is no origin of its own of what these tell, too. An origin is (inferred) "
        "where the coder believes in it, and the source does not state it.",
        holds="In the columns: derived_from: those claims; origin_evidence: stated or inferred.",
        nothing="Nothing here rests on one origin only.",
        sql=ONE_ORIGIN,
    ),
    "known-by": Question(
        title="What was known by a day?",
        worded="What was known by {day}?",
        asks={
            "day": "a local day, such as 2015-08-27; a source counts from the day that is printed on it.",
            "place": f"{_PLACE}, where the incidents were as far as that is known now; empty for everywhere.",
        },
        optional=frozenset({"place"}),
        tells="One row for each incident of which anything was known, as it was known then. Our own corrections apply "
        "throughout; a statement that its issuer replaced counts until the new one was published. The day that is "
        "printed on a source is that of its own zone, which is often not known: elsewhere it may be the next one. A "
        "month or a year counts from its last day. Claims of sources without a date of publication are in no answer: "
        "the page says how many there are.",
        sql=f"""with recursive {THERE}
select incident, title, known.earliest, known.latest, known.disputed, known.place, known.casualties, known.claim_count,
    known.source_count, known.origins_min, known.origins_max, from_day, to_day, known.basis, known.rival_days,
    places_named
from incidents_as_reported as known join incidents on slug = incident
where {_is_day("day")} and from_day <= trim(:day) and (to_day is null or trim(:day) <= to_day)
    and (trim(:place) = '' or incident in (select slug from there))
order by coalesce(known.earliest, known.latest), incident""",
    ),
}

#: Other queries that researchers come back to.
OTHERS: dict[str, Question] = {
    "figures": Question(
        title="Casualty figures by incident",
        tells="The lowest and highest figure claimed by incident, party and outcome.",
        sql="""select earliest, incident, title, party, civilian_status, role, outcome, period, lowest, highest, said,
    incident_casualties.claim_count, incident_casualties.origins_min, incident_casualties.origins_max,
    low_events, high_events
from incident_casualties join incidents on slug = incident
order by earliest, incident, party, outcome, period""",
    ),
    "voices": Question(
        title="Who speaks, and through whom",
        tells="How many current claims rest on each origin, by the voices through which they came.",
        sql="""select origin, origin_evidence, origin_kind, via, count(*) as claims, count(distinct source) as sources,
    count(distinct incident) as incidents
from events where status = 'current' and origin is not null
group by origin, origin_evidence, origin_kind, via order by claims desc, origin""",
    ),
    "what-is-new": NEWS,
}
ALL = QUESTIONS | OTHERS
#: All of them, as Datasette has canned queries (https://docs.datasette.io/en/0.65.1/sql_queries.html#canned-queries).
QUERIES: dict[str, dict[str, Any]] = {
    name: {"title": asked.title, "description_html": str(asked.described), "sql": asked.sql, "hide_sql": True}
    for name, asked in ALL.items()
}
