"""The vocabulary: what an event may say. It knows nothing of storage, tables or pages.

`values/` holds what claims are made of, `claims/` one module for each type of claim, `ledger/` one for each type of
event about the record itself. `registry` finds them all, and those of packages that add types (`added`): to add a
type is to add one file.
"""

#: Tells this package from any other that is called `events` (see `timeline/__init__.py`).
PROJECT = "incident-timeline"
