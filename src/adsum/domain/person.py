"""People and their names."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from adsum.errors import InvalidInput

MAX_NAME_LENGTH = 120
# What the pseudonyms begin with under which the punches of forgotten people stay.
FORGOTTEN = "forgotten-"
# A name is printed in tables, spoken by a kiosk and exported to spreadsheets; it is never a path, a
# formula or a terminal control sequence.
_FORBIDDEN = set('/\\<>|"\0')
_FORMULA_STARTS = ("=", "+", "-", "@")


class InvalidName(InvalidInput):
    """A name that cannot be stored, printed or exported safely."""

    code = "person.invalid_name"
    remedy = "Use letters, digits, spaces and ordinary punctuation, at most 120 characters."


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be recognised and clocked. `id` never changes; `name` may."""

    id: str
    name: str
    created_at: datetime


def clean_name(raw: str) -> str:
    """Return `raw` in Unicode NFC with single spaces.

    Raises:
        InvalidName: empty, too long, or holding path separators, control characters, or the first
            character of a spreadsheet formula.
    """
    name = " ".join(unicodedata.normalize("NFC", raw).split())
    if not name:
        raise InvalidName("the name is empty")
    if len(name) > MAX_NAME_LENGTH:
        raise InvalidName(f"the name has {len(name)} characters")
    if name.startswith(_FORMULA_STARTS):
        raise InvalidName(f"the name {name!r} begins like a spreadsheet formula")
    if ".." in name or any(
        c in _FORBIDDEN or unicodedata.category(c) in ("Cc", "Cf", "Cs") for c in name
    ):
        raise InvalidName(f"the name {name!r} holds a character that names cannot have")
    return name
