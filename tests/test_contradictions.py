"""The page on contradictions explains every rule, and each of its examples is what it says."""

from __future__ import annotations

import json

import pytest

from tests.console import ROOT, blocks
from tests.test_docs import SEED, sections
from timeline import Timeline
from timeline.reconcile.contradictions import RULES
from timeline.sheets.read import parse
from timeline.sheets.yaml import read_yaml

TOLD = sections("contradictions.md")
GAZETTEER = ROOT / "seeds" / "helmand-gazetteer.yaml"


def test_every_rule_has_a_section() -> None:
    assert list(TOLD) == ["What takes part", *RULES]


@pytest.mark.parametrize("rule", RULES)
def test_the_example_of_a_rule_contradicts_by_it_and_by_no_other(rule: str) -> None:
    (example,), (why,) = blocks(TOLD[rule], "yaml"), blocks(TOLD[rule], "text")
    sheet = {**read_yaml(SEED.read_bytes(), "seed").data, "events": read_yaml(example.encode(), rule).data}
    used = {event["incident"] for event in sheet["events"]}
    sheet["incidents"] = {slug: title for slug, title in sheet["incidents"].items() if slug in used}
    with Timeline.memory("HEL") as timeline:
        reads = [*parse(json.dumps(sheet).encode(), rule, "json"), *parse(GAZETTEER.read_bytes(), "places", "yaml")]
        timeline.append([read.event for read in reads], recorded_by="docs")
        found = list(timeline.db.query("select rule, why from contradictions"))
    assert [(row["rule"], row["why"]) for row in found] == [(rule, why.strip())]
