"""Text stays text in every spreadsheet."""

from __future__ import annotations

import pytest

from adsum.exports.guard import inert, risky


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "\n=1", "|x"],
)
def test_what_begins_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert inert(text).startswith("'")


@pytest.mark.parametrize(
    "text", ["-12.50", "+3", "-1,5", "Anna-Lena", "O'Neill", "王小明", "a=b", "08:00–16:30", ""]
)
def test_numbers_and_names_are_left_alone(text: str) -> None:
    assert not risky(text)
    assert inert(text) == text


def test_control_characters_do_not_reach_the_file() -> None:
    assert inert("a\x00b\x1bc") == "a\ufffdb\ufffdc"
