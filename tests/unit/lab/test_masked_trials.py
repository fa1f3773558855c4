"""The trials behind masks, on vectors whose masks are known."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from adsum.evaluation.embed import Embedded
from adsum.evaluation.identification import Split
from adsum.vision.types import Embedding, RecogniserId
from adsum_lab.masked_trials import changed, fitted, half, trials
from tests.data import unit_vectors

MADE_BY = RecogniserId("m", "1", "f32")
SIZE, PEOPLE = 16, 40
NAMES = [f"Person_{number}" for number in range(PEOPLE)]
STRANGERS = tuple(Path(f"Stranger_{number}/1.jpg") for number in range(30))


def parts() -> Split:
    enrolled = {n: tuple(Path(f"{n}/{k}.jpg") for k in (1, 2, 3)) for n in NAMES}
    return Split(enrolled, tuple((n, Path(f"{n}/4.jpg")) for n in NAMES), STRANGERS)


def mask() -> np.ndarray:
    """What the pretended mask does to an embedding: turn it, by a lot, the same way for all."""
    random = np.random.default_rng(5)
    return np.linalg.qr(np.eye(SIZE) + 0.5 * random.normal(size=(SIZE, SIZE)))[0]


def embedded(paths: list[Path], worn: bool) -> Embedded:
    people = dict(zip([*NAMES, *(p.parent.name for p in STRANGERS)], unit_vectors(70), strict=True))
    random = np.random.default_rng(1)
    embeddings = {}
    for path in paths:
        vector = people[path.parent.name] + random.normal(0, 0.02, SIZE)
        vector = vector @ mask() if worn else vector
        unit = (vector / np.linalg.norm(vector)).astype(np.float32)
        embeddings[path] = Embedding(unit, MADE_BY)
    return Embedded(embeddings, {}, 1.0)


def test_the_halves_share_nobody_and_leave_nobody_out() -> None:
    whole, halves = parts(), [half(parts(), number) for number in (0, 1)]
    assert set(halves[0].enrolled) | set(halves[1].enrolled) == set(whole.enrolled)
    assert not set(halves[0].enrolled) & set(halves[1].enrolled)
    assert {n for n, _ in halves[0].probes} == set(halves[0].enrolled)
    assert sorted(halves[0].strangers + halves[1].strangers) == sorted(whole.strangers)


def test_the_adapter_of_one_half_undoes_the_mask_of_the_other() -> None:
    here, there = half(parts(), 0), half(parts(), 1)
    gallery = parts().gallery_paths()
    adapter = fitted(here, embedded(gallery, False), embedded(gallery, True), 0.01)
    np.testing.assert_allclose(adapter, mask().T, atol=0.1)
    probes = [path for _, path in there.probes]
    worn = embedded(probes, True)
    mended = changed(worn, adapter)
    for path, bare in embedded(probes, False).embeddings.items():
        assert mended.embeddings[path].vector @ bare.vector > 0.98
        assert abs(np.linalg.norm(mended.embeddings[path].vector) - 1) < 1e-5


def test_the_table_shows_what_helps() -> None:
    known = parts()
    gallery, probes = known.gallery_paths(), known.probe_paths()
    lines = trials(known, embedded(gallery, False), embedded(gallery, True), embedded(probes, True))
    rank1 = [float(line.split("|")[2].split()[0]) for line in lines[1:]]
    bare, templates, of_half, adapted = rank1[:4]
    assert bare < 50 and templates == 100.0
    # Fitted on sixty photos it does not undo all of the mask, but much.
    assert adapted > of_half + 30
    assert lines[4].startswith("| half 1, adapter of the other half, ridge 1 |")
    assert len(lines) == 3 + 2 * 6
