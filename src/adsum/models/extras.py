"""Optional libraries: imported when a part that needs them is built, named when absent."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from adsum.errors import AdsumError
from adsum.models.weights import how_to_install


class ExtraMissing(AdsumError):
    """A part was asked for whose library is not installed."""

    code = "extra.missing"


def require(module: str, extra: str) -> Any:
    """Return the imported `module`.

    Raises:
        ExtraMissing: it is not installed; the remedy names the extra that brings it.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise ExtraMissing(
            f"{module} is not installed; it comes with adsum[{extra}]",
            remedy=how_to_install(extra),
        ) from error
