"""The PDF is read back with the letters that were printed."""

from __future__ import annotations

import io
import re
import zlib
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adsum.app.ports.exports import MonthSheet
from adsum.domain.money import Money
from adsum.exports.exporter import FileExporter
from adsum.exports.pdf_canvas import Block, paginate
from adsum.exports.pdf_fonts import FontMissing, Fonts
from adsum.exports.pdf_overview import shared
from adsum.exports.pdf_sheet import remark
from tests.unit.exports.sample import record, report, sheet

OWN_FONTS = FileExporter(fonts=Fonts(system=False))


def printed(*sheets: MonthSheet, exporter: FileExporter = OWN_FONTS) -> bytes:
    to = io.BytesIO()
    exporter.sheets(sheets, to)
    return to.getvalue()


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", pdf))


def letters(pdf: bytes) -> set[str]:
    """The letters of the embedded fonts, by their maps to Unicode."""
    found: set[str] = set()
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            text = zlib.decompress(stream)
        except zlib.error:
            text = stream
        if b"beginbfchar" in text:
            codes = re.findall(rb"<[0-9A-Fa-f]+> <([0-9A-Fa-f]+)>", text)
            found |= {bytes.fromhex(code.decode()).decode("utf-16-be") for code in codes}
    return found


def test_one_person_is_one_page_of_a4_with_its_fonts_embedded() -> None:
    pdf = printed(sheet())
    assert pages(pdf) == 1
    assert b"/MediaBox [0 0 595.28 841.89]" in pdf
    assert b"/FontFile2" in pdf
    assert set("ŁukaszWójcik·–+") <= letters(pdf)


def test_every_person_begins_on_a_new_page() -> None:
    assert pages(printed(sheet("Ελένη"), sheet("Анна"), sheet("Ünal"))) == 3


def test_nobody_is_no_page() -> None:
    assert printed().startswith(b"%PDF")


def test_a_name_that_no_font_can_show_is_an_error_and_not_a_row_of_boxes() -> None:
    with pytest.raises(FontMissing, match=r"王 \(U\+738B\)"):
        printed(sheet("王小明"))


def test_a_symbol_that_no_font_has_does_not_stop_the_sheet() -> None:
    assert pages(printed(sheet(company="Chess ♞ Ltd"))) == 1


def test_a_font_of_the_settings_is_asked_for_other_scripts() -> None:
    font = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
    if not font.exists():
        pytest.skip(f"{font} is not on this machine")
    exporter = FileExporter(fonts=Fonts([font], system=False))
    assert set("王小明") <= letters(printed(sheet("王小明"), exporter=exporter))


def test_a_font_file_that_is_not_there_is_named() -> None:
    exporter = FileExporter(fonts=Fonts([Path("absent.ttf")], system=False))
    with pytest.raises(FontMissing, match=r"absent\.ttf"):
        printed(sheet("王"), exporter=exporter)


def test_an_overview_has_as_many_pages_as_its_rows_take() -> None:
    def count(rows: int) -> int:
        to = io.BytesIO()
        euro = Money(Decimal(10), "EUR")
        OWN_FONTS.overview(report(*[euro] * rows), to)
        return pages(to.getvalue())

    assert (count(1), count(26), count(60)) == (1, 1, 3)


def test_what_somebody_should_look_at_is_marked() -> None:
    lines = record(corrected=False).lines
    assert remark(lines[2]) == ("check-out missing", True)
    assert remark(lines[3]) == ("absent", True)
    assert remark(lines[5]) == ("day off", False)


@given(st.lists(st.floats(1, 50), min_size=1, max_size=40), st.floats(50, 100))
def test_no_page_holds_more_than_it_has_room_for(heights: list[float], room: float) -> None:
    blocks = [Block(height, lambda _: None) for height in heights]
    spread = paginate(blocks, room, room, 0)
    assert [block for page in spread for block in page] == blocks
    assert all(sum(block.height for block in page) <= room + 1e-9 for page in spread)


@given(st.lists(st.floats(1, 200), min_size=1, max_size=6))
def test_the_room_of_a_row_is_shared_out_whole(needed: list[float]) -> None:
    widths = shared(100.0, needed)
    assert abs(sum(widths) - 100.0) < 1e-6
    if sum(needed) <= 100:
        assert all(width >= need - 1e-6 for width, need in zip(widths, needed, strict=True))


def test_the_balance_of_the_sample_is_what_the_sheet_says() -> None:
    # Four nights of eight hours were planned, three were worked: 8:30, 9:00, 8:04:30.
    assert sheet().totals.balance == timedelta(hours=25, minutes=34, seconds=30) - timedelta(
        hours=32
    )
