"""Idempotency-Key: a POST that is repeated after a lost answer gets that answer, not a second act.

A key belongs to the account or credential that sent it. Only answers that changed something are
kept; after a refusal the same key may be tried again.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from adsum.app.ports.idempotency import KeptAnswer
from adsum.app.ports.store import Store
from adsum.errors import Conflict, InvalidInput

HEADER = "idempotency-key"
KEPT_FOR = timedelta(days=2)
_KEY = re.compile(r"[\x21-\x7e]{1,100}")
_HEADERS = ("content-type", "location", "etag")


class InvalidKey(InvalidInput):
    """An Idempotency-Key that cannot be one."""

    code = "idempotency.invalid_key"
    remedy = "Send 1 to 100 visible ASCII characters, for example a UUID."


class KeyReused(Conflict):
    """One key was sent with two different requests."""

    code = "idempotency.key_reused"
    remedy = "Make a new key for every act; repeat it only to repeat the same request."


class StillRunning(Conflict):
    """The first request with this key has not been answered yet."""

    code = "idempotency.in_progress"
    remedy = "Wait a moment, then repeat the request."


class SecretNotKept(Conflict):
    """The act was done; its answer held a secret, which is not kept to be shown again."""

    code = "idempotency.secret_not_kept"
    remedy = "Revoke what was made and make another one."


class IdempotentAnswers:
    """Answers by key, kept in the store; one act at a time for each key."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._running: set[tuple[str, str]] = set()

    async def run(
        self,
        request: Request,
        scope: str,
        now: datetime,
        handle: Callable[[Request], Awaitable[Response]],
        *,
        secret: bool,
    ) -> Response:
        """Return the kept answer to the request's key, or what `handle` answers, and keep that.

        secret: the answer is shown once; only that there was one is kept.

        Raises:
            InvalidKey, KeyReused, StillRunning, SecretNotKept: as their names say.
        """
        key = request.headers[HEADER]
        if not _KEY.fullmatch(key):
            raise InvalidKey("the Idempotency-Key is not 1 to 100 visible ASCII characters")
        fingerprint = _fingerprint(request, await request.body())
        with self._alone(scope, key):
            kept = await run_in_threadpool(self._kept, scope, key)
            if kept is not None:
                return _replayed(kept, fingerprint)
            response = await handle(request)
            if response.status_code < 400:
                body = "" if secret else _packed(response)
                answer = KeptAnswer(scope, key, fingerprint, response.status_code, body, now)
                await run_in_threadpool(self._keep, answer, now)
            return response

    @contextmanager
    def _alone(self, scope: str, key: str) -> Iterator[None]:
        with self._lock:
            if (scope, key) in self._running:
                raise StillRunning("a request with this Idempotency-Key is being worked on")
            self._running.add((scope, key))
        try:
            yield
        finally:
            with self._lock:
                self._running.discard((scope, key))

    def _kept(self, scope: str, key: str) -> KeptAnswer | None:
        with self._store.read() as records:
            return records.idempotency.get(scope, key)

    def _keep(self, answer: KeptAnswer, now: datetime) -> None:
        with self._store.write() as records:
            records.idempotency.purge(now - KEPT_FOR)
            with suppress(Conflict):  # another process has kept its own answer to this key
                records.idempotency.add(answer)


def _fingerprint(request: Request, body: bytes) -> str:
    content_type, _, parameters = request.headers.get("content-type", "").partition(";")
    asked = f"{request.method} {request.url.path}?{request.url.query} {content_type}\n"
    # A client that repeats an upload chooses another boundary between the same parts.
    boundary = parameters.partition("boundary=")[2].strip('" ')
    same = body.replace(boundary.encode(), b"") if boundary else body
    return hashlib.sha256(asked.encode() + same).hexdigest()


def _packed(response: Response) -> str:
    headers = {name: response.headers[name] for name in _HEADERS if name in response.headers}
    body = base64.b64encode(bytes(response.body)).decode()
    return json.dumps({"headers": headers, "body": body})


def _replayed(kept: KeptAnswer, fingerprint: str) -> Response:
    if kept.fingerprint != fingerprint:
        raise KeyReused("this Idempotency-Key was sent with another request")
    if not kept.body:
        raise SecretNotKept("the request was carried out; its answer is not kept")
    packed = json.loads(kept.body)
    headers = {**packed["headers"], "Idempotent-Replayed": "true"}
    return Response(base64.b64decode(packed["body"]), kept.status, headers)
