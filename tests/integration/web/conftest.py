"""The real application on a fresh data folder, spoken to over ASGI without a socket."""

from __future__ import annotations

import asyncio
import io
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import PIL.Image
import pytest
from fastapi import FastAPI

from adsum.app.services import Services
from adsum.config.settings import Settings
from adsum.main import Application
from adsum.web.app import make_app
from tests.fakes.clock import FakeClock

LOGIN, PASSWORD = "olga", "correct horse battery"
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class Client:
    """A browser's view of the app: one call, one answer; exceptions stay inside the server."""

    def __init__(self, app: FastAPI, token: str | None = None) -> None:
        self._app = app
        self.token = token

    def __call__(self, method: str, path: str, **options: Any) -> httpx.Response:
        return asyncio.run(self._send(method, path, options))

    async def _send(self, method: str, path: str, options: dict[str, Any]) -> httpx.Response:
        transport = httpx.ASGITransport(app=self._app, raise_app_exceptions=False)
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= options.pop("headers", {})
        async with httpx.AsyncClient(transport=transport, base_url="http://adsum.test") as client:
            return await client.request(method, path, headers=headers, **options)


@pytest.fixture(scope="session")
def model_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="session")
def pipeline(model_cache: Path) -> Any:
    """The real models, loaded once for all tests."""
    return Application(Settings(cache=model_cache)).pipeline


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOON)


@pytest.fixture
def services(
    tmp_path: Path, model_cache: Path, pipeline: Any, clock: FakeClock
) -> Iterator[Services]:
    """Everything real, on a data folder of this test's own."""
    settings = Settings(data=tmp_path / "data", cache=model_cache, zone="Europe/Berlin", workers=1)
    application = Application(replace(settings, max_upload_bytes=2_000_000), clock=clock)
    application.__dict__["pipeline"] = pipeline
    yield application.services()
    application.store.close()


@pytest.fixture
def app(services: Services) -> FastAPI:
    return make_app(services)


@pytest.fixture
def guest(app: FastAPI) -> Client:
    """Somebody who is not signed in."""
    return Client(app)


@pytest.fixture
def owner(app: FastAPI, services: Services, guest: Client) -> Client:
    """The owner, set up and signed in."""
    token = services.accounts.open_setup()
    body = {"token": token, "login": LOGIN, "password": PASSWORD}
    return Client(app, guest("POST", "/api/v1/setup", json=body).json()["token"])


def _photo(name: str) -> bytes:
    beside = Path(__file__).parents[4] / "shared" / "data"
    path = Path(os.environ.get("ADSUM_DATA", beside)) / "faces" / name
    if not path.is_file():
        pytest.skip(f"{name} is not in the data folder (ADSUM_DATA)")
    return path.read_bytes()


def _half(content: bytes, side: str) -> bytes:
    picture = PIL.Image.open(io.BytesIO(content)).convert("RGB")
    middle = picture.width // 2
    edges = {"left": (0, middle), "right": (middle, picture.width)}[side]
    part = picture.crop((edges[0], 0, edges[1], picture.height))
    file = io.BytesIO()
    part.save(file, "JPEG", quality=90)
    return file.getvalue()


@pytest.fixture(scope="session")
def both() -> bytes:
    """One photo with a person on the left and another on the right."""
    return _photo("two_people.jpg")


@pytest.fixture(scope="session")
def left(both: bytes) -> bytes:
    """Only the person on the left, compressed anew."""
    return _half(both, "left")


@pytest.fixture(scope="session")
def right(both: bytes) -> bytes:
    """Only the person on the right, compressed anew."""
    return _half(both, "right")


@pytest.fixture(scope="session")
def stranger() -> bytes:
    """Somebody who is in none of the others."""
    return _photo("lin-manuel-miranda.png")
