"""Torch7's binary files (`torch.save`), read as data: nothing in them is ever run.

Numbers, strings, booleans, tables, tensors with their storages, and the fields of `nn` modules are
read; everything else, functions above all, is refused. Little-endian, 64-bit, as every published
file is. The format: torch/torch7 File.lua and generic/{Tensor,Storage}.c.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field
from math import prod
from typing import Any, TypeAlias

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

from adsum_lab.errors import WeightsRefused

NIL, NUMBER, STRING, TABLE, TORCH, BOOLEAN = range(6)
FUNCTIONS = (6, 7, 8)
ELEMENTS = {
    "Byte": "u1", "Char": "i1", "Short": "<i2", "Int": "<i4", "Long": "<i8", "Float": "<f4",
    "Double": "<f8",
}  # fmt: skip
ARRAY = re.compile(rf"torch\.({'|'.join(ELEMENTS)})(Tensor|Storage)")
# Deeper than any network nests its modules, far below where Python gives up.
DEEPEST = 100

Table: TypeAlias = dict[Any, Any]


@dataclass(slots=True)
class Module:
    """An `nn` module: its class and what it holds."""

    kind: str
    fields: Table = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Storage:
    """The numbers that tensors lie in."""

    numbers: NDArray[Any]


class Reader:
    """One file's content, read once from front to back."""

    def __init__(self, content: bytes) -> None:
        self._content, self._at, self._depth = content, 0, 0
        self._known: dict[int, Any] = {}

    def read(self) -> Any:
        """Return the next object.

        Raises:
            WeightsRefused: it is damaged, or of a kind that is not read.
        """
        self._depth += 1
        if self._depth > DEEPEST:
            raise WeightsRefused("the file nests deeper than a network")
        kind = self._int()
        if kind == NIL:
            value: Any = None
        elif kind == NUMBER:
            value = self._unpack("<d")
        elif kind == STRING:
            value = self._string()
        elif kind == BOOLEAN:
            value = self._int() == 1
        elif kind in (TABLE, TORCH):
            value = self._shared(kind)
        else:
            what = "a function" if kind in FUNCTIONS else f"an object of type {kind}"
            raise WeightsRefused(f"the file holds {what}, which is not read")
        self._depth -= 1
        return value

    def _shared(self, kind: int) -> Any:
        """A table or an object: the first time as such, from then on by its number."""
        number = self._int()
        if number not in self._known:
            if kind == TABLE:
                # Known before it is read: a table may hold itself.
                table = self._known[number] = {}
                self._fill(table)
            else:
                self._object(number)
        return self._known[number]

    def _fill(self, table: Table) -> None:
        for _ in range(self._count(8)):
            key, value = self.read(), self.read()
            if not isinstance(key, str | float | bool):
                raise WeightsRefused("a table of the file has a key that is no name or number")
            table[key] = value

    def _object(self, number: int) -> None:
        name = self._string()
        if name.startswith("V "):
            name = self._string()
        known = ARRAY.fullmatch(name)
        if known is not None:
            kind = np.dtype(ELEMENTS[known[1]])
            read = self._tensor if known[2] == "Tensor" else self._storage
            self._known[number] = read(kind)
        elif name.startswith("nn."):
            module = self._known[number] = Module(name)
            fields = self.read()
            if not isinstance(fields, dict):
                raise WeightsRefused(f"a {name} of the file has no fields")
            module.fields = fields
        else:
            raise WeightsRefused(f"the file holds a {name[:60]!r}, which is not read")

    def _tensor(self, kind: np.dtype[Any]) -> NDArray[Any]:
        dimensions = self._count(16)
        if dimensions > 8:
            raise WeightsRefused(f"the file has a tensor of {dimensions} dimensions")
        shape = [self._unpack("<q") for _ in range(dimensions)]
        strides = [self._unpack("<q") for _ in range(dimensions)]
        first = self._unpack("<q") - 1
        storage = self.read()
        if storage is None or not dimensions:
            return np.zeros(0, kind)
        if not isinstance(storage, Storage) or storage.numbers.dtype != kind:
            raise WeightsRefused("a tensor of the file lies in something that is no storage of it")
        reach = sum((size - 1) * stride for size, stride in zip(shape, strides, strict=True))
        numbers = storage.numbers
        inside = first >= 0 and first + reach < numbers.size and prod(shape) <= numbers.size
        if not inside or min(shape) < 1 or min(strides) < 0:
            raise WeightsRefused("a tensor of the file reaches beyond its storage")
        steps = [stride * kind.itemsize for stride in strides]
        return as_strided(numbers[first:], shape, steps, writeable=False)

    def _storage(self, kind: np.dtype[Any]) -> Storage:
        size = self._unpack("<q")
        return Storage(np.frombuffer(self._bytes(size * kind.itemsize), kind))

    def _count(self, least: int) -> int:
        """A number of things that take at least so many bytes each."""
        count = self._int()
        if count < 0 or count * least > len(self._content) - self._at:
            raise WeightsRefused("the file ends in the middle")
        return count

    def _int(self) -> int:
        return int(self._unpack("<i"))

    def _string(self) -> str:
        return self._bytes(self._int()).decode("latin-1")

    def _unpack(self, shape: str) -> Any:
        return struct.unpack(shape, self._bytes(struct.calcsize(shape)))[0]

    def _bytes(self, count: int) -> bytes:
        end = self._at + count
        if count < 0 or end > len(self._content):
            raise WeightsRefused("the file ends in the middle")
        part = self._content[self._at : end]
        self._at = end
        return part
