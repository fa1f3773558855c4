"""Folders and the right to write them."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

NOBODY = 65_534


@contextmanager
def open_to_all() -> Iterator[Path]:
    """Yield a new folder that everybody may read and only this user may write."""
    # Not pytest's own, whose parents are closed to others.
    folder = Path(tempfile.mkdtemp(prefix="adsum-test-"))
    try:
        folder.chmod(0o755)
        yield folder
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


@contextmanager
def as_somebody_else() -> Iterator[None]:
    """Give up the rights of root for a while; skips where this is not root."""
    if os.geteuid() != 0:
        pytest.skip("only root can act as another user")
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
