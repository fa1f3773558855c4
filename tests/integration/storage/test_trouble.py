"""A full disk and a data folder that cannot be written."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import event, text

from adsum.storage.engine import open_engine
from adsum.storage.errors import StorageFull, StorageReadOnly
from adsum.storage.schema import bring_up_to_date
from adsum.storage.store import SqlStore
from adsum.storage.vault import Vault, load_key
from tests.contract.samples import photo
from tests.data import REPOSITORY
from tests.integration.storage.work import data_folder, enrol, punch
from tests.unit.storage.folders import as_somebody_else, open_to_all

# Runs in a mount namespace of its own, so that nobody else ever sees the small disk.
_ON_A_SMALL_DISK = """
mount -t tmpfs -o size={size} none "$1" || exit 77
"{python}" -m tests.integration.storage.small_disk "$1"
"""


def test_a_full_disk_is_named_and_loses_nothing_that_was_answered(tmp_path: Path) -> None:
    script = _ON_A_SMALL_DISK.format(size="2m", python=sys.executable)
    if os.geteuid() != 0 or shutil.which("unshare") is None:
        pytest.skip("only root can mount a small disk to fill")
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", script, "sh", str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        env=os.environ | {"PYTHONPATH": f"{REPOSITORY / 'src'}:{REPOSITORY}"},
        check=False,
        timeout=60,
    )
    if done.returncode == 77 or "unshare:" in done.stderr:
        pytest.skip(f"no small disk can be mounted here: {done.stderr.strip()}")
    assert done.stderr == ""
    assert done.stdout.splitlines() == ["storage.full", "complete", "storage.full", "complete"]


def test_a_database_that_may_not_grow_is_a_full_disk(tmp_path: Path) -> None:
    with data_folder(tmp_path) as store:
        list(enrol(store, people=1))
        engine = open_engine(f"sqlite:///{tmp_path / 'adsum.db'}")
        with engine.connect() as connection:
            pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        engine.dispose()
        event.listen(engine, "connect", lambda raw, _: _limit(raw, pages))
        small = SqlStore(engine, Vault(load_key(tmp_path / "adsum.key")))
        with store.read() as records:
            [person] = records.people.page()
        with pytest.raises(StorageFull) as caught, small.write() as records:
            records.photos.add(photo("big", person.id, crop=b"x" * 500_000))
        assert caught.value.code == "storage.full"
        engine.dispose()
        with store.read() as records:
            assert records.photos.counts() == {person.id: 2}
            assert records.photos.crop("big") is None
        assert list(punch(store, "x", times=1)) == ["x-0"]


def _limit(connection: object, pages: int) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute(f"PRAGMA max_page_count = {pages + 5}")
    cursor.close()


def _folder_with_people(folder: Path) -> None:
    with data_folder(folder) as store:
        list(enrol(store, people=1))
    # The key belongs to whoever runs the command; the folder cannot be written.
    (folder / "adsum.key").chmod(0o644)


def _punch_in(folder: Path) -> None:
    with data_folder(folder) as store:
        list(punch(store, "y", times=1))


@pytest.mark.parametrize("left_open", [False, True])
def test_a_data_folder_that_cannot_be_written_is_named(left_open: bool) -> None:
    with open_to_all() as folder:
        _folder_with_people(folder)
        with data_folder(folder) as store:
            if left_open:
                list(punch(store, "x", times=1))
            else:
                store.close()
            with as_somebody_else(), pytest.raises(StorageReadOnly) as caught:
                _punch_in(folder)
        assert caught.value.code == "storage.read_only"
        assert "--data" in caught.value.what_to_do
        with data_folder(folder) as store:
            assert list(punch(store, "y", times=1)) == ["y-0"]


def test_a_new_data_folder_that_cannot_be_written_is_named() -> None:
    with open_to_all() as folder:
        (folder / "adsum.key").write_bytes(bytes(32))
        (folder / "adsum.key").chmod(0o644)
        engine = open_engine(f"sqlite:///{folder / 'adsum.db'}")
        with as_somebody_else(), pytest.raises(StorageReadOnly):
            bring_up_to_date(engine)
        engine.dispose()
