"""Encryption at rest and the key file."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from adsum.storage.errors import KeyUnusable, StorageReadOnly, StorageUnavailable
from adsum.storage.vault import KEY_BYTES, Vault, load_key
from tests.unit.storage.folders import as_somebody_else, open_to_all

KEY = bytes(range(32))
FACE = b"a face" * 1000


def test_what_was_sealed_opens_under_the_same_key_and_identity() -> None:
    assert Vault(KEY).open(Vault(KEY).seal(FACE, "crop 1"), "crop 1") == FACE
    assert Vault(KEY).open(Vault(KEY).seal(b"", ""), "") == b""


def test_the_seal_is_aes_256_gcm_with_the_nonce_in_front() -> None:
    sealed = Vault(KEY).seal(FACE, "crop 1")
    assert len(sealed) == 12 + len(FACE) + 16
    assert AESGCM(KEY).decrypt(sealed[:12], sealed[12:], b"crop 1") == FACE


def test_no_two_seals_are_alike() -> None:
    vault = Vault(KEY)
    nonces = {vault.seal(FACE, "crop 1")[:12] for _ in range(1000)}
    assert len(nonces) == 1000


def test_nothing_of_the_content_can_be_seen() -> None:
    assert b"face" not in Vault(KEY).seal(FACE, "crop 1")


def test_another_key_does_not_open_it() -> None:
    sealed = Vault(KEY).seal(FACE, "crop 1")
    with pytest.raises(KeyUnusable) as caught:
        Vault(bytes(32)).open(sealed, "crop 1")
    assert caught.value.code == "storage.key_unusable"


def test_a_record_that_was_moved_to_another_row_does_not_open() -> None:
    sealed = Vault(KEY).seal(FACE, "template 1 of ada")
    with pytest.raises(KeyUnusable):
        Vault(KEY).open(sealed, "template 1 of bob")


@pytest.mark.parametrize("place", [0, 11, 12, 20, -17, -16, -1])
def test_one_changed_bit_is_noticed_wherever_it_is(place: int) -> None:
    changed = bytearray(Vault(KEY).seal(FACE, "crop 1"))
    changed[place] ^= 1
    with pytest.raises(KeyUnusable):
        Vault(KEY).open(bytes(changed), "crop 1")


@pytest.mark.parametrize("length", [0, 1, 11, 12, 27, 28, 100])
def test_a_record_that_was_cut_short_does_not_open(length: int) -> None:
    sealed = Vault(KEY).seal(FACE, "crop 1")
    with pytest.raises(KeyUnusable):
        Vault(KEY).open(sealed[:length], "crop 1")


def test_a_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "adsum.key"
    key = load_key(path)
    assert len(key) == KEY_BYTES
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_key(path) == key
    assert [p.name for p in tmp_path.iterdir()] == ["adsum.key"]


def test_the_mode_of_the_key_does_not_depend_on_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        load_key(tmp_path / "adsum.key")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "adsum.key").stat().st_mode) == 0o600


def test_every_folder_gets_a_key_of_its_own(tmp_path: Path) -> None:
    assert load_key(tmp_path / "one") != load_key(tmp_path / "two")


@pytest.mark.parametrize("content", [b"", b"k" * 31, b"k" * 33, b"k" * 32 + b"\n"])
def test_a_key_of_the_wrong_length_is_refused_and_left_alone(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "adsum.key"
    path.write_bytes(content)
    with pytest.raises(KeyUnusable, match=f"{len(content)} bytes"):
        load_key(path)
    assert path.read_bytes() == content


def test_a_key_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyUnusable):
        load_key(tmp_path)


def test_without_the_folder_no_key_can_be_made(tmp_path: Path) -> None:
    with pytest.raises(StorageUnavailable):
        load_key(tmp_path / "missing" / "adsum.key")


def test_in_a_folder_that_cannot_be_written_no_key_can_be_made() -> None:
    with open_to_all() as folder, as_somebody_else(), pytest.raises(StorageReadOnly) as caught:
        load_key(folder / "adsum.key")
    assert "--data" in caught.value.what_to_do


def test_a_key_of_somebody_else_is_refused() -> None:
    with open_to_all() as folder:
        load_key(folder / "adsum.key")
        with as_somebody_else(), pytest.raises(KeyUnusable, match="cannot be read"):
            load_key(folder / "adsum.key")


def test_processes_that_start_at_once_use_one_key(tmp_path: Path) -> None:
    program = (
        "import pathlib, sys; from adsum.storage.vault import load_key;"
        "sys.stdin.readline(); print(load_key(pathlib.Path(sys.argv[1])).hex())"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "adsum.key")]
    pipe = subprocess.PIPE
    started = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) for _ in range(4)]
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    keys = {process.communicate(timeout=30)[0].strip() for process in started}
    assert keys == {(tmp_path / "adsum.key").read_bytes().hex()}
    assert [p.name for p in tmp_path.iterdir()] == ["adsum.key"]
