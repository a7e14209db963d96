"""People are counted in plain English, the number first; it takes no vocabulary, so that a command starts at once."""

from __future__ import annotations

import re

#: Vague words that are nouns: dozens of people, but several people.
NOUNS = ("tens", "dozens", "scores", "hundreds", "thousands", "tens of thousands", "hundreds of thousands")
#: People of whom one is not told by leaving out an s: those who are only counted together, and other plurals.
_TOGETHER = ("forces", "troops", "police", "personnel", "staff")
_SINGULAR = {
    "people": "person",
    "children": "child",
    "men": "man",
    "women": "woman",
    "policemen": "policeman",
    "gunmen": "gunman",
    "fishermen": "fisherman",
    "servicemen": "serviceman",
    "enemies": "enemy",
}
#: The party of a total, and those whose name says already that they are the perpetrators.
ALL = "all"
_ATTACKING = ("attacker", "attackers", "assailant", "assailants", "perpetrator", "perpetrators")
#: Parties of which nobody is called by their name: `side A`, of which datasets tell that do not name it; `group B`;
#: `Government of Syria`.
_SIDE = re.compile(r"side \S{1,3}", re.IGNORECASE)
_GROUP = re.compile(r"(?:party|group|faction) \S{1,3}", re.IGNORECASE)
_GOVERNMENT = re.compile(r"government of ", re.IGNORECASE)
_LONG = re.compile(r"[0-9]{5,}")


def of_party(many: str, party: str, civilian_status: str | None, role: str | None) -> str:
    """So many of a party: `2 NATO combatants`, `1 combatant of group B`, `40 people`, `2 gunmen (perpetrators)`."""
    people, status = "people" if party == ALL else party, status_of(party, civilian_status)
    asides = []
    if not status:
        told = some(many, people)
    elif party == ALL:
        told = some(many, status)
    elif members(party) != party:
        told = f"{some(many, status)} {members(party)}"
    elif party.rpartition(" ")[2].islower():  # those who are counted, and no name
        told, asides = some(many, party), [status]
    else:
        told = some(many, f"{party} {status}")
    asides += ["perpetrators"] if attacking(party, role) else []
    aside = ", ".join(one.removesuffix("s") if many == "1" else one for one in asides)
    return f"{told} ({aside})" if aside else told


def status_of(party: str, civilian_status: str | None) -> str:
    """`civilians`, `combatants`; nothing where no claim says so, or the party is called so."""
    status = f"{civilian_status}s"
    known = civilian_status not in (None, "", "unstated")
    return status if known and not party.casefold().endswith(status) else ""


def attacking(party: str, role: str | None) -> bool:
    """Whether it must be said that they are the perpetrators: they are, and are not called so."""
    return role == "perpetrator" and party.casefold() not in _ATTACKING


def members(people: str) -> str:
    """Those who are counted, behind their number: `of the unnamed side A`; else as they are called."""
    if is_side(people):
        return f"of the unnamed {people}"
    if _GROUP.fullmatch(people):
        return f"of {people}"
    return f"of the {people}" if _GOVERNMENT.match(people) else people


def is_side(people: str) -> bool:
    """Whether they are only told from the other side, and not named: `side A`."""
    return _SIDE.fullmatch(people) is not None


def some(many: str, people: str) -> str:
    """So many people: `25 civilians`, `25 of group B`, `dozens of people of group B`, `1 civilian`."""
    if many == "1":
        return one(people)
    these = members(people)
    return f"{many} people {these}" if these != people and many.endswith(" of") else f"{many} {these}"


def one(people: str) -> str:
    """One of several: `1 civilian`, `1 of the Afghan forces`, `1 of group B`; a name stays as it is: `1 Taliban`."""
    if members(people) != people:
        return f"1 {members(people)}"
    *before, last = people.split(" ")
    if last in _TOGETHER:
        return f"1 of the {people}"
    if last in _SINGULAR:
        last = _SINGULAR[last]
    elif last.islower() and last.endswith("s") and not last.endswith(("ss", "ies")):
        last = last.removesuffix("s")
    return " ".join(["1", *before, last])


def grouped(number: str) -> str:
    """A number, or words with numbers, with a comma before each three digits of five or more: `about 12,000`."""
    return _LONG.sub(lambda digits: f"{int(digits[0]):,}", number)
