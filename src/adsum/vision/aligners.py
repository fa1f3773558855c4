"""The three ways in which published embedders cut a face out of a picture."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from adsum.vision.align import ARCFACE_112, align
from adsum.vision.types import Face, Image, Points


@dataclass(frozen=True, slots=True)
class FivePoint:
    """The similarity that brings five landmarks to the ArcFace template, scaled to `size`.

    `zoom` below 1 shows more around the face, for networks trained on wider crops.
    """

    size: int = 112
    zoom: float = 1.0

    def crop(self, image: Image, face: Face) -> Image:
        """Return the `size` x `size` crop of `face`."""
        middle = np.float32(55.5)
        template = ((ARCFACE_112 - middle) * self.zoom + middle + 0.5) * (self.size / 112) - 0.5
        return align(image, face.landmarks, template.astype(np.float32), self.size)


@dataclass(frozen=True, slots=True)
class BoxMargin:
    """The detector's box, made square about its middle, enlarged and scaled, without rotation.

    As FaceNet was trained: 160 x 160, with the margin around MTCNN's box.
    """

    size: int = 160
    margin: float = 1.15

    def crop(self, image: Image, face: Face) -> Image:
        """Return the `size` x `size` crop; what lies outside the picture is black."""
        side = max(face.box.width, face.box.height) * self.margin
        x, y = face.box.centre
        scale = self.size / side
        middle = self.size / 2 - 0.5
        matrix = np.array([[scale, 0, middle - scale * x], [0, scale, middle - scale * y]])
        # Shrinking by sampling single pixels would alias; averaging first does not.
        flags = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        return np.asarray(
            cv2.warpAffine(image, matrix, (self.size, self.size), flags=flags), dtype=np.uint8
        )


# Where OpenFace's transform puts the outer corners of the eyes and the tip of the nose, as shares
# of the crop: the mean of 68 landmarks over its training faces, scaled to fill the crop. Left is
# the picture's.
OPENFACE_CORNERS: Points = np.array(
    [[0.194157, 0.169266], [0.788863, 0.158173], [0.493959, 0.510889]], dtype=np.float32
)
# The numbers of those points among dlib's 68.
OUTER_EYES_AND_NOSE = (36, 45, 33)


def openface_crop(image: Image, landmarks: Points, size: int = 96) -> Image:
    """Return OpenFace's crop: the affine map that brings the outer eye corners and the nose of 68
    `landmarks` to their mean places (B. Amos et al., "OpenFace", CMU-CS-16-118, 2016)."""
    source = landmarks[list(OUTER_EYES_AND_NOSE)].astype(np.float32)
    matrix = cv2.getAffineTransform(source, OPENFACE_CORNERS * np.float32(size))
    return np.asarray(cv2.warpAffine(image, matrix, (size, size)), dtype=np.uint8)
