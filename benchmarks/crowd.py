"""Any number of claims on one incident, of 40 sources: nearly no two tell the same, and one in fifty denies it."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.world import Data

SLUG = "siege"
SOURCES = 40


def begin() -> Iterator[Data]:
    """The incident and its sources."""
    yield {"type": "incident_declared", "slug": SLUG, "title": "The siege"}
    for number in range(SOURCES):
        published = f"2015-08-{number % 28 + 1:02}"
        key, paper = f"paper-{number}", f"Paper {number}"
        yield {"type": "source_recorded", "key": key, "kind": "news", "publisher": paper, "published": published}


def claims(first: int, last: int) -> Iterator[Data]:
    """The claims from the one numbered `first` to the one numbered `last`; the same number gives the same claim."""
    for number in range(first, last + 1):
        citation = {"source": f"paper-{number % SOURCES}", "locator": f"para {number}"}
        yield {
            "type": "airstrike",
            "incident": SLUG,
            "occurred": f"2015-08-{number * 11 % 28 + 1:02}",
            "place": {"name": "Musa Qala", "country": "AF"},
            "strikes": str(number * 7 % 9 + 1),
            "casualties": [
                {"party": "Taliban", "killed": str(number * 13 % 60 + 1)},
                {"party": "all", "civilian_status": "civilian", "injured": str(number * 17 % 60 + 1)},
            ],
            "citation": citation if number % 50 else citation | {"stance": "denies"},
        }
