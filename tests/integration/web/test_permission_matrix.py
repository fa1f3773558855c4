"""Every route with every role, and with somebody else's record.

The expectations are written by hand, beside the permission table of the application: a route that
is missing here, or here and not there, fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adsum.app.kinds import KINDS
from tests.contract.servers import KINDS as KINDS_OF_DATABASE
from tests.integration.web.world import ROLES, World, company_on

# o: owner, h: HR, m: manager, e: employee, d: device; *: everybody, signed out too.
LETTERS = {"owner": "o", "hr": "h", "manager": "m", "employee": "e", "device": "d"}

EXPECTED = {
    "GET /health": "*",
    "POST /setup": "*",
    "POST /session": "*",
    "GET /session": "ohmed",
    "GET /limits": "ohmed",
    "DELETE /session": "ohmed",
    "GET /people": "ohm",
    "POST /people": "oh",
    "GET /people/{person_id}": "ohm",
    "PUT /people/{person_id}": "oh",
    "DELETE /people/{person_id}": "oh",
    "PUT /people/{person_id}/pin": "oh",
    "DELETE /people/{person_id}/pin": "oh",
    "GET /people/{person_id}/photos": "oh",
    "POST /people/{person_id}/photos": "oh",
    "GET /people/{person_id}/days/{on}": "ohme",
    "POST /photos": "oh",
    "GET /photos/{photo_id}/crop": "oh",
    "DELETE /photos/{photo_id}": "oh",
    "POST /enrolments/frame": "oh",
    "POST /enrolments/check": "oh",
    "POST /enrolments": "oh",
    "GET /enrolment-jobs": "oh",
    "POST /enrolment-jobs": "oh",
    "GET /enrolment-jobs/{job_id}": "oh",
    "PUT /enrolment-jobs/{job_id}/archive": "oh",
    "GET /enrolment-jobs/{job_id}/rows": "oh",
    "POST /enrolment-jobs/{job_id}/confirmation": "oh",
    "POST /enrolment-jobs/{job_id}/cancellation": "oh",
    "POST /identify": "ohd",
    "GET /punches": "ohme",
    "POST /punches": "ohm",
    "POST /punches/photo": "ohd",
    "POST /punches/batch": "ohd",
    "POST /punches/pin": "ohd",
    "GET /attendance/day": "ohme",
    "GET /attendance/month": "ohme",
    "GET /attendance/people": "ohme",
    "GET /recognition": "oh",
    "GET /recognition/calibration": "oh",
    "GET /names": "ohme",
    "GET /dashboard": "ohm",
    "GET /dashboard/people": "ohm",
    "GET /dashboard/trend": "ohm",
    "GET /live": "ohm",
    "GET /corrections": "ohme",
    "POST /corrections": "ohme",
    "GET /corrections/{correction_id}": "ohme",
    "POST /corrections/forgotten": "oh",
    "POST /corrections/{correction_id}/approval": "ohm",
    "POST /corrections/{correction_id}/refusal": "ohm",
    "GET /leave": "ohme",
    "POST /leave": "ohme",
    "GET /leave/balances": "ohme",
    "GET /leave/{request_id}": "ohme",
    "POST /leave/{request_id}/approval": "ohm",
    "POST /leave/{request_id}/refusal": "ohm",
    "POST /leave/{request_id}/cancellation": "ohme",
    "GET /periods": "ohm",
    "POST /periods": "oh",
    "GET /periods/adjustments": "oh",
    "POST /periods/adjustments": "oh",
    "GET /reports": "ohme",
    "GET /reports/day": "ohme",
    "GET /reports/month": "ohme",
    "GET /reports/year": "ohme",
    "GET /reports/sheets": "ohme",
    "GET /payroll/slips": "oh",
    "GET /payroll/export/{mapping}": "oh",
    "POST /payroll/import/{mapping}": "oh",
    "GET /export/people": "oh",
    "POST /import/people": "oh",
    "GET /users": "o",
    "POST /users": "o",
    "GET /users/{user_id}": "o",
    "PUT /users/{user_id}": "o",
    "PUT /users/{user_id}/password": "o",
    "GET /keys": "o",
    "POST /keys": "o",
    "DELETE /keys/{key_id}": "o",
    "GET /devices": "oh",
    "POST /devices": "oh",
    "DELETE /devices/{device_id}": "oh",
    "GET /consents": "oh",
    "GET /people/{person_id}/consents": "oh",
    "POST /people/{person_id}/consents": "oh",
    "DELETE /people/{person_id}/consents": "oh",
    "GET /me/consents": "ohme",
    "POST /me/consents": "ohme",
    "DELETE /me/consents": "ohme",
    "POST /previews": "oh",
    "GET /me": "ohme",
    "PUT /me/password": "ohme",
    "PUT /me/pin": "ohme",
    "DELETE /me/pin": "ohme",
    "GET /me/views": "ohme",
    "GET /me/pay": "ohme",
    "GET /audit": "oh",
    "GET /audit/verdict": "oh",
    "GET /audit/choices": "oh",
    "POST /webhooks/{id}/test": "o",
    "POST /notifications/{id}/test": "o",
    "GET /deliveries": "o",
    "GET /deliveries/{delivery_id}": "o",
    "GET /visitors": "oh",
    "POST /visitors/purge": "oh",
    "GET /visitors/{visitor_id}": "oh",
    "DELETE /visitors/{visitor_id}": "oh",
    "POST /visitors/{visitor_id}/assignment": "oh",
    "GET /visits/{visit_id}/crop": "oh",
    "GET /live/cameras": "oh",
    "GET /live/cameras/{camera_id}/picture": "oh",
    "GET /live/cameras/{camera_id}/stream": "oh",
    "GET /kiosk": "ohd",
    "POST /kiosk/pairings": "oh",
    "POST /kiosk/pair": "*",
    "POST /kiosk/pin": "ohd",
    "POST /kiosk/sightings": "ohd",
    "POST /kiosk/undo": "ohd",
}
# Of each kind of document: who reads, who writes.
OF_KIND = {
    "sites": ("ohmed", "oh"),
    "places": ("ohmed", "oh"),
    "teams": ("ohmed", "oh"),
    "memberships": ("ohm", "oh"),
    "shifts": ("ohmed", "oh"),
    "rotations": ("ohmed", "oh"),
    "assignments": ("ohm", "oh"),
    "policies": ("oh", "oh"),
    "policy-uses": ("oh", "oh"),
    "holiday-sets": ("ohmed", "oh"),
    "leave-types": ("ohmed", "oh"),
    "consent-texts": ("ohmed", "oh"),
    "entitlements": ("oh", "oh"),
    "pay": ("oh", "oh"),
    "payroll-mappings": ("oh", "oh"),
    "cameras": ("oh", "o"),
    "webhooks": ("o", "o"),
    "notifications": ("o", "o"),
}
for plural, (readers, writers) in OF_KIND.items():
    EXPECTED |= {
        f"GET /{plural}": readers,
        f"GET /{plural}/{{id}}": readers,
        f"POST /{plural}": writers,
        f"PUT /{plural}/{{id}}": writers,
        f"DELETE /{plural}/{{id}}": writers,
        f"GET /export/{plural}": readers,
        f"POST /import/{plural}": writers,
    }


@pytest.fixture(scope="module", params=KINDS_OF_DATABASE)
def world(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    model_cache: Path,
    pipeline: Any,
) -> Iterator[World]:
    """One company on each database; nothing here changes what another test looks at."""
    folder = tmp_path_factory.mktemp("world")
    with company_on(request.param, folder, model_cache, pipeline) as world:
        world.app.state.live.closed = True  # its stream would not end otherwise
        yield world


def _routes(world: World) -> set[str]:
    return {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, methods in world.app.openapi()["paths"].items()
        for method in methods
    }


def test_every_route_has_an_expectation_and_every_expectation_a_route(world: World) -> None:
    assert {kind.plural for kind in KINDS.values()} == set(OF_KIND)
    assert _routes(world) == set(EXPECTED)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_gets_into_its_own_routes_and_into_no_other(world: World, role: str) -> None:
    wrong = []
    # Last what ends one's own session or account.
    for route in sorted(_routes(world), key=lambda r: ("/session" in r or "/me/" in r, r)):
        method, path = route.split()
        if route == "DELETE /session":
            continue
        answer = world(role, method, re.sub(r"\{\w+\}", "x", path))
        expected = EXPECTED.get(route, "")
        outcome = _outcome(answer)
        inside = expected == "*" or LETTERS.get(role, "?") in expected
        allowed = {"in"} if inside else {"401" if role == "guest" else "403"}
        if outcome not in allowed:
            wrong.append(f"{route}: {answer.status_code} {answer.text[:120]}")
    assert wrong == []


def _outcome(answer: Any) -> str:
    """ "in": past the door, whatever comes then; a crash is never right."""
    if answer.status_code == 500:
        return "500"
    code = answer.json().get("code") if "problem" in answer.headers.get("content-type", "") else ""
    if code in ("session.required", "session.invalid"):
        return "401"
    return "403" if code == "permission.denied" else "in"


# What concerns one person's record, asked about Otto, who is in nobody's team here.
DAY = "2026-03-02"
SPAN = f"first={DAY}&last={DAY}"
LEAVE = {"person_id": "otto", "type": "holiday", "first": "2026-05-04", "last": "2026-05-04"}
CORRECTION = {
    "person_id": "otto",
    "act": "add",
    "reason": "forgot",
    "at": f"{DAY}T08:00:00Z",
    "direction": "in",
}
REFUSED: list[tuple[str, str, str, Any]] = [
    ("manager", "GET", "/people/otto", None),
    ("manager", "GET", f"/people/otto/days/{DAY}", None),
    ("employee", "GET", f"/people/otto/days/{DAY}", None),
    ("employee", "GET", f"/people/mara/days/{DAY}", None),
    ("manager", "GET", "/punches?person_id=otto", None),
    ("employee", "GET", "/punches?person_id=otto", None),
    ("manager", "POST", "/punches", {"person_id": "otto"}),
    ("manager", "POST", "/corrections", CORRECTION),
    ("employee", "POST", "/corrections", CORRECTION),
    ("manager", "GET", "/corrections/OTTOS", None),
    ("employee", "GET", "/corrections/OTTOS", None),
    ("manager", "POST", "/corrections/OTTOS/approval", None),
    ("manager", "POST", "/corrections/OTTOS/refusal", None),
    ("manager", "POST", "/leave", LEAVE),
    ("employee", "POST", "/leave", LEAVE),
    ("manager", "GET", "/leave/OTTOS", None),
    ("employee", "GET", "/leave/OTTOS", None),
    ("manager", "POST", "/leave/OTTOS/approval", None),
    ("manager", "POST", "/leave/OTTOS/refusal", {"reason": "no"}),
    ("manager", "POST", "/leave/OTTOS/cancellation", None),
    ("employee", "POST", "/leave/OTTOS/cancellation", None),
    ("manager", "GET", "/leave/balances?person_id=otto", None),
    ("employee", "GET", "/leave/balances?person_id=otto", None),
    ("manager", "GET", "/memberships/m2", None),
]
# Lists that leave out what is out of scope.
LISTS = [
    "/names?id=otto&id=emil",
    "/dashboard",
    "/dashboard/people",
    "/people",
    "/punches",
    "/attendance/day",
    "/attendance/month",
    "/attendance/people",
    "/corrections",
    "/leave",
    f"/reports?{SPAN}",
    f"/reports?{SPAN}&person_id=otto",
    "/reports/day",
    "/reports/month",
    "/reports/year",
    "/reports/sheets?format=csv",
    "/reports/sheets?format=csv&person_id=otto",
    "/memberships",
    "/assignments",
    "/export/memberships",
    "/export/assignments",
]


@pytest.fixture(scope="module")
def ottos(world: World) -> dict[str, str]:
    """Otto's correction and leave, made by HR, and a punch."""
    world.put("leave_type", "holiday", name="Holiday", limited=False)
    world("hr", "POST", "/punches", json={"person_id": "otto", "at": f"{DAY}T07:00:00Z"})
    correction = world("hr", "POST", "/corrections", json=CORRECTION).json()["id"]
    leave = world("hr", "POST", "/leave", json=LEAVE).json()["id"]
    return {"/corrections/": correction, "/leave/": leave}


@pytest.mark.parametrize(("role", "method", "path", "body"), REFUSED)
def test_somebody_else_s_record_is_refused(
    world: World, ottos: dict[str, str], role: str, method: str, path: str, body: Any
) -> None:
    for prefix, id in ottos.items():
        path = path.replace(f"{prefix}OTTOS", f"{prefix}{id}")
    answer = world(role, method, path, json=body)
    assert (answer.status_code, answer.json()["code"]) == (403, "permission.out_of_scope")


@pytest.mark.parametrize("role", ["manager", "employee"])
@pytest.mark.parametrize("path", LISTS)
def test_a_list_leaves_out_somebody_else_s_record(
    world: World, ottos: dict[str, str], role: str, path: str
) -> None:
    everybody = world("hr", "GET", path)
    assert "otto" in everybody.text.lower() or "blue" in everybody.text or "a1" in everybody.text
    answer = world(role, "GET", path)
    assert answer.status_code == 200 or answer.json()["code"] == "permission.denied"
    assert "otto" not in answer.text.lower()


def test_every_scoped_route_is_among_those_that_are_tried_with_another_s_record(
    world: World,
) -> None:
    scoped = {
        route
        for route, roles in EXPECTED.items()
        if ("m" in roles or "e" in roles) and roles not in ("*", "ohmed")
    }
    tried = {f"{method} {_template(path)}" for _, method, path, _ in REFUSED}
    tried |= {f"GET {_template(path)}" for path in LISTS}
    own = {route for route in scoped if " /me" in route}
    assert scoped - tried - own == {
        "GET /periods",  # names nobody
        "GET /live",  # see test_live_feed.py
        "GET /dashboard/trend",  # sums; see tests/integration/attendance/test_dashboard.py
        "GET /assignments/{id}",  # as memberships, by the same function
    }


def _template(path: str) -> str:
    bare = path.partition("?")[0]
    bare = re.sub(r"^/people/\w+/days/.*", "/people/{person_id}/days/{on}", bare)
    bare = re.sub(r"^/people/\w+$", "/people/{person_id}", bare)
    bare = re.sub(r"^/memberships/\w+$", "/memberships/{id}", bare)
    bare = bare.replace("/corrections/OTTOS", "/corrections/{correction_id}")
    return bare.replace("/leave/OTTOS", "/leave/{request_id}")
