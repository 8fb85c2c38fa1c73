"""The one journal: every action's events, gapless and chained, from which the tables can be rebuilt."""
