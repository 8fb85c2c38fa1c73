"""The voice of the kiosk: clips are made once, the newest words win, and without sound there is no voice."""

import shutil
import threading
from pathlib import Path

from broker_fixture import wait_for

from hardware.audio.clips import read_wav
from hardware.audio.player import NoSound
from kiosk.voice.speaking import Speaker, speak_to_file


class Loudspeaker:
    """Keeps what was played; `works` False: there is none."""

    def __init__(self, *, works: bool = True) -> None:
        self.played: list[str] = []
        self._works = works
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    def play(self, wav_path: Path, *, cut: threading.Event | None = None) -> None:
        del cut
        self.played.append(wav_path.read_text())
        self.may_go_on.wait(10)

    def check(self) -> None:
        if not self._works:
            raise NoSound("no device")

    def stop(self) -> None:
        self.may_go_on.set()


class Mouth:
    def __init__(self) -> None:
        self.made: list[str] = []

    def __call__(self, words: str, language: str, target: Path) -> None:
        self.made.append(words)
        target.write_text(f"{language}: {words}")


def test_what_was_prepared_or_said_once_is_not_made_again(tmp_path: Path) -> None:
    player, mouth = Loudspeaker(), Mouth()
    speaker = Speaker(tmp_path / "voice", player, make=mouth)
    speaker.start()
    wait_for(lambda: speaker.is_there, what="the voice")
    speaker.prepare(["Chứng thực", "", "Hộ tịch"], "vi")
    wait_for(lambda: mouth.made == ["Chứng thực", "Hộ tịch"], what="the clips")
    speaker.say("Hộ tịch", "vi")
    wait_for(lambda: player.played == ["vi: Hộ tịch"], what="the words")
    speaker.say("Tiếng Việt", "rad")
    wait_for(lambda: player.played[-1] == "vi: Tiếng Việt", what="the words of a language without a voice")
    speaker.stop()
    again = Speaker(tmp_path / "voice", player, make=mouth)
    again.start()
    again.say("Chứng thực", "vi")
    wait_for(lambda: player.played[-1] == "vi: Chứng thực", what="the words after a restart")
    again.stop()
    assert mouth.made == ["Chứng thực", "Hộ tịch", "Tiếng Việt"]


def test_the_newest_words_win(tmp_path: Path) -> None:
    player = Loudspeaker()
    speaker = Speaker(tmp_path / "voice", player, make=Mouth())
    speaker.start()
    wait_for(lambda: speaker.is_there, what="the voice")
    player.may_go_on.clear()
    speaker.say("một", "vi")
    wait_for(lambda: player.played == ["vi: một"], what="the first words")
    speaker.say("hai", "vi")
    speaker.say("ba", "vi")
    player.may_go_on.set()
    wait_for(lambda: player.played[-1] == "vi: ba", what="the newest words")
    speaker.stop()
    assert player.played == ["vi: một", "vi: ba"]


class LongSpeech(Loudspeaker):
    """Everything lasts half a minute, unless it is cut short."""

    def play(self, wav_path: Path, *, cut: threading.Event | None = None) -> None:
        self.played.append(wav_path.read_text())
        assert cut is not None
        cut.wait(30)


def test_a_new_touch_is_heard_at_once_however_long_the_words_before_are(tmp_path: Path) -> None:
    player = LongSpeech()
    speaker = Speaker(tmp_path / "voice", player, make=Mouth())
    speaker.start()
    wait_for(lambda: speaker.is_there, what="the voice")
    for words in ("tên trang dài", "Chứng thực", "Hộ tịch"):
        speaker.say(words, "vi")
        wait_for(lambda said=words: player.played[-1:] == [f"vi: {said}"], what=f"'{words}'", within_s=10)
    speaker.stop()
    assert len(player.played) == 3


def test_without_a_sound_device_no_voice_is_offered(tmp_path: Path) -> None:
    speaker = Speaker(tmp_path / "voice", Loudspeaker(works=False), make=Mouth())
    speaker.start()
    speaker.say("một", "vi")
    speaker.stop()
    assert not speaker.is_there


def test_espeak_says_vietnamese_and_english(tmp_path: Path) -> None:
    assert shutil.which("espeak-ng"), "sudo apt-get install espeak-ng"
    for language in ("vi", "en"):
        speak_to_file("Tôi cần hướng dẫn", language, tmp_path / "clip.part")
        assert len(read_wav(tmp_path / "clip.part")) > 10_000
