"""The permission table and the check at start-up."""

from __future__ import annotations

import pytest
from fastapi import APIRouter, FastAPI

from adsum.app.principal import Principal, Role
from adsum.web.guard import GuardedRoute, PermissionMissing, check_all_guarded, needs
from adsum.web.permissions import ROLES, Permission, allowed, may


def test_every_permission_but_open_names_its_roles_and_the_owner_has_them_all() -> None:
    assert set(ROLES) == set(Permission) - {Permission.OPEN}
    assert all(may(Role.OWNER, permission) for permission in Permission)


def test_nobody_below_the_office_may_change_master_data_or_see_pay_and_accounts() -> None:
    closed = ("setup.write", "roster.write", "policies", "pay", "users", "keys", "audit", "targets")
    for role in (Role.MANAGER, Role.EMPLOYEE, Role.DEVICE):
        open_to = [p.value for p in Permission if may(role, p) and p.value.startswith(closed)]
        assert open_to == []


def test_a_device_clocks_people_and_reads_no_record() -> None:
    allowed_to = {permission.value for permission in Permission if may(Role.DEVICE, permission)}
    assert allowed_to == {
        "open",
        "signed_in",
        "identify",
        "punches.by_photo",
        "punches.by_pin",
        "punches.deliver",
        "catalogue.read",
    }


def test_a_key_s_scopes_take_away_and_never_give() -> None:
    key = Principal("k", "key", Role.MANAGER, scopes=frozenset({"people.read", "pay.read"}))
    assert allowed(key, Permission.PEOPLE_READ)
    assert allowed(key, Permission.SIGNED_IN)
    assert not allowed(key, Permission.ATTENDANCE_READ)  # of the role, not among the scopes
    assert not allowed(key, Permission.PAY_READ)  # among the scopes, not of the role


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
