"""Options that several commands share, and what stands before the command."""

from __future__ import annotations

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
