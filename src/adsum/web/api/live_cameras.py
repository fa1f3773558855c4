"""What the cameras see now: figures, one picture, and a moving one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Self, cast

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from adsum.app.camera_figures import CameraFigures, FeedState
from adsum.app.ports.cameras import LiveCameras
from adsum.errors import NotFound, Unavailable
from adsum.web.guard import GuardedRoute, needs
from adsum.web.permissions import Permission

router = APIRouter(prefix="/live/cameras", tags=["cameras"], route_class=GuardedRoute)

_BOUNDARY = "frame"
# Pictures a second of the moving picture, and how long it goes on: a session may end meanwhile, and
# whoever still looks asks again.
_RATE, _SECONDS = 8.0, 300.0


class CamerasUnavailable(Unavailable):
    """This server runs without the cameras' parts."""

    code = "cameras.unavailable"
    remedy = "Start the server with: adsum serve"


class NothingSeen(NotFound):
    """A camera is not being watched, or has not sent a frame yet."""

    code = "camera.nothing_seen"
    remedy = "Check that the camera is enabled, and its state at /api/v1/live/cameras."


class LiveCamera(BaseModel):
    """How a camera is doing. problem: the code of what is wrong; reason: the same in words.

    received, looked: frames so far. skipped: replaced by a newer one before a worker was free.
    passed: left out because of the camera's `fps`. still: nothing had moved. detecting_ms,
    waited_ms: per frame, embedding_ms: per face, smoothed. cpu_share: of one processor, lately.
    """

    camera: str
    name: str
    state: FeedState
    width: int | None
    height: int | None
    received: int
    received_fps: float
    looked: int
    looked_fps: float
    skipped: int
    passed: int
    still: int
    damaged: int
    faces_in_view: int
    faces_embedded: int
    detecting_ms: float
    embedding_ms: float
    waited_ms: float
    cpu_seconds: float
    cpu_share: float
    reconnects: int
    failures: int
    problem: str | None
    reason: str | None

    @classmethod
    def of(cls, figures: CameraFigures) -> Self:
        width, height = figures.size or (None, None)
        return cls(
            camera=figures.camera,
            name=figures.name,
            state=figures.state,
            width=width,
            height=height,
            received=figures.received,
            received_fps=round(figures.received_fps, 2),
            looked=figures.looked,
            looked_fps=round(figures.looked_fps, 2),
            skipped=figures.skipped,
            passed=figures.passed,
            still=figures.still,
            damaged=figures.damaged,
            faces_in_view=figures.tracks,
            faces_embedded=figures.embedded,
            detecting_ms=round(figures.detecting, 2),
            embedding_ms=round(figures.embedding, 2),
            waited_ms=round(figures.waited, 2),
            cpu_seconds=round(figures.cpu, 2),
            cpu_share=round(figures.cpu_share, 3),
            reconnects=figures.reconnects,
            failures=figures.failures,
            problem=figures.problem,
            reason=figures.reason,
        )


def _cameras(request: Request) -> LiveCameras:
    cameras = request.app.state.cameras
    if cameras is None:
        raise CamerasUnavailable("this server watches no cameras")
    return cast(LiveCameras, cameras)


CamerasHere = Annotated[LiveCameras, Depends(_cameras)]
_view = needs(Permission.CAMERAS_VIEW)


@router.get("", openapi_extra=_view)
def list_cameras(cameras: CamerasHere) -> list[LiveCamera]:
    """Say how every camera that is being watched is doing."""
    return [LiveCamera.of(one) for one in cameras.figures()]


@router.get(
    "/{camera_id}/picture",
    openapi_extra=_view,
    response_class=Response,
    responses={200: {"content": {"image/jpeg": {}}, "description": "The newest frame"}},
)
def picture(cameras: CamerasHere, camera_id: str) -> Response:
    """Show the newest frame with boxes and names."""
    found = cameras.picture(camera_id)
    if found is None:
        raise NothingSeen("there is no picture of this camera")
    return Response(found[1], media_type="image/jpeg")


@router.get(
    "/{camera_id}/stream",
    openapi_extra=_view,
    response_class=StreamingResponse,
    responses={200: {"content": {"multipart/x-mixed-replace": {}}, "description": "MJPEG"}},
)
def stream(cameras: CamerasHere, camera_id: str) -> StreamingResponse:
    """Show the camera as Motion JPEG, with boxes and names, for up to five minutes."""
    if cameras.picture(camera_id) is None:
        raise NothingSeen("there is no picture of this camera")
    kind = f"multipart/x-mixed-replace; boundary={_BOUNDARY}"
    return StreamingResponse(parts(cameras, camera_id), media_type=kind)


async def parts(cameras: LiveCameras, camera_id: str) -> AsyncIterator[bytes]:
    """Yield each new picture as one part, until the camera is taken away."""
    last = -1.0
    for _ in range(round(_SECONDS * _RATE)):
        found = await run_in_threadpool(cameras.picture, camera_id)
        if found is None:
            return
        at, content = found
        if at != last:
            head = f"--{_BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(content)}"
            yield head.encode() + b"\r\n\r\n" + content + b"\r\n"
            last = at
        await asyncio.sleep(1 / _RATE)
