"""MTCNN: K. Zhang, Z. Zhang, Z. Li, Y. Qiao, "Joint Face Detection and Alignment Using Multitask
Cascaded Convolutional Networks", IEEE Signal Processing Letters 23(10), 2016.

Three networks in a row: P-Net proposes windows on an image pyramid, R-Net throws most of them
away, O-Net places the box and five landmarks.
"""

from __future__ import annotations

from adsum.models import mtcnn_nets
from adsum.models.mtcnn_nets import Nets
from adsum.models.mtcnn_stages import MtcnnOptions, Scene, place, propose, refine
from adsum.models.runtime import Runtime, Session
from adsum.vision.types import Face, Image


class Mtcnn:
    """Detector with five landmarks. Input BGR, 0 to 255, any size."""

    def __init__(
        self, runtime: Runtime, options: MtcnnOptions | None = None, nets: Nets | None = None
    ) -> None:
        """`nets` are the published ones unless given."""
        self._options = options or MtcnnOptions()
        self._p, self._r, self._o = compiled(runtime, nets or mtcnn_nets.published())

    def detect(self, image: Image) -> list[Face]:
        """Return the faces of `image`, most confident first."""
        scene = Scene(image)
        boxes = propose(self._p, scene, self._options)
        boxes = refine(self._r, scene, boxes, self._options)
        return place(self._o, scene, boxes, self._options)


def compiled(runtime: Runtime, nets: Nets) -> tuple[Session, Session, Session]:
    """Return the three networks, ready to run: P-Net on any size, the others on any number."""
    return (
        runtime.compile_model("mtcnn-pnet", nets.proposal, (1, 3, -1, -1)),
        runtime.compile_model("mtcnn-rnet", nets.refinement, (-1, 3, 24, 24)),
        runtime.compile_model("mtcnn-onet", nets.output, (-1, 3, 48, 48)),
    )
