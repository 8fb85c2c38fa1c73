"""What comes in and goes out over HTTP: the devices' API, the staff's pages, the citizen's ticket page."""
