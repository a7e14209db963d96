"""What readers join most is told as SQL that any program takes, with what a row of it is, so that none is summed twice.

Each is whole: a claim without casualties has its row, too.
"""

from __future__ import annotations

#: What a row is, and the statement.
JOINS = (
    (
        "Airstrikes with the casualties that they tell: one row for each figure, so that an airstrike with several has "
        "several; its strikes and figures are never to be added up.",
        """select airstrikes.event, airstrikes.incident, occurred, airstrikes.earliest, airstrikes.latest, place,
    strikes, strikes_low, strikes_high, party, outcome, value, low, high, bound,
    casualties.stance, casualties.origin, airstrikes.source
from airstrikes left join casualties on casualties.event = airstrikes.event
where airstrikes.event_status = 'current'
order by airstrikes.earliest, airstrikes.event, casualties.number""",
    ),
    (
        "Claims with the address of their source: one row for each claim that counts.",
        """select id, summary, incident, locator, quote, origin, via, cited_as, title, published, url, archive_url
from events join sources on sources.key = events.source
where origin_kind is not null and status = 'current'
order by position""",
    ),
    (
        "Incidents with the lowest and highest figures claimed: one row for each party and outcome; an empty end is "
        "open.",
        """select slug, title, earliest, latest, rival_days, party, civilian_status, outcome, lowest, highest, said
from incidents left join incident_casualties on incident = slug
order by earliest, slug, party, outcome""",
    ),
)
