"""The sheet that an employee and a manager sign: a line for each day, totals, what was changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from adsum.app.ports.exports import DayLine, MonthSheet
from adsum.domain.workday import Flag, Status
from adsum.exports.pdf_canvas import (
    ALERT,
    BAND,
    GREY,
    INK,
    MARGIN,
    PLAIN,
    RIGHT,
    SHADE,
    Block,
    Box,
    Canvas,
    Style,
    paginate,
)
from adsum.exports.pdf_totals import signature_block, total_blocks
from adsum.exports.spelling import clock, in_minutes
from adsum.exports.words import FLAGS, MONTHS, STATUSES, WEEKDAYS, span_text

# Heights of a row, the wished one first.
_ROWS = (4.7, 4.4, 4.1)
_HEAD = 24.0
_HEADER_ROW = 6.0
_COLUMNS = (
    ("Date", 17.0, "L"),
    ("Shift", 24.0, "L"),
    ("In", 15.0, "R"),
    ("Out", 18.0, "R"),
    ("Breaks", 14.0, "R"),
    ("Worked", 15.0, "R"),
    ("Overtime", 15.0, "R"),
    ("Late", 13.0, "R"),
    ("Early", 13.0, "R"),
    ("Remarks", 42.0, "L"),
)
_NOTE = Style(8)
_SMALL = Style(8, colour=GREY)


class SheetPage:
    """Lays out one sheet on as many pages as it takes."""

    def __init__(self, canvas: Canvas, sheet: MonthSheet) -> None:
        self._canvas = canvas
        self._sheet = sheet
        days = [line.figures for line in sheet.record.lines]
        # Rows cut to minutes would not add up to their total, and nobody would sign them.
        self._seconds = not all(in_minutes(t) for d in days for t in (d.worked, d.breaks))
        self._exact = self._seconds or not all(
            in_minutes(t) for d in days for t in (d.late, d.early)
        )
        self._notes = list(_notes(sheet))
        self._row_height = _ROWS[0]

    def draw(self) -> None:
        """Write the sheet, beginning on a new page."""
        canvas = self._canvas
        pages = self._pages()
        for number, page in enumerate(pages, start=1):
            canvas.new_page()
            self._head()
            self._foot(number, len(pages))
            y = MARGIN + _HEAD
            if page and page[0].row:
                self._header(y)
                y += _HEADER_ROW
            for block in page:
                block.draw(y)
                y += block.height

    def _pages(self) -> list[list[Block]]:
        """Spread the blocks over pages; with lower rows if that makes it one page."""
        room = self._canvas.bottom - MARGIN - _HEAD
        pages: list[list[Block]] = []
        for self._row_height in _ROWS:
            pages = paginate(list(self._blocks()), room - _HEADER_ROW, room, _HEADER_ROW)
            if len(pages) == 1:
                return pages
        return pages

    def _blocks(self) -> Iterator[Block]:
        canvas = self._canvas
        for line in self._sheet.record.lines:
            yield Block(self._row_height, partial(self._row, line), row=True)
        yield Block(self._row_height + 3, self._sums, row=True)
        yield from total_blocks(canvas, self._sheet, seconds=self._seconds)
        lines = [text for note in self._notes for text in canvas.wrapped(note, canvas.width, _NOTE)]
        if lines:
            yield Block(9.5, partial(self._changes, lines[0]))
        for text in lines[1:]:
            yield Block(4, partial(self._note, text))
        yield signature_block(canvas, self._sheet)

    def _changes(self, first: str, y: float) -> None:
        """The title stays with its first line."""
        self._canvas.text(_wide(y + 0.5), "Changes", _TITLE)
        self._note(first, y + 5.5)

    def _note(self, text: str, y: float) -> None:
        self._canvas.text(_wide(y, 4), text, _NOTE)

    def _head(self) -> None:
        canvas, sheet = self._canvas, self._sheet
        person = sheet.record.person
        right = Style(9, colour=GREY, align="R")
        canvas.text(_wide(MARGIN), sheet.company, Style(9, colour=GREY))
        canvas.text(_wide(MARGIN), "Record of working time", right)
        half = canvas.width * 0.62
        canvas.text(Box(MARGIN, MARGIN + 6, half, 9), person.name, Style(17, bold=True))
        month = Box(MARGIN + half, MARGIN + 6, canvas.width - half, 9)
        canvas.text(month, span_text(sheet.span), Style(13, bold=True, align="R"))
        facts = [f"Staff no. {person.staff_number}" if person.staff_number else "", person.team]
        canvas.text(_wide(MARGIN + 16), "  ·  ".join(f for f in facts if f), _SMALL)
        canvas.text(_wide(MARGIN + 16), _state(sheet), Style(8, colour=GREY, align="R"))

    def _foot(self, number: int, count: int) -> None:
        canvas = self._canvas
        y = canvas.bottom + 4
        canvas.rule(y, MARGIN, MARGIN + canvas.width)
        printed = f"{self._sheet.printed_at:%Y-%m-%d %H:%M %Z}"
        canvas.text(_wide(y + 1), f"Printed {printed} · Adsum", _SMALL)
        right = Style(8, colour=GREY, align="R")
        canvas.text(
            _wide(y + 1), f"{self._sheet.record.person.name} · page {number} of {count}", right
        )

    def _header(self, y: float) -> None:
        canvas = self._canvas
        canvas.fill(Box(MARGIN, y, canvas.width, _HEADER_ROW), BAND)
        x = MARGIN
        for title, width, align in _COLUMNS:
            canvas.text(Box(x, y, width, _HEADER_ROW), title, Style(8, bold=True, align=align))
            x += width

    def _row(self, line: DayLine, y: float) -> None:
        canvas, day = self._canvas, line.figures
        if day.status in (Status.REST, Status.HOLIDAY) or day.date.weekday() > 4:
            canvas.fill(Box(MARGIN, y, canvas.width, self._row_height), SHADE)
        time = self._time
        cells = (
            f"{WEEKDAYS[day.date.weekday()]} {day.date.day:02d} {MONTHS[day.date.month - 1][:3]}",
            line.shift,
            self._wall(line.came, day.date),
            self._wall(line.went, day.date),
            time(day.breaks),
            time(day.worked),
            time(day.overtime),
            self._slip(day.late),
            self._slip(day.early),
        )
        x = MARGIN
        for text, (_, width, align) in zip(cells, _COLUMNS, strict=False):
            canvas.text(Box(x, y, width, self._row_height), text, RIGHT if align == "R" else PLAIN)
            x += width
        self._remark(Box(x, y, _COLUMNS[-1][1], self._row_height), line)
        canvas.rule(y, MARGIN, MARGIN + canvas.width)

    def _remark(self, box: Box, line: DayLine) -> None:
        text, alert = remark(line)
        mark = (", corrected *" if text else "corrected *") if line.corrections else ""
        style = Style(8, bold=alert, colour=ALERT if alert else INK)
        self._canvas.text(box, text + mark, style)

    def _sums(self, y: float) -> None:
        canvas, totals = self._canvas, self._sheet.totals
        canvas.fill(Box(MARGIN, y, canvas.width, self._row_height + 0.5), BAND)
        canvas.text(_wide(y, self._row_height + 0.5), "Total", _TITLE)
        overtime = sum(totals.overtime.values(), timedelta(0))
        sums = (totals.breaks, totals.worked, overtime, totals.late, totals.early)
        x = MARGIN + sum(width for _, width, _ in _COLUMNS[:4])
        for number, (value, (_, width, _)) in enumerate(zip(sums, _COLUMNS[4:], strict=False)):
            text = clock(value, seconds=self._exact if number > 2 else self._seconds)
            canvas.text(Box(x, y, width, self._row_height + 0.5), text, Style(bold=True, align="R"))
            x += width

    def _time(self, value: timedelta) -> str:
        return clock(value, seconds=self._seconds) if value else ""

    def _slip(self, value: timedelta) -> str:
        return clock(value, seconds=self._exact) if value else ""

    def _wall(self, at: datetime | None, on: date) -> str:
        if at is None:
            return ""
        later = (at.date() - on).days
        form = "%H:%M:%S" if self._exact else "%H:%M"
        return f"{at:{form}}" + (f" +{later}" if later > 0 else "")


_TITLE = Style(8.5, bold=True)


def _wide(y: float, height: float = 5.0) -> Box:
    return Box(MARGIN, y, 210 - 2 * MARGIN, height)


def _state(sheet: MonthSheet) -> str:
    if sheet.closed is None:
        return "Preliminary: the period is not closed"
    by, at = sheet.closed
    return f"Closed by {by} on {at:%Y-%m-%d %H:%M %Z}"


def remark(line: DayLine) -> tuple[str, bool]:
    """Return what is said of a day, and whether somebody should look at it."""
    day = line.figures
    flags = [FLAGS[flag] for flag in Flag if flag in day.flags]
    said = [line.occasion] if line.occasion else []
    if not said and day.status in (Status.ABSENT, Status.REST, Status.PLANNED, Status.LEAVE):
        said = [STATUSES[day.status]]
    alert = bool(day.flags - {Flag.IN_PROGRESS}) or day.status is Status.ABSENT
    return ", ".join(flags + said), alert


def _notes(sheet: MonthSheet) -> Iterator[str]:
    for line in sheet.record.lines:
        on = line.figures.date
        for text in line.corrections:
            yield f"* {WEEKDAYS[on.weekday()]} {on.day:02d} {MONTHS[on.month - 1][:3]}: {text}"
    for change in sheet.adjustments:
        before = clock(change.before.worked, seconds=False) if change.before else "nothing"
        after = clock(change.after.worked, seconds=False)
        day = change.date.isoformat()
        yield f"Adjustment for {day}, closed before: worked {after} instead of {before}"
