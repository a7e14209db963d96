"""A page's picture is downloaded as it was drawn for the page, with what it shows and of what in its caption."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from timeline.reconcile.asof import AsOf
from timeline.web import compat, rendering, rivals, words
from timeline.web.charts.bands import Bands
from timeline.web.charts.chart import Chart
from timeline.web.charts.ranges import Ranges
from timeline.web.metadata import CAVEAT, DATABASE
from timeline.web.pictures import download
from timeline.web.places import Found
from timeline.web.queries import Row, Tables

if TYPE_CHECKING:
    from datasette.app import Datasette

#: What the address of an incident begins with.
_INCIDENT = "/incident/"


async def incidents(datasette: Datasette, request: Any, drawn: Chart | None, page: str, name: str, where: str) -> Any:
    """The chart of incidents on `page`, as the file `name`.svg; `where` says which they are. Raises NotFound."""
    if drawn is None:
        raise compat.NotFound("There are too few incidents with a day to draw.")
    told = f"{drawn.said('incident')} {where}, over time."
    return await _chart(datasette, request, page, name, f"Incidents {where}", told, drawn)


async def control(datasette: Datasette, request: Any, drawn: Bands | None, found: Found, page: str) -> Any:
    """The bands of a place. Raises NotFound where nobody is known to have held it."""
    if drawn is None:
        raise compat.NotFound("No claim says who held it.")
    stretches = [stretch for chart in drawn.charts for stretch in chart.stretches]
    events = {event for one in stretches for event in (*one.from_events, *one.to_events)}
    events |= {event for one in stretches for event in one.denied_by}
    events |= {event for one in stretches for who in one.holders for event in (*who.events, *who.inferred_from)}
    heading = f"Who held {found.called}"
    shown = "One lane for each controller. Where claims disagree, both stand; where no claim tells, nothing is known."
    name = f"{_file_name(found.path)}-control"
    return await _file(datasette, request, page, name, heading, shown, sorted(events), bands=drawn, place=found.called)


async def incident(datasette: Datasette, request: Any, picture: str, told: Row) -> Any:
    """A `picture` of the page of an incident that tells what is `told`: its claims or its casualties.

    Raises NotFound where there is too little to draw.
    """
    slug, title = told["incident"]["slug"], told["incident"]["title"]
    asof: AsOf = told["asof"]
    page = f"/incident/{slug}{f'?{request.query_string}' if asof else ''}"
    then = f" {rivals.banner(asof)}." if asof else ""
    if picture == "claims":
        drawn: Chart | None = told["chart"]
        if drawn is None:
            raise compat.NotFound("There are too few claims with a day to draw.")
        undated = told["undrawn"]
        apart = (
            f" {words.count(undated, 'more claim')} on it {'gives' if undated == 1 else 'give'} no day."
            if undated
            else ""
        )
        shown = f"{drawn.said('claim')} with a day on the incident {slug}, over time.{apart}{then}"
        return await _chart(datasette, request, page, f"{slug}-claims", title, shown, drawn)
    figures: Ranges | None = told["ranges"]
    if figures is None:
        raise compat.NotFound("There are too few figures to draw.")
    shown = f"Casualties claimed of the incident {slug}. Figures are claims by sources, never added up.{then}"
    heading = f"{title}: casualties claimed"
    return await _file(datasette, request, page, f"{slug}-casualties", heading, shown, figures.events, ranges=figures)


async def rows(datasette: Datasette, request: Any, drawn: Chart, page: str, heading: str, shown: str) -> Any:
    """The chart of any rows on `page`, as a file named by its `heading`; `shown` says which they are."""
    return await _chart(datasette, request, page, _file_name(heading.removesuffix(" over time")), heading, shown, drawn)


async def _chart(
    datasette: Datasette, request: Any, page: str, name: str, heading: str, shown: str, drawn: Chart
) -> Any:
    """A chart cites the claims that it draws; of incidents the events that declare them, for a slug is no event."""
    slugs = [path.removeprefix(_INCIDENT) for path in drawn.paths if path.startswith(_INCIDENT)]
    if slugs:
        shown += " Each incident is named below by the event that records it."
        cited = await Tables(datasette.get_database(DATABASE)).declaring("incident", slugs)
    else:
        cited = [path.rpartition("/")[2] for path in drawn.paths]
    cut = [f"In full: {bar.title}" for bar in drawn.bars if bar.wide != bar.title]
    shown = f"{shown} {CAVEAT}"
    return await _file(datasette, request, page, name, heading, shown, cited, cut, chart=drawn)


async def _file(
    datasette: Datasette,
    request: Any,
    page: str,
    name: str,
    heading: str,
    shown: str,
    cited: list[str],
    listed: Sequence[str] = (),
    **drawn: Any,
) -> Any:
    """`listed` says in full what the picture has no room for."""
    figure = rendering.figure(datasette, request, **drawn)
    path = datasette.urls.path(page)
    return await download.download(datasette, request, figure, name, heading, shown, cited, str(path), listed)


def _file_name(path: str) -> str:
    """What stands in the address of a page, in letters that every file system has."""
    return (
        "-".join("".join(one if one.isascii() and one.isalnum() else " " for one in path.casefold()).split())
        or "picture"
    )
