"""Trains the landmark refiner and writes it as ONNX. Recipe: docs/recipes/landmark-refiner.md."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, autograd, nn

from adsum.imaging.masks import load_masks
from adsum.main import build_pipeline, read_settings
from adsum.models.refiner import MIDDLE, SCALE, UNIT
from adsum.models.refiner import SIDE as INPUT
from adsum_lab.refiner_faces import BORDER, DRESSED, Faces, make, training_photos

log = logging.getLogger(__name__)
BATCH, PEAK_RATE = 64, 4e-3
# How far a detector's landmarks may have slipped: scale (log), degrees, pixels of ArcFace's frame.
SCALES, DEGREES, SHIFT = 0.12, 7.0, 6.0
MIRRORED = [1, 0, 2, 4, 3]


def network() -> nn.Sequential:
    """Return the untrained network: 302,635 parameters, about 20 million products."""

    def block(inputs: int, outputs: int, stride: int) -> nn.Sequential:
        convolution = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        return nn.Sequential(convolution, nn.BatchNorm2d(outputs), nn.PReLU(outputs))

    plan = (
        (3, 16, 2),
        (16, 32, 2),
        (32, 32, 1),
        (32, 64, 2),
        (64, 64, 1),
        (64, 96, 2),
        (96, 32, 1),
    )
    body = [block(*step) for step in plan]
    head = [nn.Flatten(), nn.Linear(32 * 36, 128), nn.PReLU(128), nn.Linear(128, 11)]
    return nn.Sequential(*body, *head)


class Batches:
    """Draws views of faces as slipped landmarks would cut them out."""

    def __init__(self, faces: Faces, seed: int = 0) -> None:
        self._faces = faces
        self._random = np.random.default_rng(seed)

    def draw(self, count: int) -> tuple[Tensor, Tensor, Tensor]:
        """Return pictures (n x 3 x 96 x 96), landmarks (n x 10, as the network answers) and
        whether a mask is worn (n)."""
        drawn = [self._one() for _ in range(count)]
        pictures = np.stack([picture for picture, _, _ in drawn]).transpose(0, 3, 1, 2)
        points = np.stack([points for _, points, _ in drawn])
        masked = np.array([masked for _, _, masked in drawn], np.float32)
        scaled = (np.ascontiguousarray(pictures).astype(np.float32) - 127.5) / 128
        answers = ((points - INPUT / 2) / UNIT).reshape(count, 10).astype(np.float32)
        return torch.from_numpy(scaled), torch.from_numpy(answers), torch.from_numpy(masked)

    def _one(self) -> tuple[NDArray[np.uint8], NDArray[np.float64], bool]:
        random = self._random
        person = int(random.integers(len(self._faces.names)))
        view = int(random.integers(DRESSED + 1)) if random.random() > 0.1 else 0
        angle = np.radians(random.normal(0, DEGREES))
        turn = (
            SCALE
            * np.exp(random.normal(0, SCALES))
            * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        )
        shift = INPUT / 2 - turn @ (np.full(2, MIDDLE + BORDER) + random.normal(0, SHIFT, 2))
        picture = cv2.warpAffine(
            self._faces.pictures[person, view], np.c_[turn, shift], (INPUT, INPUT)
        )
        points = self._faces.landmarks[person] @ turn.T + shift
        if random.random() < 0.5:
            picture, points = picture[:, ::-1], (points * [-1, 1] + [INPUT - 1, 0])[MIRRORED]
        return self._lit(np.asarray(picture, np.uint8)), points, view > 0

    def _lit(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        random = self._random
        light = picture.astype(np.float32) * random.uniform(0.7, 1.3) + random.uniform(-25, 25)
        if random.random() < 0.2:
            light = light.mean(axis=2, keepdims=True).repeat(3, axis=2)
        if random.random() < 0.3:
            light = np.asarray(cv2.GaussianBlur(light, (0, 0), random.uniform(0.4, 1.5)))
        if random.random() < 0.3:
            light = light + random.normal(0, random.uniform(2, 10), light.shape)
        return np.asarray(np.clip(light, 0, 255), dtype=np.uint8)


def train(faces: Faces, steps: int) -> nn.Sequential:
    """Train for `steps` batches with one rise and fall of the learning rate."""
    torch.manual_seed(0)
    net, batches = network(), Batches(faces)
    optimiser = torch.optim.AdamW(net.parameters(), 1e-3, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, PEAK_RATE, total_steps=steps, pct_start=0.1
    )
    net.train()
    for step in range(steps):
        pictures, points, masked = batches.draw(BATCH)
        answers = net(pictures)
        away = nn.functional.smooth_l1_loss(answers[:, :10], points, beta=0.05)
        wrong = nn.functional.binary_cross_entropy_with_logits(answers[:, 10], masked)
        loss = 5 * away + 0.1 * wrong
        optimiser.zero_grad()
        autograd.backward(loss)
        optimiser.step()
        schedule.step()
        if step % 100 == 0:
            log.info("step %d: loss %.4f", step, loss.item())
    return net.eval()


def main() -> None:
    """Make the faces, train, export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=Path, required=True)
    parser.add_argument("--masks", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--photos", type=int, default=None, help="only so many, for a trial")
    chosen = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    detector = build_pipeline(read_settings(), recogniser="sface-unrefined")
    photos = training_photos(chosen.images)[: chosen.photos]
    net = train(make(photos, detector, load_masks(chosen.masks)), chosen.steps)
    torch.onnx.export(
        net,
        (torch.zeros(1, 3, INPUT, INPUT),),
        str(chosen.output),
        dynamo=False,
        input_names=["face"],
        output_names=["answer"],
        opset_version=17,
    )


if __name__ == "__main__":
    main()
