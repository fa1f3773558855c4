"""Alignment: the similarity transform that brings five landmarks to a template.

Least squares after S. Umeyama, "Least-squares estimation of transformation parameters between two
point patterns", PAMI 13(4), 1991. In the plane a similarity is z -> a z + b over the complex
numbers, so the solution is two sums and no decomposition (and can never be a reflection).
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from adsum.vision.types import Image, Points

# Five points of a frontal face in a 112 x 112 crop: the template that InsightFace published with
# ArcFace (J. Deng et al., CVPR 2019) and that SFace was trained with.
ARCFACE_112: Points = np.array(
    [
        [38.2946, 51.6963],
        [73.5318, 51.5014],
        [56.0252, 71.7366],
        [41.5493, 92.3655],
        [70.7299, 92.2041],
    ],
    dtype=np.float32,
)


def similarity(source: Points, target: Points) -> NDArray[np.float64]:
    """Return the 2 x 3 matrix of the similarity that maps `source` (n x 2) nearest to `target`."""
    z = source.astype(np.float64) @ np.array([1, 1j])
    w = target.astype(np.float64) @ np.array([1, 1j])
    z0, w0 = z.mean(), w.mean()
    spread = float(np.sum(np.abs(z - z0) ** 2))
    # All landmarks in one point (a broken detection): fall back to scale 1 rather than divide by 0.
    a = complex(np.sum(np.conj(z - z0) * (w - w0)) / spread) if spread > 0 else 1 + 0j
    b = w0 - a * z0
    return np.array([[a.real, -a.imag, b.real], [a.imag, a.real, b.imag]])


def align(
    image: Image, landmarks: Points, template: Points = ARCFACE_112, size: int = 112
) -> Image:
    """Return the `size` x `size` crop of `image` in which `landmarks` lie on `template`.

    Cubic interpolation: on small faces it keeps the detail that linear blurs.
    """
    matrix = similarity(landmarks, template)
    return np.asarray(
        cv2.warpAffine(image, matrix, (size, size), flags=cv2.INTER_CUBIC), dtype=np.uint8
    )
