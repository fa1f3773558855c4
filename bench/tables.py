"""Tables of a large company: time until rows are there, time of a page and of a scroll, elements.

    python -m bench.tables [people]

A server with so many people (10,000) and a month of four punches a day, in real Chromium. Prints
what the pages take, and the same of a company of 100 people: the ratio says how they grow.
Needs `pip install playwright` and a Chromium at /usr/bin/chromium.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.attendance import MONTH, fill, opened
from bench.common import ROOT, server

FEW = 100
DAY = MONTH.first.replace(day=14)
ROW = "table.data tbody tr a.person"
TURNS = 6
PAGES = {
    "day": f"/app/day?date={DAY}",
    "month": f"/app/month?date={DAY}",
    "report by person": f"/app/reports?by=person&date={DAY}",
}
# How long the page takes for 60 steps of a scroll, a frame each; 16.7 ms a frame is smooth.
_SCROLL = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  const taken = []; let last = performance.now();
  for (let step = 0; step < 60; step++) {
    scrollBy(0, step < 30 ? 60 : -60); await frame();
    taken.push(performance.now() - last); last = performance.now();
  }
  return taken.sort((a, b) => a - b)[57];
}"""

Figures = dict[str, float]


def main() -> None:
    """Measure both companies and print them side by side."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", nargs="?", type=int, default=10_000)
    people = parser.parse_args().people
    few, many = measure(FEW), measure(people)
    print(f"{'':<44}{FEW:>10}{people:>10}   ratio")
    for name, value in many.items():
        print(f"{name:<44}{few[name]:>10.0f}{value:>10.0f}{value / few[name]:>8.1f}")


def measure(people: int) -> Figures:
    """Return what the tables of a company take, by name."""
    sys.path.insert(0, str(ROOT))
    from tests.e2e.ui.admin import Desk
    from tests.e2e.ui.conftest import browser

    with tempfile.TemporaryDirectory() as folder:
        store, _ = opened(Path(folder), people)
        fill(store, people, MONTH)
        store.close()
        with server(Path(folder)) as (address, _), browser() as chromium:
            page = chromium.new_page(bypass_csp=True, viewport={"width": 1280, "height": 900})
            desk = Desk(page, address)
            page.set_default_timeout(600_000)
            desk.sign_in("owner")
            found: Figures = {}
            for name, path in PAGES.items():
                found |= {f"{name}: {what}": value for what, value in table(desk, path).items()}
            return found


def table(desk: Any, path: str) -> Figures:
    """Return what one table takes."""
    page = desk.page
    shown = milliseconds(lambda: desk.go(path), lambda: page.wait_for_selector(ROW))
    elements = page.evaluate("document.querySelectorAll('*').length")
    turns = sorted(turn(page) for _ in range(TURNS)) if more(page) else [1.0]
    scroll = page.evaluate(_SCROLL)
    column = page.get_by_role("columnheader", name="Worked").get_by_role("button")
    ordered, again = sort_by(page, column), sort_by(page, column)
    return {
        "until rows are there, ms": shown,
        "elements of the page": elements,
        "next page, median ms": turns[len(turns) // 2],
        "a frame while scrolling, 95 %, ms": scroll,
        "by a figure: the first time, ms": ordered,
        "by a figure: the other way round, ms": again,
    }


def more(page: Any) -> bool:
    """Return whether there is a further page."""
    button = page.get_by_role("button", name="Next", exact=True)
    return bool(button.count()) and button.is_enabled()


def turn(page: Any) -> float:
    """Go to the next page, or back from the last, and return the ms until its rows are there."""
    first = page.locator(ROW).first.inner_text()
    way = "Next" if more(page) else "Previous"
    script = f"name => document.querySelector({ROW!r})?.innerText !== name"
    return milliseconds(
        page.get_by_role("button", name=way, exact=True).click,
        lambda: page.wait_for_function(script, arg=first),
    )


def sort_by(page: Any, column: Any) -> float:
    """Sort by a column and return the ms until everybody is worked out."""

    def last(answer: Any) -> bool:
        return "order=worked" in answer.url and answer.json()["pending"] == 0

    began = time.perf_counter()
    with page.expect_response(last):
        column.click()
    page.get_by_text("Working out").wait_for(state="detached")
    return (time.perf_counter() - began) * 1000


def milliseconds(start: Callable[[], object], end: Callable[[], object]) -> float:
    """Return how long it takes from the start until the end has come."""
    began = time.perf_counter()
    start()
    end()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
