"""Names of persons, places and organizations."""
