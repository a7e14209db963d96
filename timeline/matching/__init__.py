"""Names as people write them are matched with those that are recorded: exactly after normalising, or not at all."""
