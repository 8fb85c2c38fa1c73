"""The centre's server: the one authority over numbers, turns, ratings and the journal."""
