"""An hour of a whole centre at speed: whether its programs stay as slim as they began, and its books right."""
