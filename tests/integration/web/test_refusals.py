"""What the server refuses, and how it says so."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from fastapi import APIRouter, FastAPI, UploadFile

from adsum.app.ports.accounts import AccessToken, Account
from adsum.app.principal import Role
from adsum.app.services import Services
from adsum.web.app import describe, make_app
from adsum.web.guard import GuardedRoute, PermissionMissing, needs
from adsum.web.permissions import Permission
from adsum.web.ratelimit import Rate, RateLimits
from tests.integration.web.conftest import LOGIN, Client

# One path per route that asks for a permission; ids need not exist: the door comes first.
PROTECTED = sorted(
    (method.upper(), re.sub(r"\{\w+\}", "x", path.removeprefix("/api/v1")))
    for path, methods in describe()["paths"].items()
    for method, route in methods.items()
    if route["x-permission"] != "open"
)


def test_nobody_gets_in_without_a_session(services: Services) -> None:
    limits = RateLimits(unknown=Rate(10_000, 1))
    guest, forger = (
        Client(make_app(services, limits=limits), token) for token in (None, "made-up")
    )
    assert len(PROTECTED) > 150
    for method, path in PROTECTED:
        missing = guest(method, f"/api/v1{path}")
        assert (missing.status_code, missing.json()["code"]) == (401, "session.required")
        assert missing.headers["www-authenticate"] == "Bearer"
        assert forger(method, f"/api/v1{path}").json()["code"] == "session.invalid"


def test_who_asks_too_fast_is_told_how_long_to_wait(services: Services) -> None:
    limits = RateLimits(signed_in=Rate(3, 0.5), unknown=Rate(2, 0.1))
    guest = Client(make_app(services, limits=limits))
    answers = [guest("GET", "/api/v1/people") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [401, 401, 429]
    assert answers[-1].json()["code"] == "request.too_many"
    assert answers[-1].headers["retry-after"] == "10"


def test_a_signed_out_upload_is_refused_before_it_is_read(guest: Client) -> None:
    read: list[int] = []

    async def endless() -> AsyncIterator[bytes]:
        for number in range(100):
            read.append(number)
            yield b"x" * 1000

    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    answer = guest("POST", "/api/v1/identify", content=endless(), headers=headers)
    assert answer.status_code == 401
    assert len(read) <= 1


def test_a_role_without_the_permission_is_told_so(app: FastAPI, services: Services) -> None:
    now = services.clock.now()
    with services.store.write() as records:
        records.accounts.add(Account("a1", "emil", Role.EMPLOYEE, "unused", now))
        digest = hashlib.sha256(b"emils-token").hexdigest()
        records.accounts.add_token(AccessToken(digest, "a1", now, now + timedelta(hours=1)))
    emil = Client(app, "emils-token")
    assert emil("GET", "/api/v1/session").json()["role"] == "employee"
    refused = emil("GET", "/api/v1/people")
    assert (refused.status_code, refused.json()["code"]) == (403, "permission.denied")


def test_the_start_fails_if_a_route_states_no_permission(services: Services) -> None:
    router = APIRouter(route_class=GuardedRoute)
    router.add_api_route("/forgotten", lambda: None)
    with pytest.raises(PermissionMissing, match="/api/v1/forgotten"):
        make_app(services, extra=(router,))


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 422, "image.empty"),
        (b"hello", 415, "image.not_an_image"),
        (b"\0\0\0\x18ftypheic" + bytes(16), 415, "image.unsupported"),
    ],
)
def test_what_is_no_picture_is_refused(
    owner: Client, content: bytes, status: int, code: str
) -> None:
    answer = owner("POST", "/api/v1/identify", files={"photo": ("x.jpg", content)})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["remedy"]


def test_an_upload_that_announces_too_much_is_refused_unread(owner: Client) -> None:
    answer = owner("POST", "/api/v1/identify", files={"photo": ("x.jpg", bytes(2_100_000))})
    assert (answer.status_code, answer.json()["code"]) == (413, "request.too_large")


def test_an_upload_that_hides_its_size_is_cut_off_at_the_cap(owner: Client) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        yield b'--b\r\nContent-Disposition: form-data; name="photo"; filename="x"\r\n\r\n'
        while sent < 50_000_000:
            sent += 100_000
            yield bytes(100_000)

    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    answer = owner("POST", "/api/v1/identify", content=endless(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "request.too_large")
    assert sent < 2_500_000


def test_a_large_upload_stays_in_memory_and_never_touches_the_disk(services: Services) -> None:
    def where(photo: UploadFile) -> str:
        return "on disk" if vars(photo.file)["_rolled"] else "in memory"

    router = APIRouter(route_class=GuardedRoute)
    router.add_api_route("/where", where, methods=["POST"], openapi_extra=needs(Permission.OPEN))
    guest = Client(make_app(services, extra=(router,)))
    answer = guest("POST", "/api/v1/where", files={"photo": ("x.jpg", bytes(1_900_000))})
    assert answer.json() == "in memory"


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "route.unknown"),
        ("GET", "/api/v1/people/../../etc/passwd", 404, "route.unknown"),
        ("GET", "/static/..%2fapp.py", 404, "route.unknown"),
        ("GET", "/static/missing.js", 404, "page.unknown"),
        ("PUT", "/api/v1/people", 405, "route.method"),
        ("GET", "/api/v1/people/nobody", 404, "person.unknown"),
        ("DELETE", "/api/v1/people/nobody", 404, "person.unknown"),
        ("GET", "/api/v1/people?limit=0", 422, "request.invalid"),
        ("GET", "/api/v1/attendance/day?date=0001-01-01", 422, "request.invalid"),
        ("GET", "/api/v1/attendance/day?date=yesterday", 422, "request.invalid"),
        ("GET", "/api/v1/punches?start=2026-03-02T00:00:00", 422, "request.invalid"),
        ("GET", "/api/v1/punches?start=2020-01-01T00:00:00Z", 422, "punches.invalid_range"),
        ("GET", "/api/v1/punches?cursor=rubbish", 422, "punches.invalid_cursor"),
    ],
)
def test_every_refusal_is_a_problem_with_its_code(
    owner: Client, method: str, path: str, status: int, code: str
) -> None:
    answer = owner(method, path)
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["status"] == status
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("name", ["", "../x", "=1+1", "a\u202eb", "x" * 121])
def test_a_name_that_could_do_harm_is_refused(owner: Client, name: str) -> None:
    answer = owner("POST", "/api/v1/people", json={"name": name})
    assert (answer.status_code, answer.json()["code"]) == (422, "person.invalid_name")


def test_a_name_is_taken_once_whatever_its_case(owner: Client) -> None:
    owner("POST", "/api/v1/people", json={"name": "Ada"})
    answer = owner("POST", "/api/v1/people", json={"name": "ADA"})
    assert (answer.status_code, answer.json()["code"]) == (409, "person.exists")


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff", b'{"login": "\\ud800", "password": "x"}'])
def test_a_body_that_makes_no_sense_is_refused(guest: Client, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = guest("POST", "/api/v1/session", content=body, headers=headers)
    assert answer.status_code in (400, 422)
    assert answer.json()["code"] in ("request.malformed", "request.invalid")


def test_a_refused_body_is_not_repeated_in_the_answer(guest: Client) -> None:
    answer = guest("POST", "/api/v1/session", json={"login": ["x"], "password": {"my": "secret"}})
    assert answer.status_code == 422
    assert "secret" not in answer.text


def test_too_many_wrong_passwords_say_how_long_to_wait(owner: Client, guest: Client) -> None:
    wrong = {"login": LOGIN, "password": "not the password"}
    codes = [guest("POST", "/api/v1/session", json=wrong).json()["code"] for _ in range(6)]
    assert codes == ["sign_in.wrong"] * 5 + ["sign_in.too_many_attempts"]
    assert guest("POST", "/api/v1/session", json=wrong).headers["retry-after"] == "30"


def test_an_unexpected_error_tells_nothing_but_its_incident_number(
    services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise ZeroDivisionError("the secret word")

    router = APIRouter(route_class=GuardedRoute)
    router.add_api_route("/broken", broken, openapi_extra=needs(Permission.OPEN))
    with caplog.at_level(logging.ERROR):
        answer = Client(make_app(services, extra=(router,)))("GET", "/api/v1/broken")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert "secret" not in answer.text
    assert answer.json()["incident"] in caplog.text
    assert "nosniff" in answer.headers["x-content-type-options"]
