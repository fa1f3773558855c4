"""A user's own MTCNN cascade: three ONNX files and a TOML file that names them, as `adsum-lab`
writes it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from adsum.models.mtcnn import Mtcnn
from adsum.models.mtcnn_nets import Nets
from adsum.models.mtcnn_stages import CELL, MtcnnOptions
from adsum.models.runtime import Runtime
from adsum.models.user_embedder import BadModelFile

STAGES = ("pnet", "rnet", "onet")


def describes_cascade(path: Path) -> bool:
    """Say whether the file names a cascade's stages rather than an embedder."""
    try:
        return STAGES[0] in tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False


def trained(path: Path, runtime: Runtime) -> Mtcnn:
    """Return the detector that `path` describes: `pnet`, `rnet`, `onet` (files beside it),
    `thresholds` (three, 0 to 1) and `min_face` (pixels).

    Raises:
        BadModelFile: it cannot be read, or says something that cannot be.
        ModelFailed: the runtime refuses one of the files.
    """
    try:
        table: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        first, second, third = (float(value) for value in table["thresholds"])
        options = MtcnnOptions(min_face=int(table["min_face"]), thresholds=(first, second, third))
        nets = Nets(*(path.parent / str(table[stage]) for stage in STAGES))
    except KeyError as error:
        raise BadModelFile(f"{path} does not say: {error.args[0]}") from error
    except (OSError, ValueError, TypeError) as error:
        raise BadModelFile(f"{path} cannot be read: {error}") from error
    if options.min_face < CELL or not all(0 <= value < 1 for value in options.thresholds):
        raise BadModelFile(f"{path}: min_face is below {CELL} or a threshold is not 0 to 1")
    missing = [file for file in (nets.proposal, nets.refinement, nets.output)
               if isinstance(file, Path) and not file.is_file()]  # fmt: skip
    if missing:
        raise BadModelFile(f"{path}: {missing[0]} is not there")
    return Mtcnn(runtime, options, nets)
