"""What a person may have meant is offered only where most letters are the same: a bad guess is worse than none."""

from __future__ import annotations

from collections.abc import Iterable

#: How alike two names must be (`difflib`'s ratio, 0 to 1): two wrong letters of six are, half of the letters are not.
NEAR = 0.65


def closest(name: str, choices: Iterable[str], most: int = 1) -> list[str]:
    """The choices that `name` was most likely meant to be, best first; case makes no difference."""
    from difflib import get_close_matches  # only here: to import it takes long

    plain = {choice.lower(): choice for choice in choices}
    return [plain[near] for near in get_close_matches(name.strip().lower(), plain, most, NEAR)]


def meant(name: str, choices: Iterable[str]) -> str:
    """The question whether the nearest of the choices is meant, with a blank before it; empty where none is near."""
    return "".join(f" Did you mean {near}?" for near in closest(name, choices))
