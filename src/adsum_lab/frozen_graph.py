"""Frozen TensorFlow graphs (`.pb`), read as data without TensorFlow: the constants by name.

A graph is a GraphDef message; only its constants of float32 are looked at. The fields' numbers are
those of tensorflow/core/framework/{graph,node_def,attr_value,tensor,tensor_shape}.proto.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from adsum_lab.errors import WeightsRefused

Array: TypeAlias = NDArray[np.float32]
NODE, NODE_NAME, NODE_OP, NODE_ATTRIBUTE = 1, 1, 2, 5
KEY, VALUE, TENSOR = 1, 2, 8
KIND, SHAPE, CONTENT, FLOATS = 1, 2, 4, 5
DIMENSION, SIZE = 2, 1
FLOAT32 = 1


def constants(content: bytes) -> dict[str, Array]:
    """Return every float32 constant of the graph by its name.

    Raises:
        WeightsRefused: it is no graph, or damaged.
    """
    found = {}
    for number, node in fields(content):
        if number != NODE or not isinstance(node, bytes):
            continue
        parts = list(fields(node))
        name, op = (_text(parts, wanted) for wanted in (NODE_NAME, NODE_OP))
        if op == "Const":
            array = _value(parts)
            if array is not None:
                found[name] = array
    if not found:
        raise WeightsRefused("the file is no frozen graph with weights in it")
    return found


def fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Yield number and value of each field of a protobuf message."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        kind = key & 7
        if kind == 0:
            value: int | bytes
            value, at = _varint(message, at)
        elif kind in (1, 2, 5):
            size, at = _varint(message, at) if kind == 2 else ({1: 8, 5: 4}[kind], at)
            if at + size > len(message):
                raise WeightsRefused("the file ends in the middle")
            value, at = message[at : at + size], at + size
        else:
            raise WeightsRefused("the file is no protobuf message")
        yield key >> 3, value


def _varint(message: bytes, at: int) -> tuple[int, int]:
    number = 0
    for shift in range(0, 70, 7):
        if at >= len(message):
            raise WeightsRefused("the file ends in the middle")
        byte, at = message[at], at + 1
        number |= (byte & 127) << shift
        if byte < 128:
            return number, at
    raise WeightsRefused("the file is no protobuf message")


def _text(parts: list[tuple[int, int | bytes]], wanted: int) -> str:
    return _bytes(parts, wanted).decode("utf-8", "replace")


def _bytes(parts: list[tuple[int, int | bytes]], wanted: int) -> bytes:
    found = next((value for number, value in parts if number == wanted), b"")
    if not isinstance(found, bytes):
        raise WeightsRefused("the file is no frozen graph")
    return found


def _value(node: list[tuple[int, int | bytes]]) -> Array | None:
    for number, attribute in node:
        if number == NODE_ATTRIBUTE and isinstance(attribute, bytes):
            entry = list(fields(attribute))
            if _text(entry, KEY) == "value":
                tensor = _bytes(list(fields(_bytes(entry, VALUE))), TENSOR)
                return _array(list(fields(tensor)))
    return None


def _array(tensor: list[tuple[int, int | bytes]]) -> Array | None:
    if (KIND, FLOAT32) not in tensor:
        return None
    shape = [
        size
        for number, dimension in fields(_bytes(tensor, SHAPE))
        if number == DIMENSION and isinstance(dimension, bytes)
        for size in [dict(fields(dimension)).get(SIZE, 0)]
        if isinstance(size, int)
    ]
    content = _bytes(tensor, CONTENT) or _bytes(tensor, FLOATS)
    if len(content) == 4:
        # One number stands for all. Nothing of the network is larger than this.
        if prod(shape) > 10_000_000:
            raise WeightsRefused("the file has a constant of another network")
        return np.broadcast_to(np.frombuffer(content, "<f4").reshape(()), shape)
    if len(content) != 4 * prod(shape):
        raise WeightsRefused("a constant of the file does not have the size of its shape")
    return np.frombuffer(content, "<f4").reshape(shape)
