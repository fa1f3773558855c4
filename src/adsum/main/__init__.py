"""The composition root: settings -> adapters -> use cases. Only here are adapters picked."""

from __future__ import annotations

import os
from pathlib import Path

from adsum.config.load import load
from adsum.config.settings import Settings
from adsum.imaging.masks import load_masks
from adsum.main.application import Application
from adsum.main.databases import migrate_database, set_up_database
from adsum.main.doctor import examine
from adsum.main.pictures import illustrate
from adsum.main.recognition import add_model, build_detector, build_pipeline
from adsum.models import detectors, own, provision, recognisers
from adsum.system.machine import local_zone

__all__ = [
    "Application",
    "add_model",
    "build_detector",
    "build_pipeline",
    "detectors",
    "examine",
    "illustrate",
    "load_masks",
    "migrate_database",
    "own",
    "provision",
    "read_settings",
    "recognisers",
    "set_up_database",
]


def read_settings(data: Path | None = None) -> Settings:
    """Return the settings for the data folder `data`, the environment and this machine."""
    return load(os.environ, data, local_zone())
