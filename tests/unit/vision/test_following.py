"""Following faces: how seldom they are recognised, who they are, and what becomes of strangers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from adsum.cameras.bytetrack import ByteTrackTracker
from adsum.vision.following import Followed, Follower, FollowRule
from adsum.vision.gallery import DecisionRule, Gallery
from adsum.vision.picture import WholePicture, bounded
from adsum.vision.types import Embedding, Image, Match
from adsum.vision.vote import Verdict
from tests.fakes import stages
from tests.fakes.video import eyes, scene, walk

ADA, BEN, STRANGER = 1, 2, 3
Show = Callable[..., list[Followed]]


@pytest.fixture
def gallery() -> Gallery:
    """Ada and Ben, with three shots each."""
    looks = eyes()
    templates = []
    for person, name in ((ADA, "ada"), (BEN, "ben")):
        for shot in (100, 101, 102):
            image = scene((person, 200, 100), shot=shot)
            (face,) = looks.detector.detect(image)
            templates.append((name, looks.pipeline.describe(image, face).embedding.vector))
    return Gallery(templates, stages.MADE_BY)


@pytest.fixture
def show(gallery: Gallery) -> Show:
    """Show frames to one follower; `asked` counts how often the gallery was asked."""

    def who(embedding: Embedding) -> Match:
        (match,) = gallery.match([embedding], DecisionRule(0.5, 0.05))
        return match

    def play(
        images: list[Image], fps: float = 10, rule: FollowRule | None = None, zone: object = ()
    ) -> list[Followed]:
        follower = Follower(ByteTrackTracker(), rule, zone)  # type: ignore[arg-type]
        return [
            follower.look(eyes(), WholePicture(image), number / fps, who)
            for number, image in enumerate(images)
        ]

    return play


def test_somebody_who_walks_by_is_one_track_and_recognised_once(show: Show) -> None:
    seen = show(walk(ADA, 20, 500, 40))
    assert {face.track for frame in seen for face in frame.faces} == {1}
    last = seen[-1].faces[0]
    assert (last.decision.verdict, last.decision.person_id) == (Verdict.PERSON, "ada")
    # Three votes, and one more look in the four seconds after them.
    assert 3 <= sum(frame.embedded for frame in seen) <= 5


def test_two_people_who_cross_keep_their_names(show: Show) -> None:
    xs = np.linspace(20, 540, 52)
    frames = [
        scene((ADA, float(x), 60), (BEN, 560 - float(x), 200), shot=n % 7) for n, x in enumerate(xs)
    ]
    seen = show(frames)
    names: dict[int, set[str | None]] = {}
    for frame in seen[10:]:
        for face in frame.faces:
            names.setdefault(face.track, set()).add(face.decision.person_id)
    assert sorted(map(sorted, names.values())) == [["ada"], ["ben"]]


def test_a_stranger_is_unknown_and_the_best_shot_is_kept(show: Show) -> None:
    seen = show(walk(STRANGER, 20, 500, 30) + [scene() for _ in range(15)])
    (gone,) = [face for frame in seen for face in frame.gone]
    assert gone.decision.verdict is Verdict.UNKNOWN
    assert gone.best is not None and gone.best.crop.shape[0] > 60
    assert gone.seen - gone.since == pytest.approx(2.9)


def test_somebody_unknown_from_afar_has_a_name_soon_after_coming_near(show: Show) -> None:
    far = [scene((STRANGER, 200 + n, 120), shot=n % 7) for n in range(15)]
    near = [scene((ADA, 215 + n, 120), shot=n % 7) for n in range(16)]
    seen = show(far + near)
    assert seen[14].faces[0].decision.verdict is Verdict.UNKNOWN
    assert [face.decision.person_id for face in seen[-1].faces] == ["ada"]
    assert {face.track for frame in seen for face in frame.faces} == {1}


def test_nobody_is_there_twice(show: Show) -> None:
    frames = [scene((ADA, 60, 60), (ADA, 400, 60), shot=n % 7) for n in range(60)]
    rule = FollowRule(still=0.0)
    last = show(frames, rule=rule)[-1].faces
    assert sorted(str(face.decision.person_id) for face in last) == ["None", "ada"]


def test_after_a_cut_nobody_keeps_a_name(show: Show) -> None:
    crowd = ((11, 300, 20), (12, 400, 20), (13, 500, 20))
    others = ((14, 300, 240), (15, 400, 240), (16, 500, 240))
    before = [scene((ADA, 100 + 2 * n, 120), *crowd, shot=n % 7) for n in range(15)]
    seen = show([*before, scene((STRANGER, 130, 122), *others)], rule=FollowRule(looks=9))
    assert "ada" in {face.decision.person_id for face in seen[-2].faces}
    assert "ada" in {face.decision.person_id for face in seen[-1].gone}
    assert {face.decision.person_id for face in seen[-1].faces} == {None}
    assert min(face.track for face in seen[-1].faces) > 4


def test_what_stands_still_is_looked_for_seldom_and_stays_in_view(show: Show) -> None:
    seen = show([scene((ADA, 200, 100))] * 50)
    assert sum(frame.moved for frame in seen) <= 12
    assert all(len(frame.faces) == 1 for frame in seen)


def test_faces_outside_the_zone_do_not_count(show: Show) -> None:
    right = ((0.5, 0.0), (1.0, 0.0), (1.0, 1.0), (0.5, 1.0))
    seen = show([scene((ADA, 60, 60), (BEN, 450, 60), shot=n) for n in range(8)], zone=right)
    assert {face.decision.person_id for face in seen[-1].faces} == {"ben"}


def test_a_face_that_is_too_small_is_followed_but_never_recognised(show: Show) -> None:
    frames = [scene((ADA, 100 + 5 * n, 60), shot=n % 7, size=32) for n in range(20)]
    seen = show(frames, rule=FollowRule(eye_distance=16))
    assert sum(frame.embedded for frame in seen) == 0
    assert all(len(frame.faces) == 1 for frame in seen)


def test_no_frame_costs_more_than_a_few_recognitions(show: Show) -> None:
    people = [(n, 40 + 85 * n, 60 + 90 * (n % 2)) for n in range(1, 7)]
    frames = [scene(*((p, x + n, y) for p, x, y in people), shot=n % 7) for n in range(12)]
    seen = show(frames)  # type: ignore[arg-type]
    assert max(frame.embedded for frame in seen) == FollowRule().looks
    assert len(seen[-1].faces) == 6


@pytest.mark.parametrize(
    ("size", "side"), [((640, 360), 480), ((1280, 720), 480), ((1920, 1080), 640)]
)
def test_faces_are_looked_for_at_a_bounded_size(size: tuple[int, int], side: int) -> None:
    assert FollowRule().side(size) == side
    assert max(bounded(size, side)) == side
    assert replace(FollowRule(), longest=(800,)).side(size) == 800
