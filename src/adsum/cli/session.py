"""Opening the data folder for a command.

Imported inside the commands, not above them: this loads OpenCV and SQLAlchemy, for which
`adsum --help` should not wait.
"""

from __future__ import annotations

from typing import Any

import typer

from adsum.cli.options import Common
from adsum.config.save import save_text
from adsum.config.settings import Settings
from adsum.main import (
    Application,
    add_model,
    build_detector,
    build_pipeline,
    detectors,
    load_masks,
    own,
    provision,
    read_settings,
    recognisers,
)
from adsum.system.machine import processors

__all__ = [
    "Application",
    "add_model",
    "all_detectors",
    "all_processors",
    "all_recognisers",
    "application",
    "build_detector",
    "build_pipeline",
    "load_masks",
    "provision",
    "recipes",
    "settings",
    "use_matcher",
]


def settings(context: typer.Context) -> Settings:
    """Return the settings of the chosen data folder."""
    common: Common = context.obj
    return read_settings(common.data)


def application(context: typer.Context, *, threads: int = 1) -> Application:
    """Return Adsum on the chosen data folder; `threads` CPU threads per inference."""
    return Application(settings(context), threads=threads)


def use_matcher(context: typer.Context, name: str) -> None:
    """Let the data folder's settings say how faces are compared."""
    save_text(settings(context).data, "matcher", name)


def all_processors() -> int:
    """Return the threads for a command that looks at one picture after the other."""
    return processors()


def all_detectors() -> list[str]:
    """Return the names of all detectors."""
    return list(detectors.DETECTORS)


def all_recognisers() -> list[str]:
    """Return the names of all recognisers."""
    return list(recognisers.RECIPES)


def recipes(context: typer.Context) -> list[dict[str, Any]]:
    """Return the recognisers as plain data: name, summary, the extras each needs and lacks."""
    own_ones = [
        {
            "name": known.name,
            "summary": f"YuNet, {known.aligner}, {known.file.name}: added here",
            "extras": [],
            "missing": [],
        }
        for known in own.described(settings(context).data)
    ]
    return own_ones + [
        {
            "name": recipe.name,
            "summary": recipe.summary,
            "extras": list(recipe.extras),
            "missing": [extra for extra in recipe.extras if not provision.has_extra(extra)],
        }
        for recipe in recognisers.RECIPES.values()
    ]
