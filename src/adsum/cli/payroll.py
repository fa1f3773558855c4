"""`adsum payroll`: what everybody earned, and the files for payroll programs."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from adsum.cli import output
from adsum.cli.options import JsonFlag
from adsum.cli.records import print_done, print_rows
from adsum.cli.report import required_date, write_file
from adsum.errors import InvalidInput

app = typer.Typer(help="Pay slips and files for payroll programs.", no_args_is_help=True)


class FileUnreadable(InvalidInput):
    """A file to be imported cannot be read."""

    code = "payroll.file_unreadable"
    remedy = "Choose a file that this user may read."


FirstArgument = Annotated[str, typer.Argument(help="First date, YYYY-MM-DD.")]
LastArgument = Annotated[str, typer.Argument(help="Last date, YYYY-MM-DD.")]


@app.command("slips")
def slips(
    context: typer.Context, first: FirstArgument, last: LastArgument, json: JsonFlag = False
) -> None:
    """What everybody with terms of pay earned."""
    from adsum.app.actor import TERMINAL
    from adsum.cli.session import application
    from adsum.domain.span import DateSpan

    span = DateSpan(required_date(first), required_date(last))
    found = application(context).administration.pay_report.execute(TERMINAL, span)
    if json:
        output.print_json([_slip(named) for named in found])
        return
    print_rows([{"name": n.name, "total": str(n.slip.total)} for n in found], json)


@app.command("export")
def export(
    context: typer.Context,
    mapping: Annotated[str, typer.Argument(help="Id of the payroll mapping.")],
    first: FirstArgument,
    last: LastArgument,
    file: Annotated[Path, typer.Argument(help="File to write: .csv or .xlsx.")],
    json: JsonFlag = False,
) -> None:
    """Write the file that a payroll program reads, as a payroll mapping describes it."""
    from adsum.app.actor import TERMINAL
    from adsum.app.ports.exports import Format
    from adsum.cli.session import application
    from adsum.domain.span import DateSpan

    span = DateSpan(required_date(first), required_date(last))
    adsum = application(context)
    wanted = adsum.administration.read_documents.execute("payroll_mapping", mapping).value
    rows = adsum.administration.month_sheets.payroll_rows(TERMINAL, span)
    format = Format.XLSX if file.suffix.lower() == ".xlsx" else Format.CSV
    write_file(file, lambda to: adsum.exporter.payroll(wanted, rows, format, to))
    print_done(f"written: {file}", {"file": str(file), "people": len(rows)}, json)


@app.command("import")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="CSV or XLSX with a header.")],
    mapping: Annotated[str, typer.Option(help="Id of the payroll mapping.", show_default=False)],
    currency: Annotated[str, typer.Option(help="Of rows that name none.")] = "EUR",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only look, store nothing.")] = False,
    json: JsonFlag = False,
) -> int:
    """Take over staff numbers and terms of pay from a payroll program; fails if a row is refused.

    Columns are called as in the mapping, or staff_number, name, kind (hourly or monthly), rate,
    currency, first, last, monthly_hours.
    """
    from adsum.app.actor import TERMINAL
    from adsum.app.import_payroll import Outcome, PayrollImport
    from adsum.cli.session import application

    given = PayrollImport(mapping, _content(file), currency, dry_run)
    found = application(context).import_payroll.execute(TERMINAL, given)
    print_rows([asdict(row) for row in found], json)
    return 1 if any(row.outcome is Outcome.REFUSED for row in found) else 0


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise FileUnreadable(f"{file} cannot be read: {error.strerror}") from error


def _slip(named: Any) -> dict[str, Any]:
    slip = named.slip
    return {
        "person_id": slip.person_id,
        "name": named.name,
        "total": str(slip.total.amount),
        "currency": slip.total.currency,
        "lines": [
            {
                "kind": line.kind.value,
                "name": line.name,
                "quantity": str(line.quantity),
                "multiplier": str(line.multiplier),
                "amount": str(line.amount.amount),
            }
            for line in slip.lines
        ],
    }
