"""A source: a published document, a version of a statement, a row of a dataset or a post.

The fields are those of a CSL item (`container-title` is our publisher) and of SFM's access points.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal
from unicodedata import is_normalized
from urllib.parse import quote

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from events import english
from events.base import Event, Path
from events.values.dates import Moment
from events.values.text import Language, Slug, Text
from events.values.visibility import Visibility
from events.values.written import point
from events.values.zones import ZoneOrUnknown


def _check_url(url: str) -> str:
    """Another normal form is another address, so that it cannot be changed to the one that canonical bytes need."""
    if not is_normalized("NFC", url):
        written = "".join(letter if letter.isascii() else quote(letter) for letter in url)
        raise ValueError(f"The address holds characters that programs spell in several ways. Write {written}.")
    return url


Url = Annotated[
    str,
    StringConstraints(strip_whitespace=True, pattern=r"^https?://[^\s<>\"\x00-\x1f\x7f]+$", max_length=2000),
    AfterValidator(_check_url),
]


class SourceRecorded(Event):
    """A source is entered into the record, so that claims can cite it by its key."""

    type: Literal["source_recorded"] = "source_recorded"
    example: ClassVar[str] = """\
type: source_recorded
key: sputnik-2015-08-26
kind: news
publisher: Sputnik News
published: 2015-08-26T22:13
zone: unknown
"""

    key: Slug = Field(description="The name by which claims cite it: publisher and day, such as sputnik-2015-08-26.")
    kind: Literal["news", "wire", "statement", "report", "dataset", "post", "book", "document", "other"] = Field(
        description="What kind of source. The publisher of a statement is the voice itself; any other publisher "
        "that names nobody is an uncertain origin."
    )
    publisher: Text = Field(description="Who published it, spelt as in the source.")
    host: Text | None = Field(None, description="Whose copy was read, where that is not the publisher's own.")
    republishes: Slug | None = Field(
        None,
        description="The key of the source whose text this one carries, whole: what both say has one origin, not two.",
    )
    title: Text | None = Field(None, description="Its title as printed.")
    author: Text | None = Field(None, description="Its author as printed.")
    published: Moment | None = Field(None, description="When it was published, as printed: a date or a local time.")
    updated: Moment | None = Field(None, description="When it was last updated, as printed.")
    zone: ZoneOrUnknown | None = Field(
        None, description="The IANA zone of these times, or unknown where the source does not say."
    )
    edition: Text | None = Field(None, description="Which version was read, where there are several.")
    language: Language | None = Field(None, description="Its language, as a BCP 47 tag: en, ps, fa-AF.")
    url: Url | None = Field(None, description="The address of the copy that was read.")
    archive_url: Url | None = Field(None, description="The address of an archived copy.")
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = Field(
        None, description="SHA-256 of the copy that was read, in hexadecimal."
    )
    retrieved: Moment | None = Field(None, description="When the copy was read, UTC.")
    licence: Text | None = Field(None, description="The licence of the source, where it states one.")
    note: Text | None = Field(None, description="The coder's remark.")
    visibility: Visibility = Field(
        "public", description="restricted: the source and every claim that cites it are in the log alone."
    )

    @model_validator(mode="after")
    def _another(self) -> SourceRecorded:
        if self.republishes == self.key:
            raise ValueError(f'"{self.key}" cannot republish itself. Write the key of another source.')
        return self

    def summary(self) -> str:
        title = f" “{self.title}”," if self.title else ""
        host = f", read at {self.host}" if self.host else ""
        day, at, time = (self.published or "").partition("T")
        dated = f" {point(day)}{f', {time}' if at else ''}" if day else " undated"
        return english.line(f"Source {self.key}: {self.publisher},{title}{dated}{host}")

    @property
    def slot_key(self) -> str:
        return source_key(self.key)

    def references(self) -> Iterator[tuple[Path, str]]:
        if self.republishes:
            yield ("republishes",), source_key(self.republishes)

    @property
    def restricted(self) -> bool:
        return self.visibility == "restricted"


def source_key(key: str) -> str:
    """How the log's index names the source `key`."""
    return f"source:{key}"
