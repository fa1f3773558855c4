"""Embeddings to another data folder and back; those of other models are refused."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from adsum.app.exchange_gallery import (
    ExportGallery,
    ForeignModel,
    ImportGallery,
    UnnamedModel,
    WrongDimensions,
)
from adsum.app.ports.gallery_files import GalleryRows
from adsum.errors import AdsumError
from adsum.exports.gallery_files import FormattedGalleryFiles
from tests.fakes import stages
from tests.fakes.clock import FakeClock
from tests.fakes.store import FakeStore
from tests.unit.app.test_identify import identify, names, with_people

CLOCK = FakeClock(datetime(2026, 3, 2, 8, tzinfo=UTC))
FILES = FormattedGalleryFiles()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A gallery of two people."""
    path = tmp_path / "staff.npz"
    done = ExportGallery(with_people(Ada=1, Bob=2), CLOCK, FILES).execute(path, stages.MADE_BY)
    assert (done.people, done.embeddings) == (2, 6)
    return path


def importing(store: FakeStore) -> ImportGallery:
    return ImportGallery(store, CLOCK, FILES)


def test_people_are_recognised_where_their_embeddings_were_imported(file: Path) -> None:
    store = FakeStore()
    done = importing(store).execute(file, stages.MADE_BY)
    assert (done.people, done.embeddings, done.known) == (2, 6, 0)
    assert names(identify(store, stages.face(2, 9), stages.face(3), stages.face(1, 9))) == [
        "Bob", None, "Ada",
    ]  # fmt: skip


def test_importing_again_adds_nothing(file: Path) -> None:
    store = FakeStore()
    importing(store).execute(file, stages.MADE_BY)
    done = importing(store).execute(file, stages.MADE_BY)
    assert (done.embeddings, done.known) == (0, 6)


def test_what_another_model_made_is_refused_whoever_says_so(file: Path, tmp_path: Path) -> None:
    store = FakeStore()
    unnamed = tmp_path / "unnamed.npz"
    FILES.write(unnamed, GalleryRows(("Ada",), np.eye(1, 64, dtype="f4"), ""))
    foreign = tmp_path / "foreign.npz"
    FILES.write(foreign, GalleryRows(("Ada",), np.eye(1, 64, dtype="f4"), "dlib-resnet/v1/f32"))
    with pytest.raises(UnnamedModel):
        importing(store).execute(unnamed, stages.MADE_BY)
    with pytest.raises(ForeignModel):
        importing(store).execute(foreign, stages.MADE_BY)
    with pytest.raises(ForeignModel):
        importing(store).execute(file, stages.MADE_BY, "facenet/1/f32")
    assert identify(store, stages.face(1))[0].score is None
    assert importing(store).execute(unnamed, stages.MADE_BY, str(stages.MADE_BY)).embeddings == 1


def test_embeddings_of_another_length_are_refused(file: Path, tmp_path: Path) -> None:
    store = with_people(Ada=1)
    long = tmp_path / "long.npz"
    FILES.write(long, GalleryRows(("Ada",), np.eye(1, 65, dtype="f4"), str(stages.MADE_BY)))
    with pytest.raises(WrongDimensions):
        importing(store).execute(long, stages.MADE_BY)


def test_a_name_that_nobody_can_have_stops_the_import_before_it_begins(tmp_path: Path) -> None:
    store, path = FakeStore(), tmp_path / "names.npz"
    rows = np.eye(2, 64, dtype="f4")
    FILES.write(path, GalleryRows(("Ada", "\x1b[2J"), rows, str(stages.MADE_BY)))
    with pytest.raises(AdsumError):
        importing(store).execute(path, stages.MADE_BY)
    with store.read() as records:
        assert records.people.names() == {}


def test_imported_embeddings_have_no_picture(file: Path) -> None:
    store = FakeStore()
    importing(store).execute(file, stages.MADE_BY)
    with store.read() as records:
        [person, *_] = records.people.names()
        assert records.photos.crop(records.photos.of(person)[0].id) is None
