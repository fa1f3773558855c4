"""Enrolment as a page does it: guide, look before saving, save; with the real models."""

from __future__ import annotations

import cv2
import httpx
import numpy as np

from tests.integration.web.conftest import Client


def send(owner: Client, path: str, photos: list[bytes], **fields: str) -> httpx.Response:
    files = [("photos", (f"{n}.jpg", content)) for n, content in enumerate(photos)]
    return owner("POST", f"/api/v1/enrolments{path}", files=files, data=fields)


def frame(owner: Client, content: bytes, **fields: str) -> dict[str, object]:
    files = {"frame": ("frame.jpg", content)}
    answer = owner("POST", "/api/v1/enrolments/frame", files=files, data=fields)
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


def changed(content: bytes, brightness: float = 1.0, size: float = 1.0) -> bytes:
    image = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    smaller = cv2.resize(image, None, fx=size, fy=size, interpolation=cv2.INTER_AREA)
    dimmed = np.clip(smaller * brightness, 0, 255).astype(np.uint8)
    return bytes(cv2.imencode(".jpg", dimmed)[1])


def picture(value: int) -> bytes:
    return bytes(cv2.imencode(".png", np.full((240, 320, 3), value, np.uint8))[1])


def test_a_frame_is_judged_with_hints(owner: Client, left: bytes, both: bytes) -> None:
    near = frame(owner, left)
    assert near["faces"] == 1
    assert near["box"] is not None and near["head"] is not None
    assert near["good"] == (near["hints"] == [])
    assert near["pose"] == "left"  # as she looks in this photo
    assert frame(owner, left, pose="left")["good"] is True
    assert frame(owner, left, pose="right")["hints"] == ["turn_right"]
    assert "come_closer" in frame(owner, changed(left, size=0.15))["hints"]
    assert "more_light" in frame(owner, changed(left, brightness=0.2))["hints"]
    assert "several_faces" in frame(owner, both)["hints"]


def test_a_picture_without_a_face_says_so_and_a_dark_one_asks_for_light(owner: Client) -> None:
    assert frame(owner, picture(128)) == {
        "good": False,
        "hints": ["no_face"],
        "faces": 0,
        "box": None,
        "head": None,
        "pose": None,
        "quality": 0.0,
    }
    assert frame(owner, picture(3))["hints"] == ["more_light"]


def test_looking_before_saving_stores_nothing(owner: Client, left: bytes) -> None:
    checked = send(owner, "/check", [left, changed(left, brightness=0.8)], name="Lena").json()
    assert [photo["status"] for photo in checked["photos"]] == ["enrolled", "near_duplicate"]
    assert (checked["already"], checked["look_alikes"]) == ([], [])
    assert owner("GET", "/api/v1/people").json()["items"] == []


def test_a_face_that_is_enrolled_already_is_named_before_saving(
    owner: Client, left: bytes, right: bytes
) -> None:
    saved = send(owner, "", [left], name="Lena")
    assert (saved.status_code, saved.json()["person"]["name"]) == (201, "Lena")
    checked = send(owner, "/check", [left], name="Somebody else").json()
    assert [person["name"] for person in checked["already"]] == ["Lena"]
    assert checked["photos"][0]["error"]["code"] == "photo.belongs_to_another"
    allowed = send(owner, "/check", [left], name="Her twin", allow_lookalikes="true").json()
    assert allowed["already"] == []
    assert [person["name"] for person in allowed["look_alikes"]] == ["Lena"]
    other = send(owner, "/check", [right], name="Rita").json()
    assert (other["already"], other["look_alikes"]) == ([], [])


def test_a_photo_of_another_person_among_the_shots_is_marked(
    owner: Client, left: bytes, right: bytes
) -> None:
    checked = send(owner, "/check", [left, right], name="Lena").json()
    assert [photo["odd"] for photo in checked["photos"]] == [True, True]


def test_saving_adds_photos_to_a_person_and_notes_who_did_it(
    owner: Client, left: bytes, both: bytes
) -> None:
    lena = owner("POST", "/api/v1/people", json={"name": "Lena"}).json()["id"]
    saved = send(owner, "", [left, both], person_id=lena)
    outcome = saved.json()
    assert outcome["person"]["id"] == lena
    assert [photo["status"] for photo in outcome["photos"]] == ["enrolled", "refused"]
    assert outcome["photos"][1]["error"]["code"] == "photo.several_faces"
    log = owner("GET", "/api/v1/audit", params={"person_id": lena}).json()["items"]
    assert (log[0]["name"], log[0]["detail"]) == ("person.enrolled", {"photos": "1"})
    again = send(owner, "", [left], person_id=lena)
    assert (again.status_code, again.json()["photos"][0]["status"]) == (200, "already_enrolled")


def test_it_must_be_said_once_whose_photos_these_are(owner: Client, left: bytes) -> None:
    for fields in ({}, {"name": "Lena", "person_id": "x"}):
        refused = send(owner, "/check", [left], **fields)
        assert (refused.status_code, refused.json()["code"]) == (422, "enrolment.whose")
    many = send(owner, "", [left] * 13, name="Lena")
    assert many.json()["code"] == "enrolment.whose"
