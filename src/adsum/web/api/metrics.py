"""`/metrics` in Prometheus' format, for the server and for each camera."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import cast

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.gc_collector import GCCollector
from prometheus_client.process_collector import ProcessCollector

import adsum
from adsum.app.camera_figures import CameraFigures, FeedState
from adsum.app.ports.cameras import LiveCameras
from adsum.app.ports.outbox import DeliveryState
from adsum.web.guard import GuardedRoute, ServicesHere, needs
from adsum.web.permissions import Permission

router = APIRouter(route_class=GuardedRoute)

Read = Callable[[CameraFigures], float]
_LABELS = ["camera"]

# name, what it says, how it is read.
_COUNTERS: tuple[tuple[str, str, Read], ...] = (
    ("frames_received", "Frames that came in", lambda f: f.received),
    ("frames_looked_at", "Frames that were looked at", lambda f: f.looked),
    ("frames_skipped", "Frames replaced before a worker was free", lambda f: f.skipped),
    ("frames_passed", "Frames left out because of the camera's own rate", lambda f: f.passed),
    ("frames_still", "Frames on which nothing had moved", lambda f: f.still),
    ("frames_damaged", "Packets or frames that could not be decoded", lambda f: f.damaged),
    ("faces_embedded", "Faces that were recognised on", lambda f: f.embedded),
    ("reconnects", "How often the source was asked again", lambda f: f.reconnects),
    ("failures", "Frames that could not be looked at", lambda f: f.failures),
    ("cpu_seconds", "Processor time, decoding included", lambda f: f.cpu),
)
_GAUGES: tuple[tuple[str, str, Read], ...] = (
    ("up", "1 while frames come", lambda f: float(f.state is FeedState.WATCHING)),
    ("received_fps", "Frames a second that come in", lambda f: f.received_fps),
    ("looked_at_fps", "Frames a second that are looked at", lambda f: f.looked_fps),
    ("detection_seconds", "Finding faces, per frame", lambda f: f.detecting / 1000),
    ("embedding_seconds", "Recognising, per face", lambda f: f.embedding / 1000),
    ("queue_age_seconds", "From a frame's arrival to its turn", lambda f: f.waited / 1000),
    ("faces_in_view", "Faces that are followed now", lambda f: f.tracks),
)


class CameraCollector:
    """Reads the cameras' figures when it is asked."""

    def __init__(self, cameras: LiveCameras | None) -> None:
        self._cameras = cameras

    def collect(self) -> Iterable[Metric]:
        """Yield one metric after the other."""
        figures = self._cameras.figures() if self._cameras is not None else []
        for name, about, read in _COUNTERS:
            counter = CounterMetricFamily(f"adsum_camera_{name}", about, labels=_LABELS)
            for one in figures:
                counter.add_metric([one.camera], read(one))
            yield counter
        for name, about, read in _GAUGES:
            gauge = GaugeMetricFamily(f"adsum_camera_{name}", about, labels=_LABELS)
            for one in figures:
                gauge.add_metric([one.camera], read(one))
            yield gauge


class ServerCollector:
    """Reads what the records know."""

    def __init__(self, services: ServicesHere) -> None:
        self._services = services

    def collect(self) -> Iterable[Metric]:
        """Yield one metric after the other."""
        yield GaugeMetricFamily("adsum_threads", "Threads", value=threading.active_count())
        info = GaugeMetricFamily("adsum_info", "The version that runs", labels=["version"])
        info.add_metric([adsum.__version__], 1)
        yield info
        with self._services.store.read() as records:
            people, visits = len(records.people.names()), records.visitors.count()
            # More than a thousand is no queue but a fault.
            waiting = len(records.outbox.page(limit=1000, state=DeliveryState.WAITING))
        yield GaugeMetricFamily("adsum_people", "People who are known by name", value=people)
        yield GaugeMetricFamily("adsum_visits", "Visits of unknown people", value=visits)
        yield GaugeMetricFamily(
            "adsum_deliveries_waiting", "Messages not delivered yet, at most 1000", value=waiting
        )


@router.get("/metrics", openapi_extra=needs(Permission.METRICS_READ))
def metrics(request: Request, services: ServicesHere) -> Response:
    """Return the figures of the server and of every camera. Names no person."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    GCCollector(registry=registry)
    registry.register(ServerCollector(services))
    registry.register(CameraCollector(cast("LiveCameras | None", request.app.state.cameras)))
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)
