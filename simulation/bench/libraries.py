"""Which libraries a program loads, found by loading it; a bare program loads the same and none of ours.

`python -m simulation.bench.libraries PACKAGE` prints, as JSON, the modules of others in the order in which they
come, and how many milliseconds the loading took; without a package, it loads what `LIST` names.
"""

import importlib
import json
import os
import pkgutil
import sys
from pathlib import Path
from time import perf_counter

LIST = "BOCSO_BENCH_LIBRARIES"
"""Names, for a bare program, the file with what it loads."""

_OURS = (
    *("bocso", "counter_display", "hardware", "kiosk", "look", "messaging", "procedures", "rating_pad", "server"),
    "simulation",
)

_LEFT_OUT = (".migrations.", "rating_pad.touch.")
"""What no measured program loads; the pad is one with buttons."""


def load_libraries() -> None:
    """Load what the file that `LIST` names says."""
    for name in json.loads(Path(os.environ[LIST]).read_text(encoding="utf-8")):
        try:
            importlib.import_module(name)
        except ImportError:  # some are made by their libraries and are in no file
            continue


def main() -> None:
    began_s = perf_counter()
    if len(sys.argv) > 1:
        _load_all(sys.argv[1])
    else:
        load_libraries()
    took_ms = (perf_counter() - began_s) * 1000
    others = [name for name in sys.modules if name.partition(".")[0] not in _OURS and name != "__main__"]
    sys.stdout.write(json.dumps({"ms": took_ms, "libraries": others}) + "\n")


def _load_all(package: str) -> None:
    parent = importlib.import_module(package)
    if not hasattr(parent, "__path__"):
        return  # a program that is one module and what it asks for
    for found in pkgutil.walk_packages(parent.__path__, f"{package}."):
        if not found.name.endswith("__main__") and not any(part in found.name for part in _LEFT_OUT):
            importlib.import_module(found.name)


if __name__ == "__main__":
    main()
