"""What a classifier's experiment found out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from adsum_lab.data.faces import Faces


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """logits of the held-out photos, bare and masked, with everything a report needs."""

    faces: Faces
    tested: NDArray[np.int64]
    logits: NDArray[np.float32]
    masked: NDArray[np.float32]
    history: list[dict[str, float]]
    facts: dict[str, Any]
