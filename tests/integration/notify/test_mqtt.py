"""Camera events over a real MQTT broker, as Home Assistant would find and hear them."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion

from adsum.app.actor import SYSTEM
from adsum.app.camera_events import CameraEvent, Sight
from adsum.app.put_document import Change
from adsum.config.settings import Settings
from adsum.domain.punch import Direction
from adsum.main import Application
from adsum.main.server_cameras import run_cameras
from adsum.notify.mqtt import BadBroker, MqttEvents
from adsum.system.voice import Voice, sentence
from tests.fakes.video import until

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PUNCHED = CameraEvent(
    Sight.PUNCHED, "front.door", NOON, 1, "p1", "Ada Lovelace", 0.8,
    direction=Direction.IN, punch_id="c1", recorded=True,
)  # fmt: skip


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[int]:
    """A broker on a free port; skips where mosquitto is not installed."""
    program = shutil.which("mosquitto", path="/usr/sbin:/usr/bin:/usr/local/sbin")
    if program is None:
        pytest.skip("no MQTT broker: apt-get install mosquitto")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    config = tmp_path / "mosquitto.conf"
    config.write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\n")
    process = subprocess.Popen([program, "-c", str(config)], stderr=subprocess.DEVNULL)
    yield port
    process.terminate()
    process.wait(10)


class Heard:
    """Listens to everything that a broker says."""

    def __init__(self, port: int) -> None:
        self.messages: dict[str, str] = {}
        self._client = paho.Client(CallbackAPIVersion.VERSION2)
        ready = threading.Event()
        self._client.on_subscribe = lambda *_: ready.set()
        self._client.on_connect = lambda *_: self._client.subscribe("#", qos=1) and None
        self._client.on_message = self._note
        assert until(lambda: self._reached(port))
        self._client.loop_start()
        assert ready.wait(10)

    def _reached(self, port: int) -> bool:
        try:
            self._client.connect("127.0.0.1", port)
        except OSError:
            return False
        return True

    def _note(self, client: object, data: object, message: paho.MQTTMessage) -> None:
        self.messages[message.topic] = message.payload.decode()

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()


def test_home_assistant_finds_the_camera_and_hears_who_came(broker: int) -> None:
    heard = Heard(broker)
    events = MqttEvents(f"mqtt://127.0.0.1:{broker}")
    try:
        events(CameraEvent(Sight.CONNECTED, "front.door", NOON))
        events(CameraEvent(Sight.RECOGNISED, "front.door", NOON, 1, "p1", "Ada Lovelace", 0.8))
        events(PUNCHED)
        assert until(lambda: '"punched"' in heard.messages.get("adsum/front_door/event", ""))
        assert heard.messages["adsum/status"] == "online"
        assert heard.messages["adsum/front_door/watching"] == "ON"
        assert heard.messages["adsum/front_door/person"] == "Ada Lovelace"
        told = json.loads(heard.messages["adsum/front_door/event"])
        assert (told["name"], told["direction"], told["punch_id"]) == ("Ada Lovelace", "in", "c1")
        assert "score" not in told
        topic = "homeassistant/sensor/adsum_front_door_person/config"
        config = json.loads(heard.messages[topic])
        assert config["state_topic"] == "adsum/front_door/person"
        assert config["device"]["identifiers"] == ["adsum_front_door"]
    finally:
        events.close()
    assert until(lambda: heard.messages["adsum/status"] == "offline")
    heard.close()


def test_the_last_word_comes_after_all_that_waited_and_no_thread_is_left(broker: int) -> None:
    heard = Heard(broker)
    before = threading.active_count()
    events = MqttEvents(f"mqtt://127.0.0.1:{broker}")
    assert until(lambda: heard.messages.get("adsum/status") == "online")
    for _ in range(200):
        events(PUNCHED)
    events.close()
    assert threading.active_count() == before
    late = Heard(broker)  # hears what was retained
    assert until(lambda: late.messages.get("adsum/status") == "offline")
    late.close()
    heard.close()


def test_a_server_that_is_stopped_says_goodbye(
    broker: int, tmp_path: Path, model_cache: Path
) -> None:
    settings = Settings(data=tmp_path, cache=model_cache, mqtt_url=f"mqtt://127.0.0.1:{broker}")
    adsum = Application(settings)
    camera = {"name": "Door", "source": "rtsp://127.0.0.1:9/none"}
    adsum.administration.put_document.execute(SYSTEM, Change("camera", "door", camera))
    heard, cameras = Heard(broker), run_cameras(adsum)
    cameras.start()
    assert until(lambda: heard.messages.get("adsum/status") == "online", 60)
    assert until(lambda: heard.messages.get("adsum/door/watching") == "OFF")
    assert cameras.stop()
    assert until(lambda: heard.messages["adsum/status"] == "offline")
    heard.close()
    adsum.store.close()


def test_a_broker_that_is_away_keeps_nobody_waiting() -> None:
    before = threading.active_count()
    events = MqttEvents("mqtt://127.0.0.1:9")
    for _ in range(3):
        events(PUNCHED)
    began = time.monotonic()
    events.close()
    assert time.monotonic() - began < 10 and threading.active_count() == before


@pytest.mark.parametrize("url", ["http://host", "mqtt://", "mqtt://host:port", "host"])
def test_what_is_no_broker_is_refused(url: str) -> None:
    with pytest.raises(BadBroker):
        MqttEvents(url)


def test_whoever_is_clocked_is_welcomed_aloud_and_nobody_else() -> None:
    said: list[str] = []

    class Engine:
        def say(self, words: str) -> None:
            said.append(words)

        def runAndWait(self) -> None: ...  # noqa: N802 - the library's name

    voice = Voice("de", Engine())
    voice(CameraEvent(Sight.RECOGNISED, "c", NOON, 1, "p1", "Ada Lovelace"))
    voice(PUNCHED)
    assert until(lambda: said == ["Willkommen, Ada"])
    assert sentence(PUNCHED, "xx") == "Welcome, Ada"
    voice.close()
    assert "voice" not in [thread.name for thread in threading.enumerate()]
