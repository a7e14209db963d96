"""Pictures as files: the figures of pages, downloaded with what they show and from which state of the log."""
