"""The officer's console: its deeds, its view, its live stream and its words."""
