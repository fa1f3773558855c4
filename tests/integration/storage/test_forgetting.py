"""After `Forget`, the bytes are gone from every file of the data folder."""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

import pytest
from sqlalchemy import select

from adsum.app.forget import Forget
from adsum.storage import engine as engine_module
from adsum.storage.engine import open_engine
from adsum.storage.errors import KeyUnusable
from adsum.storage.tables import people, photos, templates
from adsum.system.clock import SystemClock
from tests.integration.storage.work import data_folder, enrol, punch


def every_byte(folder: Path) -> bytes:
    return b"\0\0".join(file.read_bytes() for file in sorted(folder.iterdir()))


def secrets_of(folder: Path, name: str) -> list[bytes]:
    """Return what the database holds of a person: ciphertexts and the name itself."""
    engine = open_engine(f"sqlite:///{folder / 'adsum.db'}")
    with engine.connect() as connection:
        of_person = select(people.c.id).where(people.c.name == name).scalar_subquery()
        crops = connection.execute(
            select(photos.c.sealed_crop).where(photos.c.person_id == of_person)
        )
        vectors = connection.execute(
            select(templates.c.sealed_vector).where(templates.c.person_id == of_person)
        )
        found = [*crops.scalars(), *vectors.scalars()]
    engine.dispose()
    # Large values lie in chains of pages: look for pieces of each, not for the whole.
    pieces = [blob[i : i + 48] for blob in found for i in range(0, len(blob) - 48, 128)]
    return [*pieces, name.encode()]


def test_no_file_of_the_data_folder_holds_a_forgotten_face(tmp_path: Path) -> None:
    with data_folder(tmp_path) as store:
        list(enrol(store, people=3))
        list(punch(store, "x", times=2))
        gone = secrets_of(tmp_path, "Person 1")
        kept = secrets_of(tmp_path, "Person 2")
        before = every_byte(tmp_path)
        # A piece that spans two pages is in no file as it stands.
        gone, kept = ([s for s in found if s in before] for found in (gone, kept))
        assert min(len(gone), len(kept)) > 20
        with store.read() as records:
            person = records.people.by_name("Person 1")
        assert person is not None
        receipt = Forget(store, SystemClock()).execute(person.id)
        after = every_byte(tmp_path)
        assert [secret for secret in gone if secret in after] == []
        assert person.id.encode() not in after
        assert all(secret in after for secret in kept)
        assert (receipt.photos, receipt.templates, receipt.punches) == (2, 2, 2)
    after = every_byte(tmp_path)
    assert [secret for secret in gone if secret in after] == []


def test_the_receipt_can_be_checked_and_names_nobody(tmp_path: Path) -> None:
    with data_folder(tmp_path) as store:
        list(enrol(store, people=1))
        with store.read() as records:
            [person] = records.people.page()
        fields = asdict(Forget(store, SystemClock()).execute(person.id))
    digest = fields.pop("digest")
    canonical = json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()
    assert hashlib.sha256(canonical).hexdigest() == digest
    assert person.id not in canonical.decode()
    assert person.name not in canonical.decode()


def test_forgetting_waits_for_a_reader_that_is_soon_done(tmp_path: Path) -> None:
    with data_folder(tmp_path) as store, ThreadPoolExecutor(1) as other:
        list(enrol(store, people=2))
        gone = secrets_of(tmp_path, "Person 1")
        with store.read() as records:
            [person, _] = records.people.page()
            deleting = other.submit(Forget(store, SystemClock()).execute, person.id)
            with pytest.raises(TimeoutError):
                deleting.result(timeout=0.3)
        deleting.result(timeout=10)
        after = every_byte(tmp_path)
    assert [secret for secret in gone if secret in after] == []


def test_a_reader_that_never_ends_is_reported_not_hidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient = engine_module._PRAGMAS
    short = tuple("PRAGMA busy_timeout = 50" if "busy" in p else p for p in patient)
    monkeypatch.setattr(engine_module, "_PRAGMAS", short)
    with ExitStack() as stack:
        store = stack.enter_context(data_folder(tmp_path))
        list(enrol(store, people=1))
        records = stack.enter_context(store.read())
        [person] = records.people.page()
        receipt = Forget(store, SystemClock()).execute(person.id)
        assert receipt.photos == 2
        assert not receipt.scrubbed


def test_every_stored_face_is_sealed(tmp_path: Path) -> None:
    with data_folder(tmp_path) as store:
        list(enrol(store, people=1))
        with store.read() as records:
            [person] = records.people.page()
            [first, _] = records.photos.of(person.id)
            crop = records.photos.crop(first.id)
    assert crop is not None
    assert crop.startswith(b"\xff\xd8")
    content = every_byte(tmp_path)
    assert b"JFIF" in crop
    assert b"JFIF" not in content


def test_a_data_folder_with_another_key_opens_no_face(tmp_path: Path) -> None:
    with data_folder(tmp_path) as store:
        list(enrol(store, people=1))
    (tmp_path / "adsum.key").rename(tmp_path / "lost.key")
    with data_folder(tmp_path) as store, store.read() as records:
        [person] = records.people.page()
        [first, _] = records.photos.of(person.id)
        with pytest.raises(KeyUnusable):
            records.photos.crop(first.id)
