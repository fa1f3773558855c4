"""The same suite over the fake and every real store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import Engine

from adsum.app.ports.store import Store
from adsum.storage.store import SqlStore
from adsum.storage.vault import Vault
from tests.contract.servers import KINDS, ready_engine, wipe
from tests.fakes.store import FakeStore


class Engines:
    """One migrated database of each kind, made when it is first asked for."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder = folder
        self._stack = stack
        self._open: dict[str, Engine] = {}

    def get(self, kind: str) -> Engine:
        if kind not in self._open:
            self._open[kind] = self._stack.enter_context(ready_engine(kind, self._folder))
        return self._open[kind]


@pytest.fixture(scope="session")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    with ExitStack() as stack:
        yield Engines(tmp_path_factory.mktemp("databases"), stack)


@pytest.fixture(params=["fake", *KINDS])
def store(request: pytest.FixtureRequest, engines: Engines) -> Iterator[Store]:
    """An empty store of each kind in turn."""
    if request.param == "fake":
        yield FakeStore()
        return
    engine = engines.get(request.param)
    yield SqlStore(engine, Vault(b"k" * 32))
    wipe(engine)
