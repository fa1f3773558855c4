"""The camera's doctor, for a stored camera or any other source."""

from __future__ import annotations

from functools import partial

from adsum.app.documents import secret_name
from adsum.app.examine_camera import ExamineCamera
from adsum.app.kinds import kind_of
from adsum.cameras.sources import open_source
from adsum.main.application import Application
from adsum.main.video import build_eyes
from adsum.vision.placement import Placement


def examine_camera(adsum: Application, source: str, seconds: float) -> Placement:
    """Look at a camera for some seconds.

    Raises:
        AdsumError: it cannot be opened (codes `camera.*`).
    """
    with adsum.store.read() as records:
        stored = records.documents.get("camera", source)
        secret = records.secrets.get(secret_name(kind_of("camera"), source, "source"))
    address = secret if stored is not None and secret is not None else source
    (eyes,) = build_eyes(adsum.settings, 1)
    open_ = partial(
        open_source, address, lambda path: adsum.decoder.decode(adsum.photo(path).read())
    )
    return ExamineCamera(eyes).execute(open_, seconds)
