"""The composition root: settings -> adapters -> use cases. The only file that picks adapters."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import timedelta
from functools import cached_property
from pathlib import Path

import cv2
import numpy as np
from sqlalchemy import URL, make_url

from adsum.app.administration import Administration, Tools, administration
from adsum.app.calibrate import Calibrate, CalibratedRule
from adsum.app.company import Company
from adsum.app.deliver import DeliverDue
from adsum.app.enrol import Enrol, EnrolRequest, EnrolTools
from adsum.app.examine import Examine
from adsum.app.forget import Forget
from adsum.app.gallery import LiveGallery
from adsum.app.identify import Identified, Identify
from adsum.app.kiosk import Eyes
from adsum.app.kiosk_greeting import Greet
from adsum.app.kiosk_services import KioskServices, kiosk_services
from adsum.app.ports.clock import Clock
from adsum.app.ports.notify import Sender
from adsum.app.punch import PunchSighting, UnknownPerson
from adsum.app.report import Report
from adsum.app.services import Services
from adsum.app.sign_in import Accounts
from adsum.app.stored_targets import StoredTargets
from adsum.calendars.public import PublicHolidayCalendars
from adsum.cameras import samples
from adsum.cameras.files import PhotoFile, photos_of_people, pictures
from adsum.config.load import load
from adsum.config.settings import Settings
from adsum.domain.instants import zone
from adsum.domain.person import Person
from adsum.domain.policy import Policy
from adsum.errors import AdsumError
from adsum.exports.exporter import FileExporter
from adsum.imaging.annotate import Label, annotate
from adsum.imaging.decode import DecodeLimits, PhotoDecoder
from adsum.imaging.encode import JpegEncoder
from adsum.imaging.masks import load_masks
from adsum.imaging.sheet import side_by_side
from adsum.models import provision, recognisers
from adsum.models.runtime import Runtime, RuntimeOptions
from adsum.notify.messages import MessageSender
from adsum.notify.webhook import WebhookRules, WebhookSender
from adsum.notify.worker import DeliveryWorker
from adsum.security.passwords import Argon2Hasher
from adsum.security.tokens import SecretTokens
from adsum.storage.engine import SAFE_SQLITE, open_engine, sqlite_module, sqlite_warning
from adsum.storage.errors import folder_trouble
from adsum.storage.schema import bring_up_to_date
from adsum.storage.setup import DatabaseSetup, move_schema, set_up_server
from adsum.storage.store import SqlStore
from adsum.storage.vault import Vault, load_key
from adsum.system.clock import SystemClock
from adsum.system.machine import local_zone, processors
from adsum.vision.gallery import DecisionRule
from adsum.vision.pipeline import FacePipeline
from adsum.vision.types import Image

__all__ = [
    "Application",
    "build_pipeline",
    "examine",
    "illustrate",
    "load_masks",
    "migrate_database",
    "provision",
    "read_settings",
    "recognisers",
    "set_up_database",
]

DATABASE, KEY = "adsum.db", "adsum.key"


def read_settings(data: Path | None = None) -> Settings:
    """Return the settings for the data folder `data`, the environment and this machine."""
    return load(os.environ, data, local_zone())


def build_pipeline(
    settings: Settings, *, threads: int = 1, recogniser: str = recognisers.DEFAULT
) -> FacePipeline:
    """Return a recogniser by its name, with `threads` CPU threads per inference.

    As many inferences run side by side as the processors allow.
    """
    # OpenCV's own threads would only fight with the workers for the same cores.
    cv2.setNumThreads(1)
    streams = max(1, processors() // threads)
    runtime = Runtime(RuntimeOptions(settings.cache, settings.precision, threads, streams))
    return recognisers.build(recogniser, runtime)


class Application:
    """Adsum on one data folder. Parts are built when first used, so that a command that looks
    at no picture loads no model."""

    def __init__(self, settings: Settings, *, threads: int = 1, clock: Clock | None = None) -> None:
        zone(settings.zone)
        self.settings = settings
        self.clock = clock or SystemClock()
        self._threads = threads

    @property
    def workers(self) -> int:
        """How many photos are examined side by side."""
        return self.settings.workers or processors()

    @cached_property
    def store(self) -> SqlStore:
        """The records; the data folder, its key and its tables are made if they are missing."""
        folder = self.settings.data
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            key = load_key(folder / KEY)
        except OSError as error:
            raise folder_trouble(error, folder) from error
        engine = open_engine(database_url(self.settings))
        bring_up_to_date(engine)
        return SqlStore(engine, Vault(key))

    @cached_property
    def decoder(self) -> PhotoDecoder:
        limits = DecodeLimits(self.settings.max_upload_bytes, self.settings.max_pixels)
        return PhotoDecoder(limits)

    @cached_property
    def pipeline(self) -> FacePipeline:
        return self.recogniser(recognisers.DEFAULT)

    def recogniser(self, name: str) -> FacePipeline:
        """Return a recogniser by its name, or by a user's `.toml` file."""
        return build_pipeline(self.settings, threads=self._threads, recogniser=name)

    @cached_property
    def gallery(self) -> LiveGallery:
        per_thousand = self.settings.false_accepts
        rule = CalibratedRule(per_thousand) if per_thousand > 0 else None
        return LiveGallery(self.store, self.pipeline.made_by, rule)

    @cached_property
    def calibrate(self) -> Calibrate:
        return Calibrate(self.store, self.pipeline.made_by)

    @cached_property
    def identify(self) -> Identify:
        rule = DecisionRule(self.settings.threshold, self.settings.margin)
        return Identify(self.pipeline, self.gallery, self.decoder, self.store, rule)

    @cached_property
    def enrol(self) -> Enrol:
        tools = EnrolTools(self.pipeline, self.decoder, JpegEncoder())
        return Enrol(self.store, self.clock, tools, workers=self.workers)

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
        tools = Tools(self.store, self.clock, self.company, Argon2Hasher(), SecretTokens())
        return administration(tools, self.holidays, self.accounts)

    @cached_property
    def exporter(self) -> FileExporter:
        return FileExporter()

    @cached_property
    def kiosk(self) -> KioskServices:
        """What a tablet at the door may do."""
        eyes = Eyes(
            pipeline=self.pipeline,
            gallery=self.gallery,
            decoder=self.decoder,
            decision=DecisionRule(self.settings.threshold, self.settings.margin),
            greet=Greet(self.store, self.clock, self.company),
            quiet=timedelta(seconds=self.settings.quiet),
        )
        return kiosk_services(self.administration, eyes)

    @cached_property
    def deliveries(self) -> DeliveryWorker:
        """Sends webhooks and notifications while the server runs; to be started and stopped."""
        targets = StoredTargets(self.store)
        senders: dict[str, Sender] = {
            "webhook": WebhookSender(targets, self.clock, WebhookRules()),
            "notification": MessageSender(targets),
        }
        return DeliveryWorker(DeliverDue(self.store, self.clock, senders))

    def services(self) -> Services:
        """Return everything that the web edge needs, built."""
        return Services(
            store=self.store,
            clock=self.clock,
            decoder=self.decoder,
            gallery=self.gallery,
            identify=self.identify,
            enrol=self.enrol,
            punch=self.punch,
            report=self.report,
            forget=self.forget,
            accounts=self.accounts,
            administration=self.administration,
            exporter=self.exporter,
            payroll_files=self.exporter,
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

    def photo(self, path: Path) -> PhotoFile:
        """Return a photo file that refuses to be read when it is too large."""
        return PhotoFile(path, self.settings.max_upload_bytes)

    def pictures(self, paths: list[Path]) -> list[Path]:
        """Return the picture files that `paths` name, folders expanded."""
        return list(pictures(paths))

    def enrol_requests(self, paths: list[Path], name: str | None) -> list[EnrolRequest]:
        """Return what to enrol from `paths`; see `cameras.files.photos_of_people`."""
        return [
            EnrolRequest(person, str(path), self.photo(path).read)
            for person, path in photos_of_people(paths, name)
        ]

    def samples(self) -> dict[str, Path]:
        """Return the demo's sample photos by name, downloaded once."""
        return samples.fetch(self.settings.cache)


def illustrate(answers: Sequence[tuple[Image, Sequence[Identified]]]) -> bytes:
    """Return a JPEG with the pictures side by side, boxes and names drawn in."""
    drawn = [
        annotate(
            image,
            [
                Label(face.box, face.person.name if face.person else "unknown", bool(face.person))
                for face in faces
            ],
        )
        for image, faces in answers
    ]
    return JpegEncoder().encode(side_by_side(drawn))


def examine(settings: Settings) -> Examine:
    """Return the doctor for the data folder, the database, the weights and the models."""
    adsum = Application(settings)

    def data() -> str:
        with adsum.store.write() as records:
            return f"{settings.data}: {len(records.people.names())} people"

    def sqlite() -> str:
        warning = sqlite_warning()
        if warning is not None:
            raise OldSqlite(warning)
        return f"SQLite {sqlite_module().sqlite_version}"

    def weights() -> str:
        faults = [fault for fault in provision.verify().values() if fault is not None]
        if faults:
            raise faults[0]
        return f"{len(provision.rows())} files, SHA-256 right"

    def models() -> str:
        image = np.zeros((64, 64, 3), np.uint8)
        adsum.pipeline.detect(image)
        return f"{adsum.pipeline.made_by} runs"

    checks = {"data": data, "sqlite": sqlite, "weights": weights, "models": models}
    return Examine(checks)


def database_url(settings: Settings) -> str | URL:
    """Return where the records are: the URL of the settings, or SQLite in the data folder."""
    # Built from parts: a question mark in the path is no query.
    own = URL.create("sqlite", database=str(settings.data / DATABASE))
    return settings.database_url or own


def set_up_database(settings: Settings, admin_url: str, user: str, host: str) -> DatabaseSetup:
    """Make the database with its tables; on a server also a least-privilege user."""
    if admin_url:
        return set_up_server(admin_url, user, host)
    adsum = Application(settings)
    adsum.store.close()
    where = make_url(database_url(settings)).render_as_string()
    did = (f"Made or checked the data folder {settings.data}.", f"Made or updated {where}.")
    return DatabaseSetup(did, where)


def migrate_database(settings: Settings, revision: str | None) -> str:
    """Take the tables to a revision (None: the newest) and return where they are."""
    return move_schema(database_url(settings), revision)


class OldSqlite(AdsumError):
    """The only SQLite at hand has a known bug."""

    code = "storage.old_sqlite"
    remedy = (
        f"Install pysqlite3, or a Python with SQLite {'.'.join(map(str, SAFE_SQLITE))} or newer."
    )
