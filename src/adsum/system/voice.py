"""A spoken welcome on this machine, by espeak-ng (through pyttsx3)."""

from __future__ import annotations

import logging
import queue
import threading
from contextlib import suppress
from typing import Any

from adsum.app.camera_events import CameraEvent, Sight
from adsum.domain.punch import Direction
from adsum.errors import Unavailable

_log = logging.getLogger(__name__)
# Seconds that a sentence takes at most.
_SENTENCE = 5.0
WORDS = {
    "en": {
        Direction.IN: "Welcome, {name}",
        Direction.OUT: "Goodbye, {name}",
        None: "Hello, {name}",
    },
    "de": {
        Direction.IN: "Willkommen, {name}",
        Direction.OUT: "Auf Wiedersehen, {name}",
        None: "Hallo, {name}",
    },
}


class NoVoice(Unavailable):
    """This machine cannot speak."""

    code = "voice.unavailable"
    remedy = "Run: pip install 'adsum[voice]' and apt-get install espeak-ng"


def sentence(event: CameraEvent, language: str) -> str | None:
    """Return what to say about an event; None for nothing."""
    if event.kind is not Sight.PUNCHED or not event.recorded or event.name is None:
        return None
    first = event.name.split()[0]
    return WORDS.get(language, WORDS["en"])[event.direction].format(name=first)


class Voice:
    """Welcomes whoever is clocked. Speaks in a thread of its own, one sentence at a time; what
    comes while three sentences wait is not said."""

    def __init__(self, language: str, engine: Any = None) -> None:
        """language: a code that espeak-ng knows. engine: with pyttsx3's `say` and `runAndWait`.

        Raises:
            NoVoice: the library or espeak-ng is missing.
        """
        self._language = language
        self._engine = engine or _engine(language)
        self._waiting: queue.Queue[str | None] = queue.Queue(maxsize=3)
        self._thread = threading.Thread(target=self._speak, name="voice", daemon=True)
        self._thread.start()

    def __call__(self, event: CameraEvent) -> None:
        """Say what there is to say about an event; never waits."""
        words = sentence(event, self._language)
        if words is not None and not self._waiting.full():
            self._waiting.put_nowait(words)

    def close(self) -> None:
        """Finish the sentence that is being said, and say no more."""
        with suppress(queue.Empty):
            while True:
                self._waiting.get_nowait()
        self._waiting.put(None)
        self._thread.join(_SENTENCE)

    def _speak(self) -> None:
        while (words := self._waiting.get()) is not None:
            try:
                self._engine.say(words)
                self._engine.runAndWait()
            except (OSError, RuntimeError) as error:
                _log.warning("the welcome cannot be spoken: %s", error)


def _engine(language: str) -> Any:
    try:
        import pyttsx3

        engine = pyttsx3.init("espeak")
        engine.setProperty("voice", language)
    except (ImportError, OSError, RuntimeError) as error:
        raise NoVoice(f"nothing on this machine can speak: {error}") from error
    return engine
