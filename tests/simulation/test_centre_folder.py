"""The folder of a sample centre: private, held by one demo, and never another's folder."""

import stat
import tomllib
from pathlib import Path

import pytest

from simulation import centre_folder
from simulation.centre_folder import CentreFolder, FolderFault, Login, toml


def test_secrets_are_kept_and_private(tmp_path: Path) -> None:
    folder = CentreFolder(tmp_path / "demo")
    with folder.held():
        secret = folder.secret("kiosk-1.broker")
        folder.keep_paper([Login("cb01", "xyz", "officer", "Cán bộ 01", "CB01", "Q1")])
    again = CentreFolder(tmp_path / "demo")
    assert again.secret("kiosk-1.broker") == secret
    assert again.logins()[0].display_name == "Cán bộ 01"
    for path in (again.secret_file("kiosk-1.broker"), tmp_path / "demo" / "centre.json"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(again.secrets.stat().st_mode) == 0o700


def test_a_second_demo_is_kept_out_and_told_where_the_first_is(tmp_path: Path) -> None:
    folder = CentreFolder(tmp_path)
    with folder.held():
        folder.keep_running({"address": "http://127.0.0.1:8080"})
        with (
            pytest.raises(FolderFault, match=r"a demo runs in .* already at http://127\.0\.0\.1:8080"),
            CentreFolder(tmp_path).held(),
        ):
            pass


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.odt").write_text("years of work")
    with pytest.raises(FolderFault, match="holds something else"), CentreFolder(tmp_path).held():
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.odt"]


def test_a_folder_that_cannot_be_made_is_named() -> None:
    with pytest.raises(FolderFault, match=r"/proc/xx cannot be used \("), CentreFolder(Path("/proc/xx")).held():
        pass


def test_beginning_anew_empties_the_folder(tmp_path: Path) -> None:
    folder = CentreFolder(tmp_path / "demo")
    with folder.held():
        folder.secret("one")
        folder.keep_paper([])
        assert folder.is_set_up
        folder.empty()
        assert not folder.is_set_up
        assert not folder.secrets.exists()


def test_a_changed_sample_file_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = CentreFolder(tmp_path)
    folder.keep_paper([])
    assert folder.is_set_up
    changed = tmp_path / "changed.json"
    changed.write_text("{}")
    monkeypatch.setattr(centre_folder, "SAMPLE_CENTRE", changed)
    assert folder.has_paper
    assert not folder.is_set_up


def test_a_damaged_paper_is_told_with_the_cure(tmp_path: Path) -> None:
    folder = CentreFolder(tmp_path)
    (tmp_path / "centre.json").write_text("{")
    with pytest.raises(FolderFault, match="begin anew with --fresh"):
        folder.logins()


def test_settings_survive_the_way_through_toml() -> None:
    values = {
        "centre": 'xã "Mẫu" \\ 1',
        "data_dir": Path("/somewhere/with space"),
        "fullscreen": False,
        "button_pins": (17, 27),
        "broker": {"port": 1883, "password_file": Path("/x")},
    }
    assert tomllib.loads(toml(values)) == {
        "centre": 'xã "Mẫu" \\ 1',
        "data_dir": "/somewhere/with space",
        "fullscreen": False,
        "button_pins": [17, 27],
        "broker": {"port": 1883, "password_file": "/x"},
    }
