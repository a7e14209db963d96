"""One module for each type of claim; a new one is found by being here."""
