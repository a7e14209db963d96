"""One module for each type of event about the record itself."""
