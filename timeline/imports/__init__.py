"""Tables that others keep are read into events, wholly or not at all; one module for each step or format."""
