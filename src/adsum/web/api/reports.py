"""Reports of a day, a month, a year or any days: by person, team, site or the whole company."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, BinaryIO

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel

from adsum.app.actor import Actor
from adsum.app.administration import Administration
from adsum.app.days import View
from adsum.app.month_sheets import SheetQuery
from adsum.app.ports.exports import Format, SummaryReport, SummaryRow
from adsum.app.report_query import By, Per, ReportLine, ReportQuery
from adsum.app.services import Services
from adsum.app.sums import merged
from adsum.domain.instants import local
from adsum.domain.span import DateSpan, month, year
from adsum.domain.summary import Summary, summary
from adsum.errors import InvalidInput
from adsum.web.api.figures import LineAnswer, SummaryAnswer
from adsum.web.files import FILE_ANSWERS, FileFormat, WantedFormat, file_answer
from adsum.web.guard import (
    ActorHere,
    AdministrationHere,
    GuardedRoute,
    PrincipalHere,
    ServicesHere,
    needs,
)
from adsum.web.permissions import Permission, allowed
from adsum.web.shapes import EARLIEST, LATEST, PersonId

router = APIRouter(prefix="/reports", tags=["reports"], route_class=GuardedRoute)

_LONGEST = timedelta(days=366 * 5)
Day = Annotated[date, Query(ge=EARLIEST, le=LATEST)]
AskedDay = Annotated[
    date | None, Query(alias="date", ge=EARLIEST, le=LATEST, description="today if left out")
]
Id = Annotated[str | None, Query(min_length=1, max_length=64)]


class ReportTooLong(InvalidInput):
    """More days than one report holds."""

    code = "report.too_long"
    remedy = "Ask for at most five years at once."


class ReportAnswer(BaseModel):
    """Lines by date, then name, and their sum."""

    first: date
    last: date
    by: By
    per: Per
    view: View
    lines: list[LineAnswer]
    total: SummaryAnswer


def check_length(span: DateSpan) -> None:
    """Refuse to sum up more than somebody can wait for.

    Raises:
        ReportTooLong.
    """
    if span.last - span.first > _LONGEST:
        raise ReportTooLong(f"{span.first} to {span.last} is too long for one report")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a report is narrowed to and how it is grouped; query parameters."""

    by: By = By.PERSON
    per: Per = Per.SPAN
    view: View = View.AS_CORRECTED
    person_id: str | None = None
    team: str | None = None
    site: str | None = None

    def query(self, span: DateSpan) -> ReportQuery:
        check_length(span)
        people = frozenset({self.person_id}) if self.person_id else None
        return ReportQuery(span, self.by, self.per, self.view, people, self.team, self.site)


def _choice(
    by: By = By.PERSON,
    per: Per = Per.SPAN,
    view: View = View.AS_CORRECTED,
    person_id: Annotated[PersonId | None, Query()] = None,
    team: Id = None,
    site: Id = None,
) -> Choice:
    return Choice(by, per, view, person_id, team, site)


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes one report in the format that is wanted, for the one who asks."""

    services: Services
    admin: Administration
    actor: Actor
    with_cost: bool
    choice: Choice
    format: FileFormat

    def answer(self, span: DateSpan) -> Response:
        query = self.choice.query(span)
        lines = self.admin.attendance_report.execute(self.actor, query, with_cost=self.with_cost)
        total = _total(lines)
        if self.format is FileFormat.JSON:
            found = ReportAnswer(
                first=span.first,
                last=span.last,
                by=query.by,
                per=query.per,
                view=query.view,
                lines=[LineAnswer.of(line) for line in lines],
                total=SummaryAnswer.of(total),
            )
            return Response(found.model_dump_json(), media_type="application/json")
        name = f"attendance-{span.first}-{span.last}"
        return file_answer(self.format, name, self._writer(query, lines, total))

    def _writer(
        self, query: ReportQuery, lines: list[ReportLine], total: Summary
    ) -> Callable[[BinaryIO], None]:
        now = local(self.services.clock.now(), self.services.zone)
        headers = ("From", query.by.value.capitalize())
        company, rows = self.services.company_name, tuple(_rows(lines))
        report = SummaryReport(company, "Attendance", query.span, headers, rows, total, now)
        exporter = self.services.exporter

        def write(to: BinaryIO) -> None:
            if self.format is FileFormat.PDF:
                exporter.overview(report, to)
            else:
                exporter.summaries(report, Format(self.format.value), to)

        return write


def _maker(
    services: ServicesHere,
    admin: AdministrationHere,
    principal: PrincipalHere,
    actor: ActorHere,
    choice: Annotated[Choice, Depends(_choice)],
    format: WantedFormat,
) -> Maker:
    with_cost = allowed(principal, Permission.PAY_READ)
    return Maker(services, admin, actor, with_cost, choice, format)


MakerHere = Annotated[Maker, Depends(_maker)]

_read = needs(Permission.ATTENDANCE_READ)
_answers: dict[int | str, dict[str, object]] = {
    200: {"model": ReportAnswer, "description": "The report", **FILE_ANSWERS}
}


@router.get("", openapi_extra=_read, responses=_answers)
def any_days(maker: MakerHere, first: Day, last: Day) -> Response:
    """Report the days from first to last, both included."""
    return maker.answer(DateSpan(first, last))


@router.get("/day", openapi_extra=_read, responses=_answers)
def day(services: ServicesHere, maker: MakerHere, on: AskedDay = None) -> Response:
    """Report one day (today)."""
    asked = on or services.report.today()
    return maker.answer(DateSpan(asked, asked))


@router.get("/month", openapi_extra=_read, responses=_answers)
def a_month(services: ServicesHere, maker: MakerHere, on: AskedDay = None) -> Response:
    """Report the calendar month that holds `date` (today)."""
    asked = on or services.report.today()
    return maker.answer(month(asked.year, asked.month))


@router.get("/year", openapi_extra=_read, responses=_answers)
def a_year(services: ServicesHere, maker: MakerHere, on: AskedDay = None) -> Response:
    """Report the calendar year that holds `date` (today)."""
    return maker.answer(year((on or services.report.today()).year))


@dataclass(frozen=True, slots=True)
class Sheets:
    """Whose sheets of which month; query parameters."""

    month: DateSpan
    people: frozenset[str] | None
    view: View


def _sheets(
    services: ServicesHere,
    on: AskedDay = None,
    person_id: Annotated[PersonId | None, Query()] = None,
    view: View = View.AS_CORRECTED,
) -> Sheets:
    asked = on or services.report.today()
    people = frozenset({person_id}) if person_id else None
    return Sheets(month(asked.year, asked.month), people, view)


@router.get(
    "/sheets",
    openapi_extra=_read,
    response_class=Response,
    responses={200: {"description": "The file", **FILE_ANSWERS}},
)
def sheets(
    services: ServicesHere,
    admin: AdministrationHere,
    principal: PrincipalHere,
    actor: ActorHere,
    asked: Annotated[Sheets, Depends(_sheets)],
    format: WantedFormat,
) -> Response:
    """Make the sheets of a month that people sign (PDF), or all days as CSV or XLSX."""
    with_pay = allowed(principal, Permission.PAY_READ)
    query = SheetQuery(asked.month, asked.people, asked.view, with_pay)
    found = admin.month_sheets.execute(actor, query)

    def write(to: BinaryIO) -> None:
        if format in (FileFormat.CSV, FileFormat.XLSX):
            records = [sheet.record for sheet in found]
            services.exporter.days(records, Format(format.value), to)
        else:
            services.exporter.sheets(found, to)

    shown = FileFormat.PDF if format is FileFormat.JSON else format
    return file_answer(shown, f"sheets-{asked.month.first:%Y-%m}", write)


def _rows(lines: list[ReportLine]) -> list[SummaryRow]:
    return [
        SummaryRow(
            (line.span.first.isoformat(), line.name or "none"),
            line.summary,
            next(iter(line.cost.values()), None),
        )
        for line in lines
    ]


def _total(lines: list[ReportLine]) -> Summary:
    total = summary(())
    for line in lines:
        total = merged(total, line.summary)
    return total
