"""Facts about one conflict each: actors, places, outlets. Data only."""
