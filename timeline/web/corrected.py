"""What was corrected is what somebody here coded otherwise, took back or undid, or what an issuer says otherwise.

Both are told together, and apart by their `action`: an issuer's is `superseded`, in every claim that carries its words.
"""

from __future__ import annotations

from timeline.projections.superseding import of_whom
from timeline.web.question import is_moment


def _plain(column: str) -> str:
    """A value of a field, which is JSON, as text or number; what is said of a retracted claim is a sentence already."""
    return f"iif(field is null or not json_valid({column}), {column}, json_extract({column}, '$'))"


#: What the new statement has in the place of a value, as its claims count. (+: the few values of a claim are looked
#: through, not the many of a property.)
_INSTEAD = """(select group_concat(distinct since.value) from supersessions as stated
        cross join claim_spells on claim_spells.root = stated.claim and claim_spells.to_at is null
        cross join claim_values as since on since.event = claim_spells.event
    where stated.event = supersession and part = 'new' and +since.property = gone.property
        and since.party is gone.party)"""
CORRECTED_SINCE = f"""with changed as (
    select recorded_at, action, amends, incident, field, {_plain("before")} as before, {_plain("after")} as after,
        reason, event, recorded_by, number
    from corrections where recorded_at >= trim(:since) and {is_moment("since")}
    union all
    select decided.recorded_at, 'superseded', gone.event, claim.incident, property || {of_whom("party")}, value,
        {_INSTEAD}, (select reason from supersessions where event = supersession limit 1), supersession,
        decided.recorded_by, number
    from events as decided cross join superseded_values as gone on supersession = decided.id and in_force
        cross join events as claim on claim.id = gone.event
    where decided.type = 'statement_superseded' and decided.recorded_at >= trim(:since) and {is_moment("since")}
)
select recorded_at, action, amends, incident, (select title from incidents where slug = incident) as title, field,
    before, after, reason, event, recorded_by
from changed order by recorded_at desc, event, amends, number"""
#: How many decisions hold on statements that their issuers replaced.
REPLACED = """
    select count(*) as statements from events
    where type = 'statement_superseded' and id in (select supersession from superseded_values where in_force)
"""
