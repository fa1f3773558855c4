"""Five landmarks guessed from a box alone, for detectors that find boxes only."""

from __future__ import annotations

import numpy as np

from adsum.vision.types import Box, Points

# Means over 127 and 124 faces of LFW (YuNet's landmarks as shares of each detector's box).
IN_HOG_BOX: Points = np.array(
    [[0.334, 0.306], [0.740, 0.306], [0.532, 0.533], [0.369, 0.716], [0.718, 0.716]],
    dtype=np.float32,
)
IN_LBP_BOX: Points = np.array(
    [[0.318, 0.384], [0.697, 0.384], [0.495, 0.591], [0.351, 0.757], [0.674, 0.757]],
    dtype=np.float32,
)


def landmarks_in(box: Box, mean: Points) -> Points:
    """Return where the landmarks of a frontal face in `box` would be: `mean` (5 x 2, shares of the
    box) in pixels."""
    size = np.array([box.width, box.height], np.float32)
    corner = np.array([box.x, box.y], np.float32)
    return np.asarray(mean * size + corner, dtype=np.float32)
