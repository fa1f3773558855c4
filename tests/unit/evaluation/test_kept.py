"""Embeddings that are kept while they are made: an interrupted run goes on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from adsum.evaluation import kept
from adsum.evaluation.embed import Embedded
from adsum.evaluation.kept import embed_kept
from adsum.vision.types import Embedding, RecogniserId
from tests.data import unit_vectors

PHOTOS = [Path(f"p/{number}.jpg") for number in range(7)]


class Counting:
    """An embedder that fails on photo 3, breaks down after `until` photos, and counts."""

    def __init__(self, model: str = "m", until: int = 100) -> None:
        self.made_by = RecogniserId(model, "1", "f32")
        self.seen: list[Path] = []
        self._until = until

    def embed(self, paths: Sequence[Path], progress: object = None) -> Embedded:
        if len(self.seen) + len(paths) > self._until:
            raise KeyboardInterrupt
        self.seen += paths
        vectors = unit_vectors(7)
        good = [path for path in paths if path != PHOTOS[3]]
        embeddings = {p: Embedding(vectors[PHOTOS.index(p)], self.made_by) for p in good}
        failures = {p: "no face was found" for p in paths if p not in good}
        return Embedded(embeddings, failures, 1.0 * len(paths))


@pytest.fixture(autouse=True)
def small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "PORTION", 2)


def test_an_interrupted_run_goes_on_and_ends_as_an_uninterrupted_one(tmp_path: Path) -> None:
    file = tmp_path / "sface" / "bare.npz"
    first, second = Counting(until=4), Counting()
    with pytest.raises(KeyboardInterrupt):
        embed_kept(first, PHOTOS, file)
    found = embed_kept(second, [*PHOTOS, PHOTOS[0]], file)
    assert first.seen == PHOTOS[:4] and second.seen == PHOTOS[4:]
    whole = Counting().embed(PHOTOS)
    assert found.failures == whole.failures and found.seconds == whole.seconds == 7
    assert list(found.embeddings) == list(whole.embeddings)
    for path, embedding in found.embeddings.items():
        np.testing.assert_array_equal(embedding.vector, whole.embeddings[path].vector)
        assert embedding.made_by == second.made_by
    third = Counting()
    assert embed_kept(third, PHOTOS[:3], file).images == 3 and third.seen == []


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 no archive"])
def test_another_recogniser_or_a_damaged_file_begins_anew(damage: bytes, tmp_path: Path) -> None:
    file = tmp_path / "bare.npz"
    embed_kept(Counting(), PHOTOS, file)
    other = Counting("other")
    found = embed_kept(other, PHOTOS, file)
    assert other.seen == PHOTOS and {e.made_by for e in found.embeddings.values()} == {
        other.made_by
    }
    file.write_bytes(damage)
    again = Counting()
    embed_kept(again, PHOTOS, file)
    assert again.seen == PHOTOS
