"""Follow every face of one camera, and recognise each of them once.

Finding faces is cheap and done on every frame at a bounded size; recognising is dear and done once
per track: on the first good frames, until they agree, and then now and again, because two people
may have changed places.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from adsum.vision import quality
from adsum.vision.crop import face_crop
from adsum.vision.motion import Change, MotionGate
from adsum.vision.picture import Picture
from adsum.vision.pipeline import FacePipeline
from adsum.vision.stages import Detector
from adsum.vision.types import Box, Embedding, Face, Image, Match, Points
from adsum.vision.vote import Ballot, Decision, Verdict, Vote, VoteRule
from adsum.vision.zones import Point, contains

Recognise = Callable[[Embedding], Match]
"""Who is this? The gallery's answer."""


class FaceTracker(Protocol):
    """Says which face of this frame is which face of the frames before."""

    def update(self, faces: Sequence[Face], at: float) -> list[int | None]:
        """Return the track of each face, in order, as of `at` (seconds); None for a face that is
        too doubtful to begin a track with."""
        ...

    def restart(self) -> None:
        """Go on with no track: another scene begins."""
        ...


class Refiner(Protocol):
    """Makes a detector's landmarks better."""

    def refined(self, image: Image, faces: Sequence[Face]) -> list[Face]: ...


@dataclass(frozen=True, slots=True)
class VideoEyes:
    """What one worker looks with; not for two threads at once.

    detector: finds faces from a low confidence upwards, because a face that is followed already may
    be doubtful for some frames. refiner: for the faces that are recognised. pipeline: measures and
    embeds these.
    """

    detector: Detector
    refiner: Refiner
    pipeline: FacePipeline


@dataclass(frozen=True, slots=True)
class FollowRule:
    """How much is looked at. Times in seconds.

    longest: sides in pixels of the picture in which faces are looked for; the first that shrinks
        the frame by at most `shrink`, or the last: a face that is large enough to be recognised is
        then still large enough to be found. eye_distance: pixels of the whole frame between the
        eyes; light: mean grey level; turn: yaw; confidence: of the detector; a worse face is
        followed but not recognised.
    gap: between two looks at an undecided face, so that its votes are not one picture counted
        twice, and while the last look spoke against what was decided, as when somebody unknown
        from afar comes near. again: between two looks at a stranger, recheck: at somebody known.
        looks: faces embedded per frame, at most.
    patience: a face unseen for so long has gone. still: faces are looked for at least this often
        while nothing moves.
    """

    longest: tuple[int, ...] = (480, 640)
    shrink: float = 2.7
    eye_distance: float = 16.0
    light: float = 25.0
    turn: float = 0.85
    confidence: float = 0.6
    gap: float = 0.1
    again: float = 0.7
    recheck: float = 2.5
    looks: int = 3
    patience: float = 1.0
    still: float = 0.5
    vote: VoteRule = field(default_factory=lambda: VoteRule(doubts=3))

    def side(self, size: tuple[int, int]) -> int:
        """Return the longest side of the picture in which faces are looked for."""
        longest = max(size)
        fitting = (side for side in self.longest if longest <= side * self.shrink)
        return next(fitting, self.longest[-1])


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """The best picture of a track: the face with some margin, at most 400 pixels a side.

    crop: BGR; landmarks: 5 x 2, its pixels. quality: 0 to 1.
    """

    crop: Image
    landmarks: Points
    quality: float
    embedding: Embedding


@dataclass(frozen=True, slots=True, eq=False)
class FollowedFace:
    """A face as of the last frame. box: pixels of the whole frame. score: mean similarity of the
    frames that agree on the person, None without one. since, seen: first and last frame."""

    track: int
    box: Box
    decision: Decision
    score: float | None
    since: float
    seen: float
    best: Shot | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """What one frame showed. faces: in view. gone: tracks that ended. moved: whether faces were
    looked for at all. detecting, embedding: seconds. embedded: faces."""

    faces: tuple[FollowedFace, ...]
    gone: tuple[FollowedFace, ...] = ()
    moved: bool = True
    detecting: float = 0.0
    embedding: float = 0.0
    embedded: int = 0


@dataclass(slots=True, eq=False)
class _Known:
    """What is known of one track."""

    track: int
    face: Face
    since: float
    seen: float
    vote: Vote
    looked_at: float = float("-inf")
    matched: bool = False
    scores: list[float] = field(default_factory=list)
    best: Shot | None = None

    def shown(self) -> FollowedFace:
        named = self.vote.decision.verdict is Verdict.PERSON and self.scores
        score = sum(self.scores) / len(self.scores) if named else None
        return FollowedFace(
            self.track, self.face.box, self.vote.decision, score, self.since, self.seen, self.best
        )


class Follower:
    """Keeps the tracks of one camera. Not for several threads at once.

    zone: corners of the polygon in which faces count, as shares of the picture; empty: everywhere.
    """

    def __init__(
        self, tracker: FaceTracker, rule: FollowRule | None = None, zone: Sequence[Point] = ()
    ) -> None:
        self._tracker = tracker
        self._rule = rule or FollowRule()
        self._zone = tuple(zone)
        self._gate = MotionGate()
        self._known: dict[int, _Known] = {}
        self._in_view: tuple[FollowedFace, ...] = ()
        self._detected_at = float("-inf")

    def look(self, eyes: VideoEyes, picture: Picture, at: float, who: Recognise) -> Followed:
        """Look at one frame, taken at `at` (seconds on the camera's clock, never going back)."""
        small = picture.small(self._rule.side(picture.size))
        change = self._gate.change(small)
        if change is Change.STILL and at - self._detected_at < self._rule.still:
            return Followed(self._in_view, moved=False)
        cut = self.finish() if change is Change.CUT else ()
        self._detected_at = at
        began = time.perf_counter()
        seen = self._tracked(eyes, small, picture.size, at)
        found = time.perf_counter()
        due = [known for known in seen if self._is_due(known, at)]
        due.sort(key=lambda known: known.looked_at)
        chosen = due[: self._rule.looks]
        asked = [self._recognise(eyes, picture.full(), known, who, seen) for known in chosen]
        done = time.perf_counter()
        self._in_view = tuple(known.shown() for known in seen)
        return Followed(
            self._in_view, (*cut, *self._leave(at)), True, found - began, done - found, sum(asked)
        )

    def finish(self) -> tuple[FollowedFace, ...]:
        """End every track, and return them."""
        gone = tuple(known.shown() for known in self._known.values())
        self._known.clear()
        self._in_view = ()
        self._tracker.restart()
        return gone

    def _tracked(
        self, eyes: VideoEyes, small: Image, size: tuple[int, int], at: float
    ) -> list[_Known]:
        """Return the tracks that this frame shows, with their faces in pixels of the frame."""
        by = size[0] / small.shape[1]
        faces = [face.scaled(by) for face in eyes.detector.detect(small)]
        faces = [face for face in faces if contains(self._zone, _share(face.box, size))]
        seen = []
        for face, track in zip(faces, self._tracker.update(faces, at), strict=True):
            if track is None:
                continue
            known = self._known.get(track)
            if known is None:
                known = _Known(track, face, at, at, Vote(self._rule.vote))
                self._known[track] = known
            known.face, known.seen = face, at
            seen.append(known)
        return seen

    def _is_due(self, known: _Known, at: float) -> bool:
        waits = {Verdict.PERSON: self._rule.recheck, Verdict.UNKNOWN: self._rule.again}
        wait = waits.get(known.vote.decision.verdict, self._rule.gap)
        stranger = known.vote.decision.verdict is Verdict.UNKNOWN
        doubted = known.vote.doubted or (stranger and known.matched)
        if at - known.looked_at < (self._rule.gap if doubted else wait):
            return False
        eyes = known.face.landmarks[1] - known.face.landmarks[0]
        return (
            known.face.confidence >= self._rule.confidence
            and float(np.hypot(eyes[0], eyes[1])) >= self._rule.eye_distance
        )

    def _recognise(
        self, eyes: VideoEyes, image: Image, known: _Known, who: Recognise, seen: Sequence[_Known]
    ) -> bool:
        """Let this frame vote on who the face is; return False if it is too poor to say."""
        known.looked_at = known.seen
        (face,) = eyes.refiner.refined(image, [known.face])
        measured = quality.measure(image, face)
        if measured.brightness < self._rule.light or abs(measured.yaw) > self._rule.turn:
            return False
        value = quality.score(measured)
        if not self._rule.vote.counts(value):
            return False
        described = eyes.pipeline.describe(image, face, measured)
        match = who(described.embedding)
        person_id = match.person_id
        if person_id is not None and _taken(person_id, match.score or 0.0, known, seen):
            person_id = None
        known.matched = person_id is not None
        before = known.vote.decision.person_id
        if known.vote.hear(Ballot(person_id, value)).person_id != before:
            # Of the frames that decided; what came before spoke of nobody, or of somebody else.
            known.scores = known.scores if before is None else []
        if person_id is not None and match.score is not None and not known.vote.doubted:
            known.scores = [*known.scores[-9:], match.score]
        if known.best is None or value > known.best.quality:
            crop, landmarks = face_crop(image, face)
            known.best = Shot(crop.copy(), landmarks, value, described.embedding)
        return True

    def _leave(self, at: float) -> tuple[FollowedFace, ...]:
        """Drop the tracks that were not seen for too long, and return them."""
        gone = [k for k in self._known.values() if at - k.seen > self._rule.patience]
        for known in gone:
            del self._known[known.track]
        return tuple(known.shown() for known in gone)


def _taken(person_id: str, score: float, known: _Known, seen: Sequence[_Known]) -> bool:
    """Return whether another face in view is this person, and more so: nobody is there twice."""
    return any(
        other is not known
        and other.vote.decision.person_id == person_id
        and (not other.scores or sum(other.scores) / len(other.scores) >= score)
        for other in seen
    )


def _share(box: Box, size: tuple[int, int]) -> Point:
    """Return the middle of a box as shares of the picture."""
    x, y = box.centre
    return x / size[0], y / size[1]
