"""What a kiosk and the server say to each other, over HTTP and on the socket."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field, TypeAdapter

from adsum.app.kiosk import FaceState, Light, Seen, SeenFace
from adsum.app.kiosk_greeting import Greeting
from adsum.domain.punch import Direction
from adsum.web.shapes import seconds, wall_time


class GreetingAnswer(BaseModel):
    """Somebody was clocked. `local` is the wall clock of the place; `worked` today's seconds.

    `recorded` is false for an act that had been recorded before.
    """

    punch_id: str
    name: str
    at: datetime
    local: str | None
    zone: str
    direction: Direction | None
    worked: int
    recorded: bool

    @classmethod
    def of(cls, greeting: Greeting) -> Self:
        return cls(
            punch_id=greeting.punch_id,
            name=greeting.name,
            at=greeting.at,
            local=wall_time(greeting.at, greeting.zone),
            zone=greeting.zone,
            direction=greeting.direction,
            worked=seconds(greeting.worked),
            recorded=greeting.recorded,
        )


class KioskFace(BaseModel):
    """A face that is followed by its `track`. box: x, y, width, height as shares of the picture.

    No similarity is told: the kiosk stands where everybody can try their luck.
    """

    track: int
    box: tuple[float, float, float, float]
    state: FaceState
    name: str | None

    @classmethod
    def of(cls, face: SeenFace) -> Self:
        return cls(track=face.track, box=face.box, state=face.state, name=face.name)


class KioskSeen(BaseModel):
    """The answer to a frame; the next one may be sent now."""

    type: Literal["seen"] = "seen"
    light: Light
    faces: list[KioskFace]
    greetings: list[GreetingAnswer]

    @classmethod
    def of(cls, seen: Seen) -> Self:
        return cls(
            light=seen.light,
            faces=[KioskFace.of(face) for face in seen.faces],
            greetings=[GreetingAnswer.of(greeting) for greeting in seen.greetings],
        )


class KioskReady(BaseModel):
    """The first message of the server. version: a kiosk with another one loads itself anew."""

    type: Literal["ready"] = "ready"
    place: str
    zone: str
    now: datetime
    version: str


class KioskGreeting(BaseModel):
    """The answer to a choice; `greeting` is null if that face has gone."""

    type: Literal["greeting"] = "greeting"
    track: int
    greeting: GreetingAnswer | None


class KioskProblem(BaseModel):
    """Something went wrong; the connection stays unless the token is the problem."""

    type: Literal["problem"] = "problem"
    code: str
    detail: str
    remedy: str


class KioskHello(BaseModel):
    """The first message of a kiosk, because a browser cannot send headers with a socket."""

    type: Literal["hello"]
    token: Annotated[str, Field(max_length=1000)]


class KioskChoice(BaseModel):
    """Somebody touched "in" or "out"."""

    type: Literal["choose"]
    track: int
    direction: Direction


KioskSays = KioskHello | KioskChoice
ServerSays = KioskReady | KioskSeen | KioskGreeting | KioskProblem

SAID: TypeAdapter[KioskSays] = TypeAdapter(Annotated[KioskSays, Field(discriminator="type")])
_ANSWERED: TypeAdapter[ServerSays] = TypeAdapter(ServerSays)


def schemas() -> dict[str, Any]:
    """Return the socket's messages as schemas by name; OpenAPI has no place for a socket."""
    made: dict[str, Any] = {}
    for adapter in (SAID, _ANSWERED):
        document = adapter.json_schema(ref_template="#/components/schemas/{model}")
        made |= document.get("$defs", {})
    return made
