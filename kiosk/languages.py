"""Which languages the kiosk shows its screens in: those whose words and calls are all there.

Whoever takes a number in a language is called in it: a language that has its screens and lacks its calls would promise
what no board keeps.
"""

import threading
from functools import cache

from hardware.audio.clips import ClipPackFault, LanguagePack
from hardware.audio.vocabulary import MADE
from look.language import BOARD_CORE, KIOSK_CORE, SOURCE_LANGUAGE, complete_languages, further_languages


@cache
def has_screens(tag: str) -> bool:
    """Whether every text of kiosk, slip and boards is there in a language, and every clip that a call needs.

    Files are read once; a language that was completed since is found at the next start.
    """
    if tag == SOURCE_LANGUAGE:
        return True
    return bool(complete_languages([tag], (*KIOSK_CORE, *BOARD_CORE))) and has_calls(tag)


def has_calls(tag: str) -> bool:
    """Whether the language's own folder holds a whole pack of clips; Vietnamese and English are made by espeak-ng."""
    if tag in MADE:
        return True
    folder = further_languages().get(tag)
    if folder is None:
        return False
    try:
        pack = LanguagePack(folder / "voice")
    except ClipPackFault:
        return False
    return pack.manifest.language == tag and not pack.missing()


class LanguagesRead:
    """Reads the catalogues beside the start, so that the first touch on a language is answered at once."""

    def __init__(self) -> None:
        self._thread = threading.Thread(target=self._run, name="languages", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        if self._thread.is_alive():
            self._thread.join(timeout=5)  # some hundred small files

    @staticmethod
    def _run() -> None:
        for tag in ("en", *further_languages()):
            has_screens(tag)
