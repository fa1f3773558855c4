"""From a face in front of the kiosk to the confirmed punch, by the browser's own clock.

A film shows one person after another before an empty wall. The clock starts when the camera's
picture changes and stops when the card with the name is on the screen. Run: python -m bench.kiosk
Needs `pip install playwright` and a Chromium at /usr/bin/chromium.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.common import ROOT, photos, row, server

PEOPLE, ENROLLED = 8, 3
# In the page: notes when the wall disappears behind somebody, and when a card appears.
_WATCH = """() => {
  const spy = document.createElement('canvas'); spy.width = 16; spy.height = 12;
  const pen = spy.getContext('2d', {willReadFrequently: true});
  window.taken = []; let came = null; let wall = null;
  const video = document.querySelector('video');
  const look = () => {
    pen.drawImage(video, 0, 0, 16, 12);
    const now = [...pen.getImageData(4, 3, 8, 6).data];
    wall ??= now;
    const change = now.reduce((sum, v, i) => sum + Math.abs(v - wall[i]), 0) / now.length;
    if (change > 12) came ??= performance.now(); else came = null;
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);
  new MutationObserver(() => {
    for (const card of document.querySelectorAll('article.greeting:not([data-counted])')) {
      card.dataset.counted = '1';
      const counts = came !== null && card.dataset.recorded === 'true';
      if (counts) window.taken.push(performance.now() - came);
    }
  }).observe(document.body, {childList: true, subtree: true});
}"""


def main() -> None:
    """Enrol, play the film, and print the median."""
    sys.path.insert(0, str(ROOT))
    from tests.e2e.ui import film
    from tests.e2e.ui.conftest import browser

    folders = [f for f in sorted(photos().iterdir()) if len(list(f.iterdir())) > ENROLLED]
    people = [sorted(f.iterdir()) for f in folders[:: len(folders) // PEOPLE]][:PEOPLE]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        _enrol(home, people)
        scenes: list[Any] = [film.empty(4)]
        for shots in people:
            scenes += [film.stay(film.read(shots[ENROLLED]), 2.5), film.empty(1.5)]
        reel = film.write(Path(folder) / "reel.mjpeg", *scenes)
        with server(home) as (address, token), browser(reel) as chromium:
            page = _kiosk(chromium, address, token)
            page.wait_for_timeout(1500)  # the first pictures of a camera may be black
            page.evaluate(_WATCH)
            page.wait_for_timeout(1000 * (4 + 4 * PEOPLE + 4))
            taken = [float(t) for t in page.evaluate("window.taken")]
    print(row(f"kiosk: face in front to punch confirmed ({len(taken)} of {PEOPLE})", taken))


def _enrol(home: Path, people: list[list[Path]]) -> None:
    from adsum.app.enrol import EnrolRequest
    from adsum.main import Application, read_settings

    adsum = Application(read_settings(home))
    requests = [
        EnrolRequest(shots[0].parent.name.replace("_", " "), str(shot), shot.read_bytes)
        for shots in people
        for shot in shots[:ENROLLED]
    ]
    for _ in adsum.enrol.execute(requests, allow_lookalikes=True):
        pass
    adsum.store.close()


def _kiosk(chromium: Any, address: str, token: str) -> Any:
    from bench.common import post

    code = post(f"{address}/api/v1/kiosk/pairings", b'{"name": "Bench"}', token)["code"]
    page = chromium.new_page()
    page.goto(f"{address}/kiosk?lang=en")
    page.get_by_label("Pairing code").fill(code)
    page.get_by_role("button", name="Pair").click()
    page.wait_for_selector("main[data-stage=idle] video")
    return page


if __name__ == "__main__":
    main()
