"""The tracker: same numbers for same faces, through gaps, crossings and doubt."""

from __future__ import annotations

from dataclasses import replace

from adsum.cameras.bytetrack import ByteTrackTracker
from tests.data import frontal_face


def test_a_face_keeps_its_number_through_a_gap_and_gets_a_new_one_after_a_long_one() -> None:
    tracker = ByteTrackTracker(memory=1.0)
    for n in range(10):
        assert tracker.update([frontal_face(60, (10 + 8 * n, 40))], n / 15) == [1]
    for n in range(10, 16):
        assert tracker.update([], n / 15) == []
    assert tracker.update([frontal_face(60, (10 + 8 * 16, 40))], 16 / 15) == [1]
    assert tracker.update([frontal_face(60, (138, 40))], 9.0) == [2]


def test_a_doubtful_face_goes_on_with_a_track_but_begins_none() -> None:
    tracker = ByteTrackTracker()
    sure, doubtful = frontal_face(60, (10, 40)), frontal_face(60, (300, 40), confidence=0.4)
    assert tracker.update([sure, doubtful], 0.0) == [1, None]
    assert tracker.update([replace(sure, confidence=0.4), doubtful], 0.1) == [1, None]


def test_two_faces_that_cross_keep_their_numbers() -> None:
    tracker = ByteTrackTracker()
    numbers = set()
    for n in range(60):
        faces = [frontal_face(60, (10 + 8 * n, 100)), frontal_face(60, (490 - 8 * n, 112))]
        numbers.add(tuple(tracker.update(faces, n / 15)))
    assert numbers == {(1, 2)}


def test_numbers_are_never_given_out_twice() -> None:
    tracker = ByteTrackTracker()
    assert tracker.update([frontal_face(60)], 5.0) == [1]
    tracker.restart()
    assert tracker.update([frontal_face(60)], 5.1) == [2]
    # A camera's clock that begins anew.
    assert tracker.update([frontal_face(60)], 0.1) == [3]


def test_many_tracks_leave_nothing_behind() -> None:
    tracker = ByteTrackTracker(memory=0.5)
    for n in range(3000):
        assert tracker.update([frontal_face(60, (n % 7 * 90, 40))], float(n)) == [n + 1]
    assert len(tracker._numbers) <= 1001
