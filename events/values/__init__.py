"""What claims are made of: words, quantities, dates, places, parties, casualties, chains and citations."""
