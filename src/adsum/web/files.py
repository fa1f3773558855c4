"""Answers as files: which format somebody wants, and how it is sent."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from io import BytesIO
from typing import Annotated, Any, BinaryIO

from fastapi import Depends, Query, Request, Response

from adsum.errors import AdsumError


class FileFormat(StrEnum):
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"


MEDIA = {
    FileFormat.JSON: "application/json",
    FileFormat.CSV: "text/csv",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.PDF: "application/pdf",
}


class NotAcceptable(AdsumError):
    """There is no answer in any of the formats that the client takes."""

    code = "format.not_acceptable"
    remedy = "Ask for application/json, text/csv, XLSX or application/pdf, or give format=."


def _wanted(
    request: Request,
    format: Annotated[FileFormat | None, Query(description="instead of an Accept header")] = None,
) -> FileFormat:
    """Return the format that is asked for by `format=`, else by Accept, else JSON.

    Raises:
        NotAcceptable: Accept names none of them.
    """
    if format is not None:
        return format
    accepted = request.headers.get("accept", "*/*").lower()
    names = [part.partition(";")[0].strip() for part in accepted.split(",")]
    for name in names:
        for known, media in MEDIA.items():
            if name == media:
                return known
    if any(name in ("*/*", "application/*", "") for name in names):
        return FileFormat.JSON
    if "text/*" in names:
        return FileFormat.CSV
    raise NotAcceptable(f"nothing here is {accepted[:100]}")


WantedFormat = Annotated[FileFormat, Depends(_wanted)]
"""The format of the answer, for a route's argument list."""

FILE_ANSWERS: dict[str, Any] = {
    "content": {media: {} for form, media in MEDIA.items() if form is not FileFormat.JSON}
}


def file_answer(format: FileFormat, name: str, write: Callable[[BinaryIO], None]) -> Response:
    """Return what `write` writes as a download called `name` (plain ASCII, without a suffix)."""
    content = BytesIO()
    write(content)
    charset = "; charset=utf-8" if format is FileFormat.CSV else ""
    disposition = f'attachment; filename="{name}.{format.value}"'
    return Response(
        content.getvalue(),
        media_type=MEDIA[format] + charset,
        headers={"Content-Disposition": disposition},
    )
