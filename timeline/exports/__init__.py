"""What a timeline holds is written out for others, as of now or of then; one module for each format."""
