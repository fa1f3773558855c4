"""Frozen dataclasses to canonical JSON and back, checked field by field."""

from __future__ import annotations

import hashlib
import json
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from adsum.app.masterdata import InvalidDocument

T = TypeVar("T")
_adapters: dict[Any, TypeAdapter[Any]] = {}


def _adapter(type_: type[T]) -> TypeAdapter[T]:
    # Built once for each type: it takes milliseconds.
    found = _adapters.get(type_)
    if found is None:
        found = _adapters[type_] = TypeAdapter(type_)
    return found


def plain(value: Any) -> Any:
    """Return `value` (a dataclass) as what JSON can hold: times as ISO 8601, decimals as text."""
    return _adapter(type(value)).dump_python(value, mode="json")


def canonical(plain_value: Any) -> str:
    """Return plain data as JSON that is the same for the same data."""
    return json.dumps(plain_value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def dumps(value: Any) -> str:
    """Return `value` (a dataclass) as canonical JSON."""
    return canonical(plain(value))


def loads(type_: type[T], text: str) -> T:
    """Return the value that `dumps` wrote; it was checked when it was stored."""
    return _adapter(type_).validate_json(text)


def parse(type_: type[T], given: Any) -> T:
    """Return plain data that somebody gave as a `type_`.

    Raises:
        InvalidDocument: a field is missing, unknown, or has a value that it cannot have.
    """
    try:
        value = _adapter(type_).validate_json(json.dumps(given, default=str))
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the document"
        raise InvalidDocument(f"{where}: {first['msg']}") from error
    unknown = _unknown(given, plain(value))
    if unknown is not None:
        raise InvalidDocument(f"{unknown}: there is no such field")
    return value


def _unknown(given: Any, known: Any, path: str = "") -> str | None:
    """Return the path of the first field in `given` that a parsed value does not have."""
    if isinstance(given, dict) and isinstance(known, dict):
        pairs = [(f"{path}.{key}".lstrip("."), key, value) for key, value in given.items()]
        for name, key, value in pairs:
            found = name if key not in known else _unknown(value, known[key], name)
            if found is not None:
                return found
    if isinstance(given, list) and isinstance(known, list):
        for number, (one, other) in enumerate(zip(given, known, strict=False)):
            found = _unknown(one, other, f"{path}.{number}")
            if found is not None:
                return found
    return None


def digest(text: str) -> str:
    """Return the SHA-256 of `text` in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def schema(type_: type[Any]) -> dict[str, Any]:
    """Return the JSON Schema of a document type."""
    return _adapter(type_).json_schema()
