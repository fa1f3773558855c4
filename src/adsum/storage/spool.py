"""Large uploads in files, sealed piece by piece, so that they can be read at any place."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from adsum.errors import NotFound
from adsum.storage.errors import folder_trouble
from adsum.storage.vault import NONCE_BYTES, Vault

PIECE = 256 * 1024
_SEALED = PIECE + NONCE_BYTES + 16  # 16: the tag of AES-GCM
_ID = re.compile(r"[A-Za-z0-9-]{1,48}")


class UploadMissing(NotFound):
    """The uploaded file is not there (any more)."""

    code = "upload.missing"
    remedy = "Upload the file again."


class SealedSpool:
    """Implements `app.ports.uploads.Uploads` in one folder."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        self._folder = folder
        self._vault = vault

    @contextmanager
    def create(self, upload_id: str) -> Iterator[_Writer]:
        path = self._path(upload_id)
        partial = path.with_suffix(".part")
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as file:
                writer = _Writer(file, self._vault, upload_id)
                yield writer
                writer.finish()
                os.fsync(file.fileno())
            partial.replace(path)
        except OSError as error:
            raise folder_trouble(error, self._folder) from error
        finally:
            partial.unlink(missing_ok=True)

    def open(self, upload_id: str) -> BinaryIO:
        try:
            file = self._path(upload_id).open("rb")
        except FileNotFoundError as error:
            raise UploadMissing("the uploaded file is not there") from error
        except OSError as error:
            raise folder_trouble(error, self._folder) from error
        return io.BufferedReader(_Sealed(file, self._vault, upload_id), PIECE)

    def remove(self, upload_id: str) -> None:
        self._path(upload_id).unlink(missing_ok=True)

    def _path(self, upload_id: str) -> Path:
        if not _ID.fullmatch(upload_id):
            raise UploadMissing("there is no such upload")
        return self._folder / f"{upload_id}.sealed"


class _Writer:
    def __init__(self, file: BinaryIO, vault: Vault, upload_id: str) -> None:
        self._file = file
        self._vault = vault
        self._id = upload_id
        self._rest = b""
        self._number = 0

    def write(self, content: bytes) -> None:
        self._rest += content
        while len(self._rest) >= PIECE:
            self._put(self._rest[:PIECE])
            self._rest = self._rest[PIECE:]

    def finish(self) -> None:
        if self._rest:
            self._put(self._rest)
            self._rest = b""

    def _put(self, piece: bytes) -> None:
        self._file.write(self._vault.seal(piece, _identity(self._id, self._number)))
        self._number += 1


class _Sealed(io.RawIOBase):
    """The content of a sealed file; a piece is opened when it is read."""

    def __init__(self, file: BinaryIO, vault: Vault, upload_id: str) -> None:
        super().__init__()
        self._file = file
        self._vault = vault
        self._id = upload_id
        size = os.fstat(file.fileno()).st_size
        pieces = -(-size // _SEALED)
        self._size = size - pieces * (_SEALED - PIECE)
        self._at = 0
        self._piece: tuple[int, bytes] = (-1, b"")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise ValueError("before the start of the file")
        self._at = start + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if self._at >= self._size:
            return 0
        number, within = divmod(self._at, PIECE)
        if self._piece[0] != number:
            self._file.seek(number * _SEALED)
            sealed = self._file.read(_SEALED)
            self._piece = number, self._vault.open(sealed, _identity(self._id, number))
        found = self._piece[1][within : within + len(buffer)]
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)

    def close(self) -> None:
        self._file.close()
        super().close()


def _identity(upload_id: str, number: int) -> str:
    return f"upload {upload_id} {number}"
