"""The command on a fresh data folder, and one folder with two people enrolled."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e import pictures
from tests.e2e.harness import Terminal

ALEX, LIN = "Alex Lacamoire", "Lin-Manuel Miranda"


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Prepared models, shared by all commands of the session."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def adsum(tmp_path: Path, cache: Path) -> Terminal:
    """The command on a data folder that does not exist yet."""
    folder = tmp_path / "here"
    folder.mkdir()
    return Terminal(tmp_path / "home", folder, {"ADSUM_CACHE": str(cache)})


@pytest.fixture(scope="session")
def photos(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with photos of two people, good and bad ones; see `pictures.write_all`."""
    folder = tmp_path_factory.mktemp("photos")
    pictures.write_all(data, folder)
    return folder


@pytest.fixture(scope="session")
def office(photos: Path, cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A data folder with Alex and Lin enrolled. Shared: read only, or copy it with `own_office`."""
    root = tmp_path_factory.mktemp("office")
    (root / "here").mkdir()
    adsum = Terminal(root / "home", root / "here", {"ADSUM_CACHE": str(cache)})
    assert adsum("enrol", photos / "people").code == 0
    return adsum


@pytest.fixture
def own_office(office: Terminal, adsum: Terminal) -> Terminal:
    """The office as a copy that a test may break."""
    shutil.copytree(office.home, adsum.home)
    return adsum


@pytest.fixture(scope="session")
def staff(lfw: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """Return a folder of person folders with at least so many photos, as symbolic links."""

    def gather(wanted: int) -> Path:
        folder = tmp_path_factory.mktemp("staff")
        linked = 0
        for person in sorted(lfw.iterdir()):
            if linked >= wanted:
                break
            (folder / person.name).symlink_to(person)
            linked += len(list(person.iterdir()))
        return folder

    return gather
