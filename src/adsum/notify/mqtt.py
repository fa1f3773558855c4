"""What cameras see, over MQTT, in a way that Home Assistant finds by itself.

Each camera is a device with three things: whether it is watched (`binary_sensor`), who was
recognised last (`sensor`), and its events (`event`).
https://www.home-assistant.io/integrations/mqtt/#mqtt-discovery
"""

from __future__ import annotations

import json
import logging
import re
import threading
from contextlib import suppress
from urllib.parse import unquote, urlsplit

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion

import adsum
from adsum.app.camera_events import CameraEvent, Sight
from adsum.errors import InvalidInput

_log = logging.getLogger(__name__)
_PORTS = {"mqtt": 1883, "mqtts": 8883}
# Messages for a broker that is away; more of them help nobody.
_WAITING = 1000
# Seconds that the last message may take.
_FAREWELL = 3.0
# What a house may want to react to.
_TOLD = (Sight.RECOGNISED, Sight.UNKNOWN, Sight.PUNCHED, Sight.CROSSED)
_STATES = {Sight.CONNECTED: "ON", Sight.LOST: "OFF", Sight.ENDED: "OFF"}


class BadBroker(InvalidInput):
    """An address that is no MQTT broker's."""

    code = "mqtt.bad_broker"
    remedy = "Write it as mqtt://user:password@host:1883, or mqtts:// with TLS."


class MqttEvents:
    """Publishes camera events below `adsum/CAMERA`; a camera is announced when first heard of.

    The broker is spoken to by a thread of the library's; while it is away, messages wait. Scores
    are not sent: a house needs no similarity.
    """

    def __init__(self, url: str, *, topic: str = "adsum", discovery: str = "homeassistant") -> None:
        """url: of the broker. topic: stem of the topics. discovery: Home Assistant's own stem.

        Raises:
            BadBroker: the address is not understood.
        """
        self._topic, self._discovery = topic, discovery
        self._known: set[str] = set()
        self._lock = threading.Lock()
        host, port = self._parse(url)
        self._client.will_set(f"{topic}/status", "offline", qos=1, retain=True)
        self._client.on_connect = self._connected
        self._client.connect_async(host, port)
        self._client.loop_start()

    def __call__(self, event: CameraEvent) -> None:
        """Publish an event; never raises and never waits."""
        self._announce(event.camera)
        stem = f"{self._topic}/{_safe(event.camera)}"
        if event.kind in _STATES:
            self._send(f"{stem}/watching", _STATES[event.kind], retain=True)
        if event.kind in _TOLD:
            facts = {k: v for k, v in event.plain().items() if k not in ("score", "event")}
            self._send(f"{stem}/event", json.dumps({"event_type": event.kind.value, **facts}))
        if event.kind is Sight.RECOGNISED and event.name is not None:
            self._send(f"{stem}/person", event.name)

    def close(self) -> None:
        """Say goodbye to the broker, if it is there, and end the thread."""
        goodbye = self._client.publish(f"{self._topic}/status", "offline", qos=1, retain=True)
        if self._client.is_connected():
            # Behind whatever still waits: after the farewell the broker takes nothing more.
            with suppress(ValueError, RuntimeError):
                goodbye.wait_for_publish(_FAREWELL)
        self._client.disconnect()
        self._client.loop_stop()

    def _parse(self, url: str) -> tuple[str, int]:
        try:
            parts = urlsplit(url)
            port = parts.port or _PORTS[parts.scheme]
        except (ValueError, KeyError) as error:
            raise BadBroker("this is no address of an MQTT broker") from error
        if not parts.hostname:
            raise BadBroker("the address of the MQTT broker names no host")
        self._client = paho.Client(CallbackAPIVersion.VERSION2)
        self._client.max_queued_messages_set(_WAITING)
        if parts.username:
            self._client.username_pw_set(unquote(parts.username), unquote(parts.password or ""))
        if parts.scheme == "mqtts":
            self._client.tls_set()
        return parts.hostname, port

    def _connected(
        self, client: object, data: object, flags: object, code: object, more: object
    ) -> None:
        if str(code) != "Success":
            _log.warning("the MQTT broker refuses: %s", code)
            return
        self._send(f"{self._topic}/status", "online", retain=True)

    def _announce(self, camera: str) -> None:
        with self._lock:
            if camera in self._known:
                return
            self._known.add(camera)
        for component, name, more in (
            ("binary_sensor", "watching", {"device_class": "connectivity"}),
            ("sensor", "person", {"icon": "mdi:account-check"}),
            ("event", "event", {"event_types": [kind.value for kind in _TOLD]}),
        ):
            id = f"adsum_{_safe(camera)}_{name}"
            config = {
                "name": name.capitalize(),
                "unique_id": id,
                "state_topic": f"{self._topic}/{_safe(camera)}/{name}",
                "availability_topic": f"{self._topic}/status",
                "device": {
                    "identifiers": [f"adsum_{_safe(camera)}"],
                    "name": f"Adsum {camera}",
                    "manufacturer": "Adsum",
                    "sw_version": adsum.__version__,
                },
                **more,
            }
            topic = f"{self._discovery}/{component}/{id}/config"
            self._send(topic, json.dumps(config), retain=True)

    def _send(self, topic: str, payload: str, *, retain: bool = False) -> None:
        self._client.publish(topic, payload, qos=1, retain=retain)


def _safe(camera: str) -> str:
    """Return a camera's id as a topic and as Home Assistant's ids may hold it."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", camera)
