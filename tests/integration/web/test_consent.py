"""Consent: recorded by version, withdrawn with effect, reported."""

from __future__ import annotations

from datetime import timedelta

from adsum.app.services import Services
from tests.fakes.clock import FakeClock
from tests.integration.web.conftest import Client

MINUTE = timedelta(minutes=1)
TEXT = "I agree that a template of my face is kept to clock me in and out."


def text(owner: Client, version: int) -> None:
    body = {"name": "Faces", "version": version, "text": f"{TEXT} ({version})"}
    headers = {"If-None-Match": "*"}
    answer = owner("PUT", f"/api/v1/consent-texts/v{version}", json=body, headers=headers)
    assert answer.status_code in (200, 201), answer.text


def enrol(owner: Client, name: str, content: bytes) -> object:
    files = {"photo": ("a.jpg", content)}
    return owner("POST", "/api/v1/photos", files=files, data={"name": name})


def states(owner: Client) -> dict[str, str]:
    items = owner("GET", "/api/v1/consents").json()["items"]
    return {item["person"]["name"]: item["state"] for item in items}


def test_consent_goes_from_missing_to_given_to_outdated(owner: Client, clock: FakeClock) -> None:
    ada = owner("POST", "/api/v1/people", json={"name": "Ada"}).json()["id"]
    path = f"/api/v1/people/{ada}/consents"
    assert states(owner) == {"Ada": "missing"}
    refused = owner("POST", path, json={"channel": "paper"})
    assert (refused.status_code, refused.json()["code"]) == (404, "consent.no_text")
    text(owner, 1)
    given = owner("POST", path, json={"channel": "paper"})
    assert (given.status_code, given.json()["version"]) == (201, 1)
    assert states(owner) == {"Ada": "given"}
    text(owner, 2)
    clock.advance(MINUTE)
    assert states(owner) == {"Ada": "outdated"}
    again = owner("POST", path, json={"version": 2, "channel": "kiosk"}).json()
    assert again["text_digest"] != given.json()["text_digest"]
    shown = owner("GET", path).json()
    assert shown["state"] == "given"
    assert [fact["version"] for fact in shown["history"]] == [1, 2]


def test_a_withdrawal_destroys_the_templates_and_leaves_the_pin(
    owner: Client, services: Services, clock: FakeClock, left: bytes, both: bytes
) -> None:
    enrol(owner, "Lena", left)
    lena = owner("GET", "/api/v1/people").json()["items"][0]["id"]
    owner("PUT", f"/api/v1/people/{lena}/pin", json={"pin": "27182818"})
    done = owner("DELETE", f"/api/v1/people/{lena}/consents?channel=web").json()
    assert (done["photos"], done["templates"], done["has_pin"]) == (1, 1, True)
    with services.store.read() as records:
        assert records.photos.of(lena) == []
    faces = owner("POST", "/api/v1/identify", files={"photo": ("b.jpg", both)}).json()["faces"]
    assert [face["person"] for face in faces] == [None, None]
    punched = owner("POST", "/api/v1/punches/pin", json={"pin": "27182818", "person": lena})
    assert punched.status_code == 201, punched.text
    refused = enrol(owner, "Lena", left)
    assert refused.json()["code"] == "photo.consent_withdrawn"  # type: ignore[attr-defined]
    clock.advance(MINUTE)
    text(owner, 1)
    owner("POST", f"/api/v1/people/{lena}/consents", json={"channel": "paper"})
    assert enrol(owner, "Lena", left).status_code == 201  # type: ignore[attr-defined]


def test_who_has_not_agreed_is_listed_page_by_page(owner: Client) -> None:
    text(owner, 1)
    ids = {}
    for name in ("Ada", "Bob", "Cleo", "Dora"):
        ids[name] = owner("POST", "/api/v1/people", json={"name": name}).json()["id"]
    owner("POST", f"/api/v1/people/{ids['Bob']}/consents", json={})
    first = owner("GET", "/api/v1/consents?state=missing&limit=2").json()
    rest = owner("GET", f"/api/v1/consents?state=missing&after={first['next']}").json()
    names = [item["person"]["name"] for item in (*first["items"], *rest["items"])]
    assert names == ["Ada", "Cleo", "Dora"]


def test_everything_about_consent_is_in_the_audit_log(owner: Client) -> None:
    text(owner, 1)
    ada = owner("POST", "/api/v1/people", json={"name": "Ada"}).json()["id"]
    owner("POST", f"/api/v1/people/{ada}/consents", json={"channel": "paper"})
    owner("DELETE", f"/api/v1/people/{ada}/consents")
    log = owner("GET", "/api/v1/audit", params={"person_id": ada}).json()["items"]
    assert [entry["name"] for entry in log][:2] == ["consent.withdrawn", "consent.given"]
