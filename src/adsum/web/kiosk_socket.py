"""The kiosk's one socket: frames in, what was seen out, never a queue.

The kiosk sends a frame and waits for its answer, so a slow server slows the kiosk down. A frame
that arrives while another is looked at replaces the one that waits: only the newest is ever looked
at, whatever a client does.
"""

from __future__ import annotations

import asyncio
import logging
from urllib.parse import urlsplit

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

import adsum
from adsum.app.kiosk import WatchKiosk
from adsum.app.kiosk_services import KioskServices
from adsum.app.principal import Forbidden, Principal, Unauthenticated
from adsum.app.services import Services
from adsum.errors import AdsumError
from adsum.web.kiosk_messages import (
    SAID,
    GreetingAnswer,
    KioskChoice,
    KioskGreeting,
    KioskHello,
    KioskProblem,
    KioskReady,
    KioskSeen,
    ServerSays,
)
from adsum.web.permissions import Permission, allowed

PATH = "/api/v1/kiosk/socket"
PERMISSION = Permission.PUNCH_BY_PHOTO
# A frame is about 60 KB. Larger ones are not from a kiosk.
MAX_FRAME = 1_000_000
# Seconds that a stranger may hold a connection open without saying who they are.
_HELLO_WITHIN = 5.0
_POLICY_VIOLATION, _TOO_BIG, _TRY_LATER, _SIGN_IN_AGAIN = 1008, 1009, 1013, 4401

_log = logging.getLogger(__name__)


class _Rejected(Exception):
    """The connection ends; the code says why."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class _Line:
    """One connection of one kiosk."""

    def __init__(self, socket: WebSocket, services: Services, watch: WatchKiosk) -> None:
        self._socket = socket
        self._services = services
        self._watch = watch
        self._newest: bytes | None = None
        self._arrived = asyncio.Event()

    async def run(self) -> None:
        """Read until the kiosk goes; look at frames beside it."""
        looking = asyncio.create_task(self._look())
        try:
            while True:
                await self._read()
        finally:
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)
            await run_in_threadpool(self._watch.finish)

    async def _read(self) -> None:
        message = await self._socket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1000))
        frame = message.get("bytes")
        if frame is None:
            await self._obey(message.get("text") or "")
        elif len(frame) > MAX_FRAME:
            raise _Rejected(_TOO_BIG)
        else:
            self._newest = frame
            self._arrived.set()

    async def _look(self) -> None:
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            frame, self._newest = self._newest, None
            if frame is None:
                continue
            try:
                at = self._services.clock.now()
                seen = await run_in_threadpool(self._watch.execute, frame, at)
                await _say(self._socket, KioskSeen.of(seen))
            except AdsumError as error:
                _log.warning("kiosk: %s: %s", error.code, error)
                await _say(self._socket, _problem(error))

    async def _obey(self, text: str) -> None:
        said = _parsed(text)
        if not isinstance(said, KioskChoice):
            raise _Rejected(_POLICY_VIOLATION)
        at = self._services.clock.now()
        try:
            made = await run_in_threadpool(self._watch.choose, said.track, said.direction, at)
        except AdsumError as error:
            await _say(self._socket, _problem(error))
            return
        greeting = GreetingAnswer.of(made) if made else None
        await _say(self._socket, KioskGreeting(track=said.track, greeting=greeting))


async def _serve(socket: WebSocket) -> None:
    if not _same_origin(socket):
        await socket.close(_POLICY_VIOLATION)
        return
    services: Services = socket.app.state.services
    kiosk: KioskServices | None = socket.app.state.kiosk
    if kiosk is None:
        await socket.close(_TRY_LATER)
        return
    await socket.accept()
    try:
        principal = await _greet(socket, services, kiosk)
        place = principal.place or services.place
        watch = kiosk.watches.watch(principal.account_id, place)
        await _Line(socket, services, watch).run()
    except WebSocketDisconnect:
        return
    except _Rejected as rejected:
        await socket.close(rejected.code)


async def _greet(socket: WebSocket, services: Services, kiosk: KioskServices) -> Principal:
    """Let the kiosk say who it is, and answer."""
    try:
        text = await asyncio.wait_for(socket.receive_text(), _HELLO_WITHIN)
    except (TimeoutError, KeyError) as error:
        raise _Rejected(_POLICY_VIOLATION) from error
    said = _parsed(text)
    if not isinstance(said, KioskHello):
        raise _Rejected(_POLICY_VIOLATION)
    try:
        principal = await run_in_threadpool(kiosk.authenticate.execute, said.token)
        if not allowed(principal, PERMISSION):
            raise Forbidden("this token is not a kiosk's")
    except (Unauthenticated, Forbidden) as error:
        await _say(socket, _problem(error))
        raise _Rejected(_SIGN_IN_AGAIN) from error
    ready = KioskReady(
        place=principal.place or services.place,
        zone=services.zone,
        now=services.clock.now(),
        version=adsum.__version__,
    )
    await _say(socket, ready)
    return principal


def _parsed(text: str) -> KioskHello | KioskChoice:
    try:
        return SAID.validate_json(text[:4096])
    except ValidationError as error:
        raise _Rejected(_POLICY_VIOLATION) from error


def _problem(error: AdsumError) -> KioskProblem:
    return KioskProblem(code=error.code, detail=error.message, remedy=error.what_to_do)


async def _say(socket: WebSocket, message: ServerSays) -> None:
    await socket.send_text(message.model_dump_json())


def _same_origin(socket: WebSocket) -> bool:
    """Browsers send an origin: no other site's page may use a kiosk's network place."""
    origin = socket.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == socket.headers.get("host")


route = WebSocketRoute(PATH, _serve)
