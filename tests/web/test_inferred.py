"""An origin that the coder infers is told as such wherever it is named: on every page, in tables, answers and feeds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.forked import timeline
from tests.web.asked import both, rows, words_of
from tests.web.conftest import Get
from timeline.reconcile.inferred import marked, surest

__all__ = ["both"]

STRIKE = "HEL-0000-0057-13"  # of NDTV, which looks like a wire report of Reuters
MARKED = "Reuters (inferred)"


@pytest.mark.parametrize(
    "path",
    [
        f"/event/{STRIKE}",
        "/incident/musa-qala-bombing",
        "/incident/musa-qala-bombing?as-reported=2015-08-26",
        "/source/ndtv-2015-08-26",
        "/voice/Reuters",
        "/search?q=Reuters",
        "/timeline/events?source=ndtv-2015-08-26",
        "/timeline/claim_values?source=ndtv-2015-08-26",
        "/timeline/casualties?source=ndtv-2015-08-26",
        "/timeline/airstrikes?source=ndtv-2015-08-26",
        "/timeline/contradicting_values?source=ndtv-2015-08-26",
        "/timeline/incident_origins?source=ndtv-2015-08-26",
        "/timeline/claims-of?source=ndtv-2015-08-26",
        "/timeline/said-by?voice=Reuters",
        "/timeline/killed?incident=musa-qala-bombing",
        "/timeline/voices",
        "/timeline/what-is-new?source=ndtv-2015-08-26",
    ],
)
def test_no_page_names_an_inferred_origin_as_if_it_were_stated(both: Get, path: str) -> None:
    text = words_of(both(path).text)
    assert MARKED in text
    assert "Reuters, quoted by NDTV" not in text


def test_a_citation_says_that_the_coder_infers_the_origin(both: Get, example: Path) -> None:
    said = "according to Reuters (inferred), quoted by NDTV, 26 August 2015"
    assert said in words_of(both(f"/event/{STRIKE}").text)
    assert said in both(f"/event/{STRIKE}/cite.json").text
    assert said in timeline("--dir", str(example), "cite", STRIKE).stdout
    shown = timeline("--dir", str(example), "show", "musa-qala-bombing").stdout
    assert re.search(rf"{STRIKE} .* Reuters \(inferred\) +NDTV", shown)


def test_the_titles_of_a_feed_mark_it(both: Get) -> None:
    for name, dispute in (("events", ", in dispute"), ("what-is-new", "")):
        feed = both(f"/timeline/{name}.atom?source=ndtv-2015-08-26&_sort_desc=position").text
        assert feed.count(f"according to {MARKED}{dispute}</title>") == 3


def test_data_have_the_name_and_beside_it_whether_that_is_stated(both: Get) -> None:
    found = both(f"/timeline/events.json?id={STRIKE}&_shape=array").json()
    assert (found[0]["origin"], found[0]["origin_evidence"], found[0]["via"]) == ("Reuters", "inferred", "NDTV")
    assert {row["origin_evidence"] for row in rows(both, "claims-of", source="sputnik-2015-08-26")} == {"stated"}


def test_a_voice_says_of_how_many_claims_the_coder_infers_that_they_are_its_own(both: Get) -> None:
    """Held against the seeds: all five of Reuters are, and one of two of the BBC through Hidayatullah."""
    assert "The origin of 5 claims (all inferred by the coder), and passes on 9 claims of others" in words_of(
        both("/voice/Reuters").text
    )
    bbc = words_of(both("/voice/BBC").text)
    assert "The origin of 3 claims (1 of them inferred by the coder)" in bbc
    assert "through NDTV 3 claims (all inferred by the coder)" in words_of(both("/voice/Reuters").text)


def test_several_claims_together_are_inferred_only_where_each_is() -> None:
    assert surest(["inferred", "stated", None]) == "stated"
    assert surest(["inferred", "inferred"]) == "inferred"
    assert surest([None]) is None
    assert marked("BBC", "stated") == "BBC"
