"""The button pad at a desk: three to five buttons with which a citizen rates the service."""
