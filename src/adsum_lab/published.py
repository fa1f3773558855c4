"""Published networks, made into models that Adsum serves."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from adsum_lab import facenet_graph, openface
from adsum_lab.export import export
from adsum_lab.nets import inception_resnet, nn4_small2

FACENET_SIDE = 160


def convert(kind: Literal["openface", "facenet"], weights: Path, folder: Path) -> Path:
    """Write the network with these weights into `folder`; return its description's path.

    Raises:
        WeightsRefused, CheckpointUnreadable: the weights cannot be read, or are of another network.
        ExportDiffers: the file does not compute what the network does.
    """
    if kind == "openface":
        network = openface.load(weights)
        return export(network, folder, "nn4-small2", nn4_small2.SIDE, aligner="openface")
    read = facenet_graph.load if weights.suffix == ".pb" else inception_resnet.load
    facenet = read(weights)
    return export(facenet, folder, "inception-resnet-v1", FACENET_SIDE, aligner="box")
