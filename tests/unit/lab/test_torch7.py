"""Torch7's files: everything that is data is read, everything else refused."""

from __future__ import annotations

import struct

import numpy as np
import pytest

from adsum_lab.errors import WeightsRefused
from adsum_lab.torch7 import Module, Reader
from tests.unit.lab.torch7_writer import Nn, Writer


def read(content: bytes) -> object:
    return Reader(content).read()


def test_plain_values_and_tables_come_back() -> None:
    thing = {1: "one", "two": 2.5, 3: {"yes": True, "no": False, "": ""}, -4.5: -0.0}
    assert read(Writer().bytes(thing)) == thing
    assert read(Writer().bytes(None)) is None


@pytest.mark.parametrize("kind", ["<f4", "<f8", "<i8", "u1"])
def test_tensors_come_back_with_their_strides(kind: str) -> None:
    whole = (np.arange(24) % 200).astype(kind)
    turned = whole.reshape(2, 3, 4).transpose(2, 0, 1)
    found = read(Writer().bytes({"whole": whole, "turned": turned}))
    assert isinstance(found, dict)
    np.testing.assert_array_equal(found["whole"], whole)
    np.testing.assert_array_equal(found["turned"], turned)


def test_what_is_met_again_is_the_same_object() -> None:
    weight = np.ones(3, np.float32)
    layer = Nn("Linear", {"weight": weight, "gradWeight": weight})
    found = read(Writer().bytes({1: layer, 2: layer}))
    assert isinstance(found, dict)
    assert found[1] is found[2] and isinstance(found[1], Module)
    assert found[1].kind == "nn.Linear" and found[1].fields["weight"].tolist() == [1, 1, 1]


def test_a_table_that_holds_itself_is_read() -> None:
    table: dict[str, object] = {"name": "loop"}
    table["self"] = table
    found = read(Writer().bytes(table))
    assert isinstance(found, dict) and found["self"] is found


def test_a_file_without_version_is_of_before_there_were_versions() -> None:
    plain = Writer().bytes(Nn("Identity", {"a": 1}))
    old = plain.replace(struct.pack("<i", 3) + b"V 1", b"", 1)
    found = read(old)
    assert isinstance(found, Module) and found.fields == {"a": 1.0}


def test_an_empty_tensor_has_no_storage() -> None:
    writer = Writer()
    writer.ints(4, 1)
    writer.text("V 1")
    writer.text("torch.FloatTensor")
    writer.ints(0)
    writer.longs(1)
    writer.ints(0)
    found = read(writer.out.getvalue())
    assert isinstance(found, np.ndarray) and found.size == 0


@pytest.mark.parametrize("number", [6, 7, 8])
def test_functions_are_refused(number: int) -> None:
    content = struct.pack("<iii", number, 1, 4) + b"\x1bLJ\x02"
    with pytest.raises(WeightsRefused, match="function"):
        read(content)


@pytest.mark.parametrize("name", ["torch.CudaTensor", "torch.File", "os.execute", "tds.Hash"])
def test_other_classes_are_refused(name: str) -> None:
    writer = Writer()
    writer.ints(4, 1)
    writer.text("V 1")
    writer.text(name)
    with pytest.raises(WeightsRefused, match="not read"):
        read(writer.out.getvalue() + bytes(64))


def tensor(shape: list[int], strides: list[int], first: int, stored: int) -> bytes:
    writer = Writer()
    writer.ints(4, 1)
    writer.text("V 1")
    writer.text("torch.FloatTensor")
    writer.ints(len(shape))
    writer.longs(*shape, *strides, first)
    writer.ints(4, 2)
    writer.text("V 1")
    writer.text("torch.FloatStorage")
    writer.longs(stored)
    writer.out.write(bytes(4 * max(0, min(stored, 100))))
    return writer.out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        tensor([5], [1], 1, 4),
        tensor([2], [1], 0, 4),
        tensor([2], [1], 4, 4),
        tensor([4, 4], [0, 1], 1, 4),
        tensor([2], [-1], 3, 4),
        tensor([10**15], [0], 1, 4),
        tensor([-1], [1], 1, 4),
        tensor([1], [1], 1, 10**15),
        tensor([1], [1], 1, -1),
        tensor([1] * 9, [1] * 9, 1, 1),
    ],
    ids=lambda content: str(len(content)),
)
def test_a_tensor_outside_its_storage_is_refused(content: bytes) -> None:
    with pytest.raises(WeightsRefused):
        read(content)


def test_a_file_cut_anywhere_is_refused() -> None:
    whole = Writer().bytes({1: Nn("Linear", {"weight": np.ones((2, 2), np.float32), "n": "x"})})
    for end in range(len(whole)):
        with pytest.raises(WeightsRefused):
            read(whole[:end])


def test_damaged_bytes_never_do_anything_else_than_refuse_or_read() -> None:
    whole = bytearray(Writer().bytes({1: Nn("A", {"w": np.ones(6, np.float32), "t": {"a": 1}})}))
    random = np.random.default_rng(0)
    refused = 0
    for _ in range(2000):
        changed = bytearray(whole)
        for at in random.integers(0, len(whole), 2):
            changed[at] = random.integers(256)
        try:
            read(bytes(changed))
        except WeightsRefused:
            refused += 1
    assert refused > 500


def test_endless_nesting_is_refused() -> None:
    deep = b"".join(struct.pack("<iiiid", 3, n, 1, 1, 1.0) for n in range(1, 5000))
    with pytest.raises(WeightsRefused, match="deeper"):
        read(deep)
