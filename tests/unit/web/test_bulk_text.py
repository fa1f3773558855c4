"""Rows as text, there and back."""

from __future__ import annotations

import csv
import io

from hypothesis import example, given
from hypothesis import strategies as st

from adsum.web.bulk_text import read_rows, to_csv

STARTS = "=+-@\t\r\n|%＝＋－＠"
# What is written as JSON, or has no text of its own, is another matter.
TEXTS = st.text(st.sampled_from("='+-@ \ta%|＝x1"), min_size=1).filter(lambda t: t[0] not in "[{")


@given(TEXTS)
@example("=1+1")
@example("'=1+1")
@example("  =1+1")
@example("＝1+1")
def test_no_cell_begins_like_a_formula_and_every_text_comes_back(text: str) -> None:
    written = to_csv([{"name": text}], ["name"])
    ((cell,),) = list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))[1:]
    assert not cell.strip().startswith(tuple(STARTS))
    assert [row for _, row in read_rows(written)] == [{"name": text}]
