"""The kiosk at work: a real page before a real server, with a film for its camera."""

from __future__ import annotations

import time
from pathlib import Path

from tests.data import REPOSITORY
from tests.e2e.ui import film
from tests.e2e.ui.conftest import PIN, Kiosk, OpenKiosk, Server, Staff, eventually
from tests.e2e.ui.line import Cable

AXE = REPOSITORY / "ui" / "node_modules" / "axe-core" / "axe.min.js"


def complaints(kiosk: Kiosk) -> list[str]:
    """Return what axe finds wrong with the page as it is now."""
    kiosk.page.evaluate(AXE.read_text())
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = kiosk.page.evaluate("tags => axe.run({runOnly: tags})", tags)["violations"]
    return [f"{v['id']}: {[n['html'] for n in v['nodes']]}" for v in found]


def test_somebody_walks_up_is_greeted_and_punched_exactly_once(
    server: Server, staff: Staff, open_kiosk: OpenKiosk, tmp_path: Path
) -> None:
    name, face = next(iter(staff.enrolled.items()))
    scenes = (film.empty(1), film.walk_up(face), film.stay(face, 2.5), film.empty(0.5))
    kiosk = open_kiosk(film.write(tmp_path / "one.mjpeg", *scenes))
    kiosk.wait("recognised")
    card = kiosk.page.locator("article.greeting")
    assert name in card.inner_text() and "Clocked in at" in card.inner_text()
    assert kiosk.page.locator(f".face .tag:text-is('{name}')").count() <= 1
    assert complaints(kiosk) == []
    # The film comes round: the same person again, within the quiet time.
    kiosk.page.wait_for_selector("article.greeting[data-recorded=false]")
    assert "Already clocked at" in card.inner_text()
    assert server.punches(name) == [(name, "face")]
    assert kiosk.errors == []


def test_a_stranger_is_refused_and_offered_the_pin(
    server: Server, staff: Staff, open_kiosk: OpenKiosk, tmp_path: Path
) -> None:
    before = server.punches()
    kiosk = open_kiosk(film.write(tmp_path / "stranger.mjpeg", film.stay(staff.stranger, 3)))
    kiosk.wait("unknown")
    assert complaints(kiosk) == []
    assert kiosk.page.get_by_role("button", name="Use PIN").is_visible()
    time.sleep(2)
    assert kiosk.stage == "unknown" and server.punches() == before


def test_two_people_at_once_are_both_punched(
    server: Server, staff: Staff, open_kiosk: OpenKiosk, tmp_path: Path
) -> None:
    (ann, left), (bob, right) = list(staff.enrolled.items())[1:3]
    kiosk = open_kiosk(film.write(tmp_path / "two.mjpeg", film.side_by_side(left, right, 3)))
    kiosk.wait("several")
    kiosk.page.locator("article.greeting").nth(1).wait_for()
    assert complaints(kiosk) == []
    assert sorted(server.punches(ann, bob)) == sorted([(ann, "face"), (bob, "face")])


def test_lights_out_too_far_and_back(staff: Staff, open_kiosk: OpenKiosk, tmp_path: Path) -> None:
    face = next(iter(staff.enrolled.values()))
    scenes = (film.empty(1.5), film.empty(2, light=0.05), film.far_away(face, 2))
    kiosk = open_kiosk(film.write(tmp_path / "dark.mjpeg", *scenes))
    for stage in ("too_dark", "too_far", "idle", "too_dark"):
        kiosk.wait(stage)


def test_not_me_takes_the_punch_back_and_keeps_it_for_review(
    server: Server, staff: Staff, open_kiosk: OpenKiosk, tmp_path: Path
) -> None:
    name, face = list(staff.enrolled.items())[3]
    kiosk = open_kiosk(film.write(tmp_path / "wrong.mjpeg", film.stay(face, 3)))
    kiosk.page.get_by_role("button", name="Not me").click()
    kiosk.page.get_by_text("Undone. Please use your PIN.").wait_for()
    assert server.punches(name) == [(name, "face")]
    (correction,) = server.ask("GET", "corrections")["items"]
    assert (correction["act"], correction["approval"]) == ("ignore", "approved")
    time.sleep(2)  # the same face is still there, and is not mistaken for the same person again
    assert len(server.punches(name)) == 1


def test_without_a_network_a_pin_waits_and_arrives_once(
    server: Server, staff: Staff, open_kiosk: OpenKiosk, tmp_path: Path
) -> None:
    name = list(staff.enrolled)[4]
    server.set_pin(name, PIN)
    cable = Cable(server.port)
    kiosk = open_kiosk(film.write(tmp_path / "nobody.mjpeg", film.empty(2)), cable)
    kiosk.wait("idle")
    eventually(lambda: kiosk.page.evaluate("navigator.serviceWorker.controller !== null"))
    cable.pull()
    kiosk.wait("offline")
    assert complaints(kiosk) == []
    kiosk.type_pin(name, direction="Coming")
    kiosk.page.get_by_text("1 entry waits to be sent").wait_for()
    kiosk.page.reload()  # no network, no server: the page is the tablet's own
    kiosk.wait("offline")
    kiosk.page.get_by_text("1 entry waits to be sent").wait_for()
    cable.plug()
    kiosk.wait("idle")
    assert eventually(lambda: server.punches(name) == [(name, "pin")])
    cable.pull()
    kiosk.wait("offline")
    cable.plug()
    kiosk.wait("idle")
    assert server.punches(name) == [(name, "pin")] and kiosk.errors == []
    cable.close()


def test_a_restart_of_the_server_needs_no_touch(
    server: Server, staff: Staff, open_kiosk: OpenKiosk, tmp_path: Path
) -> None:
    name, face = list(staff.enrolled.items())[6]
    kiosk = open_kiosk(film.write(tmp_path / "again.mjpeg", film.empty(1), film.stay(face, 2)))
    kiosk.wait("recognised")
    server.stop()
    kiosk.wait("offline")
    server.start()
    kiosk.page.wait_for_selector("main:not([data-stage=offline])", timeout=60_000)
    kiosk.wait("recognised", 20)
    assert server.punches(name) == [(name, "face")]
