"""How the log's index names what is redacted: whoever reads a log's file needs no more of the vocabulary than that."""

from __future__ import annotations

#: What is redacted has a key that begins so and ends with its ID.
REDACTED = "redacted:"
