"""Faces keep their track while they move, and never exchange it."""

from __future__ import annotations

from adsum.vision.track import Tracker, TrackRule
from tests.data import frontal_face


def test_a_face_that_moves_steadily_keeps_its_track_even_when_it_leaves_its_old_box() -> None:
    tracker = Tracker()
    # 20 more pixels each step: at the end it moves 1.4 face sizes between two frames.
    places = [sum(range(0, 20 * step, 20)) for step in range(1, 8)]
    ids = [
        tracker.update([frontal_face(100, (x, 50))], at=0.1 * step)[0].id
        for step, x in enumerate(places)
    ]
    assert places[-1] - places[-2] > 100
    assert set(ids) == {ids[0]}


def test_two_faces_that_pass_each_other_keep_their_own_tracks() -> None:
    tracker = Tracker()
    first = tracker.update([frontal_face(80, (0, 0)), frontal_face(80, (400, 30))], at=0.0)
    for step in range(1, 11):
        right, left = frontal_face(80, (40 * step, 0)), frontal_face(80, (400 - 40 * step, 30))
        last = tracker.update([left, right], at=step / 10)
    assert [t.id for t in last] == [first[1].id, first[0].id]


def test_a_face_that_is_hidden_for_a_moment_keeps_its_track_and_one_gone_for_long_does_not() -> (
    None
):
    tracker = Tracker(TrackRule(patience=0.8))
    (before,) = tracker.update([frontal_face()], at=10.0)
    assert tracker.update([], at=10.4) == []
    (after,) = tracker.update([frontal_face()], at=10.7)
    assert after.id == before.id and after.since == 10.0
    (much_later,) = tracker.update([frontal_face()], at=12.0)
    assert much_later.id != before.id and much_later.since == 12.0


def test_a_face_far_behind_does_not_inherit_the_track_of_one_in_front() -> None:
    tracker = Tracker()
    (near,) = tracker.update([frontal_face(200, (100, 100))], at=0.0)
    (far,) = tracker.update([frontal_face(60, (170, 170))], at=0.1)
    assert far.id != near.id


def test_every_face_gets_exactly_one_track_in_the_order_of_the_faces() -> None:
    tracker = Tracker()
    faces = [frontal_face(50, (200 * n, 0)) for n in range(5)]
    first = tracker.update(faces, at=0.0)
    again = tracker.update(faces[::-1], at=0.1)
    assert len({t.id for t in first}) == 5
    assert [t.id for t in again] == [t.id for t in first][::-1]
    assert [t.face for t in again] == faces[::-1]


def test_two_frames_of_the_same_instant_do_no_harm() -> None:
    tracker = Tracker()
    (first,) = tracker.update([frontal_face()], at=1.0)
    (second,) = tracker.update([frontal_face()], at=1.0)
    assert second.id == first.id and second.speed == (0.0, 0.0)
