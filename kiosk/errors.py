"""What can go wrong at the kiosk, each message the cure in words for the person who looks after it."""


class KioskError(Exception):
    """The kiosk cannot do what was asked."""


class IntentsUnusable(KioskError):
    """The file that keeps the citizens' wishes cannot be opened or written."""

    def __init__(self, path: object, reason: object) -> None:
        super().__init__(f"{path} cannot be used ({reason}): check that the disk is neither full nor read-only")


class StorageUnusable(KioskError):
    """The disk under the kiosk's folder takes nothing."""

    def __init__(self, path: object, reason: object) -> None:
        super().__init__(f"{path} takes nothing ({reason}): make room, or check that the disk is not read-only")
