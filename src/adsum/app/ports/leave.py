"""Leave requests and their decisions, each a fact that is only added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from adsum.domain.leave import LeaveRequest, RequestState
from adsum.domain.span import DateSpan


class LeaveRequests(Protocol):
    """Who asked for which leave, and what became of it."""

    def add(self, request: LeaveRequest) -> None:
        """Store a pending request. Raises `Conflict` if there is one with its id."""
        ...

    def decide(self, request: LeaveRequest) -> None:
        """Add the decision that `request` carries; the last one counts."""
        ...

    def get(self, request_id: str) -> LeaveRequest | None: ...

    def of(self, person_id: str) -> Sequence[LeaveRequest]:
        """Return all requests of a person, by first date."""
        ...

    def page(
        self,
        *,
        after: str = "",
        limit: int = 100,
        state: RequestState | None = None,
        span: DateSpan | None = None,
        people: Iterable[str] | None = None,
    ) -> Sequence[LeaveRequest]:
        """Return requests by id; `span`: those that overlap it."""
        ...

    def approved(self) -> Sequence[LeaveRequest]:
        """Return all approved leave."""
        ...

    def pseudonymise(self, person_id: str, pseudonym: str) -> int:
        """Give a person's requests to `pseudonym`."""
        ...
