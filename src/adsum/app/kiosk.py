"""Watch the camera of a kiosk, and clock in or out whoever several frames agree on."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import NAMESPACE_URL, uuid5

from adsum.app.clocking import How
from adsum.app.gallery import LiveGallery
from adsum.app.keep_visit import KeepVisit
from adsum.app.kiosk_greeting import Greet, Greeting
from adsum.app.kiosk_strangers import KioskStrangers
from adsum.app.ports.pictures import PictureDecoder
from adsum.app.ports.punches import Origin
from adsum.domain.punch import Direction
from adsum.domain.sighting import Sighting
from adsum.vision import quality
from adsum.vision.gallery import DecisionRule
from adsum.vision.pipeline import FacePipeline
from adsum.vision.track import Track, Tracker
from adsum.vision.types import Image, Quality
from adsum.vision.vote import Ballot, Verdict, Vote, VoteRule

# How often a decided face is looked at again (seconds): two people may have changed places.
_CHECK_AGAIN = 1.5
# A person who was wrongly named is not named again for so long: the same face would be mistaken
# for the same person in the next second.
_REFUSED_FOR = timedelta(seconds=30)
# Longer than the tracker's patience: a track this old never comes back (seconds).
_FORGOTTEN_AFTER = 10.0


class FaceState(StrEnum):
    """What the kiosk shows at a face. ASKED: recognised, the direction is to be chosen."""

    LOOKING = "looking"
    ASKED = "asked"
    RECOGNISED = "recognised"
    UNKNOWN = "unknown"
    TOO_FAR = "too_far"
    TOO_DARK = "too_dark"


class Light(StrEnum):
    """How much light the camera has."""

    ENOUGH = "enough"
    TOO_DARK = "too_dark"


@dataclass(frozen=True, slots=True)
class KioskRule:
    """Least that a face must offer to be looked at.

    eye_distance: pixels of the frame between the eyes; a frame is 640 pixels wide, so 18 is a
        face at about 2 m. face_light: mean grey level of the face; picture_light: of all of a
        picture without faces. turn: yaw beyond which nobody looks at the kiosk.
    """

    eye_distance: float = 18.0
    face_light: float = 30.0
    picture_light: float = 24.0
    turn: float = 0.85


@dataclass(frozen=True, slots=True)
class SeenFace:
    """A face as the kiosk may know it: no score. box: x, y, width, height as shares of the
    picture."""

    track: int
    box: tuple[float, float, float, float]
    state: FaceState
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """The answer to one frame. greetings: who was clocked by this very frame."""

    light: Light
    faces: tuple[SeenFace, ...]
    greetings: tuple[Greeting, ...]


@dataclass(frozen=True, slots=True)
class Eyes:
    """What looking takes. quiet: whoever comes back within it is not clocked again. keep: keeps
    shots of people whom the kiosk does not know; None: none are kept."""

    pipeline: FacePipeline
    gallery: LiveGallery
    decoder: PictureDecoder
    decision: DecisionRule
    greet: Greet
    quiet: timedelta
    rule: KioskRule = field(default_factory=KioskRule)
    vote: VoteRule = field(default_factory=VoteRule)
    keep: KeepVisit | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What a kiosk that was offline says of the pictures that it took."""

    client_id: str
    declared: Direction | None = None


@dataclass(slots=True)
class _Acquaintance:
    """What is known of one track so far."""

    vote: Vote
    looked_at: float = -1.0
    score: float = 1.0
    greeting: Greeting | None = None


class WatchKiosk:
    """Follow every face before a kiosk and clock in or out who is recognised.

    A match counts when several frames of one face agree on it, good pictures more than poor ones;
    one frame never clocks anybody. Somebody who stays in view, or comes back within the quiet
    time, is clocked once. Whom the kiosk has wrongly named is not named again at once.
    One instance per kiosk and connection; frames are looked at one at a time.
    """

    def __init__(self, eyes: Eyes, place: str, origin: Origin, given: Given | None = None) -> None:
        """Watch at `place`. origin: which kiosk. given: what a delivery says, if it is one."""
        self.place = place
        self._eyes = eyes
        self._origin = origin
        self._given = given
        self._tracker = Tracker()
        self._known: dict[int, _Acquaintance] = {}
        self._last_seen: dict[str, datetime] = {}
        self._greetings: dict[str, Greeting] = {}
        self._refused: dict[str, datetime] = {}
        self._strangers = KioskStrangers(eyes.keep, origin.device_id or place, place)
        self._lock = threading.Lock()

    def execute(self, content: bytes, at: datetime, *, seen: float | None = None) -> Seen:
        """Look at one frame, a picture file. at: when people are clocked who are recognised on it.
        seen: when it was taken, in seconds on any clock, if not at `at`.

        Raises:
            AdsumError: the picture cannot be decoded, or a part of Adsum does not work.
        """
        image = self._eyes.decoder.decode(content)
        with self._lock:
            return self._look(image, at, at.timestamp() if seen is None else seen)

    def choose(self, track: int, direction: Direction, at: datetime) -> Greeting | None:
        """Clock the person of an asked face; None if that face has gone or was clocked."""
        with self._lock:
            known = self._known.get(track)
            person_id = known.vote.decision.person_id if known else None
            if known is None or person_id is None or known.greeting is not None:
                return None
            known.greeting = self._clock(known, person_id, at, direction)
            return known.greeting

    def deny(self, punch_id: str, at: datetime) -> None:
        """Take note that a punch of this kiosk was undone: it was somebody else."""
        with self._lock:
            for greeting in [g for g in self._greetings.values() if g.punch_id == punch_id]:
                self._refused[greeting.person_id] = at + _REFUSED_FOR
                del self._greetings[greeting.person_id]
            for track, known in self._known.items():
                if known.greeting is not None and known.greeting.punch_id == punch_id:
                    known.greeting = None
                    known.vote.restart()
                    self._strangers.deny(track)

    def excuse(self, at: datetime) -> None:
        """Take note that somebody clocked by PIN: no shot is kept of the faces in view."""
        with self._lock:
            self._strangers.excuse(at)

    def finish(self) -> None:
        """Store the shots of unknown people now: nobody knows when the next frame comes."""
        with self._lock:
            self._strangers.store()

    def _look(self, image: Image, at: datetime, seen: float) -> Seen:
        faces = self._eyes.pipeline.detect(image)
        tracks = self._tracker.update(faces, seen)
        for gone in self._known.keys() - {track.id for track in tracks}:
            if self._known[gone].looked_at < seen - _FORGOTTEN_AFTER:
                del self._known[gone]
        self._strangers.store(at)
        greetings: list[Greeting] = []
        shown = tuple(self._face(image, track, at, greetings) for track in tracks)
        dark = not faces and float(image[::4, ::4].mean()) < self._eyes.rule.picture_light
        return Seen(Light.TOO_DARK if dark else Light.ENOUGH, shown, tuple(greetings))

    def _face(
        self, image: Image, track: Track, at: datetime, greetings: list[Greeting]
    ) -> SeenFace:
        known = self._known.setdefault(track.id, _Acquaintance(Vote(self._eyes.vote)))
        measured = quality.measure(image, track.face)
        obstacle = self._obstacle(measured)
        settled = known.vote.decision.verdict is Verdict.PERSON
        if not obstacle and (not settled or track.seen - known.looked_at >= _CHECK_AGAIN):
            self._ask(image, track, known, measured, at)
        person_id = known.vote.decision.person_id
        if person_id is None:
            stranger = known.vote.decision.verdict is Verdict.UNKNOWN
            state = obstacle or (FaceState.UNKNOWN if stranger else FaceState.LOOKING)
            return _shown(image, track, state)
        name = self._eyes.greet.name(person_id)
        if name is None:
            return _shown(image, track, FaceState.UNKNOWN)
        if known.greeting is None:
            known.greeting = self._again(person_id, at)
            if known.greeting is None and self._must_choose(person_id, at):
                return _shown(image, track, FaceState.ASKED, name)
            known.greeting = known.greeting or self._clock(known, person_id, at)
            greetings.append(known.greeting)
        self._last_seen[person_id] = at
        return _shown(image, track, FaceState.RECOGNISED, name)

    def _obstacle(self, measured: Quality) -> FaceState | None:
        rule = self._eyes.rule
        if measured.eye_distance < rule.eye_distance:
            return FaceState.TOO_FAR
        if measured.brightness < rule.face_light:
            return FaceState.TOO_DARK
        return FaceState.LOOKING if abs(measured.yaw) > rule.turn else None

    def _ask(
        self, image: Image, track: Track, known: _Acquaintance, measured: Quality, at: datetime
    ) -> None:
        """Let this frame vote on who the face is."""
        known.looked_at = track.seen
        described = self._eyes.pipeline.describe(image, track.face, measured)
        gallery = self._eyes.gallery.current(described.embedding.made_by)
        (match,) = gallery.match([described.embedding], self._eyes.decision)
        person_id = match.person_id
        if person_id is not None and self._refused.get(person_id, at) > at:
            person_id = None
        if known.vote.contradicts(person_id):
            known.greeting = None
            self._strangers.drop(track.id)
        known.score = match.score or 0.0
        value = quality.score(measured)
        decision = known.vote.hear(Ballot(person_id, value))
        self._strangers.look(track.id, image, described, value, decision, at)

    def _again(self, person_id: str, at: datetime) -> Greeting | None:
        """Return the greeting of somebody who was here a moment ago."""
        last, greeting = self._last_seen.get(person_id), self._greetings.get(person_id)
        if last is None or greeting is None or at - last >= self._eyes.quiet:
            return None
        return replace(greeting, recorded=False)

    def _must_choose(self, person_id: str, at: datetime) -> bool:
        # Nobody stands before a delivery any more.
        return self._given is None and self._eyes.greet.asks(person_id, self.place, at)

    def _clock(
        self,
        known: _Acquaintance,
        person_id: str,
        at: datetime,
        declared: Direction | None = None,
    ) -> Greeting:
        sighting = Sighting(person_id, at, self.place, known.score)
        how = How(declared=declared, origin=self._origin)
        if self._given is not None:
            # One delivery, several people: each punch has an id of its own, always the same.
            name = f"adsum:{self._given.client_id}/{person_id}"
            how = replace(
                how, client_id=uuid5(NAMESPACE_URL, name).hex, declared=self._given.declared
            )
        greeting = self._eyes.greet.execute(sighting, how)
        self._last_seen[person_id] = at
        self._greetings[person_id] = greeting
        return greeting


def _shown(image: Image, track: Track, state: FaceState, name: str | None = None) -> SeenFace:
    height, width = image.shape[:2]
    box = track.face.box
    shares = (box.x / width, box.y / height, box.width / width, box.height / height)
    x, y, across, down = (round(share, 4) for share in shares)
    return SeenFace(track.id, (x, y, across, down), state, name)
