"""What people are told."""

from __future__ import annotations

import json

import pytest

from adsum.notify.templates import TEMPLATES, Message
from adsum.notify.templates import render as render_with


def render(event: str, body: str) -> Message:
    return render_with(event, body, {"p1": "王小明"}.__getitem__)


def body(**data: object) -> str:
    return json.dumps({"id": "e1", "data": data})


def test_an_open_day_names_the_person_the_date_and_the_place() -> None:
    data = {"person_id": "p1", "date": "2026-05-04", "came": "08:00", "place": "main"}
    message = render("day.open", body(**data))
    assert message.title == "Open day: 王小明, 2026-05-04"
    assert message.body == "王小明 came on 2026-05-04 at 08:00 (main) and no check-out is recorded."


@pytest.mark.parametrize("event", sorted(TEMPLATES))
def test_every_event_can_be_told_even_with_nothing_known(event: str) -> None:
    message = render(event, body())
    assert message.title and message.body
    assert "$" not in message.title + message.body


def test_a_value_adds_no_line_to_the_header_of_an_e_mail() -> None:
    message = render("day.open", body(name="Eva\r\nBcc: all@example.com", date="\u202egnorw"))
    assert message.title == "Open day: Eva Bcc: all@example.com, gnorw"


def test_a_value_is_text_and_never_a_template() -> None:
    assert render("day.open", body(name="$date {0}", date="d")).title == "Open day: $date {0}, d"


def test_an_event_without_words_is_told_by_its_data() -> None:
    message = render("document.changed", body(kind="shift", revision=3))
    assert message.title == "Adsum: document.changed"
    assert message.body == "kind: shift\nrevision: 3"
