"""Printing: results on stdout, everything else on stderr."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable
from typing import Any, TextIO

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from adsum.errors import AdsumError

# Tables in a file or a pipe have nobody's window to fit in: nothing in them is cut.
WIDTH_OF_A_PIPE = 240


def survive_any_text(streams: Iterable[TextIO]) -> None:
    """Let what a stream's encoding lacks be printed as an escape instead of raising.

    File names need not be valid text, and a name need not exist in the terminal's character set.
    """
    for stream in streams:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def out() -> Console:
    """Return the console for results."""
    return _console(sys.stdout)


def err() -> Console:
    """Return the console for progress, warnings and errors."""
    return _console(sys.stderr)


def _console(stream: TextIO) -> Console:
    width = None if stream.isatty() else WIDTH_OF_A_PIPE
    return Console(file=stream, highlight=False, emoji=False, width=width)


def plain(text: str) -> str:
    """Return `text` for a console: no markup, and nothing that would command the terminal."""
    return escape(visible(text))


def visible(text: str) -> str:
    """Return `text` with control characters written out, as in \\x1b."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def counted(number: int, one: str, many: str) -> str:
    """Return "1 photo", "2 photos"."""
    return f"{number} {one if number == 1 else many}"


def print_json(document: Any) -> None:
    """Print one JSON document on stdout, exactly as it is: no wrapping, no markup."""
    only_ascii = sys.stdout.encoding.lower().replace("-", "") != "utf8"
    sys.stdout.write(json.dumps(document, ensure_ascii=only_ascii, indent=2) + "\n")
    sys.stdout.flush()


def error_json(error: AdsumError | None) -> dict[str, str] | None:
    """Return an error as the JSON answers have it."""
    if error is None:
        return None
    return {"code": error.code, "message": error.message, "remedy": error.what_to_do}


def print_error(error: AdsumError, subject: str = "") -> None:
    """Print what happened, its code, and what to do next."""
    print_problem(error.code, error.message, error.what_to_do, subject)


def print_problem(code: str, message: str, remedy: str, subject: str = "") -> None:
    """Print the same of an error that is plain data already."""
    where = f"{subject}: " if subject and subject not in message else ""
    console = err()
    console.print(f"[bold red]error:[/] {plain(where + message)} [dim]({code})[/]", soft_wrap=True)
    if remedy:
        console.print(f"       {plain(remedy)}", soft_wrap=True)


def progress() -> Progress:
    """Return a progress bar on stderr; it leaves no trace in a file or pipe."""
    console = err()
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
        # Results that go to a file must not be drawn above the bar instead.
        redirect_stdout=sys.stdout.isatty(),
    )
