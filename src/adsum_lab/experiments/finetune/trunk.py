"""What the frozen part of Inception-ResNet-v1 makes of each picture, kept in files, and the part
that learns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from adsum.models.runtime import Session
from adsum_lab.augment import as_input
from adsum_lab.experiments.finetune.photos import CONDITIONS, Shots
from adsum_lab.nets.inception_resnet import InceptionResNetV1
from adsum_lab.training.processes import answers

MAPS = (1792, 3, 3)
# Photos between two notes of how many are done.
NOTED = 50


class Trunk(nn.Module):
    """Everything before the last block: n x 3 x 160 x 160 to n x 1792 x 3 x 3."""

    def __init__(self, net: InceptionResNetV1) -> None:
        super().__init__()
        stem = ("conv2d_1a", "conv2d_2a", "conv2d_2b", "maxpool_3a", "conv2d_3b", "conv2d_4a")
        rest = ("conv2d_4b", "repeat_1", "mixed_6a", "repeat_2", "mixed_7a", "repeat_3")
        self.layers = nn.Sequential(*(net.get_submodule(name) for name in stem + rest))

    def forward(self, pictures: Tensor) -> Tensor:
        return self.layers(pictures)


class Head(nn.Module):
    """The last block, the bottleneck and its normalisation: n x 1792 x 3 x 3 to n x 512, not yet of
    unit length.

    The normalisations keep the statistics that they were published with: a batch of a few people is
    no measure of all faces.
    """

    def __init__(self, net: InceptionResNetV1) -> None:
        super().__init__()
        self.block8, self.last_linear, self.last_bn = net.block8, net.last_linear, net.last_bn
        self.dropout = nn.Dropout(0.2)

    def train(self, mode: bool = True) -> Head:
        super().train(mode)
        for module in self.modules():
            if isinstance(module, nn.BatchNorm2d | nn.BatchNorm1d):
                module.eval()
        return self

    def forward(self, maps: Tensor) -> Tensor:
        pooled = self.block8(maps).mean((2, 3))
        return self.last_bn(self.last_linear(self.dropout(pooled)))


def features(
    paths: Sequence[Path], shots: Shots, session: Session, folder: Path
) -> tuple[NDArray[np.float16], NDArray[np.bool_]]:
    """Return the maps (photos x conditions x 1792 x 3 x 3) and which photos show a face; what is in
    `folder` already is not computed again."""
    folder.mkdir(parents=True, exist_ok=True)
    shape = (len(paths), len(CONDITIONS), *MAPS)
    maps = _array(folder / "maps.npy", shape, np.float16)
    usable = _array(folder / "usable.npy", (len(paths),), np.bool_)
    note = folder / "made.txt"
    begin = int(note.read_text()) if note.exists() else 0
    for number in range(begin, len(paths)):
        pictures = shots.of(paths[number], number)
        usable[number] = pictures is not None
        for condition, picture in enumerate(pictures or ()):
            maps[number, condition] = session.run_in_order(as_input(picture[None]))[0][0]
        if (number + 1) % NOTED == 0 or number + 1 == len(paths):
            maps.flush()
            usable.flush()
            note.write_text(str(number + 1))
    return maps, usable


def embeddings(head: nn.Module, maps: NDArray[np.float16]) -> NDArray[np.float32]:
    """Return what `head` makes of maps (n x 1792 x 3 x 3), n x 512, unit vectors."""
    head.eval()
    parts = [
        answers(head, torch.from_numpy(maps[start : start + 128]).float(), 128)
        for start in range(0, len(maps), 128)
    ]
    return nn.functional.normalize(torch.cat(parts)).numpy()


def _array(path: Path, shape: tuple[int, ...], kind: type) -> np.memmap:
    mode = "r+" if path.exists() else "w+"
    return np.lib.format.open_memmap(path, mode, kind, shape)
