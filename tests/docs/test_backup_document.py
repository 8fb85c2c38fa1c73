"""What docs/backup.md tells a technician to type, typed."""

import re
import subprocess
from pathlib import Path

from documents import DOCS

from messaging.settings import read_settings
from server.settings import ServerSettings

TEXT = (DOCS / "backup.md").read_text(encoding="utf-8")
WRITTEN = DOCS.parent / "deploy/steps/settings.sh"


def typed() -> list[str]:
    return re.findall(r"^ *((?:sudo|echo|grep) .*)$", TEXT, flags=re.MULTILINE)


def test_the_line_for_the_second_place_goes_above_the_tables(tmp_path: Path) -> None:
    """A line at the end of the installer's file would belong to its last table, and the server would not start."""
    written = re.search(r"server\.toml 644 root:root <<-TOML\n(.*?)\n\tTOML", WRITTEN.read_text(), flags=re.DOTALL)
    settings = tmp_path / "server.toml"
    settings.write_text(re.sub(r"^\t+", "", written[1], flags=re.MULTILINE).replace("$(listening)", "::"))
    before = read_settings(ServerSettings, settings)
    (line,) = [line for line in typed() if "second_backup_folder =" in line]

    for _ in range(2):  # lines are typed twice
        command = line.replace("/etc/bocso/server.toml", str(settings)).replace("sudo ", "")
        subprocess.run(["bash", "-c", command], check=True)

    after = read_settings(ServerSettings, settings)
    assert after == before.model_copy(update={"second_backup_folder": Path("/mnt/bocso-backup")})


def test_the_place_is_one_that_the_servers_unit_may_write() -> None:
    unit = (DOCS.parent / "deploy/units/bocso-server.service").read_text(encoding="utf-8")
    place = re.search(r'second_backup_folder = "([^"]+)"', TEXT)[1]

    assert re.search(rf"^ReadWritePaths=.* -{place}$", unit, flags=re.MULTILINE)
    mounted = next(line for line in typed() if "/etc/fstab" in line)
    assert re.search(rf" {place} ext4 \S*nofail", mounted), "the machine starts without the stick too"
