"""What recognises here, and what may be expected of it, in words that are no raw similarity."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from adsum.app.calibrate import Calibrate, Calibration
from adsum.app.ports.store import Store
from adsum.app.switch_recogniser import SwitchRecogniser
from adsum.vision.calibration import MIN_PEOPLE, TooFewPeople
from adsum.vision.types import RecogniserId

# What a promise would be about where none is set: one stranger in a thousand.
USUAL_PER_1000 = 1.0


class Basis(StrEnum):
    """Where the threshold comes from. PROMISE: calibrated to the people enrolled. TOO_FEW: it would
    be, but they are too few to learn from. BY_HAND: it is set. STANDARD: the recogniser's own."""

    PROMISE = "promise"
    TOO_FEW = "too_few"
    BY_HAND = "by_hand"
    STANDARD = "standard"


@dataclass(frozen=True, slots=True)
class Terms:
    """What the settings ask for.

    per_1000: strangers that may be taken for somebody, 0 for no promise. by_hand: a threshold is
    set.
    """

    per_1000: float
    by_hand: bool


@dataclass(frozen=True, slots=True)
class RecognitionState:
    """name: as it was chosen. candidate: one whose templates are being made; former: the one
    before; empty for none. people, photos: enrolled with it; lacking: photos that it has not read.
    """

    name: str
    made_by: RecogniserId
    former: str
    candidate: str
    people: int
    photos: int
    lacking: int


@dataclass(frozen=True, slots=True)
class CalibrationState:
    """per_1000: what is promised, or what a promise would be about. found: what it comes to with
    the people enrolled; None where they are fewer than `least`."""

    basis: Basis
    per_1000: float
    people: int
    least: int
    found: Calibration | None


class ShowRecognition:
    """Say which recogniser is in use, whose faces it knows, and how often it may be wrong.

    What a promise comes to is worked out once for each state of the gallery.
    """

    def __init__(
        self,
        store: Store,
        switch: SwitchRecogniser,
        made_by: Callable[[], RecogniserId],
        calibrate: Callable[[], Calibrate],
        terms: Terms,
    ) -> None:
        """made_by: the recogniser in use, which may change. calibrate: made for that one."""
        self._store = store
        self._switch = switch
        self._made_by = made_by
        self._calibrate = calibrate
        self._terms = terms
        self._lock = threading.Lock()
        self._known: tuple[tuple[int, RecogniserId], Calibration | None] | None = None

    def execute(self) -> RecognitionState:
        """Return what is in use."""
        made_by = self._made_by()
        status = self._switch.status()
        with self._store.read() as records:
            owners = records.templates.owners(made_by)
        return RecognitionState(
            status.choice.active,
            made_by,
            status.choice.former,
            status.choice.candidate,
            len(set(owners.values())),
            len(owners),
            status.lacking,
        )

    def calibration(self) -> CalibrationState:
        """Return what is promised. Of a large gallery the first answer takes some seconds."""
        terms, made_by = self._terms, self._made_by()
        with self._store.read() as records:
            generation = records.photos.generation()
            people = len(set(records.templates.owners(made_by).values()))
        per_1000 = terms.per_1000 or USUAL_PER_1000
        found = self._found((generation, made_by), per_1000)
        return CalibrationState(_basis(terms, found), per_1000, people, MIN_PEOPLE, found)

    def _found(self, of: tuple[int, RecogniserId], per_1000: float) -> Calibration | None:
        with self._lock:
            if self._known is None or self._known[0] != of:
                self._known = of, self._measured(per_1000)
            return self._known[1]

    def _measured(self, per_1000: float) -> Calibration | None:
        try:
            return self._calibrate().execute(per_1000)
        except TooFewPeople:
            return None


def _basis(terms: Terms, found: Calibration | None) -> Basis:
    if terms.per_1000:
        return Basis.PROMISE if found else Basis.TOO_FEW
    return Basis.BY_HAND if terms.by_hand else Basis.STANDARD
