"""Why an event is refused is said in words here, with what to do, and with the nearest name that there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from events.base import Event, Path
from events.claim import Claim
from events.decision import Decision
from events.ledger.source_recorded import SourceRecorded, source_key
from timeline.closest import closest
from timeline.log.engine import Log

#: What each kind of name in the index is, and how one is recorded.
_KINDS = {
    "source": (
        "source",
        "recorded",
        "Record it before this claim, with type source_recorded or as the sheet's source.",
    ),
    "incident": (
        "incident",
        "declared",
        "Declare a new one with its title: incidents: {{{name}: …}}, or type incident_declared.",
    ),
}
_ANY = ("{kind}", "recorded", "Record it before this, with type {kind}_recorded.")


#: Of so many names that one input lacks the nearest is looked for among all names: nobody reads more guesses.
GUESSED = 500


def missing(key: str, log: Log, here: Iterable[str], *, guess: bool = True) -> tuple[str, str]:
    """Problem and remedy for a name that is not recorded; `here` are keys of the same input."""
    kind, _, name = key.partition(":")
    if kind == "label":
        return _no_label(key, log, here)
    near = []
    if guess:
        names = [other.partition(":")[2] for other in here if other.startswith(f"{kind}:")]
        near = closest(name, [*names, *(other.partition(":")[2] for other, _ in log.keys(f"{kind}:"))])
    meant = f"Did you mean {near[0]}? " if near else ""
    what, done, how = (part.format(kind=kind, name=name) for part in _KINDS.get(kind, _ANY))
    return f'The {what} "{name}" is not {done}.', f"{meant}{how}"


def _no_label(key: str, log: Log, here: Iterable[str]) -> tuple[str, str]:
    before, _, label = key.rpartition(":")
    keys = [
        *(other for other in here if other.startswith(f"{before}:")),
        # Those that a correction has given have at their end what it follows.
        *(other.partition("/")[0] for other, _ in log.keys(f"{before}:")),
    ]
    near = get_close_matches(label, [other.rpartition(":")[2] for other in keys], n=1, cutoff=0.5)
    meant = f"Did you mean {near[0]}? " if near else ""
    source = before.partition(":")[2]
    recorded = source_key(source)
    if recorded not in here and not log.find([recorded]):
        return missing(recorded, log, here)
    how = "Write the label (as) of a claim above this one or recorded before, or an ID."
    return f'No claim of "{source}" before this one has the label "{label}".', f"{meant}{how}"


def other_publisher(claim: Claim, source: SourceRecorded) -> Iterator[tuple[Path, str, str]]:
    """For each chain of the claim that does not end with the publisher of `source`: where, problem and remedy."""
    chains = [(("citation",), claim.citation.chain), *((value.path, value.said.chain) for value in claim.values())]
    for path, chain in chains:
        if chain and chain[-1].voice != source.publisher:
            yield (
                (*path, "chain"),
                f'The chain ends with "{chain[-1].voice}", but the source is published by "{source.publisher}".',
                f'Write "{source.publisher}" as the last voice.',
            )


def occupied(event: Event, holder: str, differences: str) -> tuple[str, str]:
    said = f" ({differences})" if differences else ""
    if isinstance(event, Claim):
        return (
            f"{holder} says something else{said} of the same type, incident, source, locator and chain.",
            f"If the coding was wrong, use `timeline correct {holder}`; if it is a second claim, give it its own `as:`."
            if differences
            else "Give one of them its own `as:`, or a more exact locator.",
        )
    if isinstance(event, Decision):
        return (
            f"{holder} has decided on this otherwise{said}.",
            f"To change it, use `timeline correct {holder}`, or take it back first: timeline undo {holder} --reason …",
        )
    what = f'The source "{event.key}"' if isinstance(event, SourceRecorded) else str(event.summary().partition(":")[0])
    return (
        f"{what} is recorded otherwise in {holder}{said}.",
        f"To change it, use `timeline correct {holder}`; another one needs another name."
        if differences
        else "Leave one of them out, or give it another name.",
    )
