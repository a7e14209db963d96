"""A person who was harmed: a private person's name is public only where the coder says so."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from events.values.frozen import Frozen
from events.values.text import Text
from events.values.visibility import Visibility

#: An age as the source gives it; a number typed without quotes is the same text.
Age = Annotated[
    Text, BeforeValidator(lambda given: str(given) if isinstance(given, int) and not isinstance(given, bool) else given)
]


class Person(Frozen):
    """A person whom the source names as killed, injured, missing or captured."""

    name: Text = Field(description="The name as the source writes it.")
    outcome: Literal["killed", "injured", "missing", "captured"] | None = Field(
        None, description="What became of the person: killed, injured, missing or captured."
    )
    age: Age | None = Field(None, description="The age as the source gives it: 34, about 30, child.")
    note: Text | None = Field(None, description="The coder's remark.")
    visibility: Visibility = Field(
        "restricted",
        description="restricted: the person is in the log alone; public: also in the tables, for names that may be "
        "published.",
    )
