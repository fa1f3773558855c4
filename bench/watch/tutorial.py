"""The tutorial's pipeline, for `bench.watch speed`: MTCNN once for the boxes and once for the
crops, then Inception-ResNet-v1 for each face. Random weights of the second do: the speed is the
same. Run by a Python that has torch and facenet-pytorch; prints frames, seconds and processor
seconds for each line that it reads.
"""

import sys
import time
import types
from collections.abc import Iterator

import cv2
import numpy as np
import torch
from PIL import Image


def stand_in() -> None:
    """Give facenet-pytorch the two functions that it takes from torchvision, which does not import
    beside every torch."""

    def to_tensor(picture: object) -> torch.Tensor:
        array = np.asarray(picture, np.float32)
        return torch.from_numpy(np.ascontiguousarray(array.transpose(2, 0, 1)))

    def batched_nms(boxes: torch.Tensor, scores: torch.Tensor, groups: torch.Tensor, most: float):
        apart = boxes + (groups.to(boxes) * (boxes.max() + 1))[:, None] if len(boxes) else boxes
        areas = (apart[:, 2] - apart[:, 0]) * (apart[:, 3] - apart[:, 1])
        order, kept = scores.argsort(descending=True), []
        while len(order):
            first, order = order[0], order[1:]
            kept.append(first)
            low = torch.maximum(apart[first, :2], apart[order, :2])
            high = torch.minimum(apart[first, 2:], apart[order, 2:])
            shared = (high - low).clamp(min=0).prod(1)
            order = order[shared / (areas[first] + areas[order] - shared) <= most]
        return torch.stack(kept) if kept else torch.zeros(0, dtype=torch.long)

    def module(name: str, **members: object) -> None:
        sys.modules[name] = types.ModuleType(name)
        vars(sys.modules[name]).update(members)

    functional = types.SimpleNamespace(to_tensor=to_tensor)
    module("torchvision")
    module("torchvision.transforms", functional=functional)
    module("torchvision.ops")
    module("torchvision.ops.boxes", batched_nms=batched_nms)


try:
    import torchvision  # noqa: F401
except ImportError:
    stand_in()
from facenet_pytorch import MTCNN, InceptionResnetV1  # noqa: E402


def frames(path: str) -> Iterator[Image.Image]:
    """Yield the film again and again, as a tutorial reads it."""
    while True:
        film = cv2.VideoCapture(path)
        while (read := film.read())[0]:
            yield Image.fromarray(cv2.cvtColor(read[1], cv2.COLOR_BGR2RGB))


def main(path: str) -> None:
    """Look at as many frames as each line that comes in says."""
    finder, embedder = MTCNN(keep_all=True), InceptionResnetV1(pretrained=None).eval()
    film = frames(path)
    for line in sys.stdin:
        count = int(line)
        began, cpu = time.perf_counter(), time.process_time()
        for _ in range(count):
            picture = next(film)
            with torch.no_grad():
                finder.detect(picture)
                crops = finder(picture)
                for crop in () if crops is None else crops:
                    embedder(crop[None])
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
        sys.stdout.write(f"{count} {seconds:.4f} {cpu:.4f}\n")
        sys.stdout.flush()


main(sys.argv[1])
