"""Make the templates that a recogniser lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from adsum.app.ports.pictures import PictureDecoder
from adsum.app.ports.store import Store
from adsum.app.ports.templates import KeptFace
from adsum.errors import AdsumError, Conflict
from adsum.vision.crop import face_in_crop
from adsum.vision.pipeline import FacePipeline
from adsum.vision.types import Embedding

# Photos per transaction, as in an enrolment.
BATCH = 32


@dataclass(frozen=True, slots=True)
class Progress:
    """done, failed: photos so far. total: photos that lacked a template at the start."""

    done: int
    failed: int
    total: int


class MakeTemplates:
    """Embed the kept crops of all photos that have no template of a recogniser yet.

    Nobody has to come again. What is made is on disk after every few photos: after an interruption
    the same call does the rest. Crops that cannot be read are counted and passed over.
    """

    def __init__(self, store: Store, decoder: PictureDecoder, *, workers: int = 1) -> None:
        self._store = store
        self._decoder = decoder
        self._workers = workers

    def execute(self, pipeline: FacePipeline) -> Iterator[Progress]:
        """Yield the progress after each few photos."""
        made_by = pipeline.made_by
        with self._store.read() as records:
            total = records.templates.count_waiting(made_by)
        done = failed = 0
        after = ""
        with ThreadPoolExecutor(self._workers, thread_name_prefix="templates") as pool:
            while True:
                with self._store.read() as records:
                    faces = records.templates.waiting(made_by, after=after, limit=BATCH)
                if not faces:
                    return
                after = faces[-1].photo_id
                made = list(pool.map(lambda face: self._embed(pipeline, face), faces))
                self._keep(faces, made)
                failed += made.count(None)
                done += len(faces)
                yield Progress(done, failed, max(total, done))

    def _embed(self, pipeline: FacePipeline, kept: KeptFace) -> Embedding | None:
        try:
            image = self._decoder.decode(kept.crop)
        except AdsumError:
            return None
        face = face_in_crop(pipeline.detect(image), kept.landmarks)
        return pipeline.describe(image, face).embedding

    def _keep(self, faces: Sequence[KeptFace], made: Sequence[Embedding | None]) -> None:
        with self._store.write() as records:
            for face, embedding in zip(faces, made, strict=True):
                if embedding is None:
                    continue
                try:
                    records.templates.add(face.photo_id, embedding)
                except Conflict:
                    # Another process was faster, or the person was forgotten meanwhile.
                    continue
