"""The permission table and the check at start-up."""

from __future__ import annotations

import pytest
from fastapi import APIRouter, FastAPI

from adsum.app.principal import Role
from adsum.web.guard import GuardedRoute, PermissionMissing, check_all_guarded, needs
from adsum.web.permissions import ROLES, Permission, may


def test_every_permission_but_open_names_its_roles_and_the_owner_has_them_all() -> None:
    assert set(ROLES) == set(Permission) - {Permission.OPEN}
    assert all(may(Role.OWNER, permission) for permission in Permission)


def test_a_role_without_a_row_may_only_what_everybody_may() -> None:
    allowed = {permission for permission in Permission if may(Role.EMPLOYEE, permission)}
    assert allowed == {Permission.OPEN, Permission.SIGNED_IN}


def _app(router: APIRouter) -> FastAPI:
    app = FastAPI(openapi_url=None)
    app.include_router(router, prefix="/api/v1")
    return app


def test_a_route_that_states_its_permission_passes() -> None:
    router = APIRouter(route_class=GuardedRoute)
    router.add_api_route("/stated", lambda: None, openapi_extra=needs(Permission.OPEN))
    check_all_guarded(_app(router).routes)


def test_a_route_that_states_none_stops_the_start() -> None:
    router = APIRouter(route_class=GuardedRoute)
    router.add_api_route("/forgotten", lambda: None)
    with pytest.raises(PermissionMissing, match="/forgotten"):
        check_all_guarded(_app(router).routes)


def test_a_route_of_another_class_stops_the_start_whatever_it_states() -> None:
    router = APIRouter()
    router.add_api_route("/plain", lambda: None, openapi_extra=needs(Permission.OPEN))
    with pytest.raises(PermissionMissing, match="/plain"):
        check_all_guarded(_app(router).routes)


def test_a_mounted_application_stops_the_start() -> None:
    app = FastAPI(openapi_url=None)
    app.mount("/elsewhere", FastAPI())
    with pytest.raises(PermissionMissing, match="/elsewhere"):
        check_all_guarded(app.routes)
