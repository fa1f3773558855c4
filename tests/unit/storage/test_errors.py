"""Drivers' words and the errors that they become."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError, StatementError

from adsum.domain.instants import NaiveTime
from adsum.errors import AdsumError
from adsum.storage.errors import (
    StorageBusy,
    StorageDamaged,
    StorageFull,
    StorageReadOnly,
    StorageUnavailable,
    folder_trouble,
    translated,
)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("database or disk is full", StorageFull),
        ('could not extend file "base/1": No space left on device', StorageFull),
        ("(1114, \"The table 'punches' is full\")", StorageFull),
        ("attempt to write a readonly database", StorageReadOnly),
        ("cannot execute INSERT in a read-only transaction", StorageReadOnly),
        ("(1290, 'The MariaDB server is running with the --read-only option')", StorageReadOnly),
        ("database is locked", StorageBusy),
        ("(1205, 'Lock wait timeout exceeded; try restarting transaction')", StorageBusy),
        ("database disk image is malformed", StorageDamaged),
        ("file is not a database", StorageDamaged),
        ("unable to open database file", StorageUnavailable),
        ("connection refused", StorageUnavailable),
    ],
)
def test_a_drivers_words_become_a_named_error(words: str, kind: type[AdsumError]) -> None:
    original = OperationalError("INSERT INTO secrets ...", {}, Exception(words))
    with pytest.raises(AdsumError) as caught, translated():
        raise original
    assert type(caught.value) is kind
    assert words in caught.value.message
    assert "INTO secrets" not in caught.value.message
    assert caught.value.what_to_do
    assert caught.value.__cause__ is original


def test_a_value_that_a_column_refused_is_told_in_its_own_words() -> None:
    refused = NaiveTime("2026-03-02T09:00 has no UTC offset")
    with pytest.raises(NaiveTime) as caught, translated():
        raise StatementError("wrapped", "SELECT 1", {}, refused)
    assert caught.value is refused


def test_a_mistake_of_the_program_is_not_dressed_up() -> None:
    with pytest.raises(StatementError), translated():
        raise StatementError("wrapped", "SELECT 1", {}, TypeError("a mistake"))
    with pytest.raises(KeyError), translated():
        raise KeyError("x")


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, StorageFull),
        (errno.EDQUOT, StorageFull),
        (errno.EACCES, StorageReadOnly),
        (errno.EPERM, StorageReadOnly),
        (errno.EROFS, StorageReadOnly),
        (errno.EIO, StorageUnavailable),
    ],
)
def test_an_error_of_the_data_folder_is_named(number: int, kind: type[AdsumError]) -> None:
    found = folder_trouble(OSError(number, "words of the system"), Path("some/folder"))
    assert type(found) is kind
    assert "words of the system" in found.message
    assert "folder" in found.message
