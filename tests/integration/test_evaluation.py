"""`adsum evaluate` on real photos, through the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from adsum.cli.root import run
from adsum.evaluation.embed import PhotoEmbedder
from adsum.imaging.decode import PhotoDecoder
from adsum.models.runtime import ModelFailed
from adsum.vision.pipeline import FacePipeline
from adsum.vision.scales import ScaledDetector
from adsum.vision.types import Embedding, Face, Image, RecogniserId

# People of lfw-dev: four with many photos, six with a single one.
MANY = ("Andre_Agassi", "Andy_Roddick", "Ann_Veneman", "Anna_Kournikova")


@pytest.fixture
def home(tmp_path: Path, model_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder; prepared models are shared between the tests."""
    monkeypatch.setenv("ADSUM_CACHE", str(model_cache))
    monkeypatch.setenv("ADSUM_HOME", str(tmp_path / "home"))
    return tmp_path


@pytest.fixture
def photos(home: Path, lfw: Path) -> Path:
    """Symbolic links to four photos each of four people and to one photo each of six strangers."""
    images = home / "images"
    singles = [folder for folder in sorted(lfw.iterdir()) if len(list(folder.iterdir())) == 1]
    for folder in [lfw / name for name in MANY] + singles[:6]:
        (images / folder.name).mkdir(parents=True)
        for photo in sorted(folder.iterdir())[:4]:
            (images / folder.name / photo.name).symlink_to(photo)
    return images


@pytest.fixture
def pairs(home: Path) -> Path:
    """Two folds of four pairs of each kind among the four people."""
    first, second = MANY[:2], MANY[2:]
    lines = ["2\t4"]
    for a, b in (first, second):
        lines += [f"{name}\t{i}\t{i + 1}" for name in (a, b) for i in (1, 3)]
        lines += [f"{a}\t{i}\t{b}\t{5 - i}" for i in (1, 2, 3, 4)]
    path = home / "pairs.txt"
    path.write_text("\n".join(lines))
    return path


def answer(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> dict[str, Any]:
    """Run a command that must succeed and return its one JSON document."""
    status = run(["evaluate", *map(str, arguments), "--json"])
    captured = capsys.readouterr()
    assert status == 0, captured
    document = json.loads(captured.out)
    assert isinstance(document, dict)
    return document


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> dict[str, str]:
    """Run a command that must fail and return its error."""
    assert run(["evaluate", *map(str, arguments), "--json"]) == 1
    error = json.loads(capsys.readouterr().out)["error"]
    assert set(error) == {"code", "message", "remedy"}
    return dict(error)


def test_verification_tells_four_people_apart(
    photos: Path, pairs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = answer(capsys, "verification", "--images", photos, "--pairs", pairs)
    assert found["accuracy_mean"] == 1
    assert found["accuracy_std"] == 0
    assert found["tar_at_far"] == {"0.01": 1, "0.001": 1}
    assert 0.2 < found["threshold"] < 0.7
    assert (found["pairs"], len(found["folds"])) == (16, 2)
    assert (found["images"], found["failed"]) == (16, 0)
    assert found["images_per_second"] == pytest.approx(16 / found["seconds"])


def test_identification_finds_four_people_and_refuses_six_strangers(
    photos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = answer(capsys, "identification", "--images", photos, "--enrol", "2", "--workers", "2")
    assert (found["gallery"], found["probes"], found["strangers"]) == (4, 8, 6)
    assert found["rank1"] == 1
    assert found["fnir_at_fpir"] == {"0.01": 0, "0.001": 0}
    assert found["default_rule"]["fpir"] == 0
    assert (found["images"], found["failed"]) == (22, 0)


def test_the_number_of_workers_does_not_change_the_result(
    photos: Path, pairs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    results = [
        answer(capsys, "verification", "--images", photos, "--pairs", pairs, "--workers", workers)
        for workers in ("1", "3")
    ]
    for result in results:
        del result["seconds"], result["images_per_second"]
    assert results[0] == results[1]


def test_photos_without_a_face_or_damaged_are_counted_and_named_and_the_rest_goes_on(
    photos: Path, pairs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = photos / "Andy_Roddick" / "Andy_Roddick_0001.jpg"
    empty.unlink()
    empty.touch()
    cut = photos / "Ann_Veneman" / "Ann_Veneman_0001.jpg"
    whole = cut.read_bytes()
    cut.unlink()
    cut.write_bytes(whole[: len(whole) // 2])
    status = run(["evaluate", "verification", "--images", str(photos), "--pairs", str(pairs)])
    captured = capsys.readouterr()
    assert status == 0
    assert "16, 2" in captured.out
    assert "Andy_Roddick_0001.jpg" in captured.err
    assert "Ann_Veneman_0001.jpg" in captured.err
    found = answer(capsys, "verification", "--images", photos, "--pairs", pairs)
    assert found["failed"] == 2
    # Each spoils one pair of one person, which has the least similarity now: 2 of 8 are missed.
    assert found["tar_at_far"]["0.01"] == 0.75


def test_the_table_and_the_plots_are_written_where_they_should(
    photos: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = home / "plots"
    arguments = ["identification", "--images", photos, "--enrol", "2", "--plots", folder]
    assert run(["evaluate", *map(str, arguments)]) == 0
    captured = capsys.readouterr()
    assert "rank 1" in captured.out
    assert "FNIR at FPIR 0.1 %" in captured.out
    assert {path.name for path in folder.iterdir()} == {"cmc.png", "det.png", "scores.png"}


def test_evaluating_leaves_nothing_in_the_data_folder(
    photos: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(capsys, "identification", "--images", photos, "--enrol", "2")
    assert not (home / "home").exists()


def test_bad_input_is_one_clear_error(
    photos: Path, pairs: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    absent = refusal(capsys, "verification", "--images", home / "no", "--pairs", pairs)
    assert absent["code"] == "evaluation.missing_photos"
    assert "16 of 16" in absent["message"]
    pairs.write_text("2\t1\nAnn\t1\n")
    malformed = refusal(capsys, "verification", "--images", photos, "--pairs", pairs)
    assert malformed["code"] == "evaluation.malformed_pairs"
    nobody = refusal(capsys, "identification", "--images", photos, "--enrol", "9")
    assert nobody["code"] == "evaluation.nothing_to_measure"


class Broken:
    """An embedder whose model fails."""

    made_by = RecogniserId("broken", "1", "f32")

    def embed(self, image: Image, face: Face) -> Embedding:
        raise ModelFailed("inference failed")


def test_a_failing_model_stops_the_evaluation_instead_of_counting_as_missing_faces(
    lfw: Path, detector: ScaledDetector
) -> None:
    embedder = PhotoEmbedder(FacePipeline(detector, Broken()), PhotoDecoder(), workers=2)
    with pytest.raises(ModelFailed):
        embedder.embed(sorted((lfw / MANY[0]).iterdir())[:6])


def test_every_photo_is_embedded_once_and_progress_is_told(
    lfw: Path, pipeline: FacePipeline
) -> None:
    paths = sorted((lfw / MANY[0]).iterdir())[:5]
    told: list[tuple[int, int]] = []
    found = PhotoEmbedder(pipeline, PhotoDecoder(), workers=2).embed(
        paths + paths, lambda done, total: told.append((done, total))
    )
    assert told == [(done, 5) for done in range(1, 6)]
    assert list(found.embeddings) == paths
    assert all(np.isclose(np.linalg.norm(e.vector), 1) for e in found.embeddings.values())
