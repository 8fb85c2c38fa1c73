"""What may be a person's login and shown name, the same in the wizard, on the page of people and in a file."""

import re

NAME_LIMIT = 64
"""Letters of a shown name: a counter's display has one line for it."""
LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")
