"""Pay: slips, cost, and the files that payroll programs read."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated, BinaryIO, Self

from fastapi import APIRouter, Depends, Query, Response, UploadFile
from pydantic import BaseModel

from adsum.app.import_payroll import Outcome, PayrollImport, RowResult
from adsum.app.ports.exports import Format, PayReport, PersonHead
from adsum.domain.span import DateSpan
from adsum.web.api.figures import SlipAnswer
from adsum.web.files import FILE_ANSWERS, FileFormat, NotAcceptable, WantedFormat, file_answer
from adsum.web.guard import (
    ActorHere,
    AdministrationHere,
    GuardedRoute,
    ServicesHere,
    needs,
)
from adsum.web.permissions import Permission
from adsum.web.shapes import EARLIEST, LATEST, PersonId

router = APIRouter(prefix="/payroll", tags=["payroll"], route_class=GuardedRoute)

Day = Annotated[date, Query(ge=EARLIEST, le=LATEST)]


class PayrollRowAnswer(BaseModel):
    """What became of one row, as a spreadsheet counts them; column and message of a refused one."""

    row: int
    outcome: Outcome
    staff_number: str
    person_id: str | None
    column: str
    message: str

    @classmethod
    def of(cls, result: RowResult) -> Self:
        return cls(**asdict(result))


class PayrollImportAnswer(BaseModel):
    """In a preview, nothing is stored and the outcomes are what would become of the rows."""

    dry_run: bool
    stored: int
    unchanged: int
    refused: int
    rows: list[PayrollRowAnswer]


def _span(first: Day, last: Day) -> DateSpan:
    return DateSpan(first, last)


SpanHere = Annotated[DateSpan, Depends(_span)]


@router.get(
    "/slips",
    openapi_extra=needs(Permission.PAY_READ),
    responses={200: {"model": list[SlipAnswer], "description": "The slips", **FILE_ANSWERS}},
)
def slips(
    services: ServicesHere,
    admin: AdministrationHere,
    actor: ActorHere,
    format: WantedFormat,
    span: SpanHere,
    person_id: Annotated[PersonId | None, Query()] = None,
) -> Response:
    """Work out what everybody earned from first to last, by name; also as CSV and XLSX."""
    people = frozenset({person_id}) if person_id else None
    found = admin.pay_report.execute(actor, span, people)
    if format is FileFormat.JSON:
        text = ",".join(SlipAnswer.of(named).model_dump_json() for named in found)
        return Response(f"[{text}]", media_type="application/json")
    if format is FileFormat.PDF:
        raise NotAcceptable("pay slips are JSON, CSV or XLSX; signed sheets are PDF")
    heads = tuple((PersonHead(n.slip.person_id, n.name), n.slip) for n in found)
    report = PayReport(f"Pay {span.first} to {span.last}", heads)

    def write(to: BinaryIO) -> None:
        services.exporter.pay(report, Format(format.value), to)

    return file_answer(format, f"pay-{span.first}-{span.last}", write)


@router.get(
    "/export/{mapping}",
    openapi_extra=needs(Permission.PAY_READ),
    response_class=Response,
    responses={200: {"description": "The file", **FILE_ANSWERS}},
)
def export(
    services: ServicesHere,
    admin: AdministrationHere,
    actor: ActorHere,
    mapping: str,
    format: WantedFormat,
    span: SpanHere,
) -> Response:
    """Write the file that a payroll program reads, as a payroll mapping describes it."""
    wanted = admin.read_documents.execute("payroll_mapping", mapping).value
    rows = admin.month_sheets.payroll_rows(actor, span)
    shown = FileFormat.XLSX if format is FileFormat.XLSX else FileFormat.CSV

    def write(to: BinaryIO) -> None:
        services.payroll_files.payroll(wanted, rows, Format(shown.value), to)

    return file_answer(shown, f"payroll-{span.first}-{span.last}", write)


@router.post("/import/{mapping}", openapi_extra=needs(Permission.PAY_WRITE))
def import_(
    services: ServicesHere,
    actor: ActorHere,
    mapping: str,
    file: UploadFile,
    dry_run: Annotated[bool, Query(description="Only look, store nothing.")] = False,
    currency: Annotated[
        str, Query(pattern="^[A-Z]{3}$", description="Of rows that name none.")
    ] = "EUR",
) -> PayrollImportAnswer:
    """Take over staff numbers and terms of pay from a CSV or XLSX with a header.

    Columns are called as in the payroll mapping, or staff_number, name, kind (hourly or monthly),
    rate, currency, first, last, monthly_hours. All good rows are stored together.
    """
    given = PayrollImport(mapping, file.file.read(), currency, dry_run)
    found = services.import_payroll.execute(actor, given)
    counts = {outcome: sum(row.outcome is outcome for row in found) for outcome in Outcome}
    return PayrollImportAnswer(
        dry_run=dry_run,
        stored=counts[Outcome.STORED],
        unchanged=counts[Outcome.UNCHANGED],
        refused=counts[Outcome.REFUSED],
        rows=[PayrollRowAnswer.of(row) for row in found],
    )
