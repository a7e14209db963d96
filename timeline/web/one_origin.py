"""What rests on one origin is one statement: of whole incidents, of single values, and of claims on no incident."""

from __future__ import annotations

from timeline.web.became import DERIVED_FROM
from timeline.web.question import INCIDENT

#: The first rows of a long answer come before the last are looked for, so no part is put into an order by itself.
ONE_ORIGIN = f"""with among as materialized (
    select slug, title, origins_max from incidents where trim(:incident) = '' or slug = {INCIDENT}
    order by coalesce(earliest, latest), slug limit -1
)
select slug as incident, title, event, summary, null as party, null as property, null as value, origin,
    origin_evidence, origin_kind, via, source, reported, {DERIVED_FROM} as derived_from
from among cross join claim_incidents on claim_incidents.incident = slug cross join events on id = event
where origins_max <= 1 and relation != 'counted_in' and +status = 'current'
union all
select slug, title, told.event, summary, told.party, told.property, told.value, told.origin, told.origin_evidence,
    told.origin_kind, told.via, told.source, reported, {DERIVED_FROM}
from among cross join lone_values as lone on lone.incident = slug
    cross join claim_values as told on told.event = lone.event and told.number = lone.number
    cross join events on id = lone.event
where origins_max > 1
union all
select null, null, id, summary, null, null, null, origin, origin_evidence, origin_kind, via, source, reported,
    {DERIVED_FROM}
from events
where incident is null and +status = 'current' and +stance is not null and trim(:incident) = ''
    and not exists (select 1 from claim_incidents where event = id)"""
