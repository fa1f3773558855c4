"""`adsum report`"""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer
from rich.table import Table

from adsum.cli import output
from adsum.cli.options import YEARS, JsonFlag
from adsum.errors import InvalidInput, Unavailable

app = typer.Typer(help="Attendance of a day, a month or a year.", no_args_is_help=True)

DateOption = Annotated[str | None, typer.Option(help="YYYY-MM-DD. Default: today.")]
CsvOption = Annotated[Path | None, typer.Option(help="Also write the rows to this CSV file.")]
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = ("date", "person", "first_in", "last_out", "worked_seconds", "worked", "open", "punches")


class BadDate(InvalidInput):
    """A date that cannot be understood."""

    code = "date.invalid"
    remedy = "Write it like 2026-03-02."


class FileUnwritable(Unavailable):
    """A result file cannot be written."""

    code = "file.unwritable"
    remedy = "Choose a path that this user may write to."


@app.command("day")
def day(
    context: typer.Context, date: DateOption = None, json: JsonFlag = False, csv: CsvOption = None
) -> None:
    """Who came and went on a day, and for how long."""
    from adsum.cli.session import application

    report = application(context).report
    wanted = _parsed(date) or report.today()
    rows = [row_json(row) for row in report.execute(wanted, wanted)]
    _answer({"date": wanted.isoformat(), "rows": rows}, json, csv)


@app.command("month")
def month(
    context: typer.Context,
    date: DateOption = None,
    json: JsonFlag = False,
    csv: CsvOption = None,
    xlsx: Annotated[Path | None, typer.Option(help="Also write a spreadsheet.")] = None,
    pdf: Annotated[Path | None, typer.Option(help="Also write the sheets to be signed.")] = None,
) -> None:
    """The days of a month, and the hours of each person."""
    from adsum.cli.session import application

    adsum = application(context)
    wanted = _parsed(date) or adsum.report.today()
    if xlsx is not None or pdf is not None:
        write_sheets(adsum, wanted, xlsx, pdf)
    rows = [row_json(row) for row in adsum.report.month(wanted)]
    document = {"month": f"{wanted:%Y-%m}", "rows": rows, "totals": totals(rows)}
    _answer(document, json, csv)


@app.command("year")
def year(
    context: typer.Context,
    date: DateOption = None,
    by: Annotated[str, typer.Option(help="person, team, site or company.")] = "person",
    json: JsonFlag = False,
) -> None:
    """The months of a year: hours, lateness, overtime and absence of each person or team."""
    from adsum.app.actor import TERMINAL
    from adsum.app.report_query import By, Per, ReportQuery
    from adsum.cli.records import print_rows
    from adsum.cli.session import application
    from adsum.domain.span import year as of_year

    if by not in set(By):
        raise typer.BadParameter("person, team, site or company", param_hint="--by")
    admin = application(context).administration
    wanted = _parsed(date) or admin.today()
    query = ReportQuery(of_year(wanted.year), By(by), Per.MONTH)
    found = admin.attendance_report.execute(TERMINAL, query)
    print_rows([line_json(line) for line in found], json)


def line_json(line: Any) -> dict[str, Any]:
    """Return one sum as the JSON answers have it; durations are hours and minutes."""
    sums = line.summary
    times = {
        "worked": sums.worked,
        "target": sums.target,
        "overtime": sum(sums.overtime.values(), timedelta()),
        "late": sums.late,
        "absent": sums.absent,
    }
    return {
        "month": f"{line.span.first:%Y-%m}",
        "name": line.name,
        **{name: clock_time(round(time.total_seconds())) for name, time in times.items()},
    }


def write_sheets(adsum: Any, wanted: date, xlsx: Path | None, pdf: Path | None) -> None:
    """Write a month's days as a spreadsheet, and its sheets to be signed as PDF."""
    from adsum.app.actor import TERMINAL
    from adsum.app.month_sheets import SheetQuery
    from adsum.app.ports.exports import Format
    from adsum.domain.span import month as of_month

    query = SheetQuery(of_month(wanted.year, wanted.month), with_pay=True)
    sheets = adsum.administration.month_sheets.execute(TERMINAL, query)
    records = [sheet.record for sheet in sheets]
    if xlsx is not None:
        write_file(xlsx, lambda to: adsum.exporter.days(records, Format.XLSX, to))
    if pdf is not None:
        write_file(pdf, lambda to: adsum.exporter.sheets(sheets, to))


def write_file(path: Path, write: Callable[[BinaryIO], None]) -> None:
    """Write a result file.

    Raises:
        FileUnwritable: it cannot be written.
    """
    try:
        with path.open("wb") as file:
            write(file)
    except OSError as error:
        raise FileUnwritable(f"{path} cannot be written: {error.strerror}") from error


def required_date(text: str) -> date:
    """Return the date that `text` says.

    Raises:
        BadDate: it is none that a punch can have.
    """
    found = _parsed(text)
    if found is None:
        raise BadDate("a date is needed")
    return found


def _parsed(text: str | None) -> date | None:
    try:
        wanted = None if text is None else date.fromisoformat(text)
    except ValueError as error:
        raise BadDate(f"{text!r} is not a date") from error
    if wanted is not None and wanted.year not in YEARS:
        raise BadDate(f"{text!r} is a date that no punch can have")
    return wanted


def row_json(row: Any) -> dict[str, Any]:
    """Return one work day as the JSON answers have it; times on the wall clock of its place."""
    from adsum.domain.instants import local

    work = row.day
    came, went = (
        None if at is None else local(at, work.zone).isoformat(timespec="seconds")
        for at in (work.first_in, work.last_out)
    )
    seconds = int(work.worked.total_seconds())
    return {
        "date": work.date.isoformat(),
        "person": row.name,
        "first_in": came,
        "last_out": went,
        "worked_seconds": seconds,
        "worked": clock_time(seconds),
        "open": work.open,
        "punches": len(work.punches),
    }


def clock_time(seconds: int) -> str:
    """Return hours and minutes, as 7:45; minutes are cut, not rounded."""
    return f"{seconds // 3600}:{seconds % 3600 // 60:02d}"


def totals(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return days, hours and open days per person, by name."""
    by_person: dict[str, dict[str, Any]] = {}
    for row in rows:
        total = by_person.setdefault(
            row["person"], {"person": row["person"], "days": 0, "open_days": 0, "worked_seconds": 0}
        )
        total["days"] += 1
        total["open_days"] += row["open"]
        total["worked_seconds"] += row["worked_seconds"]
    return [
        total | {"worked": clock_time(total["worked_seconds"])}
        for _, total in sorted(by_person.items())
    ]


def _answer(document: dict[str, Any], json: bool, file: Path | None) -> None:
    if file is not None:
        _write_csv(file, document["rows"])
    if json:
        output.print_json(document)
    else:
        print_report(document)


def _write_csv(file: Path, rows: list[dict[str, Any]]) -> None:
    try:
        # The byte order mark makes spreadsheet programs read UTF-8.
        with file.open("w", newline="", encoding="utf-8-sig") as handle:
            writer = csv.DictWriter(handle, COLUMNS)
            writer.writeheader()
            writer.writerows([{key: _cell(value) for key, value in row.items()} for row in rows])
    except OSError as error:
        raise FileUnwritable(f"{file} cannot be written: {error.strerror}") from error


def _cell(value: Any) -> Any:
    """Return `value`, text kept from being run as a formula by a spreadsheet program."""
    risky = isinstance(value, str) and value.startswith(FORMULA_STARTS)
    return f"'{value}" if risky else value


def print_report(document: dict[str, Any]) -> None:
    """Print the answer as tables."""
    console = output.out()
    if not document["rows"]:
        console.print(f"Nobody clocked in or out: {document.get('date') or document['month']}")
        return
    table = Table("Date", "Person", "In", "Out", "Worked", "", title=_title(document))
    for row in document["rows"]:
        came, went = (value[11:16] if value else "" for value in (row["first_in"], row["last_out"]))
        note = "[yellow]open[/]" if row["open"] else ""
        table.add_row(row["date"], output.plain(row["person"]), came, went, row["worked"], note)
    console.print(table)
    if "totals" in document:
        sums = Table("Person", "Days", "Open", "Worked", title="Totals")
        for total in document["totals"]:
            sums.add_row(
                output.plain(total["person"]),
                str(total["days"]),
                str(total["open_days"]),
                total["worked"],
            )
        console.print(sums)


def _title(document: dict[str, Any]) -> str:
    return f"Attendance {document.get('date') or document['month']}"
