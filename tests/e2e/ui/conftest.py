"""A real server, a real browser with a film for a camera, and a kiosk that is paired."""

from __future__ import annotations

import json
import re
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.data import REPOSITORY
from tests.e2e.harness import Terminal
from tests.e2e.ui.film import Picture, read
from tests.e2e.ui.line import Cable

sync_api = pytest.importorskip("playwright.sync_api", reason="needs: pip install playwright")
CHROMIUM = Path("/usr/bin/chromium")
BUNDLE = REPOSITORY / "src" / "adsum" / "web" / "static" / "ui" / "kiosk.html"
PIN = "27182818"
ENROLLED = 7


@dataclass
class Server:
    """`adsum serve`, which can be stopped and started again on the same port.

    new: leave the set-up to the page; its token is then `setup`.
    """

    terminal: Terminal
    port: int = 0
    token: str = ""
    new: bool = False
    setup: str = ""
    ids: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[str] | None = field(default=None, repr=False)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.process = self.terminal.start("serve", "--port", str(self.port))
        assert self.process.stderr is not None
        while line := self.process.stderr.readline():
            self.setup = (re.findall(r"owner: (\S+)", line) or [self.setup])[0]
            if found := re.findall(r"http://[\d.]+:(\d+)", line):
                self.port = int(found[0])
                break
        assert self.port, "the server did not start"
        if self.setup and not self.token and not self.new:
            body = {"token": self.setup, "login": "owner", "password": "a long pass phrase"}
            self.token = self.ask("POST", "setup", body)["token"]

    def stop(self) -> None:
        assert self.process is not None
        self.process.terminate()
        self.process.communicate(timeout=20)

    def ask(
        self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None
    ) -> Any:
        """Ask the API as the owner."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.address}/api/v1/{path}", data, method=method)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            request.add_header(name, value)
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.loads(answer.read() or b"null")

    def set_pin(self, name: str, pin: str) -> None:
        person = next(p for p in self.ask("GET", "people")["items"] if p["name"] == name)
        self.ask("PUT", f"people/{person['id']}/pin", {"pin": pin})

    def punches(self, *people: str) -> list[tuple[str, str]]:
        """Return (name, source) of the punches of these people today, oldest first."""
        names = {p["id"]: p["name"] for p in self.ask("GET", "people")["items"]}
        found = self.ask("GET", "punches")["items"]
        punches = [(names[punch["person_id"]], punch["source"]) for punch in found]
        return [punch for punch in punches if punch[0] in (people or names.values())]


@dataclass(frozen=True)
class Staff:
    """People of the test data. shown: a photo that is not among the enrolled ones."""

    enrolled: dict[str, Picture]
    stranger: Picture


@pytest.fixture(scope="session")
def staff_photos(lfw: Path) -> list[tuple[str, list[Path]]]:
    """People with at least four photos, by name."""
    people = [
        (folder.name.replace("_", " "), sorted(folder.iterdir()))
        for folder in sorted(lfw.iterdir())
        if len(list(folder.iterdir())) >= 5
    ]
    return people[: ENROLLED + 1]


@pytest.fixture(scope="session")
def staff(staff_photos: list[tuple[str, list[Path]]]) -> Staff:
    enrolled = {name: read(photos[4]) for name, photos in staff_photos[:ENROLLED]}
    return Staff(enrolled, read(staff_photos[ENROLLED][1][0]))


def need_browser() -> None:
    """Skip the test where there is nothing to open pages with, or no page."""
    if not BUNDLE.is_file():
        pytest.skip("the user interface is not built: pip install -e .")
    if not CHROMIUM.is_file():
        pytest.skip("there is no Chromium at /usr/bin/chromium")


@pytest.fixture(scope="module")
def furnished(
    staff_photos: list[tuple[str, list[Path]]],
    cache: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Terminal:
    """A data folder with the staff enrolled; the tests of a file share it."""
    need_browser()
    root = tmp_path_factory.mktemp("door")
    (root / "here").mkdir()
    adsum = Terminal(root / "home", root / "here", {"ADSUM_CACHE": str(cache)})
    for name, photos in staff_photos[:ENROLLED]:
        folder = adsum.folder / "staff" / name
        folder.mkdir(parents=True)
        for photo in photos[:3]:
            (folder / photo.name).symlink_to(photo)
    answer = adsum("enrol", "staff", "--allow-lookalikes")
    assert answer.code == 0, answer.said
    return adsum


@pytest.fixture(scope="module")
def server(furnished: Terminal) -> Iterator[Server]:
    """One server for the tests of a file, each with people of its own to be punched: what one file
    enrols must not be known to the next."""
    made = Server(furnished)
    made.start()
    yield made
    made.stop()


@contextmanager
def browser(film: Path | None = None, *, camera: bool = True) -> Iterator[Any]:
    """A Chromium whose camera shows the film, or a test picture; or one that refuses the camera, as
    nobody answers its question."""
    shown = [f"--use-file-for-fake-video-capture={film}"] if film else []
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=str(CHROMIUM),
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--use-fake-device-for-media-stream",
                *(["--use-fake-ui-for-media-stream"] if camera else []),
                *shown,
            ],
        )
        yield chromium
        chromium.close()


@dataclass
class Kiosk:
    """The page of a paired kiosk, and what went wrong in it."""

    page: Any
    errors: list[str]

    @property
    def stage(self) -> str:
        return str(self.page.get_attribute("main", "data-stage"))

    def wait(self, stage: str, seconds: float = 60) -> None:
        """Wait until the kiosk looks like that."""
        self.page.wait_for_selector(f"main[data-stage={stage}]", timeout=seconds * 1000)

    def type_pin(self, person: str, pin: str = PIN, direction: str | None = None) -> None:
        self.page.get_by_role("button", name="Use PIN").click()
        self.page.get_by_label("Your name").fill(person)
        for digit in pin:
            self.page.get_by_role("button", name=digit, exact=True).click()
        if direction:
            self.page.get_by_label(direction).check()
        self.page.get_by_role("button", name="Clock", exact=True).click()


OpenKiosk = Callable[..., Kiosk]


@pytest.fixture
def open_kiosk(server: Server) -> Iterator[OpenKiosk]:
    """Pair a kiosk with the server (or with a cable to it) and open it before a film."""
    with ExitStack() as stack:

        def opened(film: Path, cable: Cable | None = None, **context: Any) -> Kiosk:
            chromium = stack.enter_context(browser(film))
            page = chromium.new_context(locale="en-GB", **context).new_page()
            errors: list[str] = []
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.on(
                "console",
                lambda m: errors.append(m.text) if "Content Security" in m.text else None,
            )
            port = cable.port if cable else server.port
            page.goto(f"http://127.0.0.1:{port}/kiosk?lang=en")
            code = server.ask("POST", "kiosk/pairings", {"name": "Tablet"})["code"]
            page.get_by_label("Pairing code").fill(code)
            page.get_by_role("button", name="Pair").click()
            page.wait_for_selector("main.kiosk")
            return Kiosk(page, errors)

        yield opened


def eventually(question: Callable[[], bool], seconds: float = 15) -> bool:
    """Ask until the answer is yes, or the time is up."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if question():
            return True
        time.sleep(0.1)
    return False
