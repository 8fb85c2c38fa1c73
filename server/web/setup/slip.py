"""The address of the sample slip that the set-up page shows."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

SAMPLE_COUNT = 25


def slip_query(options: Mapping[str, Any], language: str) -> str:
    """The address of a preview of saved options."""
    values = {key: ("1" if value else "0") if isinstance(value, bool) else value for key, value in options.items()}
    return urlencode(values | {"language": language, "width": 576})
