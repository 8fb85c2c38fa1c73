"""Faults that a person can mend leave as one line on standard error and exit code 1, never as a traceback."""

import functools
import sqlite3
import sys
from collections.abc import Callable
from typing import ParamSpec

import typer

P = ParamSpec("P")


class CommandFailed(Exception):
    """A command could not do its work; the message says what to do."""


def report_faults(command: Callable[P, None]) -> Callable[P, None]:
    """Turn expected faults into one line."""

    @functools.wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except BrokenPipeError:
            sys.stderr.close()  # the reader has seen enough, as `bocso journal | head` does
            raise typer.Exit(0) from None
        except sqlite3.Error as error:
            database = str(kwargs.get("database", ""))  # SQLite itself does not say of which file it speaks
            _say(error if database in str(error) else f"{database}: {error}")
            raise typer.Exit(1) from None
        except (CommandFailed, OSError) as error:
            _say(error)
            raise typer.Exit(1) from None

    return guarded


def _say(fault: object) -> None:
    typer.echo(f"bocso: {fault}", err=True)
