"""The keeping of a pad's presses in a process that can be killed: `pressing_process.py FOLDER SERVER_URL FIRST LAST`.

It keeps presses FIRST to LAST one after the other, as a pad does that is pressed very quickly, says the id of each once
it is kept, and delivers what waits until it is killed or nothing does.
"""

import sys
import time
from pathlib import Path

from messaging.clock import SystemClock
from messaging.settings import BrokerSettings, ServerAddress
from rating_pad.delivery import StoredPress
from rating_pad.keeping import Keeping
from rating_pad.settings import PadSettings

NO_BROKER = 9  # the discard port: nobody listens


def main() -> None:
    folder, url, first, last = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    credential = folder / "credential"
    credential.write_text("pad-secret")
    settings = PadSettings(
        centre="test",
        device_id="pad-Q1",
        data_dir=folder / "pad",
        counter_id="Q1",
        screen="touch",
        server=ServerAddress(url=url, credential_file=credential),
        broker=BrokerSettings(port=NO_BROKER),
    )
    clock = SystemClock()
    keeping = Keeping(settings, clock=clock, channel="pad", wake=lambda: None)
    keeping.start()
    for number in range(first, last + 1):
        keeping.add_press(number % 5 + 1, pressed_s=clock.monotonic_s())
        for stored in keeping.store():
            assert isinstance(stored, StoredPress)
            sys.stdout.write(f"{stored.press_id}\n")
        sys.stdout.flush()
    while keeping.waiting():
        time.sleep(0.05)
    keeping.stop()


if __name__ == "__main__":
    main()
