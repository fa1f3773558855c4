"""Rows as text: JSON lines and CSV, there and back."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from adsum.errors import InvalidInput

# What a spreadsheet program would run, some also after trimming it or in the wide forms; an
# apostrophe before it keeps it text.
_FORMULA_STARTS = tuple("=+-@\t\r\n|%＝＋－＠")
MAX_ROWS = 20_000


class UnreadableRows(InvalidInput):
    """A file that is neither JSON lines nor CSV with a header, or has too many rows."""

    code = "bulk.unreadable"
    remedy = f"Send UTF-8, a JSON object a line or CSV with a header, at most {MAX_ROWS:,} rows."


def to_json_lines(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Return one JSON object a line."""
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def to_csv(rows: Iterable[Mapping[str, Any]], columns: list[str]) -> bytes:
    """Return CSV; what is no plain value stands in its cell as JSON."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)
    # The byte order mark makes spreadsheet programs read UTF-8.
    return out.getvalue().encode("utf-8-sig")


def read_rows(content: bytes) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """Yield (row as an editor counts it, object); None for a row that is no object.

    Raises:
        UnreadableRows: the file is something else, or too long.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableRows("the file is not UTF-8") from error
    if text.count("\n") > MAX_ROWS + 1:
        raise UnreadableRows("the file has too many rows")
    if text.lstrip().startswith("{"):
        yield from _json_lines(text)
    else:
        yield from _csv(text)


def _json_lines(text: str) -> Iterator[tuple[int, dict[str, Any] | None]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            found = None
        yield number, found if isinstance(found, dict) else None


def _csv(text: str) -> Iterator[tuple[int, dict[str, Any] | None]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        if not reader.fieldnames:
            raise UnreadableRows("the file is empty")
        for row in reader:
            odd = None in row or None in row.values()
            given = {key: _value(value) for key, value in row.items() if value} if not odd else None
            yield reader.line_num, given
    except csv.Error as error:
        raise UnreadableRows(f"the file is no CSV: {error}") from error


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if isinstance(value, str) and _risky(text) else text


def _risky(text: str) -> bool:
    """Whether an apostrophe is put before `text`; also if it has some already, or reading it again
    would take them away."""
    bare = text.lstrip("'")
    return bare.startswith(_FORMULA_STARTS) or bare.lstrip().startswith(_FORMULA_STARTS)


def _value(text: str) -> Any:
    if text.startswith("'") and _risky(text[1:]):
        return text[1:]
    if text[0] in "[{" or text in ("true", "false"):
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return text
    return text
