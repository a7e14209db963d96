"""`timeline date` says which days words mean in a report of a certain day, and by which rule."""

from __future__ import annotations

import json

import click

from events.values.relative import resolve
from events.values.rules import RULES
from timeline.errors import TimelineError


@click.command()
@click.argument("wording")
@click.option("--published", required=True, help="When the report was published: 2015-08-26 or 2015-08-26T22:13.")
@click.option("--zone", required=True, help="The IANA zone of the place, such as Asia/Kabul.")
@click.option("--published-zone", help="The IANA zone of the report, where it is known. Default: that of the place.")
@click.option("--json", "json_", is_flag=True, help="Answer with a JSON object.")
def date(wording: str, published: str, zone: str, published_zone: str | None, json_: bool) -> None:
    """Say which local days WORDING, such as "last month", means, by the rules of UCDP's codebook.

    What no rule covers is refused.
    """
    try:
        found = resolve(wording, published, zone, published_zone)
    except ValueError as problem:
        raise TimelineError(str(problem)) from problem
    rule = RULES[found.rule]
    if json_:
        days = {"earliest": found.earliest.isoformat(), "latest": found.latest.isoformat()}
        click.echo(json.dumps(found._asdict() | days | {"page": rule.page}, ensure_ascii=False))
        return
    click.echo(f"value      {found.value}")
    click.echo(f"days       {found.earliest} to {found.latest}")
    click.echo(f"rule       {rule.name}: {rule.gives} (UCDP GED codebook 19.1, p. {rule.page})")
    click.echo(f"precision  {found.date_prec} (UCDP date_prec)")
    click.echo(f"basis      {found.basis}")
