"""Optional libraries of the file formats: imported when a file needs them, named when absent."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from adsum.errors import Unavailable


class FormatNeedsExtra(Unavailable):
    """The library that reads and writes a format is not installed."""

    code = "export.needs_extra"


def needed(module: str, extra: str) -> Any:
    """Return the imported `module`, or raise `FormatNeedsExtra` that names the extra."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise FormatNeedsExtra(
            f"{module} is not installed; it comes with adsum[{extra}]",
            remedy=f"Run: pip install 'adsum[{extra}]'",
        ) from error
