"""Everything about attendance that an edge may call beside `Services`, built once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from adsum.app.attendance_report import AttendanceReport
from adsum.app.audit import Views
from adsum.app.authenticate import Authenticate
from adsum.app.close_period import ClosePeriod, ListPeriods
from adsum.app.company import Company
from adsum.app.consent import ManageConsent
from adsum.app.dashboard import Dashboard
from adsum.app.decide_correction import DecideCorrection, ListCorrections
from adsum.app.decide_leave import CancelLeave, DecideLeave, ListLeave
from adsum.app.deliver_punches import DeliverPunches
from adsum.app.explain_day import ExplainDay
from adsum.app.leave_balances import LeaveBalances
from adsum.app.list_attendance import ListAttendance
from adsum.app.live_feed import LiveFeed
from adsum.app.manage_accounts import ManageAccounts
from adsum.app.manage_credentials import ManageCredentials
from adsum.app.month_sheets import MonthSheets
from adsum.app.pay_report import PayReport
from adsum.app.ports.clock import Clock
from adsum.app.ports.holidays import PublicHolidays
from adsum.app.ports.security import PasswordHasher, TokenSource
from adsum.app.ports.store import Store
from adsum.app.post_adjustments import PostAdjustments
from adsum.app.preview_rules import PreviewRules
from adsum.app.propose_correction import ProposeCorrection
from adsum.app.propose_forgotten import ProposeForgotten
from adsum.app.punch_by_pin import PunchByPin
from adsum.app.punch_manually import PunchManually
from adsum.app.put_document import PutDocument
from adsum.app.read_documents import ReadDocuments
from adsum.app.remove_document import RemoveDocument
from adsum.app.remove_photo import RemovePhoto
from adsum.app.rename_person import RenamePerson
from adsum.app.report import Report
from adsum.app.request_leave import RequestLeave
from adsum.app.set_pin import SetPin
from adsum.app.sign_in import Accounts
from adsum.app.trend import Trend
from adsum.app.verify_audit import ReadAudit, VerifyAudit


@dataclass(frozen=True, slots=True)
class Administration:
    """The built use cases of master data, punching, corrections, leave, periods, reports, accounts
    and the audit log."""

    store: Store
    clock: Clock
    company: Company
    holidays: PublicHolidays
    read_documents: ReadDocuments
    put_document: PutDocument
    remove_document: RemoveDocument
    rename_person: RenamePerson
    remove_photo: RemovePhoto
    verify_audit: VerifyAudit
    read_audit: ReadAudit
    punch_manually: PunchManually
    punch_by_pin: PunchByPin
    deliver_punches: DeliverPunches
    set_pin: SetPin
    propose_correction: ProposeCorrection
    propose_forgotten: ProposeForgotten
    decide_correction: DecideCorrection
    list_corrections: ListCorrections
    request_leave: RequestLeave
    decide_leave: DecideLeave
    cancel_leave: CancelLeave
    list_leave: ListLeave
    leave_balances: LeaveBalances
    close_period: ClosePeriod
    list_periods: ListPeriods
    post_adjustments: PostAdjustments
    list_attendance: ListAttendance
    attendance_report: AttendanceReport
    explain_day: ExplainDay
    pay_report: PayReport
    month_sheets: MonthSheets
    accounts: ManageAccounts
    credentials: ManageCredentials
    authenticate: Authenticate
    report: Report
    dashboard: Dashboard
    trend: Trend
    live_feed: LiveFeed
    consent: ManageConsent
    views: Views
    preview_rules: PreviewRules

    def today(self) -> date:
        """Return the date of the work day that is running in the company's zone."""
        return self.report.today()


@dataclass(frozen=True, slots=True)
class Tools:
    """The built parts that the use cases are made of. company_name: printed on sheets."""

    store: Store
    clock: Clock
    company: Company
    hasher: PasswordHasher
    tokens: TokenSource
    company_name: str = ""


def administration(tools: Tools, holidays: PublicHolidays, accounts: Accounts) -> Administration:
    """Return all use cases, built from the same parts."""
    store, clock, company = tools.store, tools.clock, tools.company
    credentials = ManageCredentials(store, clock, tools.tokens)
    return Administration(
        store=store,
        clock=clock,
        company=company,
        holidays=holidays,
        read_documents=ReadDocuments(store),
        put_document=PutDocument(store, clock),
        remove_document=RemoveDocument(store, clock),
        rename_person=RenamePerson(store, clock),
        remove_photo=RemovePhoto(store, clock),
        verify_audit=VerifyAudit(store),
        read_audit=ReadAudit(store),
        punch_manually=PunchManually(store, clock, company),
        punch_by_pin=PunchByPin(store, clock, company, tools.hasher),
        deliver_punches=DeliverPunches(store, clock, company),
        set_pin=SetPin(store, clock, tools.hasher),
        propose_correction=ProposeCorrection(store, clock, company),
        propose_forgotten=ProposeForgotten(store, clock, company),
        decide_correction=DecideCorrection(store, clock, company),
        list_corrections=ListCorrections(store, clock, company),
        request_leave=RequestLeave(store, clock, company),
        decide_leave=DecideLeave(store, clock, company),
        cancel_leave=CancelLeave(store, clock, company),
        list_leave=ListLeave(store, clock, company),
        leave_balances=LeaveBalances(store, company),
        close_period=ClosePeriod(store, clock, company),
        list_periods=ListPeriods(store),
        post_adjustments=PostAdjustments(store, clock, company),
        list_attendance=ListAttendance(store, clock, company),
        attendance_report=AttendanceReport(store, clock, company),
        explain_day=ExplainDay(store, clock, company),
        pay_report=PayReport(store, clock, company),
        month_sheets=MonthSheets(store, clock, company, tools.company_name),
        accounts=ManageAccounts(store, clock, tools.hasher),
        credentials=credentials,
        authenticate=Authenticate(accounts, credentials),
        report=Report(store, clock, company),
        dashboard=Dashboard(store, clock, company),
        trend=Trend(store, clock, company),
        live_feed=LiveFeed(store, company),
        consent=ManageConsent(store, clock),
        views=Views(store, clock),
        preview_rules=PreviewRules(store, clock, company),
    )
