"""Sheets and JSON come in as people write them and go out as validated events, or as faults, all at once."""
