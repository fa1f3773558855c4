"""Conditional requests, repeated requests, files, bulk and the records of who looked, on every
database."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.contract.servers import KINDS as KINDS_OF_DATABASE
from tests.integration.web.world import World, company_on

SITE = {"name": "Berlin", "zone": "Europe/Berlin"}


@pytest.fixture(scope="module", params=KINDS_OF_DATABASE)
def world(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    model_cache: Path,
    pipeline: Any,
) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("world")
    with company_on(request.param, folder, model_cache, pipeline) as world:
        yield world


def outcome(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", "")


def test_a_document_is_changed_only_by_who_has_seen_its_revision(world: World) -> None:
    made = world("hr", "POST", "/sites", json={"id": "b1", **SITE})
    assert (made.status_code, made.headers["etag"]) == (201, '"1"')
    assert made.headers["location"] == "/api/v1/sites/b1"
    assert outcome(world("hr", "POST", "/sites", json={"id": "b1", **SITE}))[0] == 409
    put = {**SITE, "name": "New"}
    assert outcome(world("hr", "PUT", "/sites/b1", json=put)) == (428, "etag.required")
    first = {"If-Match": '"1"'}
    assert world("hr", "PUT", "/sites/b1", json=put, headers=first).headers["etag"] == '"2"'
    stale = world("hr", "PUT", "/sites/b1", json=put, headers=first)
    assert outcome(stale) == (412, "document.stale")
    assert outcome(world("hr", "DELETE", "/sites/b1", headers=first)) == (412, "document.stale")
    assert outcome(world("hr", "DELETE", "/sites/b1")) == (428, "etag.required")
    assert world("hr", "DELETE", "/sites/b1", headers={"If-Match": '"2"'}).status_code == 204
    assert outcome(world("hr", "GET", "/sites/b1")) == (404, "document.unknown")


def test_what_the_client_has_is_not_sent_again(world: World) -> None:
    for path in ("/sites/hq", "/sites", "/users"):
        answer = world("owner", "GET", path)
        again = world("owner", "GET", path, headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert world("owner", "GET", path, headers={"If-None-Match": '"x"'}).status_code == 200


def test_a_repeated_post_gets_the_first_answer_and_another_body_is_refused(world: World) -> None:
    key = {"Idempotency-Key": "k-1"}
    first = world("hr", "POST", "/people", json={"name": "Ida"}, headers=key)
    again = world("hr", "POST", "/people", json={"name": "Ida"}, headers=key)
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["location"] == first.headers["location"]
    assert again.headers["idempotent-replayed"] == "true"
    other = world("hr", "POST", "/people", json={"name": "Eva"}, headers=key)
    assert outcome(other) == (409, "idempotency.key_reused")
    # Another account's key of the same name is another key; a refusal is not kept.
    assert outcome(world("owner", "POST", "/people", json={"name": "Ida"}, headers=key))[0] == 409
    assert world("owner", "POST", "/people", json={"name": "Eva"}, headers=key).status_code == 201


def test_a_token_that_is_shown_once_is_not_kept_to_be_shown_again(world: World) -> None:
    key = {"Idempotency-Key": "k-2"}
    token = world("owner", "POST", "/keys", json={"name": "p"}, headers=key).json()["token"]
    again = world("owner", "POST", "/keys", json={"name": "p"}, headers=key)
    assert outcome(again) == (409, "idempotency.secret_not_kept")
    with world.services.store.read() as records:
        kept = records.idempotency.get("owner", "k-2")
    assert kept is not None and token not in kept.body


def test_a_device_delivers_in_any_order_and_any_number_of_times(world: World) -> None:
    batch = [
        {"client_id": "c2", "person_id": "emil", "device_at": "2026-03-02T11:00:00Z"},
        {"client_id": "c1", "person_id": "emil", "device_at": "2026-03-02T07:00:00Z"},
        {"client_id": "c3", "person_id": "nobody", "device_at": "2026-03-02T07:00:00Z"},
    ]
    answers = [
        world("device", "POST", "/punches/batch", json={"punches": batch}).json()["results"]
        for _ in range(2)
    ]
    assert [r["outcome"] for r in answers[0]] == ["recorded", "recorded", "refused"]
    assert [r["outcome"] for r in answers[1]] == ["already", "already", "refused"]
    assert answers[0][2]["error"]["code"] == "person.unknown"
    day = world("employee", "GET", "/people/emil/days/2026-03-02").json()
    assert day["figures"]["worked"] == 4 * 3600
    assert [p["direction"] for p in day["punches"]] == ["in", "out"]
    assert any("present" in sentence for sentence in day["sentences"])


def test_a_device_punches_only_where_it_stands(world: World) -> None:
    punch = {"client_id": "c9", "person_id": "emil", "device_at": "2026-03-01T07:00:00Z"}
    body = {"punches": [{**punch, "place": "elsewhere"}]}
    assert outcome(world("device", "POST", "/punches/batch", json=body)) == (
        403,
        "permission.denied",
    )


@pytest.mark.parametrize(
    ("accept", "starts"),
    [
        ("text/csv", b"\xef\xbb\xbf"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
        ("application/pdf", b"%PDF"),
        ("application/json", b"{"),
        ("text/html, application/pdf;q=0.9", b"%PDF"),
    ],
)
def test_a_report_comes_in_the_format_that_is_accepted(
    world: World, accept: str, starts: bytes
) -> None:
    answer = world("hr", "GET", "/reports/month", headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.content.startswith(starts)


def test_a_format_that_nothing_here_has_is_refused(world: World) -> None:
    answer = world("hr", "GET", "/reports/month", headers={"Accept": "image/png"})
    assert outcome(answer) == (406, "format.not_acceptable")


def test_documents_go_out_and_come_back_as_csv_and_as_json_lines(world: World) -> None:
    for format, suffix in (("csv", "csv"), ("jsonl", "jsonl")):
        out = world("hr", "GET", f"/export/shifts?format={format}")
        files = {"file": (f"shifts.{suffix}", out.content)}
        back = world("hr", "POST", "/import/shifts", files=files).json()
        assert (back["created"], back["refused"]) == (0, 0)
        assert back["updated"] == len(world("hr", "GET", "/shifts").json()["items"])


def test_each_row_of_an_import_has_its_own_answer(world: World) -> None:
    rows = ['{"id": "t1", "name": "One"}', "nonsense", '{"id": "t2"}', '{"name": "=1+1"}']
    files = {"file": ("teams.jsonl", "\n".join(rows).encode())}
    answer = world("hr", "POST", "/import/teams", files=files).json()
    assert [row["outcome"] for row in answer["rows"]] == [
        "created",
        "refused",
        "refused",
        "created",
    ]
    assert [row["row"] for row in answer["rows"]] == [1, 2, 3, 4]
    assert answer["rows"][1]["code"] == "bulk.bad_row"
    out = world("hr", "GET", "/export/teams?format=csv").content.decode("utf-8-sig")
    names = {row["name"] for row in csv.DictReader(io.StringIO(out))}
    assert "'=1+1" in names and "=1+1" not in names


def test_people_come_from_a_table(world: World) -> None:
    content = b"id,name\np-77,Grace\n,Linus\n,Grace\n"
    files = {"file": ("people.csv", content)}
    answer = world("hr", "POST", "/import/people", files=files).json()
    assert (answer["created"], answer["refused"]) == (2, 1)
    assert answer["rows"][2]["code"] == "person.exists"
    lines = world("hr", "GET", "/export/people").text.splitlines()
    assert {"id": "p-77", "name": "Grace"} in [json.loads(line) for line in lines]


def test_one_learns_who_has_looked_at_one_s_record(world: World) -> None:
    world("hr", "GET", "/people/emil")
    items = world("employee", "GET", "/me/views").json()["items"]
    assert any(one["by"] == "hr" and one["what"] == "person.viewed" for one in items)
    assert all(one["by"] for one in items)
    assert world("hr", "GET", "/audit/verdict").json()["broken"] is None


def test_nobody_approves_their_own_and_pay_is_for_the_office(world: World) -> None:
    request = {"person_id": "emil", "type": "holiday", "first": "2026-06-01", "last": "2026-06-02"}
    asked = world("employee", "POST", "/leave", json=request).json()["id"]
    assert world("manager", "POST", f"/leave/{asked}/approval").json()["state"] == "approved"
    own = {**request, "person_id": "mara", "type": "holiday"}
    world.put("leave_type", "free", name="Free", limited=False)
    mine = world("manager", "POST", "/leave", json={**own, "type": "free"}).json()["id"]
    assert outcome(world("manager", "POST", f"/leave/{mine}/approval")) == (409, "approval.own")
    lines = world("manager", "GET", "/reports/month").json()["lines"]
    assert lines and all(line["cost"] == [] for line in lines)
    paid = world("hr", "GET", "/reports/month").json()["lines"]
    assert any(line["cost"] for line in paid)


def test_a_key_does_no_more_than_its_scopes(world: World) -> None:
    body = {"name": "reader of people", "role": "hr", "scopes": ["people.read"]}
    token = world("owner", "POST", "/keys", json=body).json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert world("guest", "GET", "/people", headers=headers).status_code == 200
    assert outcome(world("guest", "GET", "/punches", headers=headers)) == (403, "permission.denied")
    [id] = [k["id"] for k in world("owner", "GET", "/keys").json() if k["name"] == body["name"]]
    assert world("owner", "DELETE", f"/keys/{id}").status_code == 204
    assert outcome(world("guest", "GET", "/people", headers=headers)) == (401, "session.invalid")
