"""Large uploads, kept sealed until they are worked through."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import BinaryIO, Protocol


class UploadWriter(Protocol):
    """Takes an upload as it arrives."""

    def write(self, content: bytes) -> None: ...


class Uploads(Protocol):
    """Files by id. What they hold never touches the disk in the clear."""

    def create(self, upload_id: str) -> AbstractContextManager[UploadWriter]:
        """Write a file; it is there when the block ends, and gone if the block raised."""
        ...

    def open(self, upload_id: str) -> BinaryIO:
        """Return the file for reading at any place. Raises `NotFound` if there is none."""
        ...

    def remove(self, upload_id: str) -> None:
        """Delete the file, if there is one."""
        ...
