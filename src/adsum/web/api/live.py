"""What happens, while it happens, as server-sent events."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, cast

from fastapi import APIRouter, Header, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from adsum.app.actor import Actor
from adsum.app.live_feed import Cursor, FeedEvent
from adsum.app.principal import Forbidden, Unauthenticated
from adsum.domain.instants import local_date
from adsum.domain.span import DateSpan
from adsum.web.guard import (
    ActorHere,
    AdministrationHere,
    GuardedRoute,
    TokenHere,
    needs,
)
from adsum.web.live import LiveLog, Lost, Told
from adsum.web.permissions import Permission, allowed
from adsum.web.scope import people_visible

router = APIRouter(prefix="/live", tags=["dashboard"], route_class=GuardedRoute)

# Seconds of silence after which a sign of life is sent, and the session looked at again.
BEAT = 15.0
_ID = re.compile(r"([0-9a-f]{12})-(\d{1,15})-(\d{1,18})-(\d{1,12})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class LiveEvent(BaseModel):
    """The `data` of one event. name: `punch.recorded`, `correction.proposed`, `leave.requested`,
    `document.put` and the other acts of the audit log. facts: of a punch its id, name, at, zone,
    place, source and direction; of others the number in the audit log, actor, kind and subject."""

    name: str
    at: datetime
    person_id: str | None
    facts: dict[str, Any]


_DESCRIBED: dict[int | str, dict[str, Any]] = {
    200: {
        "model": LiveEvent,
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
        "description": "`event: happened` with a LiveEvent as `data`; `event: reset` when too much "
        "was missed to be told: load everything anew; `event: signed_out` before the end of an "
        "ended session. A comment comes every 15 seconds.",
    }
}


@router.get(
    "",
    openapi_extra=needs(Permission.DASHBOARD_READ),
    response_class=StreamingResponse,
    responses=_DESCRIBED,
)
async def live(
    request: Request,
    admin: AdministrationHere,
    actor: ActorHere,
    token: TokenHere,
    last_event_id: Annotated[str, Header(max_length=100)] = "",
) -> StreamingResponse:
    """Follow punches and other acts as they happen, of everybody whom one may see.

    Send the `id` that was received last as `Last-Event-ID`, and nothing is missed. Across a restart
    of the server an event may come twice; a punch has its `id`, another act its `number`.
    """
    log = cast(LiveLog, request.app.state.live)
    log.check(actor.id)
    watcher = _Watcher(log, admin, actor, token)
    return StreamingResponse(
        watcher.stream(last_event_id),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


class _Watcher:
    """One connection."""

    def __init__(self, log: LiveLog, admin: AdministrationHere, actor: Actor, token: str) -> None:
        self._log = log
        self._admin = admin
        self._actor = actor
        self._token = token
        self._visible: frozenset[str] | None = frozenset()

    async def stream(self, last_event_id: str) -> AsyncIterator[str]:
        """Yield the lines until the session or the server ends."""
        newest = await self._log.enter(self._actor.id)
        try:
            await run_in_threadpool(self._admit)
            # A comment at once: proxies and browsers then know that the stream is open.
            yield "retry: 2000\n: open\n\n"
            async for text in self._catch_up(last_event_id, newest):
                yield text
            async for text in self._follow(self._resumed(last_event_id, newest)):
                yield text
        except (Unauthenticated, Forbidden):
            yield "event: signed_out\ndata: {}\n\n"
        finally:
            self._log.leave(self._actor.id)

    async def _follow(self, number: int) -> AsyncIterator[str]:
        """Yield what happens after the event `number`, and signs of life in between."""
        while not self._log.closed:
            try:
                found = await self._log.after(number, BEAT)
            except Lost:
                number = self._log.newest
                yield "event: reset\ndata: {}\n\n"
                continue
            for told in found:
                number = told.number
                if self._may_see(told.event):
                    yield _text(told.event, self._id(told))
            if not found:
                await run_in_threadpool(self._admit)
                yield ": still here\n\n"

    async def _catch_up(self, last_event_id: str, newest: int) -> AsyncIterator[str]:
        """Yield what happened since an event of another epoch."""
        given = _ID.fullmatch(last_event_id)
        if given is None or given[1] == self._log.epoch:
            return
        cursor = Cursor(_EPOCH + int(given[3]) * _MICROSECOND, int(given[4]))
        try:
            for event in await self._log.replay(cursor):
                if self._may_see(event):
                    yield _text(event, f"{self._log.epoch}-{newest}-{given[3]}-{given[4]}")
        except Lost:
            yield "event: reset\ndata: {}\n\n"

    def _resumed(self, last_event_id: str, newest: int) -> int:
        given = _ID.fullmatch(last_event_id)
        return int(given[2]) if given is not None and given[1] == self._log.epoch else newest

    def _admit(self) -> None:
        """Look again who this is and whom they may see now.

        Raises:
            Unauthenticated, Forbidden: the session has ended, or lost the right.
        """
        principal = self._admin.authenticate.execute(self._token)
        if not allowed(principal, Permission.DASHBOARD_READ):
            raise Forbidden(f"the role {principal.role} may not follow the feed")
        actor = Actor.of(principal)
        rules = self._admin.company.current()
        today = local_date(self._admin.clock.now(), rules.zone)
        self._visible = people_visible(self._admin, actor, DateSpan(today, today))

    def _may_see(self, event: FeedEvent) -> bool:
        return self._visible is None or event.person_id in self._visible

    def _id(self, told: Told) -> str:
        at = (told.cursor.at - _EPOCH) // _MICROSECOND
        return f"{self._log.epoch}-{told.number}-{at}-{told.cursor.entry}"


def _text(event: FeedEvent, id: str) -> str:
    body = {
        "name": event.name,
        "at": event.at.isoformat(),
        "person_id": event.person_id,
        "facts": event.facts,
    }
    data = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return f"id: {id}\nevent: happened\ndata: {data}\n\n"
