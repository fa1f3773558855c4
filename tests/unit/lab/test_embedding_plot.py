"""Points on a plane: the principal components, and neighbours that stay neighbours."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from adsum_lab.embedding_plot import draw, flat, pca


def crowds() -> tuple[np.ndarray, np.ndarray]:
    """Three people, ten photos each, far apart in 32 dimensions."""
    random = np.random.default_rng(0)
    labels = np.repeat(np.arange(3), 10)
    return (np.eye(32)[labels] + random.normal(0, 0.05, (30, 32))).astype("f4"), labels


def test_principal_components_keep_the_most_variance() -> None:
    vectors, _ = crowds()
    values = np.linalg.eigvalsh(np.cov(vectors.T))[::-1]
    found = pca(vectors)
    assert np.var(found, axis=0, ddof=1) == pytest.approx(values[:2], rel=1e-3)
    assert np.abs(found.mean(0)).max() < 1e-5


@pytest.mark.parametrize("how", ["auto", "pca"])
def test_a_person_lies_together_and_apart_from_others(how: str, tmp_path: Path) -> None:
    vectors, labels = crowds()
    points, _ = flat(vectors, how)
    middles = np.stack([points[labels == label].mean(0) for label in range(3)])
    nearest = np.linalg.norm(points[:, None] - middles[None], axis=2).argmin(1)
    assert (nearest == labels).all()
    draw(points, labels, ("Ada", "Bob_B", "Eve"), tmp_path / "plot.png")
    assert (tmp_path / "plot.png").stat().st_size > 5_000


def test_few_points_are_laid_out_by_pca() -> None:
    assert flat(crowds()[0][:5])[1] == "pca"
