"""Open-set identification against a plain loop."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from adsum.errors import InvalidInput
from adsum.evaluation.curves import NothingToMeasure
from adsum.evaluation.identification import Answers, Identification, ask, split
from adsum.evaluation.pairs import MissingPhotos
from adsum.vision.gallery import DecisionRule, Gallery
from adsum.vision.types import Embedding, RecogniserId
from tests.data import unit_vectors

MADE_BY = RecogniserId("test", "1", "f32")


def people(tmp_path: Path, counts: dict[str, int]) -> Path:
    for name, count in counts.items():
        (tmp_path / name).mkdir()
        for i in range(1, count + 1):
            (tmp_path / name / f"{name}_{i:04d}.jpg").touch()
    return tmp_path


def test_people_are_enrolled_probed_left_out_or_strangers_by_their_number_of_photos(
    tmp_path: Path,
) -> None:
    folder = people(tmp_path, {"Many": 5, "Just": 4, "Three": 3, "Two": 2, "One": 1, "None": 0})
    (folder / "Many" / "notes.txt").touch()
    (folder / "pairs.txt").touch()
    parts = split(folder, 3)
    assert {name: [path.stem for path in photos] for name, photos in parts.enrolled.items()} == {
        "Just": ["Just_0001", "Just_0002", "Just_0003"],
        "Many": ["Many_0001", "Many_0002", "Many_0003"],
    }
    assert [(name, path.stem) for name, path in parts.probes] == [
        ("Just", "Just_0004"),
        ("Many", "Many_0004"),
        ("Many", "Many_0005"),
    ]
    assert [path.stem for path in parts.strangers] == ["One_0001"]
    assert len(set(parts.paths())) == 10


def test_enrolling_one_photo_makes_probes_of_all_the_others(tmp_path: Path) -> None:
    parts = split(people(tmp_path, {"Two": 2, "One": 1}), 1)
    assert [path.stem for _, path in parts.probes] == ["Two_0002"]


def test_symbolic_links_to_folders_and_photos_count(tmp_path: Path) -> None:
    store, images = tmp_path / "store", tmp_path / "images"
    for folder in (store, images):
        folder.mkdir()
    people(store, {"Two": 2, "One": 1})
    (images / "Two").symlink_to(store / "Two")
    (images / "One").mkdir()
    (images / "One" / "x.PNG").symlink_to(store / "One" / "One_0001.jpg")
    parts = split(images, 1)
    assert (len(parts.enrolled), len(parts.probes), len(parts.strangers)) == (1, 1, 1)


@pytest.mark.parametrize("counts", [{}, {"A": 1, "B": 1}, {"A": 9}, {"A": 3, "B": 1}])
def test_a_folder_without_probes_or_strangers_cannot_be_measured(
    tmp_path: Path, counts: dict[str, int]
) -> None:
    with pytest.raises(NothingToMeasure):
        split(people(tmp_path, counts), 3)


def test_a_folder_that_is_not_there_and_a_senseless_number_are_named_errors(tmp_path: Path) -> None:
    with pytest.raises(MissingPhotos):
        split(tmp_path / "nowhere", 3)
    with pytest.raises(InvalidInput):
        split(tmp_path, 0)


def embeddings(vectors: np.ndarray) -> list[Embedding]:
    return [Embedding(vector, MADE_BY) for vector in vectors]


def test_answers_equal_a_plain_loop_over_the_products_similarities() -> None:
    templates = [(f"p{i % 9}", v) for i, v in enumerate(unit_vectors(27, 8))]
    gallery = Gallery(templates, MADE_BY)
    probes = embeddings(unit_vectors(3000, 8, seed=1))
    truth = [f"p{i % 9}" for i in range(3000)]
    found = ask(gallery, probes, truth)
    for i in (0, 1, 17, 1023, 1024, 1025, 2999):
        scores = dict(zip(gallery.people, gallery.similarities([probes[i]])[0], strict=True))
        ranking = sorted(scores, key=lambda name: -scores[name])
        assert found.rank[i] == ranking.index(truth[i]) + 1
        assert found.own[i] == pytest.approx(scores[truth[i]], abs=1e-6)
        assert found.best[i] == pytest.approx(scores[ranking[0]], abs=1e-6)
        assert found.second[i] == pytest.approx(scores[ranking[1]], abs=1e-6)


def test_a_photo_without_a_face_is_a_missed_probe_and_a_refused_stranger() -> None:
    vectors = unit_vectors(3)
    gallery = Gallery([("a", vectors[0]), ("b", vectors[1])], MADE_BY)
    result = Identification(
        2, ask(gallery, [None, *embeddings(vectors[:1])], ["b", "a"]), ask(gallery, [None], [None])
    )
    assert result.rank1 == 0.5
    assert result.fnir(-2.0) == 0.5
    assert result.fpir(-0.99) == 0


def test_a_person_none_of_whose_photos_could_be_enrolled_is_always_missed() -> None:
    vectors = unit_vectors(2)
    gallery = Gallery([("a", vectors[0])], MADE_BY)
    answers = ask(gallery, embeddings(vectors), ["a", "lost"])
    assert answers.rank.tolist() == [1, 0]


def test_an_empty_gallery_misses_everybody() -> None:
    answers = ask(Gallery((), MADE_BY), embeddings(unit_vectors(2)), ["a", "b"])
    assert answers.rank.tolist() == [0, 0]
    assert answers.best.tolist() == [-1, -1]


def test_a_person_who_ties_with_another_is_not_rank_one() -> None:
    vector = unit_vectors(1)[0]
    gallery = Gallery([("a", vector), ("b", vector)], MADE_BY)
    assert ask(gallery, embeddings(vector[None]), ["a"]).rank.tolist() == [2]


def random_result(seed: int, probes: int = 400, strangers: int = 300) -> Identification:
    random = np.random.default_rng(seed)
    own = random.normal(0.6, 0.15, probes).round(2)
    other = random.normal(0.3, 0.15, probes).round(2)
    best = np.maximum(own, other)
    rank = np.where(own > other, 1, random.integers(2, 10, probes))
    strange = random.normal(0.35, 0.1, strangers).round(2)
    return Identification(
        50,
        Answers(own, best, np.minimum(own, other), rank),
        Answers(np.full(strangers, -1.0), strange, strange - 0.05, np.zeros(strangers, np.intp)),
    )


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("fpir", "allowed"), [(0.01, 3), (0.001, 0), (0.1, 30)])
def test_fnir_at_fpir_equals_counting_at_every_threshold(
    seed: int, fpir: float, allowed: int
) -> None:
    result = random_result(seed)
    lowest = min(t for t in np.arange(-1, 1.5, 0.005) if sum(result.strangers.best >= t) <= allowed)
    missed = sum(
        rank != 1 or own < lowest
        for rank, own in zip(result.probes.rank, result.probes.own, strict=True)
    )
    threshold = result.threshold_at_fpir(fpir)
    assert result.fpir(threshold) <= fpir
    assert result.fnir(threshold) == pytest.approx(missed / 400)


def test_the_cmc_starts_at_rank_one_and_never_falls() -> None:
    result = random_result(0)
    curve = result.cmc(9)
    assert curve[0] == result.rank1 == pytest.approx(np.mean(result.probes.rank == 1))
    assert curve == sorted(curve)
    assert curve[-1] == 1


def test_the_default_rule_is_measured_as_the_product_decides() -> None:
    vectors = unit_vectors(40, 4)
    templates = [(f"p{i % 10}", v) for i, v in enumerate(vectors)]
    gallery = Gallery(templates, MADE_BY)
    probes, truth = embeddings(unit_vectors(200, 4, seed=1)), [f"p{i % 10}" for i in range(200)]
    strangers = embeddings(unit_vectors(100, 4, seed=2))
    rule = DecisionRule(0.7, 0.05)
    result = Identification(10, ask(gallery, probes, truth), ask(gallery, strangers, [None] * 100))
    decided = [match.person_id for match in gallery.match(probes, rule)]
    let_in = [match.person_id is not None for match in gallery.match(strangers, rule)]
    measured = result.at_rule(rule)
    assert measured["fnir"] == pytest.approx(
        np.mean([name != right for name, right in zip(decided, truth, strict=True)])
    )
    assert measured["fpir"] == pytest.approx(np.mean(let_in))
    assert 0 < measured["fnir"] < 1
    assert 0 < measured["fpir"] < 1


def test_the_json_has_the_promised_fields() -> None:
    document = random_result(0).to_json()
    assert set(document) >= {"rank1", "fnir_at_fpir", "gallery", "probes", "strangers"}
    assert set(document["fnir_at_fpir"]) == {"0.01", "0.001"}
    assert (document["gallery"], document["probes"], document["strangers"]) == (50, 400, 300)
