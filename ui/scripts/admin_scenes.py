"""What some pages of the administration need before they have something to show.

A camera that sees a stranger, archives in every state, consent, people with photos. The photos are
those of the test data; no picture is kept in the repository.
"""

from __future__ import annotations

import io
import json
import time
import urllib.request
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.common import form, photos

from tests.e2e.ui import film
from tests.e2e.ui.stream import camera

Ask = Callable[..., Any]
# States that pass too fast for a picture are played to the page, see `admin_screenshots`.
PASSING = ("checking", "running")
PATIENCE = 180


def staff() -> list[tuple[str, list[Path]]]:
    """Return people of the test data with five photos, by name."""
    folders = [folder for folder in sorted(photos().iterdir()) if len(list(folder.iterdir())) >= 5]
    return [(folder.name.replace("_", " "), sorted(folder.iterdir())[:5]) for folder in folders]


def looking(path: Path) -> Path:
    """Write a film of somebody before the camera, for guided enrolment."""
    return film.write(path, film.stay(film.read(staff()[0][1][0]), 2))


@contextmanager
def scenes(ask: Ask, address: str, token: str, person: str) -> Iterator[dict[str, str]]:
    """Yield ids by the words that stand for them in the addresses of pages."""
    send = Sender(address, token)
    people = staff()
    for photo in people[0][1][:4]:
        body, kind = form("photo", photo.read_bytes())
        send("POST", f"people/{person}/photos", body, kind)
    _consent(ask, person)
    found = _jobs(ask, send, people)
    stranger = [*film.stay(film.read(people[-1][1][0]), 4), *film.empty(3)]
    with camera(stranger) as source:
        ask("POST", "cameras", {"id": "hall", "name": "Hall", "source": source})
        ask("POST", "cameras", {"id": "yard", "name": "Yard", "source": "rtsp://127.0.0.1:9/x"})
        visitors = _until(lambda: ask("GET", "visitors")["items"])
        yield {**found, "VISITOR": visitors[0]["id"]}


class Sender:
    """Sends bodies that are no JSON."""

    def __init__(self, address: str, token: str) -> None:
        self._address, self._token = address, token

    def __call__(self, method: str, path: str, body: bytes, kind: str) -> Any:
        request = urllib.request.Request(f"{self._address}/api/v1/{path}", body, method=method)
        request.add_header("Content-Type", kind)
        request.add_header("Authorization", f"Bearer {self._token}")
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read() or b"null")


def _consent(ask: Ask, person: str) -> None:
    text = "We keep photos of your face to clock you in at the door. A PIN will do as well."
    body = {"id": "v1", "version": 1, "name": "Recognition at the door", "text": text}
    ask("POST", "consent-texts", body)
    ask("POST", f"people/{person}/consents", {"channel": "paper"})


def _jobs(ask: Ask, send: Sender, people: Sequence[tuple[str, list[Path]]]) -> dict[str, str]:
    """Make an enrolment job in each state; return their ids."""
    given = {
        "waiting": None,
        "cancelled": None,
        "failed": b"no archive",
        "done": _archive(people[1:3]),
        "ready": _archive([*people[2:6], ("Letters", [Path(__file__)])]),
    }
    ids = {}
    for state, content in given.items():
        name = f"{state}.zip" if state != "ready" else "new people of the workshop.zip"
        id = ids[f"JOB_{state.upper()}"] = ask("POST", "enrolment-jobs", {"file_name": name})["id"]
        if state == "cancelled":
            ask("POST", f"enrolment-jobs/{id}/cancellation")
        if content is not None:
            send("PUT", f"enrolment-jobs/{id}/archive", content, "application/zip")
            _until(lambda id=id: _state(ask, id) in ("ready", "failed"))
        if state == "done":
            ask("POST", f"enrolment-jobs/{id}/confirmation", {})
            _until(lambda id=id: _state(ask, id) == "done")
    return ids | {f"JOB_{state.upper()}": ids["JOB_READY"] for state in PASSING}


def _archive(people: Sequence[tuple[str, list[Path]]]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, files in people:
            for file in files:
                archive.writestr(f"{name}/{file.with_suffix('.jpg').name}", file.read_bytes())
    return content.getvalue()


def _state(ask: Ask, job: str) -> str:
    return str(ask("GET", f"enrolment-jobs/{job}")["state"])


def _until(question: Callable[[], Any]) -> Any:
    deadline = time.monotonic() + PATIENCE
    while not (answer := question()):
        if time.monotonic() > deadline:
            raise TimeoutError("the server did not come so far")
        time.sleep(0.5)
    return answer
