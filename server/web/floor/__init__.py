"""The head's page of the hall: its deeds, its view and its live stream."""
