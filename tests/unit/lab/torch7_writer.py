"""Torch7's binary format written from its description, to test the reader with."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import Any

import numpy as np

NAMES = {"f4": "Float", "f8": "Double", "i8": "Long", "u1": "Byte"}


@dataclass(eq=False)
class Nn:
    """An object of class `nn.<kind>` with these fields."""

    kind: str
    fields: dict[Any, Any]


class Writer:
    """`torch.save` in binary mode: every table and object has a number, met again only that."""

    def __init__(self) -> None:
        self.out, self._numbers, self._kept = io.BytesIO(), {}, []

    def bytes(self, thing: Any) -> bytes:
        self.write(thing)
        return self.out.getvalue()

    def write(self, thing: Any) -> None:
        if isinstance(thing, bool | None):
            self.ints(*(() if thing is None else (5,)), int(thing or 0))
        elif isinstance(thing, int | float):
            self.ints(1)
            self.out.write(struct.pack("<d", thing))
        elif isinstance(thing, str):
            self.ints(2)
            self.text(thing)
        elif isinstance(thing, dict):
            self.table(thing)
        elif isinstance(thing, np.ndarray):
            self.tensor(thing)
        elif self.first(4, thing):
            self.text("V 1")
            self.text(f"nn.{thing.kind}")
            self.write(thing.fields)

    def table(self, table: dict[Any, Any]) -> None:
        if not self.first(3, table):
            return
        self.ints(len(table))
        for key, value in table.items():
            self.write(key)
            self.write(value)

    def tensor(self, array: np.ndarray) -> None:
        if not self.first(4, array):
            return
        kind = NAMES[array.dtype.str[1:]]
        self.text("V 1")
        self.text(f"torch.{kind}Tensor")
        self.ints(array.ndim)
        steps = [step // array.itemsize for step in array.strides]
        self.longs(*array.shape, *steps, 1)
        storage = array.base if array.base is not None else array
        if self.first(4, memoryview(storage)):
            self.text("V 1")
            self.text(f"torch.{kind}Storage")
            self.longs(storage.size)
            self.out.write(storage.tobytes())

    def first(self, kind: int, thing: Any) -> bool:
        key = id(thing.obj) + 1 if isinstance(thing, memoryview) else id(thing)
        known = key in self._numbers
        number = self._numbers.setdefault(key, len(self._numbers) + 1)
        self._kept.append(thing)
        self.ints(kind, number)
        return not known

    def text(self, words: str) -> None:
        self.ints(len(words))
        self.out.write(words.encode())

    def ints(self, *numbers: int) -> None:
        self.out.write(struct.pack(f"<{len(numbers)}i", *numbers))

    def longs(self, *numbers: int) -> None:
        self.out.write(struct.pack(f"<{len(numbers)}q", *numbers))
