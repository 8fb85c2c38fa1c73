"""Asks control sockets from an event loop: the same lines as `simulation.control_client`, without a thread."""

import asyncio
import json
from pathlib import Path
from typing import Any

from simulation.control_client import ControlRefused, NoControl, short_path

LONGEST_LINE_BYTES = 16 * 1024 * 1024
"""A picture comes as one line."""


class NoAnswer(NoControl):
    """The program is there and says nothing: it hangs, or the machine is very busy."""


async def ask(path: Path, do: str, *, patience_s: float = 10.0, **details: Any) -> dict[str, Any]:
    """Send one command and return the answer.

    Raises:
        NoAnswer: somebody is there, and no answer came in `patience_s`.
        NoControl: nobody listens.
        ControlRefused: the program said no.
    """
    try:
        async with asyncio.timeout(patience_s):
            line = await _answer(path, json.dumps({"do": do, **details}) + "\n")
    except TimeoutError:
        raise NoAnswer(f"{path.name}: no answer in {patience_s:g} s") from None
    except (OSError, ValueError) as error:
        raise NoControl(f"{path.name}: {error}") from None
    if not line:
        raise NoControl(f"{path.name}: ended without an answer")
    answer: dict[str, Any] = json.loads(line)
    if not answer.pop("ok"):
        raise ControlRefused(f"{path.name}: {answer['error']}")
    return answer


async def _answer(path: Path, request: str) -> bytes:
    with short_path(path) as short:
        reader, writer = await asyncio.open_unix_connection(short, limit=LONGEST_LINE_BYTES)
    try:
        writer.write(request.encode())
        await writer.drain()
        return await reader.readline()
    finally:
        writer.close()
