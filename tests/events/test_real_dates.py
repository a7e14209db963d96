"""Date strings as lists of battles and news print them: each has an interval that it means, or is refused."""

from __future__ import annotations

import pytest

from events.values.edtf import parse
from events.values.relative import resolve

#: With the interval of local days that it means; None where it is refused. Told in a report of 26 August 2015.
STRINGS = [
    ("22 August 2015", "2015-08-22/2015-08-22"),
    ("August 22, 2015", "2015-08-22/2015-08-22"),
    ("22nd of August 2015", "2015-08-22/2015-08-22"),
    ("16–18 December 1862", "1862-12-16/1862-12-18"),
    ("1–3 July 1863", "1863-07-01/1863-07-03"),
    ("between 13 and 16 February 1945", "1945-02-13/1945-02-16"),
    ("August 2015", "2015-08-01/2015-08-31"),
    ("Aug. 2015", "2015-08-01/2015-08-31"),
    ("late August 2015", "2015-08-15/2015-08-26"),
    ("mid-August 1914", "1914-08-10/1914-08-20"),
    ("early 1994", "1994-01-01/1994-04-30"),
    ("Mid-1994", "1994-05-01/1994-08-31"),
    ("1643", "1643-01-01/1643-12-31"),
    ("around 10 October 732", None),
    ("10 October 732", None),
    ("490 BC", None),
    ("c. 1274 BC", None),
    ("c. 1187", None),
    ("732", None),
    ("1337–1453", None),
    ("14–15th century", None),
    ("1990s", None),
    ("Summer 1942", None),
    ("Spring 2015", None),
    ("28 June – 1 July 1916", None),
    ("1 July 1916 – 18 November 1916", None),
    ("23 August 1942 – 2 February 1943", None),
    ("21 February – 18 December 1916", None),
    ("2001–present", None),
    ("22/08/2015", None),
    ("08/09/2015", None),
    ("22.8.15", None),
    ("August 31/September 1, 2015", None),
    ("Saturday 22 August 2015", None),
    ("Unknown", None),
    ("7 April 1933 (O.S.)", None),
    ("18 Shawwal 5 AH", None),
    ("2015-08-22", "2015-08-22/2015-08-22"),
    ("2015-08", "2015-08-01/2015-08-31"),
    ("1862-12-16/1862-12-18", "1862-12-16/1862-12-18"),
    ("0732-10-10", "0732-10-10/0732-10-10"),
    ("0732-10-10~", "0732-10-10/0732-10-10"),
    ("1337/1453", "1337-01-01/1453-12-31"),
    ("2001-10-07/..", "2001-10-07/.."),
    ("-0490", None),
    ("2015-22", None),
    ("20150822", None),
]


def interval(text: str) -> str | None:
    """The days of a text in EDTF, or in words, or None where both readers refuse it."""
    try:
        days = parse(text)
        return f"{days.earliest or '..'}/{days.latest or '..'}"
    except ValueError:
        pass
    try:
        found = resolve(text, "2015-08-26", "Asia/Kabul")
    except ValueError:
        return None
    return f"{found.earliest}/{found.latest}"


@pytest.mark.parametrize(("text", "days"), STRINGS, ids=[text for text, _ in STRINGS])
def test_a_real_date_means_an_interval_or_is_refused(text: str, days: str | None) -> None:
    assert interval(text) == days
