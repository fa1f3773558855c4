"""The schema's history, up and down, on every database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

import adsum.storage.migrations.versions as versions
from adsum.storage import schema
from adsum.storage.engine import open_engine, writer
from adsum.storage.errors import SchemaTooNew, StorageDamaged, StorageUnavailable
from adsum.storage.tables import metadata
from tests.contract.servers import KINDS, empty_database

FILES = sorted(Path(versions.__file__).parent.glob("m[0-9]*.py"))
REVISIONS = [re.findall(r"m(\d+)_", file.name)[0] for file in FILES]


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with empty_database(request.param, tmp_path) as found:
        yield found


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    opened = open_engine(url)
    yield opened
    opened.dispose()


def differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        return list(compare_metadata(context, metadata))


def shape(engine: Engine) -> dict[str, object]:
    """Return every table with its columns, keys and indexes, as the database tells them."""
    seen = inspect(engine)
    return {
        table: (
            [(c["name"], str(c["type"]), c["nullable"]) for c in seen.get_columns(table)],
            seen.get_pk_constraint(table)["constrained_columns"],
            sorted(str(f["constrained_columns"]) for f in seen.get_foreign_keys(table)),
            sorted(str((i["column_names"], i["unique"])) for i in seen.get_indexes(table)),
        )
        for table in sorted(seen.get_table_names())
        if table != "alembic_version"
    }


def step(engine: Engine, revision: str) -> None:
    with writer(engine).begin() as connection:
        schema.migrate(connection, revision)


def test_the_newest_migration_is_the_one_that_the_program_knows() -> None:
    assert REVISIONS[-1] == schema.HEAD
    assert [f"{number:04}" for number in range(1, len(FILES) + 1)] == REVISIONS


def test_the_migrations_add_up_to_the_tables(engine: Engine) -> None:
    schema.bring_up_to_date(engine)
    assert differences(engine) == []


def test_every_step_down_and_up_again_leads_to_the_same_schema(engine: Engine) -> None:
    shapes: list[dict[str, object]] = [{}]
    for revision in REVISIONS:
        step(engine, revision)
        shapes.append(shape(engine))
    for revision, expected in zip(["base", *REVISIONS][-2::-1], shapes[-2::-1], strict=True):
        step(engine, revision)
        assert shape(engine) == expected
    step(engine, schema.HEAD)
    assert shape(engine) == shapes[-1]
    assert differences(engine) == []


def test_the_way_up_after_the_way_down_starts_with_empty_tables(engine: Engine) -> None:
    schema.bring_up_to_date(engine)
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO accounts (id, login, login_key, role, password_hash, created_at) "
                "VALUES ('a', 'b', 'b', 'owner', 'x', '2026-03-02 09:00:00')"
            )
        )
    step(engine, "base")
    schema.bring_up_to_date(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM accounts")).scalar() == 0
        assert connection.execute(text("SELECT value FROM gallery_generation")).scalar() == 0


def test_bringing_up_to_date_twice_changes_nothing(engine: Engine) -> None:
    schema.bring_up_to_date(engine)
    before = shape(engine)
    schema.bring_up_to_date(engine)
    assert shape(engine) == before


def test_a_database_that_a_newer_adsum_used_is_refused_and_left_alone(engine: Engine) -> None:
    schema.bring_up_to_date(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaTooNew) as caught:
        schema.bring_up_to_date(engine)
    assert caught.value.code == "storage.newer_schema"
    with engine.connect() as connection:
        assert (
            connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"
        )


def test_many_that_start_at_once_on_a_new_database_all_find_it_ready(url: str) -> None:
    engines = [open_engine(url) for _ in range(4)]
    with ThreadPoolExecutor(len(engines)) as threads:
        list(threads.map(schema.bring_up_to_date, engines))
    assert differences(engines[0]) == []
    with engines[1].connect() as connection:
        assert connection.execute(text("SELECT value FROM gallery_generation")).all() == [(0,)]
    for engine in engines:
        engine.dispose()


def test_text_is_unicode_and_times_have_microseconds_whatever_the_server_defaults(
    engine: Engine,
) -> None:
    schema.bring_up_to_date(engine)
    if engine.dialect.name == "mysql":
        query = text(
            "SELECT DISTINCT collation_name FROM information_schema.columns "
            "WHERE table_schema = database() AND collation_name IS NOT NULL "
            "AND table_name <> 'alembic_version'"
        )
        with engine.connect() as connection:
            assert connection.execute(query).scalars().all() == ["utf8mb4_bin"]
    if engine.dialect.name == "postgresql":
        query = text(
            "SELECT DISTINCT collation_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND data_type = 'character varying' "
            "AND table_name <> 'alembic_version'"
        )
        with engine.connect() as connection:
            assert connection.execute(query).scalars().all() == ["C"]


def test_a_file_that_is_no_database_is_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "adsum.db"
    path.write_bytes(b"this is not a database at all, only text " * 200)
    engine = open_engine(f"sqlite:///{path}")
    with pytest.raises(StorageDamaged):
        schema.bring_up_to_date(engine)
    engine.dispose()


def test_a_folder_that_does_not_exist_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'missing' / 'adsum.db'}")
    with pytest.raises(StorageUnavailable) as caught:
        schema.bring_up_to_date(engine)
    assert caught.value.what_to_do
    engine.dispose()


@pytest.mark.parametrize(
    "url",
    [
        "mysql+pymysql://root:secret@127.0.0.1:1/adsum",
        "postgresql+psycopg://root:secret@127.0.0.1:1/adsum",
    ],
)
def test_a_server_that_does_not_answer_is_an_error_without_the_password(url: str) -> None:
    pytest.importorskip(url.partition("+")[2].partition(":")[0])
    engine = open_engine(url)
    with pytest.raises(StorageUnavailable) as caught:
        schema.bring_up_to_date(engine)
    assert "secret" not in caught.value.message
    engine.dispose()
