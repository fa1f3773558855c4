"""Who is in this picture?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from adsum.app.gallery import LiveGallery
from adsum.app.ports.pictures import PictureDecoder
from adsum.app.ports.store import Store
from adsum.domain.person import Person
from adsum.domain.sighting import Sighting
from adsum.errors import AdsumError
from adsum.vision import quality
from adsum.vision.gallery import DecisionRule
from adsum.vision.pipeline import FacePipeline
from adsum.vision.types import Box, Image


class NoFace(AdsumError):
    """No face was found in a picture."""

    code = "face.none"
    remedy = "Use a picture in which the face is upright, lit and at least 40 pixels wide."


@dataclass(frozen=True, slots=True)
class Identified:
    """One face of a picture and the answer: a person, or None for "unknown".

    score: cosine similarity to the nearest person, for the operator, never a probability; None
    while nobody is enrolled. quality: 0 to 1.
    """

    box: Box
    person: Person | None
    score: float | None
    quality: float

    def sighting(self, at: datetime, place: str) -> Sighting | None:
        """Return what attendance needs to know, or None for a stranger."""
        if self.person is None or self.score is None:
            return None
        return Sighting(self.person.id, at, place, self.score)


class Identify:
    """Find every face in a picture and name the enrolled person or answer "unknown".

    The nearest person is the answer only above a similarity threshold and with a lead over the
    second. One person cannot be in a picture twice: of two faces that match the same
    person, the better match keeps the name.
    """

    def __init__(
        self,
        pipeline: FacePipeline,
        gallery: LiveGallery,
        decoder: PictureDecoder,
        store: Store,
        rule: DecisionRule,
    ) -> None:
        self._pipeline = pipeline
        self._gallery = gallery
        self._decoder = decoder
        self._store = store
        self._rule = rule

    def execute(self, content: bytes) -> list[Identified]:
        """Return the faces in the picture file `content`, most confident detection first.

        Raises:
            AdsumError: the picture cannot be decoded (codes `image.*`).
            NoFace: it shows no face.
        """
        return self.in_image(self._decoder.decode(content))

    def in_image(self, image: Image) -> list[Identified]:
        """The same for a decoded BGR image."""
        pipeline = self._pipeline.current()
        described = pipeline.describe_all(image)
        if not described:
            raise NoFace("no face was found in the picture")
        gallery = self._gallery.current(pipeline.made_by)
        matches = gallery.match([d.embedding for d in described], self._rule)
        claims: dict[str, int] = {}
        for number, match in enumerate(matches):
            if match.person_id is not None and match.score is not None:
                best = claims.get(match.person_id)
                if best is None or match.score > (matches[best].score or 0.0):
                    claims[match.person_id] = number
        with self._store.read() as records:
            people = {number: records.people.get(person_id) for person_id, number in claims.items()}
        return [
            Identified(
                d.face.box,
                people.get(number),
                matches[number].score,
                quality.score(d.quality),
            )
            for number, d in enumerate(described)
        ]
