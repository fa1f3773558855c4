"""People's embeddings as points on a plane: who lies near whom, and which photo lies astray."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from adsum_lab.plots import figure

Floats = NDArray[np.float32]
# t-SNE places only the neighbourhood of a point; with fewer points it has none.
LEAST_FOR_TSNE = 12
COLOURS = 10


def flat(vectors: Floats, how: str = "auto") -> tuple[Floats, str]:
    """Return n x 2 and what made them: `tsne` (L. van der Maaten, G. Hinton, JMLR 2008), if
    scikit-learn is installed and there are points enough, else `pca`."""
    if how != "pca" and len(vectors) >= LEAST_FOR_TSNE:
        try:
            from sklearn.manifold import TSNE  # type: ignore[import-untyped]
        except ModuleNotFoundError:
            return pca(vectors), "pca"
        near = min(30, (len(vectors) - 1) / 3)
        made = TSNE(perplexity=near, metric="cosine", init="random", random_state=0)
        return np.asarray(made.fit_transform(vectors), np.float32), "tsne"
    return pca(vectors), "pca"


def pca(vectors: Floats) -> Floats:
    """Return the two principal components, n x 2."""
    centred = vectors - vectors.mean(0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    return np.asarray(centred @ axes[:2].T, np.float32)


def draw(points: Floats, labels: NDArray[np.int64], names: Sequence[str], path: Path) -> None:
    """Write the plot; each person has a colour and a mark, and their name at their middle."""
    drawn = figure(9, 7)
    axes = drawn.subplots()
    for label, name in enumerate(names):
        own = points[labels == label]
        if not len(own):
            continue
        mark = "osv^DPX"[label // COLOURS % 7]
        axes.scatter(own[:, 0], own[:, 1], s=18, color=f"C{label % COLOURS}", marker=mark)
        axes.annotate(name.replace("_", " "), own.mean(0), fontsize=7, ha="center")
    axes.set(xticks=[], yticks=[])
    drawn.savefig(path, dpi=120)
