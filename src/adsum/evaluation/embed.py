"""Embedding many photo files, each once, side by side."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from adsum.app.ports.pictures import PictureDecoder
from adsum.errors import AdsumError
from adsum.vision.choose import main_face
from adsum.vision.pipeline import FacePipeline
from adsum.vision.types import DescribedFace, Embedding, Image, Quality, RecogniserId

Progress = Callable[[int, int], None]
"""Called with (photos done, photos in all) after each photo, in the caller's thread."""

Change = Callable[[Path, Image], Image]
"""What is done to a photo before anybody looks at it: dressing, blurring, darkening."""


@dataclass(frozen=True, slots=True, eq=False)
class Embedded:
    """What came of the photos: an embedding each, or why there is none.

    seconds: wall time of reading, decoding, detecting and embedding all of them. covered: the
    chance that a mask covers the face, as `Face` has it.
    """

    embeddings: dict[Path, Embedding]
    failures: dict[Path, str]
    seconds: float
    qualities: dict[Path, Quality] = field(default_factory=dict)
    covered: dict[Path, float] = field(default_factory=dict)

    @property
    def images(self) -> int:
        return len(self.embeddings) + len(self.failures)

    @property
    def images_per_second(self) -> float:
        return self.images / self.seconds if self.seconds > 0 else 0.0

    def joined(self, other: Embedded) -> Embedded:
        """Return both together."""
        return Embedded(
            self.embeddings | other.embeddings,
            self.failures | other.failures,
            self.seconds + other.seconds,
            self.qualities | other.qualities,
            self.covered | other.covered,
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "images": self.images,
            "failed": len(self.failures),
            "seconds": self.seconds,
            "images_per_second": self.images_per_second,
        }


class PhotoEmbedder:
    """Embeds the main face of photo files with the product's own pipeline.

    A photo that cannot be read or shows no face is a failure that the caller must count. A failing
    model is no such thing: its error goes up.
    """

    def __init__(
        self,
        pipeline: FacePipeline,
        decoder: PictureDecoder,
        *,
        workers: int = 1,
        change: Change | None = None,
    ) -> None:
        self._pipeline = pipeline
        self._decoder = decoder
        self._workers = workers
        self._change = change

    @property
    def made_by(self) -> RecogniserId:
        return self._pipeline.made_by

    def changing(self, change: Change | None) -> PhotoEmbedder:
        """Return the same embedder that does `change` to each photo first."""
        return PhotoEmbedder(self._pipeline, self._decoder, workers=self._workers, change=change)

    def look(self, path: Path) -> Image:
        """Return the photo as the pipeline sees it.

        Raises:
            OSError, AdsumError: it cannot be read or decoded.
        """
        with path.open("rb") as file:
            # One byte over the cap is enough for the decoder to refuse it.
            image = self._decoder.decode(file.read(self._decoder.max_bytes + 1))
        return image if self._change is None else self._change(path, image)

    def embed(self, paths: Sequence[Path], progress: Progress | None = None) -> Embedded:
        """Embed every distinct path once. Keeps embeddings only: a few pictures at a time."""
        distinct = list(dict.fromkeys(paths))
        embeddings: dict[Path, Embedding] = {}
        failures: dict[Path, str] = {}
        qualities: dict[Path, Quality] = {}
        covered: dict[Path, float] = {}
        start = time.perf_counter()
        for done, (path, outcome) in enumerate(self._outcomes(distinct), start=1):
            if isinstance(outcome, DescribedFace):
                embeddings[path] = outcome.embedding
                qualities[path] = outcome.quality
                covered[path] = outcome.face.covered
            else:
                failures[path] = outcome
            if progress is not None:
                progress(done, len(distinct))
        return Embedded(embeddings, failures, time.perf_counter() - start, qualities, covered)

    def _outcomes(self, paths: Sequence[Path]) -> Iterator[tuple[Path, DescribedFace | str]]:
        pending: deque[tuple[Path, Future[DescribedFace | str]]] = deque()
        with ThreadPoolExecutor(self._workers, thread_name_prefix="evaluate") as pool:
            try:
                for path in paths:
                    pending.append((path, pool.submit(self._one, path)))
                    if len(pending) > 4 * self._workers:
                        first, future = pending.popleft()
                        yield first, future.result()
                for path, future in pending:
                    yield path, future.result()
            finally:
                pool.shutdown(cancel_futures=True)

    def _one(self, path: Path) -> DescribedFace | str:
        try:
            image = self.look(path)
        except OSError as error:
            return f"{path.name} cannot be read: {error.strerror}"
        except AdsumError as error:
            return f"{path.name}: {error.message}"
        face = main_face(self._pipeline.detect(image), image)
        if face is None:
            return f"{path.name}: no face was found"
        return self._pipeline.describe(image, face)
