"""Enrol people from photos."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from adsum.app.enrol_status import Status as Status
from adsum.app.ids import new_id
from adsum.app.ports.clock import Clock
from adsum.app.ports.photos import EnrolledPhoto
from adsum.app.ports.pictures import PictureDecoder, PictureEncoder
from adsum.app.ports.store import Records, Store
from adsum.domain.person import Person, clean_name
from adsum.errors import AdsumError
from adsum.vision import quality
from adsum.vision.choose import main_face, rivals
from adsum.vision.crop import face_crop
from adsum.vision.enrolment import EnrolmentIndex, EnrolmentRule
from adsum.vision.pipeline import FacePipeline
from adsum.vision.quality import QualityGate
from adsum.vision.types import DescribedFace, Image, Points, Vector

# Photos per transaction: an interruption loses at most this many, a commit costs one disk flush.
BATCH = 32


class PhotoRefused(AdsumError):
    """An enrolment photo is not good enough; the message says why."""

    code = "photo.refused"
    remedy = "Take a photo from the front, in even light, with the face filling a third of it."


class NoFaceInPhoto(PhotoRefused):
    """No face was found."""

    code = "photo.no_face"
    remedy = "Use a photo in which the face is upright, lit and not covered."


class SeveralFaces(PhotoRefused):
    """It is not clear whose photo it is."""

    code = "photo.several_faces"
    remedy = "Crop the photo to the one person."


class ConsentWithdrawn(PhotoRefused):
    """The person withdrew their consent to being recognised."""

    code = "photo.consent_withdrawn"
    remedy = "They clock with their PIN; record a new consent before enrolling them again."


class FaceClaimed(AdsumError):
    """The face already belongs to somebody else."""

    code = "photo.belongs_to_another"
    remedy = "Check the name. If these are two people who look alike, allow look-alikes."


@dataclass(frozen=True, slots=True)
class EnrolRequest:
    """One photo of one person. `read` fetches the file's bytes, in a worker thread."""

    name: str
    label: str
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class EnrolOutcome:
    """What became of one photo; `error` says why it was refused.

    claimed_by: id of the person whose face it is already, where that is the reason. vector: the
    unit embedding of an enrolled photo.
    """

    name: str
    label: str
    status: Status
    quality: float | None = None
    error: AdsumError | None = None
    claimed_by: str | None = None
    vector: Vector | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class EnrolTools:
    """The built parts that looking at an enrolment photo takes."""

    pipeline: FacePipeline
    decoder: PictureDecoder
    encoder: PictureEncoder
    gate: QualityGate = field(default_factory=QualityGate)
    rule: EnrolmentRule = field(default_factory=EnrolmentRule)


@dataclass(frozen=True, slots=True, eq=False)
class _Examined:
    """A photo that passed the gate; `described` is None if the file was enrolled before."""

    name: str
    sha256: str
    described: DescribedFace | None = None
    crop: bytes = b""
    landmarks: Points | None = None


class Enrol:
    """Add photos to people, creating the people as their first good photo comes.

    A photo is refused, with the reason in words, if it shows no face or several, if the face is too
    small, blurred, dark, turned away or cut off, or if it belongs to somebody else. A file enrolled
    before is skipped, and so is a near-duplicate. Photos are examined side by side and added in
    the order given, some at a time: after an interruption the same call does the rest.
    """

    def __init__(self, store: Store, clock: Clock, tools: EnrolTools, *, workers: int = 1) -> None:
        self._store = store
        self._clock = clock
        self._tools = tools
        self._workers = workers

    def execute(
        self, requests: Iterable[EnrolRequest], *, allow_lookalikes: bool = False
    ) -> Iterator[EnrolOutcome]:
        """Yield one outcome per request, in order, each after its photo is on disk."""
        return self._run(requests, allow_lookalikes, rehearse=False)

    def rehearse(
        self, requests: Iterable[EnrolRequest], *, allow_lookalikes: bool = False
    ) -> Iterator[EnrolOutcome]:
        """Yield what `execute` would do with each photo, and store nothing."""
        return self._run(requests, allow_lookalikes, rehearse=True)

    def _run(
        self, requests: Iterable[EnrolRequest], allow_lookalikes: bool, *, rehearse: bool
    ) -> Iterator[EnrolOutcome]:
        # One recogniser from the first photo to the last, whatever is chosen meanwhile.
        tools = replace(self._tools, pipeline=self._tools.pipeline.current())
        session = _Session(self._store, self._clock, tools, allow_lookalikes, rehearse)
        batch: list[tuple[EnrolRequest, _Examined | AdsumError]] = []
        with ThreadPoolExecutor(self._workers, thread_name_prefix="enrol") as pool:
            pending: deque[tuple[EnrolRequest, Future[_Examined | AdsumError]]] = deque()
            try:
                for request in requests:
                    pending.append((request, pool.submit(_examine, tools, request, session.known)))
                    if len(pending) > 4 * self._workers:
                        first, future = pending.popleft()
                        batch.append((first, future.result()))
                    if len(batch) >= BATCH:
                        yield from session.admit(batch)
                        batch = []
                batch += [(request, future.result()) for request, future in pending]
                yield from session.admit(batch)
            finally:
                pool.shutdown(cancel_futures=True)


def _examine(
    tools: EnrolTools, request: EnrolRequest, known: frozenset[tuple[str, str]]
) -> _Examined | AdsumError:
    """Do what needs no order: read, decode, detect, judge, embed, crop."""
    try:
        name = clean_name(request.name)
        content = request.read()
        sha256 = hashlib.sha256(content).hexdigest()
        if (name.casefold(), sha256) in known:
            return _Examined(name, sha256)
        image = tools.decoder.decode(content)
        described = _judge(tools, image)
        crop, landmarks = face_crop(image, described.face)
        return _Examined(name, sha256, described, tools.encoder.encode(crop), landmarks)
    except AdsumError as error:
        return error


def _judge(tools: EnrolTools, image: Image) -> DescribedFace:
    """Return the photo's one face, or raise with the reason why it cannot be enrolled."""
    pipeline, gate = tools.pipeline, tools.gate
    faces = pipeline.detect(image)
    face = main_face(faces, image)
    if face is None:
        raise NoFaceInPhoto("no face was found in the photo")
    others = rivals(faces, face, gate.rival_area)
    if others:
        raise SeveralFaces(f"the photo shows {len(others) + 1} faces of similar size")
    measured = quality.measure(image, face)
    complaints = gate.complaints(measured)
    if complaints:
        raise PhotoRefused("; ".join(complaints))
    return pipeline.describe(image, face, measured)


class _Session:
    """One enrolment: the people and templates so far, and what is added."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        tools: EnrolTools,
        allow_lookalikes: bool,
        rehearse: bool,
    ) -> None:
        self._store = store
        self._clock = clock
        self._rule = tools.rule
        self._allow_lookalikes = allow_lookalikes
        self._rehearse = rehearse
        self._index = EnrolmentIndex()
        with store.read() as records:
            self._names = records.people.names()
            for person_id, vector in records.photos.templates(tools.pipeline.made_by):
                self._index.add(person_id, vector)
            self.known = frozenset(
                (self._names[person_id].casefold(), sha256)
                for person_id, sha256 in records.photos.hashes()
                if person_id in self._names
            )
            said = records.consents.latest()
        self._withdrawn = {id for id, last in said.items() if not last.given}
        self._ids = {name.casefold(): person_id for person_id, name in self._names.items()}
        self._added: set[tuple[str, str]] = set()

    def admit(self, batch: list[tuple[EnrolRequest, _Examined | AdsumError]]) -> list[EnrolOutcome]:
        """Add the good photos of `batch` in one transaction."""
        if not batch:
            return []
        if self._rehearse:
            return [self._admit(None, request, examined) for request, examined in batch]
        with self._store.write() as records:
            return [self._admit(records, request, examined) for request, examined in batch]

    def _admit(
        self, records: Records | None, request: EnrolRequest, examined: _Examined | AdsumError
    ) -> EnrolOutcome:
        if isinstance(examined, AdsumError):
            return EnrolOutcome(request.name, request.label, Status.REFUSED, error=examined)
        if records is not None:
            self._meet(records, examined)
        outcome = self._judge(request.label, examined)
        if outcome.status is Status.ENROLLED and examined.described is not None:
            person_id = self._remember(examined, examined.described)
            if records is not None:
                self._store_photo(records, person_id, examined, outcome.quality or 0.0)
        return outcome

    def _meet(self, records: Records, examined: _Examined) -> None:
        """Ask again inside the transaction: another process may have been faster."""
        key, person = examined.name.casefold(), records.people.by_name(examined.name)
        if person is None:
            self._ids.pop(key, None)
            return
        self._ids[key] = person.id
        self._names[person.id] = person.name
        if records.photos.has(person.id, examined.sha256):
            self._added.add((key, examined.sha256))

    def _judge(self, label: str, examined: _Examined) -> EnrolOutcome:
        """Decide about a photo that is good enough by itself."""
        name, described = examined.name, examined.described
        if described is None or (name.casefold(), examined.sha256) in self._added:
            return EnrolOutcome(name, label, Status.ALREADY)
        value, vector = quality.score(described.quality), described.embedding.vector
        if self._ids.get(name.casefold(), "") in self._withdrawn:
            withdrawn = ConsentWithdrawn(f"{name} withdrew the consent to being recognised")
            return EnrolOutcome(name, label, Status.REFUSED, value, withdrawn)
        found = self._index.compare(self._ids.get(name.casefold(), ""), vector)
        if self._rule.is_duplicate(found):
            return EnrolOutcome(name, label, Status.DUPLICATE, value)
        if self._rule.is_claimed(found) and not self._allow_lookalikes:
            other = self._names.get(found.other_id or "", "somebody else")
            error = FaceClaimed(f"this face is already enrolled as {other}")
            return EnrolOutcome(name, label, Status.REFUSED, value, error, found.other_id)
        return EnrolOutcome(name, label, Status.ENROLLED, value, vector=vector)

    def _remember(self, examined: _Examined, described: DescribedFace) -> str:
        """Let the photos that follow be compared with this one; return its person's id."""
        key = examined.name.casefold()
        person_id = self._ids.setdefault(key, new_id())
        self._names.setdefault(person_id, examined.name)
        self._added.add((key, examined.sha256))
        self._index.add(person_id, described.embedding.vector)
        return person_id

    def _store_photo(
        self, records: Records, person_id: str, examined: _Examined, value: float
    ) -> None:
        assert examined.described is not None and examined.landmarks is not None
        now = self._clock.now()
        if records.people.get(person_id) is None:
            records.people.add(Person(person_id, examined.name, now))
        records.photos.add(
            EnrolledPhoto(
                id=new_id(),
                person_id=person_id,
                sha256=examined.sha256,
                crop=examined.crop,
                landmarks=examined.landmarks,
                quality=value,
                embedding=examined.described.embedding,
                created_at=now,
            )
        )
