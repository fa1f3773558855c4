"""Enrolment in steps, as a page does it: guide the camera, look at what would come of it, save."""

from __future__ import annotations

from typing import Annotated, Self

from fastapi import APIRouter, Depends, Form, Response, UploadFile
from pydantic import BaseModel, Field

from adsum.app.check_enrolment import EnrolmentChecked
from adsum.app.enrol import EnrolOutcome, EnrolRequest, Status
from adsum.app.guide_enrolment import FrameJudged
from adsum.app.services import Services
from adsum.domain.person import clean_name
from adsum.errors import InvalidInput
from adsum.vision.guide import Hint, Neutral, Pose
from adsum.web.api.people import known_person
from adsum.web.guard import ActorHere, GuardedRoute, ServicesHere, needs
from adsum.web.permissions import Permission
from adsum.web.shapes import PersonRef

router = APIRouter(prefix="/enrolments", tags=["enrolment"], route_class=GuardedRoute)

MOST_PHOTOS = 12
_USUAL = Neutral()
_writes = needs(Permission.PEOPLE_WRITE)
_Turn = Annotated[float, Form(ge=-1, le=1)]


class WhoseEnrolment(InvalidInput):
    """It was not said whose photos these are, or there are too many of them."""

    code = "enrolment.whose"
    remedy = f"Send 1 to {MOST_PHOTOS} photos and either a name or a person_id."


class HeadAnswer(BaseModel):
    """yaw: positive to the person's left; pitch: positive down; 0 is straight, 1 a profile. roll in
    degrees."""

    yaw: float
    pitch: float
    roll: float


class FrameAnswer(BaseModel):
    """What a frame is worth. good: take this shot. box: x, y, width, height as shares of the
    picture. pose: the one that is shown, null between two. quality: 0 to 1."""

    good: bool
    hints: list[Hint]
    faces: int
    box: tuple[float, float, float, float] | None
    head: HeadAnswer | None
    pose: Pose | None
    quality: float

    @classmethod
    def of(cls, judged: FrameJudged) -> Self:
        head = judged.head
        return cls(
            good=not judged.hints,
            hints=list(judged.hints),
            faces=judged.faces,
            box=judged.box,
            head=HeadAnswer(yaw=head.yaw, pitch=head.pitch, roll=head.roll) if head else None,
            pose=judged.pose,
            quality=judged.quality,
        )


class Reason(BaseModel):
    """Why a photo is refused."""

    code: str
    message: str
    remedy: str


class PhotoOutcome(BaseModel):
    """What became of a photo, or would. odd: it shows another person than the other photos."""

    label: str
    status: Status
    quality: float | None = Field(description="0 to 1")
    odd: bool = False
    error: Reason | None = None

    @classmethod
    def of(cls, outcome: EnrolOutcome, *, odd: bool = False) -> Self:
        error = outcome.error
        return cls(
            label=outcome.label,
            status=outcome.status,
            quality=outcome.quality,
            odd=odd,
            error=Reason(code=error.code, message=error.message, remedy=error.what_to_do)
            if error
            else None,
        )


class CheckAnswer(BaseModel):
    """What would come of the photos. already: the people whose face it is already.

    look_alikes: people whom the recogniser may take for this one; each such pair should use a PIN.
    """

    photos: list[PhotoOutcome]
    already: list[PersonRef]
    look_alikes: list[PersonRef]

    @classmethod
    def of(cls, found: EnrolmentChecked) -> Self:
        photos = [
            PhotoOutcome.of(one, odd=number in found.odd)
            for number, one in enumerate(found.outcomes)
        ]
        return cls(
            photos=photos,
            already=[PersonRef.of(person) for person in found.claimed_by],
            look_alikes=[PersonRef.of(person) for person in found.look_alikes],
        )


class EnrolledAnswer(BaseModel):
    """What became of the photos; person is null if none was good enough to create them."""

    person: PersonRef | None
    photos: list[PhotoOutcome]


def _requests(
    services: ServicesHere,
    photos: list[UploadFile],
    name: Annotated[str | None, Form(max_length=1000)] = None,
    person_id: Annotated[str | None, Form(max_length=64)] = None,
) -> list[EnrolRequest]:
    if (name is None) == (person_id is None) or not 1 <= len(photos) <= MOST_PHOTOS:
        raise WhoseEnrolment("photos and one of name and person_id are needed")
    whose = clean_name(name) if name is not None else _name(services, person_id or "")
    return [
        EnrolRequest(whose, photo.filename or f"photo {number}", photo.file.read)
        for number, photo in enumerate(photos, 1)
    ]


RequestsHere = Annotated[list[EnrolRequest], Depends(_requests)]
AllowHere = Annotated[bool, Form(description="enrol although it looks like somebody else")]


@router.post("/frame", openapi_extra=_writes)
def judge_frame(
    services: ServicesHere,
    frame: UploadFile,
    pose: Annotated[Pose, Form()] = Pose.AHEAD,
    neutral_yaw: _Turn = 0.0,
    neutral_pitch: _Turn = _USUAL.pitch,
) -> FrameAnswer:
    """Judge one camera frame for a guided session of five poses; nothing is stored.

    neutral_*: `head` of the shot that looked ahead; up and down are told from there.
    """
    neutral = Neutral(neutral_yaw, neutral_pitch)
    return FrameAnswer.of(services.guide_enrolment.execute(frame.file.read(), pose, neutral))


@router.post("/check", openapi_extra=_writes)
def check(
    services: ServicesHere, requests: RequestsHere, allow_lookalikes: AllowHere = False
) -> CheckAnswer:
    """Tell what would come of enrolling these photos of one person; nothing is stored."""
    return CheckAnswer.of(
        services.check_enrolment.execute(requests, allow_lookalikes=allow_lookalikes)
    )


@router.post("", status_code=201, openapi_extra=_writes)
def enrol(
    services: ServicesHere,
    actor: ActorHere,
    requests: RequestsHere,
    response: Response,
    allow_lookalikes: AllowHere = False,
) -> EnrolledAnswer:
    """Enrol the photos of one person; the first good one creates a person who is not known yet."""
    done = services.enrol_person.execute(actor, requests, allow_lookalikes=allow_lookalikes)
    if not any(one.status is Status.ENROLLED for one in done):
        response.status_code = 200
    with services.store.read() as records:
        person = records.people.by_name(requests[0].name)
    return EnrolledAnswer(
        person=PersonRef.of(person) if person else None,
        photos=[PhotoOutcome.of(one) for one in done],
    )


def _name(services: Services, person_id: str) -> str:
    return known_person(services, person_id)[0].name
