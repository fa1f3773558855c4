"""Printing: results on stdout, everything else on stderr."""

from __future__ import annotations

import json
from typing import Any

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


def out() -> Console:
    """Return the console for results."""
    return Console(highlight=False)


def err() -> Console:
    """Return the console for progress, warnings and errors."""
    return Console(stderr=True, highlight=False)


def print_json(document: Any) -> None:
    """Print one JSON document on stdout."""
    Console(soft_wrap=True, highlight=False).print(
        json.dumps(document, ensure_ascii=False, indent=2), markup=False
    )


def error_json(error: AdsumError | None) -> dict[str, str] | None:
    """Return an error as the JSON answers have it."""
    if error is None:
        return None
    return {"code": error.code, "message": error.message, "remedy": error.what_to_do}


def print_error(error: AdsumError, subject: str = "") -> None:
    """Print what happened, its code, and what to do next."""
    where = f"{escape(subject)}: " if subject else ""
    console = err()
    console.print(
        f"[bold red]error[/] {where}{escape(error.message)} [dim]({error.code})[/]", soft_wrap=True
    )
    if error.what_to_do:
        console.print(f"      {escape(error.what_to_do)}", soft_wrap=True)


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
    )
