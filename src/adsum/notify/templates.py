"""What people are told, event by event."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from string import Template

_MAX_TITLE = 120
_MAX_BODY = 2_000
_MAX_VALUE = 300


@dataclass(frozen=True, slots=True)
class Message:
    """A title of one line and a body of some."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class _Words:
    title: str
    body: str


TEMPLATES: Mapping[str, _Words] = {
    "punch.recorded": _Words("Punch: $name", "$name clocked at $place, $at ($zone)."),
    "day.open": _Words(
        "Open day: $name, $date",
        "$name came on $date at $came ($place) and no check-out is recorded.",
    ),
    "day.check_out_proposed": _Words(
        "Check-out missing: $name, $date",
        "No check-out of $name is recorded on $date. Proposed: $proposed. "
        "Please confirm or correct.",
    ),
    "leave.requested": _Words(
        "Leave requested: $name, $first to $last",
        "$name asks for leave ($type) from $first to $last. Please decide.",
    ),
    "leave.decided": _Words(
        "Leave $state: $name, $first to $last",
        "The leave ($type) of $name from $first to $last is $state.",
    ),
    "correction.proposed": _Words(
        "Correction to approve: $name, $about",
        "A correction ($act) of the record of $name on $about waits for approval.",
    ),
    "correction.decided": _Words(
        "Correction $approval: $name", "A correction of the record of $name was $approval."
    ),
    "period.closed": _Words(
        "Period closed: $first to $last", "The period from $first to $last is closed."
    ),
    "visitor.unknown": _Words(
        "Unknown visitor at $place", "Somebody who is not enrolled was seen at $place, $at."
    ),
}


def render(event: str, body: str, name_of: Callable[[str], str]) -> Message:
    """Return what to say of a delivery's event and body (JSON, its `data` by name).

    An event without words of its own is told by its name and its data; a value that is missing is
    shown as a dash. name_of: what to call a person, because events name people by id only.
    """
    envelope = json.loads(body)
    data = envelope.get("data", envelope) if isinstance(envelope, dict) else {}
    values = _Values({key: _line(value) for key, value in data.items()})
    if isinstance(data.get("person_id"), str):
        values["name"] = _line(name_of(data["person_id"]))
    words = TEMPLATES.get(event)
    if words is None:
        text = "\n".join(f"{key}: {value}" for key, value in values.items())
        return Message(f"Adsum: {event}"[:_MAX_TITLE], text[:_MAX_BODY])
    title = Template(words.title).substitute(values)
    text = Template(words.body).substitute(values).strip()
    return Message(title[:_MAX_TITLE], text[:_MAX_BODY])


class _Values(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "–"


def _line(value: object) -> str:
    """One line without control characters: it may become the header of an e-mail."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    clean = "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") else c for c in text)
    return " ".join(clean.split())[:_MAX_VALUE]
