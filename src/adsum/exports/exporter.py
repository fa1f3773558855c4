"""Reports as files: implements `app.ports.exports.Exporter`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, islice
from typing import BinaryIO

from fpdf import FPDF
from fpdf.fonts import TTFFont

from adsum.app.payroll import PayrollMapping, PayrollRow
from adsum.app.ports.exports import (
    Format,
    MonthSheet,
    PayReport,
    Record,
    SummaryReport,
    Table,
    TableWriter,
)
from adsum.exports.delimited import CsvWriter
from adsum.exports.payroll import write_payroll
from adsum.exports.pdf_canvas import Canvas
from adsum.exports.pdf_fonts import Fonts
from adsum.exports.pdf_overview import OverviewPage
from adsum.exports.pdf_sheet import SheetPage
from adsum.exports.spreadsheet import XlsxWriter
from adsum.exports.tables import days_table, pay_table, person_tables, summary_table

# A spreadsheet with more sheets than this is no help: then all days are in one.
MAX_PERSON_SHEETS = 60


@dataclass(frozen=True, slots=True)
class FileExporter:
    """Writes CSV, XLSX and PDF. company: printed on the pages of spreadsheets."""

    company: str = ""
    csv: CsvWriter = field(default_factory=CsvWriter)
    fonts: Fonts = field(default_factory=Fonts)

    def days(self, records: Iterable[Record], format: Format, to: BinaryIO) -> None:
        """Write a row for each day; a spreadsheet has a sheet for each of up to 60 people."""
        if format is Format.CSV:
            self.csv.write([days_table(records)], to)
            return
        coming = iter(records)
        few = list(islice(coming, MAX_PERSON_SHEETS + 1))
        if len(few) <= MAX_PERSON_SHEETS:
            self._spreadsheet.write(person_tables(few), to)
        else:
            self._spreadsheet.write([days_table(chain(few, coming))], to)

    def summaries(self, report: SummaryReport, format: Format, to: BinaryIO) -> None:
        """Write a row for each sum."""
        self._table(summary_table(report), format, to)

    def pay(self, report: PayReport, format: Format, to: BinaryIO) -> None:
        """Write a row for each line of each pay slip."""
        self._table(pay_table(report), format, to)

    def sheets(self, sheets: Iterable[MonthSheet], to: BinaryIO) -> None:
        """Write a PDF with a sheet for each record, to be signed.

        Raises:
            FontMissing: a name has letters that no font on this machine has.
        """
        all_sheets = list(sheets)
        title = "Records of working time"
        printed = [sheet.printed_at for sheet in all_sheets]
        with _document("portrait", title, printed[0] if printed else None) as pdf:
            self.fonts.install(pdf, "".join(map(_letters, all_sheets)) + _OWN)
            canvas = Canvas(pdf)
            for sheet in all_sheets:
                SheetPage(canvas, sheet).draw()
            to.write(bytes(pdf.output()))

    def overview(self, report: SummaryReport, to: BinaryIO) -> None:
        """Write a PDF with a row for each sum, or raise `FontMissing`."""
        words = (word for row in report.rows for word in row.group)
        text = "".join((report.company, report.title, *report.headers, *words))
        with _document("landscape", report.title, report.printed_at) as pdf:
            self.fonts.install(pdf, text + _OWN)
            OverviewPage(Canvas(pdf), report).draw()
            to.write(bytes(pdf.output()))

    def payroll(
        self,
        mapping: PayrollMapping,
        rows: Iterable[PayrollRow],
        format: Format,
        to: BinaryIO,
    ) -> None:
        """Write the file that a payroll mapping describes; see `write_payroll`."""
        write_payroll(mapping, rows, format, to)

    @property
    def _spreadsheet(self) -> XlsxWriter:
        return XlsxWriter(self.company)

    def _table(self, table: Table, format: Format, to: BinaryIO) -> None:
        writer: TableWriter = self.csv if format is Format.CSV else self._spreadsheet
        writer.write([table], to)


# Marks of the layout that are not ASCII.
_OWN = "·×–…"


@contextmanager
def _document(orientation: str, title: str, printed_at: datetime | None) -> Iterator[FPDF]:
    """An empty document, whose font files are closed in the end, whatever happens."""
    pdf = FPDF(orientation, "mm", "A4")
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.set_title(title)
    pdf.set_creator("Adsum")
    pdf.set_lang("en")
    if printed_at is not None:
        pdf.set_creation_date(printed_at)
    try:
        yield pdf
    finally:
        for font in pdf.fonts.values():
            if isinstance(font, TTFFont):
                font.close()


def _letters(sheet: MonthSheet) -> str:
    person = sheet.record.person
    texts = [sheet.company, person.name, person.staff_number, person.team]
    for line in sheet.record.lines:
        texts += [line.shift, line.occasion, *line.corrections]
    texts += [line.name for line in sheet.slip.lines] if sheet.slip is not None else []
    texts += [sheet.closed[0]] if sheet.closed is not None else []
    return "".join(texts)
