"""Each question has an example that the tables answer: of what they hold, that on which they hold most.

There is none where they hold nothing that answers it, or to find one takes longer than a query may.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from timeline.web import asking, compat
from timeline.web.queries import Tables
from timeline.web.question import Question
from timeline.web.questions import QUESTIONS

#: Of claims, only those among so many last events are looked at, however long the log.
_LAST = 5_000
_LATE = f"position > (select max(position) - {_LAST} from events)"

#: What to ask, by parameter, question by question: no row, or NULL for one of them, where there is nothing to ask.
_TO_ASK = {
    # The province, else the place, and the month in which most is known to have happened.
    "what-happened": """
        select coalesce(admin1, place) as place, substr(earliest, 1, 7) as "from", substr(latest, 1, 7) as "to"
        from incidents where substr(earliest, 1, 7) = substr(latest, 1, 7) and coalesce(admin1, place) is not null
        group by 1, 2 order by count(*) desc, 2 desc, 1 limit 1""",
    # The place that was held longest in dispute, on the first of those days; else the one on which most is claimed.
    "who-held": """
        select place, coalesce(min(from_latest) filter (where disputed), max(from_latest)) as day
        from control_periods group by place order by sum(disputed) desc, count(*) desc, place limit 1""",
    "disagreements": """
        select incident from contradictions where judgement = 'contradiction'
        group by incident order by count(*) desc, incident limit 1""",
    "killed": f"""
        select coalesce(counted_in, casualties.incident) as incident
        from events cross join casualties on casualties.event = id
        where {_LATE} and +outcome = 'killed' and event_status = 'current'
            and coalesce(counted_in, casualties.incident) is not null
        group by 1 order by count(*) desc, 1 limit 1""",
    "claims-of": f"""
        select source from events where {_LATE} and +stance is not null and +source is not null
        group by +source order by count(*) desc, source limit 1""",
    # The voice through which most of what others said came, else the one that said most.
    "said-by": f"""
        select min(voice) as voice from events cross join attributions on event = id
        where {_LATE} and (origin_kind = 'named' or hop > 1)
        group by voice_normalised order by count(distinct event) filter (where hop > 1) desc,
            count(distinct event) desc, voice limit 1""",
    # The month of the last correction, or replaced statement; where there is none, that in which the log began.
    "corrected-since": """
        select substr(coalesce(max(recorded_at), (select began_at from projection)), 1, 7) as since from (
            select max(recorded_at) as recorded_at from corrections
            union all select max(recorded_at) from events where type = 'statement_superseded'
                and id in (select supersession from superseded_values where in_force))""",
    "one-origin": """
        select slug as incident from incidents where origins_max = 1 order by claim_count desc, slug limit 1""",
    # The day on which most became known, or changed.
    "known-by": """
        select from_day as day from incidents_as_reported where from_day is not null
        group by from_day order by count(*) desc, from_day limit 1""",
}


@dataclass(frozen=True, slots=True)
class Example:
    """A question that is answered: in words, and as the query of its address."""

    words: str
    query: str


async def found(tables: Tables) -> dict[str, Example]:
    """An example of each question that can have one, by the question's name."""
    examples = {}
    for name, statement in _TO_ASK.items():
        try:
            example = await _found(tables, QUESTIONS[name], statement)
        except compat.interrupted():
            continue
        if example:
            examples[name] = example
    return examples


async def _found(tables: Tables, question: Question, statement: str) -> Example | None:
    given = await tables.row(statement)
    if not given or not all(given.values()):
        return None
    asked = await asking.asked(tables, question, given)
    return None if asked.faults else Example(asked.heading(question), urlencode(given))
