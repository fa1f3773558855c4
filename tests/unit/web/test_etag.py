"""What If-Match and If-None-Match mean."""

from __future__ import annotations

import pytest

from adsum.web.etag import InvalidTag, PreconditionMissing, expected, tag


@pytest.mark.parametrize("revision", [1, 7, 123456])
def test_a_tag_names_the_revision_that_it_was_made_of(revision: int) -> None:
    assert expected(tag(revision)) == revision
    assert expected(f" W/{tag(revision)} ") == revision


def test_a_star_means_whatever_there_is_and_none_means_that_there_is_none() -> None:
    assert expected("*") is None
    assert expected(None, "*") == 0


@pytest.mark.parametrize("none_match", [None, '"3"', ""])
def test_a_change_without_a_revision_is_refused(none_match: str | None) -> None:
    with pytest.raises(PreconditionMissing):
        expected(None, none_match)


@pytest.mark.parametrize("text", ["3", '"x"', '"-1"', '""', '"1", "2"', '"٣"', '"99999999999"'])
def test_what_is_no_tag_is_told_so(text: str) -> None:
    with pytest.raises(InvalidTag):
        expected(text)
