"""What feeds the server's watchdog: an answer of the writer, be it a refusal, and a publishing thread that turns."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from broker_fixture import free_port, wait_for

from messaging.settings import BrokerSettings
from server.errors import Unavailable
from server.jobs import life_probe
from server.mqtt.presences import Presences
from server.mqtt.publishing import Publishing

Answer = Callable[["asyncio.Future[None]"], None]


def alive(answer: Answer, *, publishing_idle_s: float = 0.0) -> bool:
    def write(_action: object, *, actor: str) -> "asyncio.Future[None]":
        assert actor == "life_probe"
        future = asyncio.get_running_loop().create_future()
        answer(future)
        return future

    async def ask() -> bool:
        return await life_probe.answers(SimpleNamespace(write=write, publishing_idle_s=publishing_idle_s))

    return asyncio.run(ask())


def committed(future: "asyncio.Future[None]") -> None:
    future.set_result(None)


def refused(future: "asyncio.Future[None]") -> None:
    future.set_exception(Unavailable("the disk is full"))


def test_a_commit_or_a_refusal_is_a_sign_of_life() -> None:
    """To start again mends no full disk, and would take away the pages that say so."""
    assert alive(committed)
    assert alive(refused)


def test_a_writer_that_says_nothing_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(life_probe, "PROBE_TIMEOUT_S", 0.05)

    assert not alive(lambda _future: None)


def test_a_publishing_thread_that_hangs_is_none() -> None:
    assert alive(committed, publishing_idle_s=life_probe.PUBLISHING_TURNS_WITHIN_S - 1)
    assert not alive(committed, publishing_idle_s=life_probe.PUBLISHING_TURNS_WITHIN_S + 1)


def test_a_publishing_thread_that_never_turned_is_missed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that ended before its first turn, too: until now it counted as one that had just turned, for ever."""
    monkeypatch.setattr(Publishing, "_run", lambda _self: None)
    publishing = Publishing(
        database=tmp_path / "centre.db",
        centre_code="x",
        broker=BrokerSettings(port=free_port()),
        now=lambda: 0,
        presences=Presences(),
        on_presence=lambda: None,
        on_link=lambda: None,
    )
    assert publishing.idle_s == 0.0, "nobody waits for it before its start"
    publishing.start()
    try:
        wait_for(lambda: publishing.idle_s > 0.05, what="its silence to be noticed")
    finally:
        publishing.stop()
