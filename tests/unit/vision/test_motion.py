"""The motion gate: stillness, movement, slow movement, another scene."""

from __future__ import annotations

import numpy as np

from adsum.vision.motion import Change, MotionGate
from tests.data import gradient
from tests.fakes.video import scene

NOISE = np.random.default_rng(0)


def test_the_same_scene_with_a_sensor_s_noise_is_still() -> None:
    gate, room = MotionGate(), gradient(480, 270).astype(np.float64)
    gate.change(room.astype(np.uint8))
    for _ in range(20):
        noisy = np.clip(room + NOISE.normal(0, 6, room.shape), 0, 255).astype(np.uint8)
        assert gate.change(noisy) is Change.STILL


def test_somebody_who_walks_is_movement_and_so_is_one_who_creeps() -> None:
    gate = MotionGate()
    gate.change(scene((1, 100, 100)))
    assert gate.change(scene((1, 112, 100))) is Change.MOVED
    creeping = [gate.change(scene((1, 112 + n / 2, 100))) for n in range(1, 30)]
    assert Change.MOVED in creeping


def test_another_scene_is_a_cut_and_another_light_is_none() -> None:
    gate, room = MotionGate(), gradient(480, 270)
    gate.change(room)
    assert gate.change((room * 0.4).astype(np.uint8)) is Change.MOVED
    assert gate.change(room[:, ::-1, :].copy()[::-1]) is Change.CUT


def test_a_black_picture_that_lights_up_is_movement() -> None:
    gate = MotionGate()
    gate.change(np.zeros((270, 480, 3), np.uint8))
    assert gate.change(gradient(480, 270)) is Change.MOVED
