"""What became of a claim stands beside it: what it was made of, who answers it, and whatever was done to it since."""

from __future__ import annotations

from timeline.projections.superseding import of_whom
from timeline.web.replies import ANSWERED_BY, ANSWERS

#: The claims that count from which the claim `events` was derived, as a list of claims with words.
DERIVED_FROM = """(select nullif(json_group_array(told), '[]') from (
        select distinct based.event || ': ' || iif(claim_links.evidence = 'inferred', 'inferred by the coder',
            'as the source says') as told
        from claim_spells as own cross join claim_links on claim_links.claim = own.root
                and claim_links.relation = 'derived' and +claim_links.event_status = 'current'
            cross join claim_spells as based on based.root = claim_links.other and based.to_at is null
        where own.event = events.id order by 1))"""
#: What became of the claim `events` besides its status.
BECAME = f"""    (select group_concat(property || {of_whom("party")}, ', ') from superseded_values
        where superseded_values.event = events.id and in_force) as superseded,
    (select min(supersession) from superseded_values
        where superseded_values.event = events.id and in_force) as superseded_by,
    (select group_concat(action || ': ' || reason, '; ') from (
        select distinct action, reason from corrections where amends = events.id order by recorded_at)) as changes,
    coalesce(events.disputed, 0) as disputed, events.doubted,
    {ANSWERED_BY} as answered_by, {ANSWERS} as answers, {DERIVED_FROM} as derived_from,
    (select nullif(json_group_array(told), '[]') from (
        select distinct base || ': ' || replace(property, '_', ' ') || ': ' || before
            || {of_whom("base_party")} || ' became ' || after || {of_whom("party")} as told
        from lost_hedges where lost_hedges.event = events.id order by 1)) as lost_hedge"""
BECAME_HOLDS = (
    "status: current, corrected, retracted, undone or superseded (its issuer replaced it). superseded: the values that "
    "its issuer has replaced, and by which statement. changes: what was done to it, and why. disputed: 1 where others "
    "contradict it; doubted: how others doubt it (denied, questioned, not confirmed). answered_by: the claims that "
    "deny, question, confirm or answer it, each with how, what of it, and according to whom; answers: the claims that "
    "it answers itself, each with how and what of it. derived_from: the claims from which it was derived. lost_hedge: "
    "what was said more carefully there."
)
#: The same in the words of the page.
BECAME_TELLS = (
    "What became of it: corrected, retracted or undone here, and why; superseded, as a whole or in some values, where "
    "its issuer replaced it, and by which statement; in dispute, where others contradict it; how others doubt it; who "
    "answers it, and what it answers itself; from which claims it was derived, and what was said more carefully there."
)
