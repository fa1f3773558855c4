"""Options that several commands share, and what stands before the command."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer


@dataclass(frozen=True, slots=True)
class Common:
    """What was given before the command's name."""

    data: Path | None


# Dates and times given outside of these cannot be right, and arithmetic near year 1 or 9999 fails.
YEARS = range(1970, 9000)

JsonFlag = Annotated[bool, typer.Option("--json", help="Print one JSON document instead.")]
PathsArgument = Annotated[list[Path], typer.Argument(help="Files or folders.", show_default=False)]


def secret(variable: str, question: str) -> str:
    """Return a secret from the environment variable, or else ask for it twice."""
    given = os.environ.get(variable)
    if given is not None:
        return given
    return str(typer.prompt(question, hide_input=True, confirmation_prompt=True, err=True))
