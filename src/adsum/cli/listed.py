"""What is listed page by page, and named by the beginning of its id."""

from __future__ import annotations

from typing import Any

from adsum.errors import InvalidInput

_AT_ONCE = 500


def everything(listed: Any) -> list[Any]:
    """Return all that `listed.page` gives, in its order."""
    found: list[Any] = []
    while page := listed.page(after=found[-1].id if found else "", limit=_AT_ONCE):
        found += page
    return found


def whole_id(listed: Any, beginning: str, words: str, ambiguous: type[InvalidInput]) -> str:
    """Return the one id that begins so. words: what is listed, in the plural.

    Raises:
        ambiguous: none or several begin so.
    """
    ids = [one.id for one in everything(listed) if one.id.startswith(beginning)]
    if len(ids) != 1 or not beginning:
        raise ambiguous(f"{len(ids)} {words} have an id that begins with {beginning!r}")
    return str(ids[0])
