"""Watch one camera, and clock whoever several frames agree on."""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass, field, replace
from datetime import datetime

from adsum.app.camera_events import CameraEvent, Sight, Tell
from adsum.app.clocking import UnknownPerson
from adsum.app.gallery import LiveGallery
from adsum.app.keep_visit import WORTH_KEEPING, KeepVisit, StrangerShot
from adsum.app.moment import Moment
from adsum.app.open_door import OpenDoor
from adsum.app.ports.clock import Clock
from adsum.app.ports.punches import Origin
from adsum.app.ports.store import Store
from adsum.app.ports.video import Frame
from adsum.app.presence import Presence
from adsum.app.punch import PunchSighting
from adsum.app.watched import Show, View, Watched
from adsum.domain.punch import Direction
from adsum.domain.sighting import Sighting
from adsum.errors import AdsumError
from adsum.vision.following import (
    FaceTracker,
    Followed,
    FollowedFace,
    Follower,
    FollowRule,
    VideoEyes,
)
from adsum.vision.gallery import DecisionRule, Gallery
from adsum.vision.types import Box, Embedding, Match, RecogniserId
from adsum.vision.vote import Verdict
from adsum.vision.zones import Crossing, Point, crossed, side

# The gallery is asked for this often (seconds): a query each time it is.
_GALLERY_FRESH = 1.0


@dataclass(frozen=True, slots=True)
class WatchTools:
    """What watching takes; shared by all cameras.

    open_door: for cameras that have a door. show: is given every frame that was looked at, with
    what is on it.
    """

    store: Store
    clock: Clock
    gallery: LiveGallery
    decision: DecisionRule
    punch: PunchSighting
    keep: KeepVisit
    presence: Presence
    tell: Tell
    open_door: OpenDoor | None = None
    show: Show | None = None
    rule: FollowRule = field(default_factory=FollowRule)


@dataclass(slots=True)
class _Met:
    """What was done about one track."""

    appeared: bool = False
    person_id: str | None = None
    name: str | None = None
    told_unknown: bool = False
    refused: bool = False
    at_side: Point | None = None
    crossing: Crossing | None = None
    crossed: Moment | None = None


class WatchCamera:
    """Follow every face before one camera, and clock whoever is recognised.

    Several frames of one face must agree, good pictures more than poor ones. Somebody who stays in
    view, or comes back within the quiet time, is clocked once. With a line, people are clocked when
    they cross it, in or out as they crossed; somebody recognised only after that is clocked at the
    time of the crossing. Of people who are not enrolled the best shot is kept for review.
    One instance per camera; frames are looked at one at a time.
    """

    def __init__(self, watched: Watched, tools: WatchTools, tracker: FaceTracker) -> None:
        self.watched = watched
        self._tools = tools
        self._follower = Follower(tracker, tools.rule, watched.zone)
        self._met: dict[int, _Met] = {}
        self._gallery: Gallery | None = None
        self._asked_at = -math.inf
        self._size = (1, 1)
        self._lock = threading.Lock()
        self.view: View | None = None

    def execute(self, eyes: VideoEyes, frame: Frame, now: Moment) -> Followed:
        """Look at one frame. now: when people on it are clocked.

        Raises:
            AdsumError: a part of Adsum does not work.
        """
        with self._lock:
            self._size = frame.size
            self._refresh(frame.at, eyes.pipeline.made_by)
            followed = self._follower.look(eyes, frame, frame.at, self._who)
            if followed.moved:
                for face in followed.faces:
                    self._attend(face, now)
                for face in followed.gone:
                    self._part(face, now, now.ago(frame.at - face.seen))
            names = {track: met.name for track, met in self._met.items() if met.name}
            self.view = View(self.watched.id, frame, followed.faces, names)
            if self._tools.show is not None:
                self._tools.show(self.view)
            return followed

    def finish(self, now: Moment) -> None:
        """End every track, as when the camera is switched off."""
        with self._lock:
            for face in self._follower.finish():
                self._part(face, now, now)
            self.view = None

    def _refresh(self, at: float, made_by: RecogniserId) -> None:
        if self._gallery is None or not 0 <= at - self._asked_at < _GALLERY_FRESH:
            self._gallery, self._asked_at = self._tools.gallery.current(made_by), at

    def _who(self, embedding: Embedding) -> Match:
        assert self._gallery is not None, "asked for before every frame"
        (match,) = self._gallery.match([embedding], self._tools.decision)
        return match

    def _attend(self, face: FollowedFace, now: Moment) -> None:
        """Do what is to be done about one face in view."""
        met = self._met.setdefault(face.track, _Met())
        if not met.appeared:
            met.appeared = True
            self._tell(Sight.APPEARED, face, now.at)
        self._watch_line(face, met, now)
        decided = face.decision
        if decided.verdict is Verdict.PERSON and decided.person_id != met.person_id:
            self._recognised(face, met, now)
        if decided.verdict is Verdict.UNKNOWN and not met.told_unknown:
            met.told_unknown = True
            met.person_id = met.name = None
            self._tell(Sight.UNKNOWN, face, now.at)
        if met.person_id is not None and not met.refused and self.watched.line is None:
            self._tools.presence.arrives(self.watched.place, met.person_id, now.steady)

    def _recognised(self, face: FollowedFace, met: _Met, now: Moment) -> None:
        met.person_id = face.decision.person_id
        met.name = self._name(met.person_id)
        if met.person_id is None or met.name is None:
            return  # forgotten a moment ago
        self._tell(Sight.RECOGNISED, face, now.at, met)
        if self.watched.opens_door and self._tools.open_door is not None:
            self._tools.open_door.execute(self.watched.id, self.watched.place, met.person_id)
        if self.watched.line is None:
            place = self.watched.place
            if self._tools.presence.arrives(place, met.person_id, now.steady):
                self._clock(face, met, now.at, None)
        elif met.crossing is not None:
            self._clock(face, met, now.when(met.crossed or now), met.crossing)

    def _watch_line(self, face: FollowedFace, met: _Met, now: Moment) -> None:
        line = self.watched.line
        if line is None:
            return
        x, y = face.box.centre
        here = (x / self._size[0], y / self._size[1])
        if side(line, here) == 0:
            return
        way = crossed(line, met.at_side, here) if met.at_side else None
        met.at_side = here
        if way is None:
            return
        met.crossing, met.crossed = way, now
        self._tell(Sight.CROSSED, face, now.at, met, direction=_direction(way))
        if met.person_id is not None:
            self._clock(face, met, now.at, way)

    def _clock(
        self, face: FollowedFace, met: _Met, at: datetime, crossing: Crossing | None
    ) -> None:
        """Clock a recognised person, if this camera does that."""
        met.crossing = None
        if not self.watched.clocks or met.person_id is None:
            return
        place = self.watched.place
        sighting = Sighting(met.person_id, at, place, face.score or 0.0)
        origin = Origin(device_id=self.watched.id)
        declared = _direction(crossing)
        try:
            done = self._tools.punch.execute(sighting, declared=declared, origin=origin)
        except UnknownPerson:
            return
        except AdsumError as error:
            met.refused = True
            self._tools.presence.leaves_no_trace(place, met.person_id)
            refused = self._event(Sight.REFUSED, face, at, met)
            self._tools.tell(replace(refused, code=error.code, reason=error.message))
            return
        punched = self._event(Sight.PUNCHED, face, done.punch.at, met)
        self._tools.tell(
            replace(
                punched, direction=done.direction, punch_id=done.punch.id, recorded=done.recorded
            )
        )

    def _part(self, face: FollowedFace, now: Moment, seen: Moment) -> None:
        """Take leave of a track; keep the shot of a stranger."""
        met = self._met.pop(face.track, _Met())
        if met.person_id is not None and not met.refused:
            self._tools.presence.arrives(self.watched.place, met.person_id, seen.steady)
        visit_id = None
        best, stranger = face.best, face.decision.verdict is Verdict.UNKNOWN
        if stranger and self.watched.keeps and best and best.quality >= WORTH_KEEPING:
            shot = StrangerShot(
                camera=self.watched.id,
                place=self.watched.place,
                first_at=seen.ago(face.seen - face.since).at,
                last_at=seen.at,
                crop=best.crop,
                landmarks=best.landmarks,
                quality=best.quality,
                embedding=best.embedding,
            )
            visit = self._tools.keep.execute(shot)
            visit_id = visit.id if visit else None
        left = self._event(Sight.LEFT, face, now.at, met)
        self._tools.tell(replace(left, visit_id=visit_id))

    def _name(self, person_id: str | None) -> str | None:
        if person_id is None:
            return None
        with self._tools.store.read() as records:
            person = records.people.get(person_id)
        return person.name if person else None

    def _tell(
        self,
        kind: Sight,
        face: FollowedFace,
        at: datetime,
        met: _Met | None = None,
        direction: Direction | None = None,
    ) -> None:
        event = self._event(kind, face, at, met)
        self._tools.tell(replace(event, direction=direction))

    def _event(
        self, kind: Sight, face: FollowedFace, at: datetime, met: _Met | None = None
    ) -> CameraEvent:
        known = met or _Met()
        return CameraEvent(
            kind,
            self.watched.id,
            at,
            track=face.track,
            person_id=known.person_id,
            name=known.name,
            score=face.score,
            box=_shares(face.box, self._size),
        )


def _direction(crossing: Crossing | None) -> Direction | None:
    if crossing is None:
        return None
    return Direction.IN if crossing is Crossing.LEFT_TO_RIGHT else Direction.OUT


def _shares(box: Box, size: tuple[int, int]) -> tuple[float, float, float, float]:
    width, height = size
    return box.x / width, box.y / height, box.width / width, box.height / height
