"""What follows the days of a sheet: the sums, the pay, the signatures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from adsum.app.ports.exports import MonthSheet
from adsum.domain.pay import LineKind, PayLine, PaySlip
from adsum.domain.workday import Status
from adsum.exports.pdf_canvas import GREY, INK, MARGIN, Block, Box, Canvas, Style
from adsum.exports.spelling import clock, plain
from adsum.exports.words import LINES

_LINE = 4.6
_COLUMNS = 3
_SIGNATURES = 24.0
# Kinds of which a slip may have several lines.
_NAMED = (LineKind.PREMIUM, LineKind.ALLOWANCE, LineKind.ADJUSTMENT)
_LABEL = Style(8, colour=GREY)
_VALUE = Style(8.5, bold=True, align="R")


def total_blocks(canvas: Canvas, sheet: MonthSheet, *, seconds: bool) -> Iterator[Block]:
    """Yield the sums in three columns, then the pay slip if there is one."""
    facts = list(_facts(sheet, seconds))
    rows = -(-len(facts) // _COLUMNS)
    yield Block(rows * _LINE + 3, lambda y: _columns(canvas, y, facts, rows))
    if sheet.slip is not None:
        yield from _pay(canvas, sheet.slip)


def _facts(sheet: MonthSheet, seconds: bool) -> Iterator[tuple[str, str]]:
    totals = sheet.totals

    def time(value: timedelta) -> str:
        return clock(value, seconds=seconds)

    yield "Target", time(totals.target)
    yield "Worked", time(totals.worked)
    yield "Balance", time(totals.balance)
    yield "Days present", str(totals.count(Status.PRESENT) + totals.count(Status.OPEN))
    yield "Days of leave", str(totals.count(Status.LEAVE))
    yield "Holidays", str(totals.count(Status.HOLIDAY))
    yield "Days absent", str(totals.count(Status.ABSENT))
    yield "Days late / left early", f"{totals.late_days} / {totals.early_days}"
    yield "Days to check", str(totals.flagged)
    yield "Credited (leave, holidays)", time(totals.credited)
    if totals.unpaid:
        yield "Unpaid leave", time(totals.unpaid)
    if totals.absent:
        yield "Absent", time(totals.absent)
    for multiplier, value in totals.overtime.items():
        yield f"Overtime × {multiplier.normalize():f}", time(value)


def _columns(canvas: Canvas, y: float, facts: list[tuple[str, str]], rows: int) -> None:
    gap = 8.0
    width = (canvas.width - gap * (_COLUMNS - 1)) / _COLUMNS
    for number, (label, value) in enumerate(facts):
        column, row = divmod(number, rows)
        box = Box(MARGIN + column * (width + gap), y + row * _LINE, width, _LINE)
        canvas.text(box, label, _LABEL)
        canvas.text(box, value, _VALUE)


def _pay(canvas: Canvas, slip: PaySlip) -> Iterator[Block]:
    title = Style(8.5, bold=True)
    yield Block(5, lambda y: canvas.text(_row(canvas, y), "Pay", title))
    for line in slip.lines:
        yield Block(_LINE, partial(_pay_line, canvas, line))
    yield Block(_LINE + 3, lambda y: _pay_total(canvas, y, slip))


def _pay_line(canvas: Canvas, line: PayLine, y: float) -> None:
    factor = f" × {line.multiplier.normalize():f}" if line.multiplier != 1 else ""
    rate = f"{plain(line.rate.amount, 2):,f}"
    box = _row(canvas, y)
    detail = f": {line.name}" if line.kind in _NAMED else ""
    canvas.text(box, LINES[line.kind] + detail, Style(8))
    middle = Box(MARGIN + 80, y, 60, _LINE)
    canvas.text(middle, f"{plain(line.quantity, 2):,f} × {rate}{factor}", Style(8, align="R"))
    canvas.text(box, f"{line.amount.amount:,f}", Style(8.5, align="R"))


def _pay_total(canvas: Canvas, y: float, slip: PaySlip) -> None:
    canvas.rule(y, MARGIN, MARGIN + canvas.width)
    box = _row(canvas, y + 0.3)
    canvas.text(box, "Total", Style(8.5, bold=True))
    canvas.text(box, f"{slip.total.amount:,f} {slip.total.currency}", _VALUE)


def _row(canvas: Canvas, y: float) -> Box:
    return Box(MARGIN, y, canvas.width, _LINE)


def signature_block(canvas: Canvas, sheet: MonthSheet) -> Block:
    """Return the lines to sign on, which stay together."""
    return Block(_SIGNATURES, lambda y: _signatures(canvas, y, sheet))


def _signatures(canvas: Canvas, y: float, sheet: MonthSheet) -> None:
    said = "The times above are correct and complete."
    canvas.text(Box(MARGIN, y + 2, canvas.width), said, Style(8))
    width = (canvas.width - 14) / 2
    sides = ((MARGIN, f"Employee: {sheet.record.person.name}"), (MARGIN + width + 14, "Manager"))
    for left, who in sides:
        canvas.rule(y + 18, left, left + width, colour=INK)
        canvas.text(Box(left, y + 18.5, width * 0.62, 4), who, _LABEL)
        right = Box(left + width * 0.62, y + 18.5, width * 0.38, 4)
        canvas.text(right, "Date, signature", Style(8, colour=GREY, align="R"))
