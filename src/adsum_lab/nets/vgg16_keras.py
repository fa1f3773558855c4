"""Keras's published VGG16 without its top (`vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5`).

The same thirteen convolutions as torchvision's, trained in Caffe: kernels are height x width x in x
out, and pictures BGR from 0 to 255 less a mean colour. Needs the extra `hdf5`.
"""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from adsum.models.extras import require
from adsum_lab.errors import CheckpointUnreadable
from adsum_lab.nets.vgg16 import Vgg16

# Convolutions of each block.
BLOCKS = (2, 2, 3, 3, 3)
# Of ImageNet's pictures, BGR: `keras.applications.imagenet_utils` with mode "caffe".
MEAN = (103.939, 116.779, 123.68)


def load_base(net: Vgg16, content: bytes) -> None:
    """Give `net` the base in the .h5 file `content`, and the scaling that it was trained with.

    Raises:
        CheckpointUnreadable: it is no such file.
    """
    h5py = require("h5py", "hdf5")
    convolutions = [layer for layer in net.features if isinstance(layer, nn.Conv2d)]
    names = [f"block{b}_conv{c}" for b, n in enumerate(BLOCKS, 1) for c in range(1, n + 1)]
    try:
        with h5py.File(io.BytesIO(content), "r") as file:
            root = file.get("model_weights", file)
            for name, layer in zip(names, convolutions, strict=True):
                _fill(layer, root[name])
    except (OSError, KeyError, ValueError, RuntimeError) as error:
        raise CheckpointUnreadable(f"the file does not hold Keras's VGG16: {error}") from error
    net.scaling = caffe


def caffe(pictures: Tensor) -> Tensor:
    """Return pictures (RGB, (x - 127.5) / 128) as Keras's VGG16 expects them."""
    colours = (pictures * 128 + 127.5).flip(1)
    return colours - torch.tensor(MEAN).view(1, 3, 1, 1).to(colours)


def _fill(layer: nn.Conv2d, group: Any) -> None:
    """Copy the one kernel and the one bias that lie anywhere below `group`, whatever they are
    called: Keras's versions differ."""
    arrays: list[Any] = []
    group.visititems(lambda _, item: arrays.append(item[()]) if hasattr(item, "dtype") else None)
    kernels, biases = ([a for a in arrays if a.ndim == sides] for sides in (4, 1))
    if len(kernels) != 1 or len(biases) != 1:
        raise ValueError(f"{group.name} has {len(arrays)} arrays")
    with torch.no_grad():
        for target, array in ((layer.weight, kernels[0].transpose(3, 2, 0, 1)),
                              (layer.bias, biases[0])):  # fmt: skip
            if target is None or tuple(target.shape) != array.shape:
                raise ValueError(f"{group.name} has the shape {array.shape}")
            target.copy_(torch.from_numpy(np.ascontiguousarray(array, np.float32)))
