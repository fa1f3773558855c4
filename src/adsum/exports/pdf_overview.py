"""A page with a row for each person, team, site or month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from adsum.app.ports.exports import SummaryReport, SummaryRow
from adsum.domain.money import Money
from adsum.domain.summary import Summary
from adsum.domain.workday import Status
from adsum.exports.pdf_canvas import (
    ALERT,
    BAND,
    GREY,
    INK,
    MARGIN,
    SHADE,
    Block,
    Box,
    Canvas,
    Style,
    paginate,
)
from adsum.exports.spelling import clock, in_minutes
from adsum.exports.words import span_text

_ROW = 5.2
_HEAD = 24.0
_HEADER_ROW = 6.0
_FIGURES = (
    ("Present", 13.0),
    ("Absent", 13.0),
    ("Leave", 11.0),
    ("Open", 12.0),
    ("Worked", 19.0),
    ("Target", 19.0),
    ("Balance", 19.0),
    ("Overtime", 17.0),
    ("Late", 17.0),
    ("Credited", 18.0),
    ("To check", 15.0),
)
_COST = 27.0


class OverviewPage:
    """Lays out one report on as many pages as it takes."""

    def __init__(self, canvas: Canvas, report: SummaryReport) -> None:
        self._canvas = canvas
        self._report = report
        self._costs = [row.cost for row in report.rows if row.cost is not None]
        sums = (row.summary for row in report.rows)
        self._seconds = not all(in_minutes(t) for s in sums for t in (s.worked, s.late))
        fixed = sum(width for _, width in _FIGURES) + (_COST if self._costs else 0.0)
        self._group = self._widths(canvas.width - fixed)

    def draw(self) -> None:
        """Write the report, beginning on a new page."""
        canvas = self._canvas
        room = canvas.bottom - MARGIN - _HEAD - _HEADER_ROW
        pages = paginate(list(self._blocks()), room, room, 0)
        for number, page in enumerate(pages, start=1):
            canvas.new_page()
            self._head(number, len(pages))
            y = MARGIN + _HEAD + _HEADER_ROW
            for block in page:
                block.draw(y)
                y += block.height

    def _widths(self, room: float) -> list[float]:
        """Share `room` among the words of a row, by what they need."""
        canvas, report = self._canvas, self._report
        needed = [canvas.needed(header, Style(8, bold=True)) for header in report.headers]
        for row in report.rows:
            needed = [max(n, canvas.needed(t)) for n, t in zip(needed, row.group, strict=True)]
        return shared(room, needed)

    def _blocks(self) -> Iterator[Block]:
        for number, row in enumerate(self._report.rows):
            shaded = bool(number % 2)
            yield Block(_ROW, partial(self._row, row, shaded), row=True)
        yield Block(_ROW + 1, self._total)

    def _head(self, number: int, count: int) -> None:
        canvas, report = self._canvas, self._report
        grey = Style(9, colour=GREY)
        canvas.text(self._wide(MARGIN), report.company, grey)
        canvas.text(self._wide(MARGIN + 6, 9), report.title, Style(16, bold=True))
        month = Style(13, bold=True, align="R")
        canvas.text(self._wide(MARGIN + 6, 9), span_text(report.span), month)
        y = MARGIN + _HEAD
        canvas.fill(Box(MARGIN, y, canvas.width, _HEADER_ROW), BAND)
        x = MARGIN
        for header, width in zip(report.headers, self._group, strict=True):
            canvas.text(Box(x, y, width, _HEADER_ROW), header, Style(8, bold=True))
            x += width
        for header, width in (*_FIGURES, *((("Cost", _COST),) if self._costs else ())):
            canvas.text(Box(x, y, width, _HEADER_ROW), header, Style(8, bold=True, align="R"))
            x += width
        y = canvas.bottom + 4
        canvas.rule(y, MARGIN, MARGIN + canvas.width)
        small = Style(8, colour=GREY)
        canvas.text(
            self._wide(y + 1), f"Printed {report.printed_at:%Y-%m-%d %H:%M %Z} · Adsum", small
        )
        right = Style(8, colour=GREY, align="R")
        canvas.text(self._wide(y + 1), f"page {number} of {count}", right)

    def _row(self, row: SummaryRow, shaded: bool, y: float) -> None:
        canvas = self._canvas
        if shaded:
            canvas.fill(Box(MARGIN, y, canvas.width, _ROW), SHADE)
        x = MARGIN
        for text, width in zip(row.group, self._group, strict=True):
            canvas.text(Box(x, y, width, _ROW), text)
            x += width
        self._figures(x, y, row.summary)
        if row.cost is not None:
            self._money(y, (row.cost,), bold=False)

    def _figures(self, x: float, y: float, sums: Summary, *, bold: bool = False) -> None:
        for number, (text, (_, width)) in enumerate(zip(self._texts(sums), _FIGURES, strict=True)):
            alert = number in _TO_CHECK and text != "0"
            style = Style(8.5, bold or alert, ALERT if alert else INK, "R")
            self._canvas.text(Box(x, y, width, _ROW), text, style)
            x += width

    def _texts(self, sums: Summary) -> tuple[str, ...]:
        overtime = sum(sums.overtime.values(), timedelta(0))
        times = (sums.worked, sums.target, sums.balance, overtime, sums.late, sums.credited)
        return (
            str(sums.count(Status.PRESENT) + sums.count(Status.OPEN)),
            str(sums.count(Status.ABSENT)),
            str(sums.count(Status.LEAVE)),
            str(sums.count(Status.OPEN)),
            *(clock(time, seconds=self._seconds) for time in times),
            str(sums.flagged),
        )

    def _total(self, y: float) -> None:
        canvas = self._canvas
        canvas.fill(Box(MARGIN, y, canvas.width, _ROW), BAND)
        canvas.text(Box(MARGIN, y, self._group[0], _ROW), "Total", Style(8.5, bold=True))
        self._figures(MARGIN + sum(self._group), y, self._report.total, bold=True)
        self._money(y, _by_currency(self._costs), bold=True)

    def _money(self, y: float, amounts: tuple[Money, ...], *, bold: bool) -> None:
        text = ", ".join(f"{money.amount:,f} {money.currency}" for money in amounts)
        right = Box(MARGIN + self._canvas.width - _COST, y, _COST, _ROW)
        self._canvas.text(right, text, Style(8.5, bold, align="R"))

    def _wide(self, y: float, height: float = 5.0) -> Box:
        return Box(MARGIN, y, self._canvas.width, height)


def shared(room: float, needed: list[float]) -> list[float]:
    """Share `room`: who needs less than an equal share gets that, the rest is shared again."""
    widths = [0.0] * len(needed)
    left = sorted(range(len(needed)), key=lambda place: needed[place])
    while left:
        place, fair = left[0], room / len(left)
        widths[place] = min(needed[place], fair) if len(left) > 1 else room
        room -= widths[left.pop(0)]
    return widths


# Columns in which anything above zero wants attention: open days and days to check.
_TO_CHECK = (3, 10)


def _by_currency(costs: list[Money]) -> tuple[Money, ...]:
    found: dict[str, Money] = {}
    for cost in costs:
        found[cost.currency] = found[cost.currency] + cost if cost.currency in found else cost
    return tuple(found[currency] for currency in sorted(found))
