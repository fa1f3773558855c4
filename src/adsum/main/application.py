"""Adsum on one data folder: the use cases, each built when first used."""

from __future__ import annotations

import os
from datetime import timedelta
from functools import cached_property
from pathlib import Path

from adsum.app.administration import Administration, Tools, administration
from adsum.app.assign_visitor import AssignVisitor
from adsum.app.calibrate import Calibrate
from adsum.app.check_enrolment import CheckEnrolment
from adsum.app.company import Company
from adsum.app.enrol import Enrol, EnrolRequest, EnrolTools
from adsum.app.enrol_person import EnrolPerson
from adsum.app.enrolment_jobs import EnrolmentJobs
from adsum.app.exchange_gallery import ExportGallery, ImportGallery
from adsum.app.forget import Forget
from adsum.app.guide_enrolment import GuideEnrolment
from adsum.app.identify import Identify
from adsum.app.import_payroll import ImportPayroll
from adsum.app.keep_visit import KeepVisit, VisitRule
from adsum.app.kiosk import Eyes
from adsum.app.kiosk_greeting import Greet
from adsum.app.kiosk_services import KioskServices, kiosk_services
from adsum.app.look_alikes import FindLookAlikes
from adsum.app.make_templates import MakeTemplates
from adsum.app.payroll_files import ReportFiles
from adsum.app.ports.gallery_files import GalleryFiles
from adsum.app.punch import PunchSighting, UnknownPerson
from adsum.app.report import Report
from adsum.app.review_visitors import ReviewVisitors
from adsum.app.run_enrolments import ArchiveTools, RunEnrolments
from adsum.app.services import Services
from adsum.app.show_recognition import ShowRecognition, Terms
from adsum.app.sign_in import Accounts
from adsum.app.switch_recogniser import SwitchRecogniser
from adsum.app.train_classifier import TrainClassifier
from adsum.calendars.public import PublicHolidayCalendars
from adsum.cameras import samples
from adsum.cameras.archive import ArchiveBounds, ZipArchives
from adsum.cameras.files import photos_of_people
from adsum.domain.person import Person
from adsum.domain.policy import Policy
from adsum.imaging.encode import JpegEncoder
from adsum.main.foundation import Foundation
from adsum.main.jobs import JobWorker
from adsum.main.matching import calibrated_view
from adsum.models import recognisers
from adsum.notify.worker import DeliveryWorker
from adsum.security.passwords import Argon2Hasher
from adsum.security.tokens import SecretTokens
from adsum.vision.matchers import MATCHERS


class Application(Foundation):
    """Adsum on one data folder: its use cases, each built when first used."""

    @cached_property
    def calibrate(self) -> Calibrate:
        return self._calibrate()

    def _calibrate(self) -> Calibrate:
        """For the recogniser that is in use now; a server's may change."""
        return Calibrate(
            self.store,
            self.pipeline.made_by,
            calibrated_view(self.settings),
            self.pipeline.threshold,
        )

    @cached_property
    def switch_recogniser(self) -> SwitchRecogniser:
        make = MakeTemplates(self.store, self.decoder, workers=self.workers)
        return SwitchRecogniser(self.store, self.clock, self.recogniser, make, recognisers.DEFAULT)

    @cached_property
    def show_recognition(self) -> ShowRecognition:
        terms = Terms(self.settings.false_accepts, by_hand=self.settings.threshold > 0)
        return ShowRecognition(
            self.store,
            self.switch_recogniser,
            lambda: self.pipeline.made_by,
            self._calibrate,
            terms,
        )

    @cached_property
    def export_gallery(self) -> ExportGallery:
        return ExportGallery(self.store, self.clock, self._gallery_files())

    @cached_property
    def import_gallery(self) -> ImportGallery:
        return ImportGallery(self.store, self.clock, self._gallery_files())

    @staticmethod
    def _gallery_files() -> GalleryFiles:
        from adsum.exports.gallery_files import FormattedGalleryFiles

        return FormattedGalleryFiles()

    @cached_property
    def identify(self) -> Identify:
        return Identify(self.pipeline, self.gallery, self.decoder, self.store, self.rule)

    @cached_property
    def look_alikes(self) -> FindLookAlikes:
        return FindLookAlikes(self.store, self.gallery, self.rule)

    @cached_property
    def train_classifier(self) -> TrainClassifier:
        return TrainClassifier(self.gallery, self.rule, MATCHERS["mlp"])

    @cached_property
    def enrol_tools(self) -> EnrolTools:
        return EnrolTools(self.pipeline, self.decoder, JpegEncoder())

    @cached_property
    def enrol(self) -> Enrol:
        return Enrol(self.store, self.clock, self.enrol_tools, workers=self.workers)

    @cached_property
    def run_enrolments(self) -> RunEnrolments:
        # The table reader loads what reads spreadsheets.
        from adsum.exports.reading import read_table

        bounds = ArchiveBounds(
            unpacked=4 * self.settings.max_archive_bytes, member=self.settings.max_upload_bytes
        )
        tools = ArchiveTools(self.uploads, ZipArchives(bounds), read_table)
        return RunEnrolments(self.store, self.clock, self.enrol, tools)

    @cached_property
    def jobs(self) -> JobWorker:
        """Works on enrolment jobs while the server runs; to be started and stopped."""
        return JobWorker(self.run_enrolments)

    @cached_property
    def enrolment_jobs(self) -> EnrolmentJobs:
        return EnrolmentJobs(self.store, self.clock, self.uploads, lambda: self.jobs.wake())

    @cached_property
    def check_enrolment(self) -> CheckEnrolment:
        return CheckEnrolment(self.store, self.enrol, self.gallery, self.rule)

    @cached_property
    def holidays(self) -> PublicHolidayCalendars:
        return PublicHolidayCalendars()

    @cached_property
    def company(self) -> Company:
        policy = Policy(quiet=timedelta(seconds=self.settings.quiet))
        return Company(self.store, self.clock, self.holidays, self.settings.zone, policy)

    @cached_property
    def punch(self) -> PunchSighting:
        return PunchSighting(self.store, self.clock, self.company)

    @cached_property
    def report(self) -> Report:
        return Report(self.store, self.clock, self.company)

    @cached_property
    def forget(self) -> Forget:
        return Forget(self.store, self.clock)

    @cached_property
    def accounts(self) -> Accounts:
        return Accounts(self.store, self.clock, Argon2Hasher(), SecretTokens())

    @cached_property
    def administration(self) -> Administration:
        """The use cases of attendance and administration."""
        tools = Tools(
            store=self.store,
            clock=self.clock,
            company=self.company,
            hasher=Argon2Hasher(),
            tokens=SecretTokens(),
            company_name=self.settings.company,
        )
        return administration(tools, self.holidays, self.accounts)

    @cached_property
    def exporter(self) -> ReportFiles:
        # The PDF library takes half a second to load: only for commands that write files.
        from adsum.exports.exporter import FileExporter
        from adsum.exports.pdf_fonts import Fonts

        fonts = filter(None, self.settings.pdf_fonts.split(os.pathsep))
        return FileExporter(self.settings.company, fonts=Fonts(map(Path, fonts)))

    @cached_property
    def import_payroll(self) -> ImportPayroll:
        # So does what reads spreadsheets.
        from adsum.exports.imports import TableReader

        put = self.administration.put_document
        return ImportPayroll(self.store, put, TableReader())

    @cached_property
    def kiosk(self) -> KioskServices:
        """What a tablet at the door may do."""
        eyes = Eyes(
            pipeline=self.pipeline,
            gallery=self.gallery,
            decoder=self.decoder,
            decision=self.rule,
            greet=Greet(self.store, self.clock, self.company),
            quiet=timedelta(seconds=self.settings.quiet),
            keep=self.keep_visit if self.settings.kiosk_visitors else None,
        )
        return kiosk_services(self.administration, eyes)

    @cached_property
    def keep_visit(self) -> KeepVisit:
        rule = VisitRule(keep_for=timedelta(days=self.settings.visitor_days))
        return KeepVisit(self.store, self.clock, JpegEncoder(), rule)

    @cached_property
    def review_visitors(self) -> ReviewVisitors:
        return ReviewVisitors(self.store, self.clock)

    @cached_property
    def assign_visitor(self) -> AssignVisitor:
        propose = self.administration.propose_correction
        quiet = timedelta(seconds=self.settings.quiet)
        return AssignVisitor(self.store, self.clock, self.enrol, propose, quiet)

    @cached_property
    def deliveries(self) -> DeliveryWorker:
        """Sends webhooks and notifications while the server runs; to be started and stopped."""
        # The HTTP client takes longer to load than most commands take to run.
        from adsum.main.deliveries import delivery_worker

        return delivery_worker(self.settings, self.store, self.clock)

    def services(self) -> Services:
        """Return everything that the web edge needs, built."""
        return Services(
            store=self.store,
            clock=self.clock,
            decoder=self.decoder,
            gallery=self.gallery,
            identify=self.identify,
            enrol=self.enrol,
            guide_enrolment=GuideEnrolment(self.enrol_tools),
            check_enrolment=self.check_enrolment,
            enrolment_jobs=self.enrolment_jobs,
            max_archive_bytes=self.settings.max_archive_bytes,
            enrol_person=EnrolPerson(self.store, self.clock, self.enrol),
            punch=self.punch,
            report=self.report,
            forget=self.forget,
            accounts=self.accounts,
            administration=self.administration,
            exporter=self.exporter,
            payroll_files=self.exporter,
            import_payroll=self.import_payroll,
            review_visitors=self.review_visitors,
            assign_visitor=self.assign_visitor,
            show_recognition=self.show_recognition,
            company_name=self.settings.company,
            zone=self.settings.zone,
            place=self.settings.place,
        )

    def person(self, name: str) -> Person:
        """Return the person called `name`, or raise `UnknownPerson`."""
        with self.store.read() as records:
            found = records.people.by_name(name)
        if found is None:
            raise UnknownPerson(f"nobody called {name!r} is enrolled")
        return found

    def enrol_requests(self, paths: list[Path], name: str | None) -> list[EnrolRequest]:
        """Return what to enrol from `paths`; see `cameras.files.photos_of_people`."""
        return [
            EnrolRequest(person, str(path), self.photo(path).read)
            for person, path in photos_of_people(paths, name)
        ]

    def samples(self) -> dict[str, Path]:
        """Return the demo's sample photos by name, downloaded once."""
        return samples.fetch(self.settings.cache)
