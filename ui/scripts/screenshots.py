"""Pictures of every kiosk state: both languages, light and dark, tablet and phone.

The real page with a server's answers played to it, so that each state stands still. Needs the
built bundle, `pip install playwright` and a Chromium at /usr/bin/chromium. Writes ui/screenshots.
With words such as `phone dark` only the pictures of those.
"""

from __future__ import annotations

import functools
import http.server
import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, WebSocketRoute, sync_playwright

UI = Path(__file__).resolve().parents[1]
BUNDLE = UI.parent / "src" / "adsum" / "web" / "static" / "ui"
TARGET = UI / "screenshots"
SIZES = {"tablet": (1280, 800), "phone": (390, 844)}
NAMES = {"en": ("Ada Lovelace", "Grace Hopper"), "zh-CN": ("王小明", "李晓华")}


def face(track: int, state: str, name: str | None, box: list[float]) -> dict[str, Any]:
    return {"track": track, "state": state, "name": name, "box": box}


def greeting(name: str, number: int, direction: str, worked: int) -> dict[str, Any]:
    return {
        "punch_id": f"p{number}",
        "name": name,
        "at": "2026-03-02T07:58:00Z",
        "local": "2026-03-02T08:58:00+01:00",
        "zone": "Europe/Berlin",
        "direction": direction,
        "worked": worked,
        "recorded": True,
    }


def states(ann: str, bob: str) -> dict[str, dict[str, Any] | None]:
    """What the server says in each state; None: nothing, it has gone."""
    one, left, right = [0.36, 0.2, 0.26, 0.46], [0.12, 0.25, 0.22, 0.4], [0.62, 0.22, 0.22, 0.4]

    def seen(*faces: dict[str, Any], light: str = "enough", **more: Any) -> dict[str, Any]:
        return {"type": "seen", "light": light, "faces": list(faces), "greetings": [], **more}

    hello, bye = greeting(ann, 1, "in", 0), greeting(bob, 2, "out", 29_520)
    return {
        "idle": seen(),
        "looking": seen(face(1, "looking", None, one)),
        "asked": seen(face(1, "asked", ann, one)),
        "recognised": seen(face(1, "recognised", ann, one), greetings=[hello]),
        "unknown": seen(face(1, "unknown", None, one)),
        "too_dark": seen(light="too_dark"),
        "too_far": seen(face(1, "too_far", None, [0.47, 0.4, 0.06, 0.1])),
        "several": seen(
            face(1, "recognised", ann, left),
            face(2, "recognised", bob, right),
            greetings=[hello, bye],
        ),
        "offline": None,
        "error": {"type": "problem", "code": "model.x", "detail": "model.x", "remedy": ""},
    }


@contextmanager
def page_server() -> Iterator[str]:
    """Serve the bundle at the addresses that Adsum serves it at."""

    class Files(http.server.SimpleHTTPRequestHandler):
        def translate_path(self, path: str) -> str:
            name = path.partition("?")[0].removeprefix("/ui/").lstrip("/")
            return str(BUNDLE / ("kiosk.html" if name == "kiosk" else name))

        def log_message(self, *_: object) -> None:
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Files))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/kiosk"
    server.shutdown()


def play(page: Page, answer: dict[str, Any] | None) -> None:
    """Let the kiosk's socket say `answer` to every frame."""

    def route(socket: WebSocketRoute) -> None:
        if answer is None:
            socket.close()
            return

        def hear(message: str | bytes) -> None:
            if isinstance(message, str):
                ready = {"type": "ready", "place": "front", "zone": "Europe/Berlin"}
                socket.send(json.dumps({**ready, "now": "2026-03-02T07:58:00Z", "version": "1"}))
            else:
                socket.send(json.dumps(answer))

        socket.on_message(hear)

    page.route_web_socket("**/api/v1/kiosk/socket", route)


def shoot(browser: Browser, address: str, look: tuple[str, str, str]) -> None:
    """Take all pictures of one language, colour scheme and size."""
    language, colours, size = look
    width, height = SIZES[size]
    kept = json.dumps({"token": "t", "name": "Front door", "place": "front"})
    wanted = sys.argv[1:]
    if wanted and not all(part in look for part in wanted):
        return
    for state, answer in {**states(*NAMES[language]), "pairing": None, "pin": {"type": ""}}.items():
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=colours,
            service_workers="block",
        )
        page = context.new_page()
        if state != "pairing":
            page.add_init_script(f"localStorage.setItem('adsum.kiosk', {json.dumps(kept)})")
        play(page, states(*NAMES[language])["idle"] if state == "pin" else answer)
        page.goto(f"{address}?lang={language}")
        if state == "pin":
            page.locator("footer button.main").click()
        elif state != "pairing":
            page.wait_for_selector(f"main[data-stage={state}]")
        page.wait_for_timeout(300)
        page.screenshot(path=str(TARGET / f"{state}-{language}-{colours}-{size}.png"))
        context.close()


def main() -> None:
    """Take all pictures."""
    TARGET.mkdir(exist_ok=True)
    flags = ["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    with page_server() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
        for language in NAMES:
            for colours in ("light", "dark"):
                for size in SIZES:
                    shoot(browser, address, (language, colours, size))
        browser.close()


if __name__ == "__main__":
    main()
