"""Every route states its permission and checks it before it reads a byte of the body."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from typing import Annotated, Any, cast

from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.concurrency import run_in_threadpool
from starlette.routing import BaseRoute

from adsum.app.actor import Actor
from adsum.app.administration import Administration
from adsum.app.principal import Forbidden, Principal, Unauthenticated
from adsum.app.services import Services
from adsum.web.etag import conditional
from adsum.web.idempotency import HEADER, IdempotentAnswers
from adsum.web.permissions import Permission, allowed
from adsum.web.ratelimit import RateGate

_KEY, _SECRET = "x-permission", "x-shown-once"


class PermissionMissing(Exception):
    """A route was written without saying who may use it: a mistake in Adsum itself."""


def needs(
    permission: Permission, *, secret: bool = False, extra: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Return the `openapi_extra` that states a route's permission, also in the documentation.

    secret: the answer holds something that is shown once. extra: more of the operation's document.
    """
    stated: dict[str, Any] = {_KEY: permission.value, **(extra or {})}
    if secret:
        stated[_SECRET] = True
    if permission is not Permission.OPEN:
        stated["security"] = [{"bearer": []}]
    return stated


class GuardedRoute(APIRoute):
    """A route that lets nobody in before its permission was checked.

    counted: whether its requests are counted against the rate of whoever sends them.
    """

    counted = True

    @property
    def permission(self) -> Permission:
        """What the route asks for.

        Raises:
            PermissionMissing: nothing was stated.
        """
        stated = (self.openapi_extra or {}).get(_KEY)
        if stated is None:
            raise PermissionMissing(f"{self.path} states no permission")
        return Permission(stated)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            # Here and not in a dependency: FastAPI reads the whole body before its dependencies.
            if self.permission is Permission.OPEN:
                if self.counted:
                    _take(request, None)
                return conditional(request, await handle(request))
            principal = await run_in_threadpool(_let_in, request, self.permission)
            request.state.principal = principal
            return conditional(request, await self._answer(request, principal, handle))

        return guarded

    async def _answer(
        self,
        request: Request,
        principal: Principal,
        handle: Callable[[Request], Coroutine[Any, Any, Response]],
    ) -> Response:
        if request.method != "POST" or HEADER not in request.headers:
            return await handle(request)
        answers = cast(IdempotentAnswers, request.app.state.answers)
        secret = bool((self.openapi_extra or {}).get(_SECRET))
        now = _services(request).clock.now()
        return await answers.run(request, principal.account_id, now, handle, secret=secret)


class FileRoute(GuardedRoute):
    """A route that serves the package's own files, of which one page takes dozens.

    There is nothing to be guessed, and many people may sit behind one address.
    """

    counted = False


def check_all_guarded(routes: Iterable[BaseRoute]) -> None:
    """Fail unless every route is guarded and states a permission.

    Raises:
        PermissionMissing: one does not.
    """
    for context in iter_route_contexts(list(routes)):
        route = context.original_route
        if not isinstance(route, GuardedRoute):
            raise PermissionMissing(f"{context.path} is not a guarded route")
        if _KEY not in (route.openapi_extra or {}):
            raise PermissionMissing(f"{context.path} states no permission")


def bearer_token(request: Request) -> str:
    """Return the token of the Authorization header.

    Raises:
        Unauthenticated: there is none.
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthenticated("sign in first")
    return token.strip()


def _services(request: Request) -> Services:
    return cast(Services, request.app.state.services)


def _principal(request: Request) -> Principal:
    return cast(Principal, request.state.principal)


def _administration(request: Request) -> Administration:
    return _services(request).administration


def _actor(request: Request) -> Actor:
    return Actor.of(_principal(request))


def _let_in(request: Request, permission: Permission) -> Principal:
    """Return who is asking.

    Raises:
        Unauthenticated: nobody knows. TooManyRequests: asks too often. Forbidden: may not do this.
    """
    try:
        principal = _administration(request).authenticate.execute(bearer_token(request))
    except Unauthenticated:
        _take(request, None)
        raise
    _take(request, principal)
    if not allowed(principal, permission):
        raise Forbidden(f"the role {principal.role} may not do this, or the key is not for it")
    return principal


def _take(request: Request, principal: Principal | None) -> None:
    gate = cast(RateGate, request.app.state.rates)
    now = _services(request).clock.now()
    if principal is not None:
        gate.signed_in.take(principal.account_id, now)
    else:
        gate.unknown.take(request.client.host if request.client else "", now)


ServicesHere = Annotated[Services, Depends(_services)]
"""The use cases, for a route's argument list."""

PrincipalHere = Annotated[Principal, Depends(_principal)]
"""Who is asking; only for routes that are not open."""

ActorHere = Annotated[Actor, Depends(_actor)]
"""Who is asking, as the use cases and the audit log know them."""

AdministrationHere = Annotated[Administration, Depends(_administration)]
"""The use cases of attendance, for a route's argument list."""

TokenHere = Annotated[str, Depends(bearer_token)]
"""The bearer token that was sent."""
