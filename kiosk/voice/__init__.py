"""The kiosk's own voice: what is touched says its name."""
