"""Where rows were, drawn on the server over outlines that lie in this folder: nothing is fetched for a map."""
