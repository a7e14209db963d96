"""The tables that people read: derived from the log, disposable, and the same however they came about."""
