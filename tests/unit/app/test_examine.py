"""The doctor."""

from __future__ import annotations

import pytest

from adsum.app.examine import Examine, Finding
from adsum.errors import AdsumError


class Broken(AdsumError):
    """A part that is broken."""

    code = "part.broken"
    remedy = "Mend it."


def broken() -> str:
    raise Broken("the part is broken")


def test_every_check_is_run_to_the_end_in_order() -> None:
    found = Examine({"a": lambda: "fine", "b": broken, "c": lambda: "fine too"}).execute()
    assert found == [
        Finding("a", True, "fine"),
        Finding("b", False, "the part is broken (part.broken)", "Mend it."),
        Finding("c", True, "fine too"),
    ]


def test_no_checks_no_findings() -> None:
    assert Examine({}).execute() == []


def test_a_mistake_of_the_program_is_not_a_finding() -> None:
    def mistake() -> str:
        raise KeyError("x")

    with pytest.raises(KeyError):
        Examine({"a": mistake}).execute()
