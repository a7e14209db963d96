"""What is drawn over time: chart of rows, bands of a place, ranges of figures. Nothing is computed in a browser."""
