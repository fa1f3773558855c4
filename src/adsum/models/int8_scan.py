"""int8 dot products by the instructions that the processor has for them (VNNI, AMX, SDOT), chosen
when the program runs."""

from __future__ import annotations

from typing import Any

import numkong
import numpy as np

from adsum.vision.index import Codes, Dots


class NumKongScan:
    """Implements `vision.index.Scan`."""

    def pack(self, codes: Codes) -> Any:
        """Return `codes` (n x d) in the order in which the processor multiplies them."""
        return numkong.dots_pack(codes)

    def dots(self, queries: Codes, packed: Any) -> Dots:
        """Return the products (m x n)."""
        return np.asarray(numkong.dots_packed(queries, packed), dtype=np.int32)
