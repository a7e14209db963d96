"""The truth: entries are appended, read and verified here; nothing outside this folder knows how they are stored."""
