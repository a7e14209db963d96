"""Days and names of a happening: which exclude each other, and which are of different things."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reconcile.telling import account, brief, dated, found, value


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2015-08-24", "2015-08-26"),
        ("2015-08", "2015-07-29"),
        ("2015-08-26/..", "2015-08-25"),
        ("../2015-08-25", "2015-08-26?"),
        ("[2015-08-22,2015-08-23]", "2015-08-24"),
        ("2015-08-23~/2015-08-26", "2015-08-27"),
    ],
)
def test_disjoint_days(one: str, other: str) -> None:
    for pair in ([one, other], [other, one]):
        assert brief(*(dated(event, day) for event, day in zip("ab", pair, strict=True))) == [
            ("disjoint_days", "occurred", ["a", "b"])
        ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2015-08", "2015-08-26"),
        ("2015-08-23/2015-08-26", "2015-08-26"),
        ("2015-08-24~", "2015-08-26"),
        ("2015-08-24%", "2015-08-26"),
        ("2015-08-23/2015-08-26~", "2015-08-27"),
        ("2015-08-26/..", "2015-09-01"),
    ],
)
def test_dates_that_one_day_fits_do_not_contradict(one: str, other: str) -> None:
    assert brief(dated("a", one), dated("b", other)) == []


@pytest.mark.parametrize(
    "other",
    [
        {"basis": "report_date"},
        {"basis": "imputed"},
        {"extent": "cumulative"},
        {"type_": "airstrike"},
        {"relation": "about"},
        {"stance": "questions"},
        {"scope": "town"},
    ],
)
def test_dates_of_different_things_or_not_stated_do_not_contradict(other: dict[str, Any]) -> None:
    assert brief(dated("a", "2015-08-24", scope="centre"), dated("b", "2015-08-26", **other)) == []


def test_what_was_observed_on_another_day_contradicts_nothing() -> None:
    assert brief(dated("a", "2015-08-24", "control_status"), dated("b", "2015-08-26", "control_status")) == []


def test_days_of_different_scopes_are_of_different_things_and_unstated_joins_them() -> None:
    centre, district = dated("a", "2015-08-24", scope="centre"), dated("b", "2015-08-26", scope="district")
    assert brief(centre, district) == []
    assert brief(centre, district, dated("c", "2015-08-26", scope="unstated")) == [
        ("disjoint_days", "occurred", ["a", "c"])
    ]
    assert brief(centre, district, dated("c", "2015-08-25")) == [("disjoint_days", "occurred", ["a", "b", "c"])]
    later = [dated("d", "2015-08-25", scope="centre"), dated("e", "2015-08-27", scope="district")]
    assert brief(centre, district, *later) == [
        ("disjoint_days", "occurred", ["a", "d"]),
        ("disjoint_days", "occurred", ["b", "e"]),
    ]


def test_claims_of_different_other_things_have_their_own_days() -> None:
    told = [dated("a", "2015-08-24", "other", subject=("flood",)), dated("b", "2015-08-26", "other", subject=("fire",))]
    assert brief(*told) == []


def test_days_are_told_with_their_spread_and_their_sides() -> None:
    told = [
        dated("a", "2015-08-24"),
        dated("b", "2015-08-26"),
        dated("c", "2015-08-25/2015-08-26"),
        dated("d", "2015-08"),
    ]
    (one,) = found(*told)
    assert [(member.told.claim.event, member.side) for member in one.members] == [("a", 1), ("b", 2), ("c", 2)]
    assert (one.earliest, one.latest, one.lowest) == ("2015-08-24", "2015-08-26", None)
    assert one.why == "No day fits both 2015-08-24 and 2015-08-26."


def called(event: str, name: str, type_: str = "insider_attack", **fields: Any) -> Any:
    return value(account(event, type_), "characterised_as", name, **fields)


def test_different_characterisations() -> None:
    told = [called("a", "insider attack"), called("b", "Insider  attack", "shooting"), called("c", "misidentification")]
    (one,) = found(*told)
    assert [(member.told.claim.event, member.side) for member in one.members] == [("a", 1), ("b", 1), ("c", 2)]
    assert (one.rule, one.why) == (
        "different_characterisations",
        "It is said to be “insider attack” and “misidentification”.",
    )


@pytest.mark.parametrize(
    "other", [{"stance": None, "origin_kind": "coder"}, {"stance": "cannot_confirm"}, {"stance": "questions"}]
)
def test_the_coders_own_reading_and_doubts_characterise_nothing(other: dict[str, Any]) -> None:
    assert brief(called("a", "insider attack"), called("b", "misidentification", **other)) == []
