"""The administration as a person meets it: pages, forms, and what axe says about them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from tests.data import REPOSITORY

AXE = REPOSITORY / "ui" / "node_modules" / "axe-core" / "axe.min.js"
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PASSWORD = "a long pass phrase"


@dataclass
class Desk:
    """A browser page with the administration, and what went wrong in it."""

    page: Any
    address: str
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(60_000)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on(
            "console",
            lambda m: self.errors.append(m.text) if "Content Security" in m.text else None,
        )

    def open(self, path: str) -> None:
        """Open a page by its address, signed in or not."""
        self.page.goto(f"{self.address}/{path}")

    @property
    def token(self) -> str:
        """The token of the session in this window."""
        return str(self.page.evaluate("JSON.parse(sessionStorage.getItem('adsum.session')).token"))

    def go(self, path: str) -> None:
        """Open another page of this window without loading everything anew."""
        step = "history.pushState(null, '', path); dispatchEvent(new PopStateEvent('popstate'))"
        self.page.evaluate(f"path => {{ {step} }}", path)
        self.page.wait_for_selector("main[aria-busy=false] h1")

    def visit(self, entry: str) -> None:
        """Go to a page through the menu, and wait until it is there."""
        menu = self.page.get_by_role("navigation", name="Main menu")
        menu.get_by_role("link", name=entry, exact=True).click()
        self.heading(entry)

    def heading(self, text: str) -> None:
        """Wait for the page of this name."""
        self.page.get_by_role("heading", level=1, name=text).wait_for()

    def sign_in(self, login: str, password: str = PASSWORD) -> None:
        self.open("?lang=en")
        self.fill(Login=login, Password=password)
        self.press("Sign in")
        self.page.get_by_role("button", name="Sign out").wait_for()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def fill(self, **values: str) -> None:
        """Fill fields by their label; underscores stand for spaces."""
        for label, value in values.items():
            self.field(label.replace("_", " ")).fill(value)

    def field(self, label: str) -> Any:
        """Return the field of exactly this label; a required one carries a star."""
        return self.page.get_by_label(re.compile(rf"^{re.escape(label)}( \*)?$"))

    def choose(self, label: str, option: str) -> None:
        """Pick from a list that opens."""
        self.page.get_by_role("combobox", name=label).click()
        self.page.get_by_role("option", name=option).first.click()

    def sees(self, text: str) -> None:
        """Wait until the text is there to be read."""
        self.page.get_by_text(text).first.wait_for()

    def complaints(self, *, idle: bool = True) -> list[str]:
        """Return what axe finds wrong with the page as it is now. idle: whether it comes to rest; a
        page that sends its camera's pictures does not."""
        if idle:
            self.page.wait_for_load_state("networkidle")
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate("tags => axe.run({runOnly: tags})", LEVELS)["violations"]
        return [f"{v['id']}: {[n['html'] for n in v['nodes']][:5]}" for v in found]
