"""Everything that an edge (terminal, HTTP) may call, built once by the composition root."""

from __future__ import annotations

from dataclasses import dataclass

from adsum.app.administration import Administration
from adsum.app.assign_visitor import AssignVisitor
from adsum.app.check_enrolment import CheckEnrolment
from adsum.app.enrol import Enrol
from adsum.app.enrol_person import EnrolPerson
from adsum.app.enrolment_jobs import EnrolmentJobs
from adsum.app.forget import Forget
from adsum.app.gallery import LiveGallery
from adsum.app.guide_enrolment import GuideEnrolment
from adsum.app.identify import Identify
from adsum.app.import_payroll import ImportPayroll
from adsum.app.payroll_files import PayrollFiles
from adsum.app.ports.clock import Clock
from adsum.app.ports.exports import Exporter
from adsum.app.ports.pictures import PictureDecoder
from adsum.app.ports.store import Store
from adsum.app.punch import PunchSighting
from adsum.app.report import Report
from adsum.app.review_visitors import ReviewVisitors
from adsum.app.show_recognition import ShowRecognition
from adsum.app.sign_in import Accounts


@dataclass(frozen=True, slots=True)
class Services:
    """The built use cases and the few ports that the edges read from directly.

    zone: the company's IANA zone. place: where punches without a device are made. company_name:
    printed on sheets and reports; may be empty.
    """

    store: Store
    clock: Clock
    decoder: PictureDecoder
    gallery: LiveGallery
    identify: Identify
    enrol: Enrol
    guide_enrolment: GuideEnrolment
    check_enrolment: CheckEnrolment
    enrol_person: EnrolPerson
    enrolment_jobs: EnrolmentJobs
    punch: PunchSighting
    report: Report
    forget: Forget
    accounts: Accounts
    administration: Administration
    exporter: Exporter
    payroll_files: PayrollFiles
    import_payroll: ImportPayroll
    review_visitors: ReviewVisitors
    assign_visitor: AssignVisitor
    show_recognition: ShowRecognition
    company_name: str
    max_archive_bytes: int
    zone: str
    place: str
