"""Many people at once: upload, preview, confirm, result; and what goes wrong on the way."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adsum.app.run_enrolments import RunEnrolments
from adsum.config.settings import Settings
from adsum.main import Application
from adsum.storage.errors import StorageBusy
from adsum.web.app import make_app
from tests.fakes.clock import FakeClock
from tests.integration.web.conftest import LOGIN, NOON, PASSWORD, Client

JOBS = "/api/v1/enrolment-jobs"


class Desk:
    """HR's desk: the running application and its runner of jobs."""

    def __init__(self, settings: Settings, clock: FakeClock, pipeline: Any) -> None:
        self.application = Application(settings, clock=clock)
        self.application.__dict__["pipeline"] = pipeline
        services = self.application.services()
        guest = Client(make_app(services))
        if token := services.accounts.open_setup():
            body = {"token": token, "login": LOGIN, "password": PASSWORD}
            answer = guest("POST", "/api/v1/setup", json=body)
        else:
            answer = guest("POST", "/api/v1/session", json={"login": LOGIN, "password": PASSWORD})
        guest.token = answer.json()["token"]
        self.ask = guest

    @property
    def runner(self) -> RunEnrolments:
        return self.application.run_enrolments

    def upload(self, files: dict[str, bytes]) -> str:
        """Begin a job, send an archive, and return the job's id."""
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        return self.send(made.getvalue())

    def send(self, content: bytes) -> str:
        id = str(self.ask("POST", JOBS, json={"file_name": "staff.zip"}).json()["id"])
        answer = self.ask("PUT", f"{JOBS}/{id}/archive", content=content)
        assert (answer.status_code, answer.json()["state"]) == (202, "checking")
        return id

    def job(self, id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.ask("GET", f"{JOBS}/{id}").json()
        return found

    def rows(self, id: str, **query: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.ask("GET", f"{JOBS}/{id}/rows", params=query).json()[
            "items"
        ]
        return found

    def people(self) -> list[str]:
        return [one["name"] for one in self.ask("GET", "/api/v1/people").json()["items"]]


@pytest.fixture
def settings(tmp_path: Path, model_cache: Path) -> Settings:
    made = Settings(data=tmp_path / "data", cache=model_cache, zone="Europe/Berlin", workers=1)
    return replace(made, max_upload_bytes=2_000_000, max_archive_bytes=5_000_000)


@pytest.fixture
def desk(settings: Settings, clock: FakeClock, pipeline: Any) -> Iterator[Desk]:
    desk = Desk(settings, clock, pipeline)
    yield desk
    desk.application.store.close()


@pytest.fixture
def restarted(settings: Settings, clock: FakeClock, pipeline: Any) -> Iterator[Callable[[], Desk]]:
    """Start the server once more on the same data folder."""
    made: list[Desk] = []

    def start() -> Desk:
        made.append(Desk(settings, clock, pipeline))
        return made[-1]

    yield start
    for desk in made:
        desk.application.store.close()


def uploads(settings: Settings) -> list[str]:
    folder = settings.data / "uploads"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_nobody_is_enrolled_before_somebody_confirmed_what_was_shown(
    desk: Desk, settings: Settings, left: bytes, right: bytes, both: bytes
) -> None:
    id = desk.upload(
        {"Lena/1.jpg": left, "Rita/1.jpg": right, "Two/1.jpg": both, "Two/notes.txt": b"x"}
    )
    assert desk.runner.execute() is True
    ready = desk.job(id)
    assert (ready["state"], ready["total"]) == ("ready", 4)
    assert (ready["previews"]["enrolled"], ready["previews"]["refused"]) == (2, 2)
    shown = {row["path"]: row for row in desk.rows(id)}
    assert shown["Lena/1.jpg"]["preview"] == "enrolled"
    assert shown["Two/1.jpg"]["fault"]["code"] == "photo.several_faces"
    assert shown["Two/notes.txt"]["fault"]["code"] == "archive.row_refused"
    assert desk.people() == []
    confirmed = desk.ask("POST", f"{JOBS}/{id}/confirmation")
    assert (confirmed.status_code, confirmed.json()["state"]) == (202, "running")
    assert desk.runner.execute() is True
    done = desk.job(id)
    assert (done["state"], done["results"]["enrolled"]) == ("done", 2)
    assert desk.people() == ["Lena", "Rita"]
    assert uploads(settings) == []
    assert desk.runner.execute() is False


def test_people_who_are_known_and_faces_of_others_are_told_in_the_preview(
    desk: Desk, left: bytes, right: bytes
) -> None:
    desk.ask("POST", "/api/v1/photos", files={"photo": ("a.jpg", left)}, data={"name": "Lena"})
    id = desk.upload({"Lena/1.jpg": left, "Other/1.jpg": left, "Rita/1.jpg": right})
    desk.runner.execute()
    shown = [(row["name"], row["known"], row["preview"]) for row in desk.rows(id)]
    assert shown == [
        ("Lena", True, "already_enrolled"),
        ("Other", False, "refused"),
        ("Rita", False, "enrolled"),
    ]
    assert [row["name"] for row in desk.rows(id, status="refused")] == ["Other"]


def test_a_table_beside_the_photos_says_who_is_who_and_formulas_are_refused(
    desk: Desk, left: bytes
) -> None:
    table = b"name,photo\nLena,1.jpg\n=cmd|calc,1.jpg\n"
    id = desk.upload({"people.csv": table, "1.jpg": left})
    desk.runner.execute()
    codes = [row["fault"] and row["fault"]["code"] for row in desk.rows(id)]
    assert sorted(codes, key=str) == [None, "archive.formula_cell"]


def test_a_job_goes_on_where_it_was_after_a_restart(
    desk: Desk,
    restarted: Callable[[], Desk],
    left: bytes,
    right: bytes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    id = desk.upload({"Lena/1.jpg": left, "Rita/1.jpg": right})
    again = restarted()  # the server stops before it looked at anything
    assert again.runner.execute() is True
    again.ask("POST", f"{JOBS}/{id}/confirmation")
    monkeypatch.setattr("adsum.app.enrol.BATCH", 1)
    monkeypatch.setattr("adsum.app.run_enrolments.AT_ONCE", 1)
    real = again.runner._save
    saved: list[int] = []

    def dies(job: Any, rows: Any) -> bool:
        if saved:
            raise StorageBusy("the server is killed here")
        saved.append(1)
        return real(job, rows)

    monkeypatch.setattr(again.runner, "_save", dies)
    with pytest.raises(StorageBusy):
        again.runner.execute()
    assert again.job(id)["results"]["enrolled"] == 1
    third = restarted()
    assert third.job(id)["state"] == "running"
    assert third.runner.execute() is True
    assert third.job(id)["state"] == "done"
    assert third.people() == ["Lena", "Rita"]


def test_what_is_no_archive_ends_the_job_with_the_reason(desk: Desk, settings: Settings) -> None:
    id = desk.send(b"this is not a ZIP")
    desk.runner.execute()
    job = desk.job(id)
    assert (job["state"], job["fault"]["code"]) == ("failed", "archive.unreadable")
    assert uploads(settings) == []


def test_two_gigabytes_are_refused_before_they_arrive(desk: Desk, settings: Settings) -> None:
    id = desk.ask("POST", JOBS, json={}).json()["id"]
    headers = {"Content-Length": "2000000000"}
    refused = desk.ask("PUT", f"{JOBS}/{id}/archive", content=b"x", headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (413, "request.too_large")
    assert "at most 5 MB" in refused.json()["detail"]


def test_an_upload_that_lies_about_its_size_is_stopped_and_can_be_sent_again(
    desk: Desk, settings: Settings, left: bytes
) -> None:
    id = desk.ask("POST", JOBS, json={}).json()["id"]

    async def endless() -> Any:
        for _ in range(100):
            yield b"\0" * 100_000

    stopped = desk.ask("PUT", f"{JOBS}/{id}/archive", content=endless())
    assert stopped.status_code == 413
    assert uploads(settings) == []
    assert desk.job(id)["state"] == "waiting"


def test_a_job_can_be_cancelled_and_is_not_confirmed_before_it_is_ready(
    desk: Desk, settings: Settings, left: bytes
) -> None:
    id = desk.upload({"Lena/1.jpg": left})
    early = desk.ask("POST", f"{JOBS}/{id}/confirmation")
    assert (early.status_code, early.json()["code"]) == (409, "job.wrong_state")
    assert desk.ask("POST", f"{JOBS}/{id}/cancellation").json()["state"] == "cancelled"
    assert uploads(settings) == []
    assert desk.runner.execute() is False
    assert desk.ask("GET", f"{JOBS}/none").json()["code"] == "job.unknown"


def test_a_job_that_nobody_confirms_is_ended_and_its_photos_are_deleted(
    desk: Desk, settings: Settings, clock: FakeClock, left: bytes
) -> None:
    id = desk.upload({"Lena/1.jpg": left})
    desk.runner.execute()
    assert uploads(settings) != []
    clock.advance(timedelta(days=4))
    desk.runner.execute()
    with desk.application.store.read() as records:
        job = records.jobs.get(id)
    assert job is not None and job.state == "cancelled"
    assert uploads(settings) == []


def test_jobs_are_listed_newest_first(desk: Desk, clock: FakeClock) -> None:
    ids = []
    for _ in range(3):
        ids.append(desk.ask("POST", JOBS, json={}).json()["id"])
        clock.advance(timedelta(minutes=1))
    first = desk.ask("GET", f"{JOBS}?limit=2").json()
    rest = desk.ask("GET", JOBS, params={"after": first["next"]}).json()
    assert [one["id"] for one in (*first["items"], *rest["items"])] == ids[::-1]
    assert NOON.isoformat()[:10] in first["items"][0]["created_at"]
