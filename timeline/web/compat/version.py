"""Whether this is Datasette 1.0, which has its own permission system and asynchronous metadata, or 0.65."""

from datasette.version import __version__

IS_1_0 = not __version__.startswith("0.")
