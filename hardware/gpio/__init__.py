"""Buttons and lights on the Pi's pins."""
