"""The kiosk: a touch, a number, a slip."""
