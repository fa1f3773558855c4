"""Opening a database by URL."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import Engine, text

from adsum.storage import engine as under_test
from adsum.storage.engine import (
    SAFE_SQLITE,
    BadDatabaseUrl,
    open_engine,
    sqlite_module,
    sqlite_warning,
    writer,
)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_engine(f"sqlite:///{tmp_path / 'a.db'}")
    yield opened
    opened.dispose()


@pytest.mark.parametrize(
    ("pragma", "expected"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("busy_timeout", 15_000),
        ("secure_delete", 1),
    ],
)
def test_every_connection_is_set_up_for_durability(
    engine: Engine, pragma: str, expected: object
) -> None:
    with engine.connect() as first, engine.connect() as second:
        for connection in (first, second):
            assert connection.execute(text(f"PRAGMA {pragma}")).scalar() == expected


def test_a_writer_takes_the_lock_at_once_and_a_reader_does_not(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (x)"))
    with writer(engine).connect() as one, engine.connect() as other:
        one.begin()
        assert other.execute(text("SELECT count(*) FROM t")).scalar() == 0
        other.rollback()
        other.exec_driver_sql("PRAGMA busy_timeout = 1")
        with pytest.raises(sqlite_module().OperationalError, match="locked"):
            raw = other.connection.cursor()
            raw.execute("BEGIN IMMEDIATE")
        one.rollback()


def test_the_sqlite_in_use_is_the_newest_at_hand() -> None:
    at_hand = [sqlite3.sqlite_version_info]
    if sys.platform == "linux":
        import pysqlite3

        at_hand.append(pysqlite3.sqlite_version_info)
    assert sqlite_module().sqlite_version_info == max(at_hand)


@pytest.mark.skipif(sys.platform != "linux", reason="pysqlite3 is published for Linux only")
def test_the_sqlite_in_use_has_no_wal_bug() -> None:
    assert sqlite_module().sqlite_version_info >= SAFE_SQLITE
    assert sqlite_warning() is None


def test_the_engine_runs_on_that_sqlite(engine: Engine) -> None:
    with engine.connect() as connection:
        version = connection.execute(text("SELECT sqlite_version()")).scalar()
    assert version == sqlite_module().sqlite_version


def sqlite_of(version: tuple[int, int, int]) -> ModuleType:
    module = ModuleType("dbapi2")
    module.sqlite_version_info = version  # type: ignore[attr-defined]
    module.sqlite_version = ".".join(map(str, version))  # type: ignore[attr-defined]
    return module


@pytest.mark.parametrize(
    ("own", "extra", "expected"),
    [
        ((3, 40, 1), (3, 53, 4), (3, 53, 4)),
        ((3, 60, 0), (3, 53, 4), (3, 60, 0)),
        ((3, 40, 1), None, (3, 40, 1)),
    ],
)
def test_the_newer_of_the_two_is_taken(
    monkeypatch: pytest.MonkeyPatch,
    own: tuple[int, int, int],
    extra: tuple[int, int, int] | None,
    expected: tuple[int, int, int],
) -> None:
    _install(monkeypatch, own, extra)
    assert sqlite_module().sqlite_version_info == expected


@pytest.mark.parametrize(
    ("own", "extra", "safe"),
    [
        ((3, 51, 2), None, False),
        ((3, 51, 3), None, True),
        ((3, 40, 1), (3, 50, 0), False),
        ((3, 40, 1), (3, 52, 0), True),
    ],
)
def test_there_is_a_warning_exactly_when_no_safe_sqlite_is_at_hand(
    monkeypatch: pytest.MonkeyPatch,
    own: tuple[int, int, int],
    extra: tuple[int, int, int] | None,
    safe: bool,
) -> None:
    _install(monkeypatch, own, extra)
    warning = sqlite_warning()
    if safe:
        assert warning is None
    else:
        assert warning is not None
        assert "pysqlite3" in warning
        assert ".".join(map(str, extra or own)) in warning


def _install(
    monkeypatch: pytest.MonkeyPatch,
    own: tuple[int, int, int],
    extra: tuple[int, int, int] | None,
) -> None:
    monkeypatch.setattr(under_test, "sqlite3", sqlite_of(own))
    package = None
    if extra is not None:
        package = ModuleType("pysqlite3")
        package.dbapi2 = sqlite_of(extra)  # type: ignore[attr-defined]
    # None in sys.modules makes the import fail, as it does where the package is absent.
    monkeypatch.setitem(sys.modules, "pysqlite3", package)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "adsum.db",
        "/var/lib/adsum.db",
        "http://example.org/",
        "nosuchdatabase://host/adsum",
        "postgresql+nosuchdriver://host/adsum",
        "mysql+pymysql://host:port/adsum",
    ],
)
def test_what_is_no_database_url_is_refused_with_an_example(url: str) -> None:
    with pytest.raises(BadDatabaseUrl) as caught:
        open_engine(url)
    assert caught.value.code == "storage.bad_url"
    assert "://" in caught.value.what_to_do


def test_a_missing_driver_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pymysql", None)  # type: ignore[arg-type]
    with pytest.raises(BadDatabaseUrl, match="pymysql"):
        open_engine("mysql+pymysql://root@127.0.0.1/adsum")


def test_a_bad_url_does_not_give_the_password_away() -> None:
    with pytest.raises(BadDatabaseUrl) as caught:
        open_engine("mysql+pymysql://root:secret@host:port/adsum")
    assert "secret" not in caught.value.message


def test_opening_touches_nothing(tmp_path: Path) -> None:
    open_engine(f"sqlite:///{tmp_path / 'a.db'}").dispose()
    assert list(tmp_path.iterdir()) == []
