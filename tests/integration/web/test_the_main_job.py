"""From set-up to the day's attendance, over HTTP with the real models and database."""

from __future__ import annotations

from datetime import timedelta

import httpx

from adsum.app.services import Services
from tests.fakes.clock import FakeClock
from tests.integration.web.conftest import LOGIN, PASSWORD, Client


def photo(content: bytes, **fields: str) -> dict[str, object]:
    return {"files": {"photo": ("photo.jpg", content)}, "data": fields}


def enrol(owner: Client, name: str, content: bytes) -> httpx.Response:
    return owner("POST", "/api/v1/photos", **photo(content, name=name))


def named(owner: Client, content: bytes) -> list[str | None]:
    """Names in a photo from left to right; None for "unknown"."""
    faces = owner("POST", "/api/v1/identify", **photo(content)).json()["faces"]
    in_order = sorted(faces, key=lambda face: face["box"][0])
    assert all(-1 <= face["score"] <= 1.001 for face in in_order if face["score"] is not None)
    return [face["person"] and face["person"]["name"] for face in in_order]


def test_set_up_works_once_and_the_owner_can_then_sign_in_and_out(
    services: Services, guest: Client
) -> None:
    assert guest("GET", "/api/v1/health").json()["setup_needed"] is True
    body = {"token": services.accounts.open_setup(), "login": LOGIN, "password": PASSWORD}
    assert guest("POST", "/api/v1/setup", json=body).status_code == 201
    again = guest("POST", "/api/v1/setup", json=body)
    assert (again.status_code, again.json()["code"]) == (409, "setup.closed")
    assert guest("GET", "/api/v1/health").json()["setup_needed"] is False
    signed_in = guest("POST", "/api/v1/session", json={"login": LOGIN, "password": PASSWORD})
    guest.token = signed_in.json()["token"]
    assert guest("GET", "/api/v1/session").json() == {"login": LOGIN, "role": "owner"}
    assert guest("DELETE", "/api/v1/session").status_code == 204
    assert guest("GET", "/api/v1/session").json()["code"] == "session.invalid"


def test_enrolled_people_are_named_in_another_photo_and_others_are_unknown(
    owner: Client, left: bytes, right: bytes, both: bytes, stranger: bytes
) -> None:
    first = enrol(owner, "Lena", left)
    assert (first.status_code, first.json()["status"]) == (201, "enrolled")
    again = enrol(owner, "Lena", left)
    assert (again.status_code, again.json()["status"]) == (200, "already_enrolled")
    assert named(owner, both) == ["Lena", None]
    assert enrol(owner, "Rita", right).status_code == 201
    assert named(owner, both) == ["Lena", "Rita"]
    assert named(owner, stranger) == [None]


def test_a_face_is_not_enrolled_under_a_second_name(owner: Client, left: bytes) -> None:
    enrol(owner, "Lena", left)
    refused = enrol(owner, "Rita", left)
    assert (refused.status_code, refused.json()["code"]) == (409, "photo.belongs_to_another")


def test_a_photo_clocks_everybody_in_and_later_out_and_the_day_adds_up(
    owner: Client, clock: FakeClock, left: bytes, right: bytes, both: bytes
) -> None:
    enrol(owner, "Lena", left)
    enrol(owner, "Rita", right)
    came = owner("POST", "/api/v1/punches/photo", **photo(both, client_id="kiosk-1")).json()
    assert [f["punch"]["direction"] for f in came["faces"]] == ["in", "in"]
    again = owner("POST", "/api/v1/punches/photo", **photo(both, client_id="kiosk-1")).json()
    assert [f["punch"]["recorded"] for f in again["faces"]] == [False, False]
    clock.advance(timedelta(hours=7, minutes=30))
    owner("POST", "/api/v1/punches/photo", **photo(left))
    day = owner("GET", "/api/v1/attendance/day?date=2026-03-02").json()
    rows = {row["person"]["name"]: row for row in day["rows"]}
    # Berlin is an hour ahead of UTC in March: noon is 13:00 there.
    assert rows["Lena"]["first_in"] == "2026-03-02T13:00:00+01:00"
    assert rows["Lena"]["last_out"] == "2026-03-02T20:30:00+01:00"
    assert (rows["Lena"]["worked"], rows["Lena"]["open"]) == (27_000, False)
    assert (rows["Rita"]["worked"], rows["Rita"]["open"]) == (0, True)
    month = owner("GET", "/api/v1/attendance/month?date=2026-03-31").json()
    assert (month["first"], month["last"]) == ("2026-03-01", "2026-03-31")
    assert month["rows"] == day["rows"]


def test_a_punch_by_hand_may_carry_its_time_and_is_recorded_once(owner: Client) -> None:
    ada = owner("POST", "/api/v1/people", json={"name": "Ada"}).json()["id"]
    body = {"person_id": ada, "at": "2026-03-02T09:00:00+01:00", "client_id": "paper-17"}
    first = owner("POST", "/api/v1/punches", json=body)
    again = owner("POST", "/api/v1/punches", json=body)
    assert (first.status_code, first.json()["source"]) == (201, "manual")
    assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])
    listed = owner("GET", "/api/v1/punches").json()
    assert [item["at"] for item in listed["items"]] == ["2026-03-02T08:00:00Z"]
    assert listed["next"] is None


def test_punches_are_listed_page_by_page_without_loss(owner: Client) -> None:
    ada = owner("POST", "/api/v1/people", json={"name": "Ada"}).json()["id"]
    hours = [f"2026-03-02T{hour:02}:00:00Z" for hour in range(6, 11)]
    for at in hours:
        owner("POST", "/api/v1/punches", json={"person_id": ada, "at": at})
    seen, cursor = [], None
    while True:
        query = {"limit": "2", "person_id": ada} | ({"cursor": cursor} if cursor else {})
        page = owner("GET", "/api/v1/punches", params=query).json()
        seen += [item["at"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == hours


def test_people_are_listed_by_name_page_by_page_and_searched(owner: Client) -> None:
    for name in ("Cora", "ada", "Bert", "Adam"):
        assert owner("POST", "/api/v1/people", json={"name": name}).status_code == 201
    first = owner("GET", "/api/v1/people?limit=3").json()
    assert [person["name"] for person in first["items"]] == ["ada", "Adam", "Bert"]
    rest = owner("GET", "/api/v1/people", params={"after": first["next"]}).json()
    assert [person["name"] for person in rest["items"]] == ["Cora"]
    found = owner("GET", "/api/v1/people?search=AD").json()["items"]
    assert [person["name"] for person in found] == ["ada", "Adam"]


def test_a_person_is_added_shown_photographed_and_forgotten(
    owner: Client, left: bytes, both: bytes
) -> None:
    added = owner("POST", "/api/v1/people", json={"name": "Lena"})
    place = added.headers["location"]
    assert owner("POST", f"{place}/photos", **photo(left)).status_code == 201
    shown = owner("GET", place).json()
    (kept,) = shown["photos"]
    crop = owner("GET", f"/api/v1/photos/{kept['id']}/crop")
    assert crop.headers["content-type"] == "image/jpeg"
    assert crop.content.startswith(b"\xff\xd8\xff")
    owner("POST", "/api/v1/punches/photo", **photo(both))
    receipt = owner("DELETE", place).json()
    assert (receipt["photos"], receipt["templates"], receipt["punches"]) == (1, 1, 1)
    assert "Lena" not in str(receipt)
    assert owner("GET", place).json()["code"] == "person.unknown"
    assert owner("GET", f"/api/v1/photos/{kept['id']}/crop").json()["code"] == "photo.unknown"
    assert named(owner, both) == [None, None]


def test_a_photo_of_several_people_is_refused_and_makes_nobody(owner: Client, both: bytes) -> None:
    refused = enrol(owner, "Somebody", both)
    assert (refused.status_code, refused.json()["code"]) == (422, "photo.several_faces")
    assert owner("GET", "/api/v1/people").json()["items"] == []
