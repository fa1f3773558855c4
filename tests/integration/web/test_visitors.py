"""Unknown visitors over HTTP: kept, grouped, assigned, dismissed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from adsum.app.enrol import EnrolRequest
from adsum.app.keep_visit import KeepVisit, StrangerShot
from adsum.app.ports.visitors import VisitSummary
from adsum.imaging.decode import PhotoDecoder
from adsum.imaging.encode import JpegEncoder
from adsum.vision import quality
from adsum.vision.crop import face_crop
from adsum.vision.pipeline import FacePipeline
from tests.integration.web.world import NOON, World, company_on

MINUTE = timedelta(minutes=1)


@pytest.fixture
def world(tmp_path: Path, model_cache: Path, pipeline: FacePipeline) -> Iterator[World]:
    with company_on("sqlite", tmp_path, model_cache, pipeline) as world:
        yield world


@pytest.fixture
def keep(world: World) -> KeepVisit:
    return KeepVisit(world.services.store, world.services.clock, JpegEncoder())


@pytest.fixture(scope="session")
def shot_of(lfw: Path, pipeline: FacePipeline) -> Any:
    """Make the best shot of somebody from their n-th photo."""

    def shot(name: str, number: int, minutes: float = -60, **other: Any) -> StrangerShot:
        photo = lfw / name / f"{name}_{number:04}.jpg"
        image = PhotoDecoder().decode(photo.read_bytes())
        described = max(pipeline.describe_all(image), key=lambda d: d.face.box.area)
        crop, landmarks = face_crop(image, described.face)
        at = NOON + minutes * MINUTE
        value = quality.score(described.quality)
        given = StrangerShot(
            "cam", "door", at, at + MINUTE, crop, landmarks, value, described.embedding
        )
        return replace(given, **other)

    return shot


def kept(keep: KeepVisit, shot: StrangerShot) -> VisitSummary:
    visit = keep.execute(shot)
    assert visit is not None
    return visit


def test_visits_that_look_alike_are_one_visitor(
    world: World, keep: KeepVisit, shot_of: Any
) -> None:
    agassi = [kept(keep, shot_of("Andre_Agassi", n, -100 + 20 * n)) for n in (1, 2, 3)]
    other = kept(keep, shot_of("Amelia_Vega", 1, -10))
    page = world("hr", "GET", "/visitors").json()
    assert [(v["id"], v["visits"]) for v in page["items"]] == [
        (other.visitor_id, 1),
        (agassi[0].visitor_id, 3),
    ]
    shown = world("hr", "GET", f"/visitors/{agassi[0].visitor_id}").json()
    assert [v["id"] for v in shown["all_visits"]] == [v.id for v in agassi]
    crop = world("hr", "GET", f"/visits/{agassi[1].id}/crop")
    assert crop.headers["content-type"] == "image/jpeg"
    assert PhotoDecoder().decode(crop.content).shape[0] > 50


def test_somebody_who_comes_back_soon_is_on_the_same_visit_with_the_better_shot(
    keep: KeepVisit, shot_of: Any, world: World
) -> None:
    first = kept(keep, shot_of("Andre_Agassi", 1, -60, quality=0.3))
    second = kept(keep, shot_of("Andre_Agassi", 2, -57, quality=0.9))
    third = kept(keep, shot_of("Andre_Agassi", 3, -54, quality=0.5))
    assert first.id == second.id == third.id
    assert (third.quality, third.last_at) == (0.9, NOON - 53 * MINUTE)
    with world.services.store.read() as records:
        assert records.visitors.count() == 1


def test_what_is_too_old_is_deleted_and_nothing_is_kept_where_that_is_switched_off(
    world: World, keep: KeepVisit, shot_of: Any
) -> None:
    kept(keep, shot_of("Andre_Agassi", 1, -8 * 24 * 60))
    young = kept(keep, shot_of("Amelia_Vega", 1, -10))
    page = world("hr", "GET", "/visitors").json()
    assert [v["id"] for v in page["items"]] == [young.visitor_id]
    off = KeepVisit(
        world.services.store,
        world.services.clock,
        JpegEncoder(),
        replace(keep.rule, keep_for=timedelta(0)),
    )
    assert off.execute(shot_of("Andre_Agassi", 1)) is None


def test_a_visitor_is_enrolled_as_a_new_person_and_the_visits_become_proposals(
    world: World, keep: KeepVisit, shot_of: Any, pipeline: FacePipeline
) -> None:
    visits = [kept(keep, shot_of("Andre_Agassi", n, -200 + 30 * n)) for n in (1, 2, 3)]
    done = world(
        "hr", "POST", f"/visitors/{visits[0].visitor_id}/assignment", json={"name": "Andre"}
    ).json()
    assert done["person"]["name"] == "Andre"
    assert any(s["status"] == "enrolled" for s in done["shots"])
    assert [c["added"]["at"] for c in done["corrections"]] == [
        v.first_at.isoformat().replace("+00:00", "Z") for v in visits
    ]
    assert {c["approval"] for c in done["corrections"]} == {"pending"}
    assert world("hr", "GET", "/visitors").json()["items"] == []
    probe = shot_of("Andre_Agassi", 4).embedding
    with world.services.store.read() as records:
        templates = records.photos.templates(pipeline.made_by)
    best = max(float(np.dot(probe.vector, vector)) for _, vector in templates)
    assert best > 0.5


def test_a_visitor_is_assigned_to_somebody_who_is_enrolled(
    world: World, keep: KeepVisit, shot_of: Any, lfw: Path
) -> None:
    photo = lfw / "Andre_Agassi" / "Andre_Agassi_0005.jpg"
    request = EnrolRequest("Andre", "photo", photo.read_bytes)
    assert [o.error for o in world.services.enrol.execute([request])] == [None]
    person = world("hr", "GET", "/people?search=Andre").json()["items"][0]
    visit = kept(keep, shot_of("Andre_Agassi", 1))
    body = {"person_id": person["id"], "enrol": False, "propose": False}
    done = world("hr", "POST", f"/visitors/{visit.visitor_id}/assignment", json=body).json()
    assert (done["person"]["id"], done["shots"], done["corrections"]) == (person["id"], [], [])
    with world.services.store.read() as records:
        assert len(records.photos.of(person["id"])) == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "visitor.nobody_named"),
        ({"name": "A", "person_id": "emil"}, "visitor.nobody_named"),
        ({"name": "Emil"}, "visitor.name_taken"),
        ({"person_id": "nobody"}, "person.unknown"),
    ],
)
def test_an_assignment_that_names_nobody_changes_nothing(
    world: World, keep: KeepVisit, shot_of: Any, body: dict[str, str], code: str
) -> None:
    visit = kept(keep, shot_of("Andre_Agassi", 1))
    answer = world("hr", "POST", f"/visitors/{visit.visitor_id}/assignment", json=body)
    assert answer.json()["code"] == code
    assert world("hr", "GET", f"/visitors/{visit.visitor_id}").status_code == 200


def test_a_new_person_whom_no_shot_shows_well_is_not_made(
    world: World, keep: KeepVisit, shot_of: Any
) -> None:
    black = np.zeros((90, 90, 3), np.uint8)
    visit = kept(keep, shot_of("Andre_Agassi", 1, crop=black))
    path = f"/visitors/{visit.visitor_id}/assignment"
    answer = world("hr", "POST", path, json={"name": "Nobody"}).json()
    assert answer["code"] == "visitor.no_good_shot" and "no face" in answer["detail"]
    assert world("hr", "GET", "/people?search=Nobody").json()["items"] == []
    assert world("hr", "GET", "/visitors").json()["items"] != []


def test_dismissing_and_purging_delete_the_pictures(
    world: World, keep: KeepVisit, shot_of: Any
) -> None:
    first = kept(keep, shot_of("Andre_Agassi", 1, -100))
    kept(keep, shot_of("Amelia_Vega", 1, -50))
    assert world("hr", "DELETE", f"/visitors/{first.visitor_id}").json() == {"visits": 1}
    assert world("hr", "GET", f"/visits/{first.id}/crop").json()["code"] == "visitor.unknown"
    assert world("hr", "DELETE", f"/visitors/{first.visitor_id}").status_code == 404
    before = (NOON - 40 * MINUTE).isoformat()
    assert world("hr", "POST", "/visitors/purge", json={"before": before}).json() == {"visits": 1}


def test_whoever_listens_hears_of_a_new_visitor(
    world: World, keep: KeepVisit, shot_of: Any
) -> None:
    world.put(
        "webhook", "w", name="W", url="https://example.com", secret="long enough",
        events=["visitor.unknown"],
    )  # fmt: skip
    visit = kept(keep, shot_of("Andre_Agassi", 1))
    with world.services.store.read() as records:
        (delivery,) = records.outbox.page()
    assert delivery.event == "visitor.unknown" and visit.visitor_id in delivery.body
