"""Who hears of what cameras see, beside the records."""

from __future__ import annotations

from adsum.app.camera_events import Tell
from adsum.config.settings import Settings


def listeners(settings: Settings) -> list[Tell]:
    """Return what the settings switch on."""
    return []
