"""What a page is told: all at first, then only what changed, always the newest; and who watches is known."""

import asyncio

import pytest

from simulation.wall import live_state
from simulation.wall.live_state import LiveState


def unwatched() -> LiveState:
    return LiveState(lambda _is_watched: None)


def test_a_new_page_gets_everything_and_then_only_what_changed() -> None:
    state = unwatched()
    state.put("slips", ["a"])
    state.put("faults", {"no_paper": False})
    version, sections = state.since(0)
    assert sections == {"slips": ["a"], "faults": {"no_paper": False}}
    state.put("slips", ["b", "a"])
    assert state.since(version)[1] == {"slips": ["b", "a"]}


def test_a_page_that_was_slow_gets_the_newest_alone() -> None:
    state = unwatched()
    version, _ = state.since(0)
    for n in range(1000):
        state.put("people", n)
    assert state.since(version)[1] == {"people": 999}


def test_the_same_again_wakes_nobody() -> None:
    async def story() -> None:
        state = unwatched()
        state.put("people", 1)
        version, _ = state.since(0)
        waiting = asyncio.create_task(state.wait_beyond(version))
        await asyncio.sleep(0)
        state.put("people", 1)
        await asyncio.sleep(0.01)
        assert not waiting.done()
        state.put("people", 2)
        await asyncio.wait_for(waiting, 5)

    asyncio.run(story())


def test_the_end_wakes_everybody() -> None:
    async def story() -> None:
        state = unwatched()
        waiting = asyncio.create_task(state.wait_beyond(0))
        await asyncio.sleep(0)
        state.end()
        await asyncio.wait_for(waiting, 5)

    asyncio.run(story())


def test_a_page_loaded_anew_is_one_watch_and_the_last_one_gone_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_state, "AWAY_AFTER_S", 0.05)

    async def story() -> None:
        told: list[bool] = []
        gone = asyncio.Event()

        def tell(is_watched: bool) -> None:
            told.append(is_watched)
            if not is_watched:
                gone.set()

        state = LiveState(tell)
        state.enter()
        state.enter()
        state.leave()
        state.leave()
        state.enter()  # it was only loaded anew
        await asyncio.sleep(0.15)
        assert told == [True]
        state.leave()
        await asyncio.wait_for(gone.wait(), 5)
        assert told == [True, False]
        state.enter()
        assert told == [True, False, True]

    asyncio.run(story())
