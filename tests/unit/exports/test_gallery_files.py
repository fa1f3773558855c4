"""Galleries as files: there and back, and files that somebody made with bad intent."""

from __future__ import annotations

import io
import pickle
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from adsum.app.ports.gallery_files import GalleryRows
from adsum.errors import AdsumError
from adsum.exports.gallery_files import FormattedGalleryFiles
from adsum.exports.library import FormatNeedsExtra
from tests.data import unit_vectors

ENDINGS = (".npz", ".h5", ".hdf5", ".parquet")
FILES = FormattedGalleryFiles()
ROWS = GalleryRows(("Ada", "Åsa Ünal", "Ada"), unit_vectors(3, 128), "sface/2021dec/f32")


class Trap:
    """Unpickled, it would leave a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.path,)


def refused(path: Path) -> AdsumError:
    with pytest.raises(AdsumError) as caught:
        FILES.read(path)
    return caught.value


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_is_written_is_read(ending: str, tmp_path: Path) -> None:
    pytest.importorskip({".npz": "numpy", ".parquet": "pyarrow"}.get(ending, "h5py"))
    path = tmp_path / f"staff{ending}"
    for _ in range(2):
        FILES.write(path, ROWS)
        found = FILES.read(path)
        assert (found.names, found.model) == (ROWS.names, ROWS.model)
        np.testing.assert_array_equal(found.vectors, ROWS.vectors)
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_absent_damaged_or_empty_file_is_one_named_error(ending: str, tmp_path: Path) -> None:
    pytest.importorskip({".npz": "numpy", ".parquet": "pyarrow"}.get(ending, "h5py"))
    path = tmp_path / f"staff{ending}"
    assert refused(path).code == "gallery.file_unavailable"
    path.write_bytes(b"")
    assert refused(path).code == "gallery.bad_file"
    FILES.write(path, ROWS)
    whole = path.read_bytes()
    for content in (whole[: len(whole) // 2], b"no gallery at all" * 9, whole[:-9] + b"x" * 9):
        path.write_bytes(content)
        try:
            found = FILES.read(path)
        except AdsumError as error:
            assert error.code == "gallery.bad_file"
        else:
            # Damage that a format can mend; then it must be the same file.
            np.testing.assert_array_equal(found.vectors, ROWS.vectors)


@pytest.mark.parametrize("ending", [".pkl", ".pickle", ".npy", ".csv", ""])
def test_other_formats_are_refused_before_they_are_opened(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"ds_model_facenet{ending}"
    path.write_bytes(pickle.dumps(Trap(tmp_path / "sprung")))
    assert refused(path).code == "gallery.unknown_format"
    assert not (tmp_path / "sprung").exists()


def test_pickled_objects_inside_an_npz_are_never_unpickled(tmp_path: Path) -> None:
    path = tmp_path / "trap.npz"
    trap = np.array([Trap(tmp_path / "sprung")], dtype=object)
    for parts in ({"names": trap}, {"vectors": trap}, {"model": trap}):
        whole = {"names": np.array(["Ada"]), "vectors": unit_vectors(1), "model": np.array("m")}
        np.savez(path, **(whole | parts))
        assert refused(path).code == "gallery.bad_file"
    assert not (tmp_path / "sprung").exists()


def test_an_npz_that_unpacks_to_more_than_memory_holds_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "bomb.npz"
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        header, {"descr": "<f4", "fortran_order": False, "shape": (10**9, 128)}
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("vectors.npy", header.getvalue())
        archive.writestr("names.npy", b"")
    # The directory at the end says how large a member will be; it is believed before reading.
    content = bytearray(path.read_bytes())
    at = content.find(b"PK\x01\x02")
    content[at + 24 : at + 28] = (2**32 - 2).to_bytes(4, "little")
    second = content.find(b"PK\x01\x02", at + 4)
    content[second + 24 : second + 28] = (2**32 - 2).to_bytes(4, "little")
    path.write_bytes(bytes(content))
    error = refused(path)
    assert error.code == "gallery.bad_file" and "unpack" in error.message


@pytest.mark.parametrize(
    "parts",
    [
        {"vectors": unit_vectors(2)},
        {"vectors": unit_vectors(1)[0]},
        {"vectors": np.ones((1, 4), np.int64)},
        {"vectors": np.full((1, 4), np.nan, np.float32)},
        {"vectors": np.full((1, 4), 1e300)},
        {"vectors": np.zeros((1, 4), np.float32)},
        {"vectors": np.ones((1, 9000), np.float32)},
        {"names": np.array([1])},
        {"names": np.array([["Ada"]])},
        {"model": np.array(["a", "b"])},
    ],
)
def test_content_that_cannot_be_is_refused(parts: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "staff.npz"
    whole = {"names": np.array(["Ada"]), "vectors": unit_vectors(1), "model": np.array("m")}
    np.savez(path, **(whole | parts))
    assert refused(path).code == "gallery.bad_file"


def test_data_sets_that_point_out_of_the_file_are_refused(tmp_path: Path) -> None:
    h5py = pytest.importorskip("h5py")
    secret, path = tmp_path / "secret.h5", tmp_path / "trap.h5"
    FILES.write(secret, ROWS)
    raw = tmp_path / "raw"
    raw.write_bytes(b"\0" * 512)
    for trap in ("link", "soft", "external", "virtual"):
        with h5py.File(path, "w") as file:
            file.create_dataset("names", data=["Ada"], dtype=h5py.string_dtype())
            if trap == "link":
                file["vectors"] = h5py.ExternalLink(str(secret), "/vectors")
            elif trap == "soft":
                file["elsewhere"] = unit_vectors(1)
                file["vectors"] = h5py.SoftLink("/elsewhere")
            elif trap == "external":
                file.create_dataset("vectors", (1, 128), "f4", external=[(str(raw), 0, 512)])
            else:
                layout = h5py.VirtualLayout((3, 128), "f4")
                layout[:] = h5py.VirtualSource(str(secret), "vectors", (3, 128))
                file.create_virtual_dataset("vectors", layout)
        assert refused(path).code == "gallery.bad_file", trap


def test_a_data_set_that_claims_to_be_huge_is_refused_unread(tmp_path: Path) -> None:
    h5py = pytest.importorskip("h5py")
    path = tmp_path / "huge.h5"
    with h5py.File(path, "w") as file:
        file.create_dataset("names", data=["Ada"], dtype=h5py.string_dtype())
        file.create_dataset("vectors", (10**9, 512), "f4", chunks=(64, 512))
    assert refused(path).code == "gallery.bad_file"


def test_rows_with_gaps_are_refused(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "gaps.parquet"
    for names, vectors in (
        (["Ada", None], [[1.0, 0.0], [0.0, 1.0]]),
        (["Ada", "Bob"], [[1.0, 0.0], None]),
        (["Ada", "Bob"], [[1.0, 0.0], [1.0]]),
        (["Ada", "Bob"], [[1.0, None], [1.0, 0.0]]),
    ):
        parquet.write_table(arrow.table({"names": names, "vectors": vectors}), path)
        assert refused(path).code == "gallery.bad_file"


@pytest.mark.parametrize(("ending", "library"), [(".h5", "h5py"), (".parquet", "pyarrow")])
def test_without_the_library_the_extra_is_named(
    ending: str, library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(FormatNeedsExtra) as caught:
        FILES.write(tmp_path / f"staff{ending}", ROWS)
    assert "pip install 'adsum[" in caught.value.what_to_do


def test_a_folder_that_cannot_be_written_is_one_named_error(tmp_path: Path) -> None:
    with pytest.raises(AdsumError) as caught:
        FILES.write(tmp_path / "nowhere" / "staff.npz", ROWS)
    assert caught.value.code == "gallery.file_unavailable"
