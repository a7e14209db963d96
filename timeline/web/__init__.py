"""The pages: a Datasette plugin over timeline.db, which they only read, and the server that keeps it up to date."""
