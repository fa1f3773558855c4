"""Pages: the same three query parameters and the same answer for every list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel

Item = TypeVar("Item")
Row = TypeVar("Row")

After = Annotated[str, Query(max_length=200, description="`next` of the page before")]
Limit = Annotated[int, Query(ge=1, le=1000, description="items on a page")]
Search = Annotated[str, Query(max_length=120, description="text that the item contains")]


class Page(BaseModel, Generic[Item]):
    """`next` is the `after` of the next page; null at the end."""

    items: list[Item]
    next: str | None


def page(
    rows: Sequence[Row], limit: int, key: Callable[[Row], str], show: Callable[[Row], Item]
) -> Page[Item]:
    """Return a page of at most `limit` rows; `rows` has one more than fits if there are more."""
    shown = rows[:limit]
    following = key(shown[-1]) if len(rows) > limit and shown else None
    return Page(items=[show(row) for row in shown], next=following)
