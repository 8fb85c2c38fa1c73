"""Files with secrets are their owner's alone."""

import logging
import os
from pathlib import Path

import pytest

from messaging.private_files import NotPrivate, keep_private
from messaging.settings import BrokerSettings, DeviceSettings, InvalidSettings, ServerAddress


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.mark.parametrize("open_to_others", [0o644, 0o640, 0o604, 0o666, 0o620])
def test_what_others_could_read_or_write_is_closed_and_said_once(
    tmp_path: Path, open_to_others: int, caplog: pytest.LogCaptureFixture
) -> None:
    secret = tmp_path / "kiosk-1.credential"
    secret.write_text("the-secret-itself")
    secret.chmod(open_to_others)
    with caplog.at_level(logging.WARNING):
        keep_private(secret)
        keep_private(secret)
    assert mode(secret) == 0o600
    assert len(caplog.messages) == 1 and str(secret) in caplog.messages[0]
    assert "the-secret-itself" not in caplog.text


def test_a_file_that_is_closed_or_not_there_is_left(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    secret = tmp_path / "secret"
    keep_private(secret)
    secret.touch(0o400)
    keep_private(secret)
    assert mode(secret) == 0o400 and not caplog.messages


def test_what_cannot_be_closed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "secret"
    secret.touch()
    secret.chmod(0o644)

    def not_ours(self: Path, mode: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "chmod", not_ours)
    with pytest.raises(NotPrivate, match="chmod 600"):
        keep_private(secret)


def test_a_file_of_the_installers_for_our_group_alone_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "secret"
    secret.touch()
    secret.chmod(0o640)
    monkeypatch.setattr(os, "geteuid", lambda: secret.stat().st_uid + 1)
    keep_private(secret)
    assert mode(secret) == 0o640


def test_a_device_closes_its_credential_and_the_brokers_password(tmp_path: Path) -> None:
    credential, password = tmp_path / "credential", tmp_path / "password"
    for file in (credential, password):
        file.write_text("x" * 43)
        file.chmod(0o644)
    DeviceSettings(
        centre="TEST-1",
        device_id="kiosk-1",
        data_dir=tmp_path,
        server=ServerAddress(credential_file=credential),
        broker=BrokerSettings(password_file=password),
    ).require_credential()
    assert mode(credential) == mode(password) == 0o600


def test_a_device_refuses_a_credential_that_everybody_may_read_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    credential = tmp_path / "credential"
    credential.write_text("x" * 43)
    credential.chmod(0o644)

    def read_only(self: Path, mode: int) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "chmod", read_only)
    settings = DeviceSettings(
        centre="TEST-1", device_id="kiosk-1", data_dir=tmp_path, server=ServerAddress(credential_file=credential)
    )
    with pytest.raises(InvalidSettings, match="Read-only"):
        settings.require_credential()
