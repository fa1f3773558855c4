"""What recognises here, and what it promises."""

from __future__ import annotations

from typing import Self

from fastapi import APIRouter
from pydantic import BaseModel

from adsum.app.show_recognition import Basis, CalibrationState, RecognitionState
from adsum.vision.calibration import Promise
from adsum.web.guard import GuardedRoute, ServicesHere, needs
from adsum.web.permissions import Permission

router = APIRouter(prefix="/recognition", tags=["system"], route_class=GuardedRoute)

_reads = needs(Permission.RECOGNITION_READ)


class RecognitionAnswer(BaseModel):
    """The recogniser in use. candidate, former: empty for none. people, photos: enrolled with it;
    lacking: photos that it has not read yet."""

    name: str
    model: str
    version: str
    precision: str
    former: str
    candidate: str
    people: int
    photos: int
    lacking: int

    @classmethod
    def of(cls, state: RecognitionState) -> Self:
        return cls(
            name=state.name,
            model=state.made_by.model,
            version=state.made_by.version,
            precision=state.made_by.precision,
            former=state.former,
            candidate=state.candidate,
            people=state.people,
            photos=state.photos,
            lacking=state.lacking,
        )


class PromiseAnswer(BaseModel):
    """low, high: between so many strangers in 1,000 are taken for somebody (95 % interval).
    missed: share of the enrolled who are asked to try again, 0 to 1; null if nobody has two photos.
    """

    low: float
    high: float
    missed: float | None

    @classmethod
    def of(cls, promise: Promise) -> Self:
        missed = None if promise.missed is None else round(promise.missed, 4)
        return cls(
            low=round(1000 * promise.low, 2), high=round(1000 * promise.high, 2), missed=missed
        )


class CalibrationAnswer(BaseModel):
    """per_1000: how many strangers in 1,000 are promised to be taken for somebody at most; where
    `basis` is not `promise`: what would be. found: null with fewer than `least` people.
    look_alikes: pairs of names that may be confused, and should use a PIN."""

    basis: Basis
    per_1000: float
    people: int
    least: int
    found: PromiseAnswer | None
    look_alikes: list[tuple[str, str]]

    @classmethod
    def of(cls, state: CalibrationState) -> Self:
        found = state.found
        return cls(
            basis=state.basis,
            per_1000=state.per_1000,
            people=state.people,
            least=state.least,
            found=PromiseAnswer.of(found.promise) if found else None,
            look_alikes=[(p.first, p.second) for p in found.look_alikes] if found else [],
        )


@router.get("", openapi_extra=_reads)
def recognition(services: ServicesHere) -> RecognitionAnswer:
    """Say which recogniser is in use."""
    return RecognitionAnswer.of(services.show_recognition.execute())


@router.get("/calibration", openapi_extra=_reads)
def calibration(services: ServicesHere) -> CalibrationAnswer:
    """Say how often somebody may be taken for somebody else; never a similarity."""
    return CalibrationAnswer.of(services.show_recognition.calibration())
