"""Live views are made one after another, so that a hall full of open pages leaves the interpreter to the deeds."""

from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import Request

T = TypeVar("T")


def one_at_a_time() -> CapacityLimiter:
    """For `app.state.view_thread`. Threads that make views side by side only take the interpreter from each other, and
    from the writer at each of its statements; each would also fill a database cache of its own."""
    return CapacityLimiter(1)


async def on_view_thread(request: Request, make: Callable[[], T]) -> T:
    """What `make` gives, made when the views before it are."""
    limiter: CapacityLimiter = request.app.state.view_thread
    return await to_thread.run_sync(make, limiter=limiter)
