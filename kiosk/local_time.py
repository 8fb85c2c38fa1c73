"""The centre's own time, whatever its zone is called: a name that this machine does not know stops nothing."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

FALLBACK = "Asia/Ho_Chi_Minh"


def zone_of(name: str) -> ZoneInfo:
    """The zone of this IANA name; Vietnam's where there is none such."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a name that is a folder of the zones' files
        return ZoneInfo(FALLBACK)
