"""What a claim answers is named by a permanent ID or by a label of the same source, and stored as it was named."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field, StringConstraints

from events.values.frozen import Bare
from events.values.text import LABEL, SLUG

#: How people write an ID, in any case and with or without its hyphens. What looks like one is taken for none else.
_ID = re.compile(r"([A-Za-z]{2,6})-?([0-9]{4,7})-?([0-9]{4})-?([0-9]{2})", re.ASCII)


def as_id(text: str) -> str | None:
    """The ID in its one written form that `text` is taken for; None for anything else, such as a label."""
    found = _ID.fullmatch(text)
    return "-".join(found.groups()).upper() if found else None


def _named(text: str) -> str:
    if id := as_id(text):
        return id
    if len(text) > 201 or not re.fullmatch(rf"(?:{SLUG.strip('^$')}:)?{LABEL.strip('^$')}", text):
        raise ValueError(
            f'"{text[:40]}" is neither an ID nor a label. Write an ID such as HEL-0000-0042-58, or the label (as) of a '
            "claim, after the key of its source where that is another: reuters-2015-08-30:toll."
        )
    return text


class Response(Bare):
    """The claim that a denial, a confirmation or another answer is about. A bare ID or label is enough."""

    bare: ClassVar[str] = "event"

    event: Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_named)] = Field(
        description="The ID of the claim that is answered, or the label (as) of an earlier claim of the same source; "
        "of another source with its key: reuters-2015-08-30:toll."
    )
    properties: tuple[Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$", max_length=100)], ...] = Field(
        (), max_length=50, description="The fields that are answered: [killed, strikes]. Left out: the whole claim."
    )

    @property
    def id(self) -> str | None:
        """The ID, where the claim is named by one, and not by a label."""
        return self.event if self.event[0].isupper() else None

    def labelled(self, source: str) -> tuple[str, str]:
        """The source's key and the label by which the claim is named in an answer that cites `source`."""
        key, colon, label = self.event.rpartition(":")
        return (key if colon else source, label)

    def __str__(self) -> str:
        return f"{self.event}: {', '.join(self.properties)}" if self.properties else self.event
