"""Published weights that a training starts from: a path or a URL, and the SHA-256 that it must
have.

The file is read as safetensors, or as PyTorch's own format with nothing but tensors allowed in it.
"""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

import httpx
import torch
from safetensors.torch import load

from adsum_lab.errors import PretrainedMissing

TIMEOUT_SECONDS = 600


def read(source: str, sha256: str) -> bytes:
    """Return the file's content.

    Raises:
        PretrainedMissing: nothing is named, it cannot be fetched, or it is another file.
    """
    if not source or not sha256:
        raise PretrainedMissing("the recipe's [net] names no weights with a sha256 to start from")
    content = _content(source)
    found = hashlib.sha256(content).hexdigest()
    if found != sha256.lower():
        raise PretrainedMissing(f"{source} has SHA-256 {found[:12]}..., not {sha256[:12]}...")
    return content


def state_dict(source: str, sha256: str) -> dict[str, Any]:
    """Return the tensors by name.

    Raises:
        PretrainedMissing: see `read`.
    """
    content = read(source, sha256)
    if source.endswith(".safetensors"):
        return load(content)
    return torch.load(io.BytesIO(content), map_location="cpu", weights_only=True)


def _content(source: str) -> bytes:
    try:
        if source.startswith(("http://", "https://")):
            answer = httpx.get(source, follow_redirects=True, timeout=TIMEOUT_SECONDS)
            return answer.raise_for_status().content
        return Path(source).expanduser().read_bytes()
    except (OSError, httpx.HTTPError) as error:
        raise PretrainedMissing(f"{source} cannot be had: {error}") from error
