"""The pages work without the network and without inline code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from adsum.app.services import Services
from adsum.web.app import make_app
from adsum.web.pages import STATIC
from adsum.web.ratelimit import Rate, RateLimits
from adsum.web.ui_pages import UI
from tests.data import REPOSITORY
from tests.integration.web.conftest import Client

built = pytest.mark.skipif(
    not (UI / "admin.html").is_file(), reason="the user interface is not built: pip install -e ."
)
PAGES = [pytest.param("/", marks=built), pytest.param("/kiosk", marks=built), "/api/docs"]


@pytest.mark.parametrize("path", PAGES)
def test_everything_that_a_page_names_is_served_from_here(guest: Client, path: str) -> None:
    page = guest("GET", path)
    assert page.headers["content-type"].startswith("text/html")
    named = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert named
    for link in named:
        assert link.startswith("/")
        assert guest("GET", link).status_code == 200


@pytest.mark.parametrize("page", sorted(STATIC.glob("*.html")), ids=lambda page: page.name)
def test_no_page_has_inline_code_or_style_or_another_host(page: object) -> None:
    text = STATIC.joinpath(getattr(page, "name", "")).read_text()
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|https?://", text)


@built
def test_only_the_documentation_may_show_data_pictures(guest: Client) -> None:
    assert "data:" not in guest("GET", "/").headers["content-security-policy"]
    assert "data:" in guest("GET", "/api/docs").headers["content-security-policy"]
    for path in ("/", "/api/docs"):
        assert "unsafe" not in guest("GET", path).headers["content-security-policy"]


def test_text_from_people_enters_the_page_only_as_text() -> None:
    for path in (REPOSITORY / "ui" / "src").rglob("*.ts*"):
        code = path.read_text()
        assert not re.search(r"nnerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", code)


@built
@pytest.mark.parametrize("path", ["/", "/app", "/app/people/a%2Fb", "/app/no/such/page"])
def test_every_address_of_the_administration_is_the_same_page(guest: Client, path: str) -> None:
    page = guest("GET", path)
    assert page.status_code == 200
    assert page.text == (UI / "admin.html").read_text()


def test_without_the_built_interface_the_pages_name_the_way_out(
    guest: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("adsum.web.ui_pages.UI", tmp_path)
    for path in ("/", "/app/people", "/kiosk"):
        answer = guest("GET", path)
        assert (answer.status_code, answer.json()["code"]) == (503, "ui.missing")
        assert "pip install" in answer.json()["remedy"]


def test_the_document_names_every_permission_and_the_one_error_shape(guest: Client) -> None:
    document = guest("GET", "/api/openapi.json").json()
    routes = [route for methods in document["paths"].values() for route in methods.values()]
    assert all("x-permission" in route and "default" in route["responses"] for route in routes)


def test_without_the_viewer_s_package_the_docs_name_the_command_that_installs_it(
    guest: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adsum.web.pages.DOCS_PACKAGE", "a-package-that-is-not-installed")
    answer = guest("GET", "/api/docs/swagger-ui.css")
    assert (answer.status_code, answer.json()["code"]) == (503, "docs.viewer_missing")
    assert "pip install fastapi-offline" in answer.json()["remedy"]
    assert guest("GET", "/api/docs/setup.py").json()["code"] == "page.unknown"


def test_pages_are_not_counted_and_guesses_are(services: Services) -> None:
    app = make_app(services, limits=RateLimits(unknown=Rate(burst=3, per_second=0.0001)))
    guest = Client(app)
    assert {guest("GET", "/static/icon.svg").status_code for _ in range(10)} == {200}
    wrong = {"login": "olga", "password": "wrong"}
    said = [guest("POST", "/api/v1/session", json=wrong).status_code for _ in range(4)]
    assert said[-1] == 429
    assert guest("GET", "/static/icon.svg").status_code == 200
