"""Renaming a person and deleting one of their photos over HTTP; with the real models."""

from __future__ import annotations

import cv2
import numpy as np

from adsum.app.services import Services
from tests.integration.web.conftest import Client


def _enrolled(owner: Client, *photos: bytes) -> dict[str, object]:
    for number, content in enumerate(photos):
        answer = owner(
            "POST",
            "/api/v1/photos",
            files={"photo": (f"{number}.jpg", content)},
            data={"name": "Ada"},
        )
        assert answer.status_code == 201, answer.text
    found: dict[str, object] = answer.json()["person"]
    return found


def _mirrored(content: bytes) -> bytes:
    image = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    return bytes(cv2.imencode(".jpg", cv2.flip(image, 1))[1])


def _acts(services: Services, name: str) -> list[tuple[str, str | None]]:
    with services.store.read() as records:
        found = [entry.act for entry in records.audit.entries()]
    return [(act.actor, act.person_id) for act in found if act.name == name]


def test_a_person_is_renamed_by_whoever_read_them_last(owner: Client, services: Services) -> None:
    made = owner("POST", "/api/v1/people", json={"name": "Ada Byron"}).json()
    path = f"/api/v1/people/{made['id']}"
    read = owner("GET", path)
    tag = {"If-Match": read.headers["etag"]}
    assert owner("PUT", path, json={"name": "X"}).json()["code"] == "etag.required"
    renamed = owner("PUT", path, json={"name": " Ada  Lovelace "}, headers=tag)
    assert (renamed.status_code, renamed.json()["name"]) == (200, "Ada Lovelace")
    stale = owner("PUT", path, json={"name": "Ada King"}, headers=tag)
    assert (stale.status_code, stale.json()["code"]) == (412, "etag.stale")
    again = owner("GET", path)
    assert again.headers["etag"] != read.headers["etag"]
    same = {"If-None-Match": again.headers["etag"]}
    assert owner("GET", path, headers=same).status_code == 304
    (act,) = _acts(services, "person.renamed")
    assert act[0] != "terminal" and act[1] == made["id"]


def test_a_name_that_is_taken_or_none_is_refused(owner: Client, services: Services) -> None:
    made = [owner("POST", "/api/v1/people", json={"name": n}).json()["id"] for n in ("Ada", "Bob")]
    any_tag = {"If-Match": "*"}
    for name, status, code in (
        ("bob", 409, "person.exists"),
        ("=1+1", 422, "person.invalid_name"),
        ("", 422, "person.invalid_name"),
    ):
        path = f"/api/v1/people/{made[0]}"
        answer = owner("PUT", path, json={"name": name}, headers=any_tag)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    unknown = owner("PUT", "/api/v1/people/nobody", json={"name": "Eve"}, headers=any_tag)
    assert unknown.status_code == 404
    assert _acts(services, "person.renamed") == []


def test_a_photo_is_deleted_with_its_template_and_the_last_only_if_that_is_said(
    owner: Client, services: Services, left: bytes
) -> None:
    person = _enrolled(owner, left, _mirrored(left))
    path = f"/api/v1/people/{person['id']}"
    first, second = (photo["id"] for photo in owner("GET", path).json()["photos"])
    assert owner("DELETE", f"/api/v1/photos/{first}").status_code == 204
    assert owner("DELETE", f"/api/v1/photos/{first}").json()["code"] == "photo.unknown"
    assert owner("GET", f"/api/v1/photos/{first}/crop").status_code == 404
    seen = owner("POST", "/api/v1/identify", files={"photo": ("x.jpg", left)}).json()
    assert [face["person"]["name"] for face in seen["faces"]] == ["Ada"]
    refused = owner("DELETE", f"/api/v1/photos/{second}")
    assert (refused.status_code, refused.json()["code"]) == (409, "photo.last")
    assert owner("DELETE", f"/api/v1/photos/{second}?last=true").status_code == 204
    seen = owner("POST", "/api/v1/identify", files={"photo": ("x.jpg", left)}).json()
    assert [face["person"] for face in seen["faces"]] == [None]
    assert len(_acts(services, "photo.removed")) == 2
    assert {whose for _, whose in _acts(services, "photo.removed")} == {person["id"]}
