"""Who hears of what cameras see, beside the records."""

from __future__ import annotations

import logging
from typing import Protocol

from adsum.app.camera_events import CameraEvent
from adsum.config.settings import Settings
from adsum.errors import Unavailable

_log = logging.getLogger(__name__)


class Listener(Protocol):
    """Hears of every event until it is closed."""

    def __call__(self, event: CameraEvent) -> None: ...

    def close(self) -> None: ...


def listeners(settings: Settings) -> list[Listener]:
    """Return what the settings switch on. A voice that is missing is said, and ends nothing.

    Raises:
        BadBroker: the address of the MQTT broker is not understood.
    """
    heard: list[Listener] = []
    if settings.mqtt_url:
        from adsum.notify.mqtt import MqttEvents

        heard.append(MqttEvents(settings.mqtt_url))
    if settings.voice:
        from adsum.system.voice import Voice

        try:
            heard.append(Voice(settings.voice))
        except Unavailable as error:
            _log.warning("%s (%s) %s", error, error.code, error.what_to_do)
    return heard
