"""Every route states its permission and checks it before it reads a byte of the body."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from typing import Annotated, Any, cast

from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.concurrency import run_in_threadpool
from starlette.routing import BaseRoute

from adsum.app.principal import Forbidden, Principal, Unauthenticated
from adsum.app.services import Services
from adsum.web.permissions import Permission, may

_KEY = "x-permission"


class PermissionMissing(Exception):
    """A route was written without saying who may use it: a mistake in Adsum itself."""


def needs(permission: Permission) -> dict[str, Any]:
    """Return the `openapi_extra` that states a route's permission, also in the documentation."""
    stated: dict[str, Any] = {_KEY: permission.value}
    if permission is not Permission.OPEN:
        stated["security"] = [{"bearer": []}]
    return stated


class GuardedRoute(APIRoute):
    """A route that lets nobody in before its permission was checked."""

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
            if self.permission is not Permission.OPEN:
                principal = await run_in_threadpool(_authenticate, request)
                if not may(principal.role, self.permission):
                    raise Forbidden(f"the role {principal.role} may not do this")
                request.state.principal = principal
            return await handle(request)

        return guarded


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


def _authenticate(request: Request) -> Principal:
    return _services(request).accounts.authenticate(bearer_token(request))


ServicesHere = Annotated[Services, Depends(_services)]
"""The use cases, for a route's argument list."""

PrincipalHere = Annotated[Principal, Depends(_principal)]
"""Who is asking; only for routes that are not open."""

TokenHere = Annotated[str, Depends(bearer_token)]
"""The bearer token that was sent."""
