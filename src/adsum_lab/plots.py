"""Figures without a window: drawn straight into files."""

from __future__ import annotations

from typing import Any


def figure(width: float, height: float) -> Any:
    """Return an empty matplotlib figure of so many inches."""
    import matplotlib
    from matplotlib.figure import Figure

    matplotlib.rcParams["font.size"] = 9
    return Figure(figsize=(width, height), layout="constrained")
