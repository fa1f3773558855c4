"""The schemas of all kinds of documents, made from their dataclasses, for the OpenAPI document."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import TypeAdapter

from adsum.app.kinds import KINDS, Kind

_ADDRESS = "#/components/schemas/"


def body_reference(kind: Kind) -> dict[str, str]:
    """Return a reference to what a document of a kind says."""
    return {"$ref": f"{_ADDRESS}{kind.type.__name__}"}


def answer_reference(kind: Kind) -> dict[str, str]:
    """Return a reference to a document with its revision."""
    return {"$ref": f"{_ADDRESS}{kind.type.__name__}Document"}


def page_reference(kind: Kind) -> dict[str, str]:
    """Return a reference to a page of documents."""
    return {"$ref": f"{_ADDRESS}{kind.type.__name__}Page"}


@cache
def document_schemas() -> dict[str, Any]:
    """Return every schema that the references name."""
    inputs: list[tuple[str, Any, TypeAdapter[Any]]] = [
        (kind.name, "validation", TypeAdapter(kind.type)) for kind in KINDS.values()
    ]
    _, found = TypeAdapter.json_schemas(inputs, ref_template=_ADDRESS + "{model}")
    schemas: dict[str, Any] = dict(found["$defs"])
    for kind in KINDS.values():
        name = kind.type.__name__
        schemas[f"{name}Document"] = _document(kind)
        schemas[f"{name}Page"] = _page(kind)
    return schemas


def _document(kind: Kind) -> dict[str, Any]:
    properties = {
        "kind": {"const": kind.name, "type": "string"},
        "id": {"type": "string"},
        "revision": {"type": "integer", "minimum": 1},
        "updated_at": {"type": "string", "format": "date-time"},
        "body": body_reference(kind),
    }
    return {"type": "object", "properties": properties, "required": list(properties)}


def _page(kind: Kind) -> dict[str, Any]:
    properties = {
        "items": {"type": "array", "items": answer_reference(kind)},
        "next": {"anyOf": [{"type": "string"}, {"type": "null"}]},
    }
    return {"type": "object", "properties": properties, "required": list(properties)}
