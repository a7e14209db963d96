"""A question is a query with a name; what its parameters mean by a name is found by the same words of SQL in each."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup

from timeline.projections.voiced import NOBODY
from timeline.web.metadata import CAVEAT, NEVER_ADD


@dataclass(frozen=True, slots=True)
class Question:
    """A canned query. `asks` explains each of its parameters, `tells` the answer as the page has it, in its words."""

    title: str
    tells: str
    sql: str
    #: What the columns hold that programs get, as far as the page has them otherwise.
    holds: str = ""
    asks: dict[str, str] = field(default_factory=dict)
    #: Those of the parameters that may be left empty.
    optional: frozenset[str] = frozenset()
    #: The question with what was asked for in its place, where all of it was.
    worded: str = ""
    #: The same where the voice that was asked for is nobody’s.
    nobody: dict[str, str] = field(default_factory=dict)
    #: What it means that there is no row.
    nothing: str = "The tables hold nothing that answers this."

    @property
    def described(self) -> Markup:
        """What the page of the query says of it: each parameter, then what a row tells."""
        asks = (Markup("<dt>{}</dt><dd>{}</dd>").format(name, meaning) for name, meaning in self.asks.items())
        listed = Markup('<dl class="asks">{}</dl>').format(Markup().join(asks)) if self.asks else Markup()
        return listed + Markup("<p>{} {} {}</p>").format(self.told, CAVEAT, NEVER_ADD)

    @property
    def told(self) -> str:
        """What the answer tells, for readers and for programs."""
        return f"{self.tells} {self.holds}".strip()


def spelt(parameter: str) -> str:
    """SQL for the name in a parameter as names are compared, as far as SQL can: without capitals, blanks, hyphens."""
    return f"lower(replace(replace(replace(replace(:{parameter}, ' ', ''), '-', ''), '.', ''), char(39), ''))"


def is_moment(name: str) -> str:
    """That a day, a month or a year was given, or nothing."""
    first = f"substr(trim(:{name}) || '-01-01', 1, 10)"
    return f"(trim(:{name}) = '' or (length(trim(:{name})) in (4, 7, 10) and date({first}, '+0 days') = {first}))"


#: The incident that is meant: by its slug or that of one merged into it, in whatever capitals and with blanks for
#: hyphens, or by a title that no other has. NULL where none is.
INCIDENT = """coalesce(
    (select incident from incident_slugs where slug = replace(lower(trim(:incident)), ' ', '-')),
    (select case when count(*) = 1 then min(slug) end from incidents where lower(title) = lower(trim(:incident))))"""
#: The source that is meant: by its key, or by a title or publisher that no other has. NULL where none is.
SOURCE = """coalesce((select key from sources where key = lower(trim(:source))),
    (select case when count(*) = 1 then min(key) end from sources
        where lower(title) = lower(trim(:source)) or lower(publisher) = lower(trim(:source))))"""
#: How the voice that is meant is spelt, as the columns `voice_normalised` of a table `spelt`: by any of its spellings,
#: and by all names of the recorded actor that alone has it. In small letters, blanks and hyphens make no difference.
VOICE = f"""typed(name) as (
    select * from (select voice_normalised from attributions where voice = trim(:voice) limit 1)
    union select {spelt("voice")}
), called(actor) as (
    select min(actor) from typed join actor_names on normalised = typed.name
    group by normalised having count(distinct actor) = 1
), spelt(voice_normalised) as (
    select name from typed where name != ''
    union select normalised from called join actor_names using (actor)
    where (select count(distinct other.actor) from actor_names as other
        where other.normalised = actor_names.normalised) = 1
)"""
#: The incidents that may have been in the place that is meant, as a table `there`: a claim that counts is linked with
#: it or with a part of it, or calls its place so.
THERE = f"""named(name, spelt) as (
    select lower(trim(:place)), {spelt("place")}
), within(place) as (
    select key from places, named where key = named.name
    union select place from place_names, named where normalised = named.spelt or lower(place_names.name) = named.name
    union select key from within join places on part_of = within.place
), there(slug) as (
    select incident from within cross join claim_places using (place) cross join claim_incidents using (event)
    where event_status = 'current' and relation != 'counted_in'
    union select incident from named cross join claim_places on lower(claim_places.name) = named.name
        cross join claim_incidents using (event)
    where event_status = 'current' and relation != 'counted_in'
    union select slug from incidents, named where lower(place) = named.name or lower(admin1) = named.name
)"""
#: Every spelling of a voice once: there are few in many rows, so each is looked for in the index after the one before.
VOICES = f"""with recursive listed(voice) as (
        select min(voice) from attributions
        union all select (select min(voice) from attributions where voice > listed.voice) from listed
        where listed.voice is not null
    ) select voice from listed where voice not in {NOBODY}"""
