"""Comparing an enrolment photo with everybody enrolled so far, while the gallery grows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from adsum.vision.matchers import fuse
from adsum.vision.types import Vector


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a new face compares. Similarities are cosines, None where there is nobody to compare
    with.

    own: to the nearest template of the person it is said to be.
    other: to the nearest other person (mean of nearest template and fused template, as in
    `Gallery`).
    """

    own: float | None
    other: float | None
    other_id: str | None


@dataclass(frozen=True, slots=True)
class EnrolmentRule:
    """duplicate: two photos of one person this similar are one photo (measured: of 59,344
    same-person pairs of LFW 4 reach 0.95, re-encoded and resized copies all do).
    claimed: a face this similar to another person, and more so than to its own, belongs to that
    one.
    """

    duplicate: float = 0.95
    claimed: float = 0.55

    def is_duplicate(self, found: Comparison) -> bool:
        return found.own is not None and found.own >= self.duplicate

    def is_claimed(self, found: Comparison) -> bool:
        if found.other is None or found.other < self.claimed:
            return False
        return found.own is None or found.own < found.other


class EnrolmentIndex:
    """All templates, in an array that grows by doubling; adding and comparing are immediate."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._people: list[str] = []
        self._rows: list[list[int]] = []
        self._fused: list[Vector] = []
        self._owners = np.zeros(64, np.intp)
        self._vectors = np.zeros((64, 0), np.float32)
        self._count = 0

    def add(self, person_id: str, vector: Vector) -> None:
        """Add one unit vector."""
        self._make_room(len(vector))
        number = self._numbers.setdefault(person_id, len(self._people))
        if number == len(self._people):
            self._people.append(person_id)
            self._rows.append([])
            self._fused.append(vector)
        self._vectors[self._count] = vector
        self._owners[self._count] = number
        self._rows[number].append(self._count)
        self._fused[number] = fuse(self._vectors[self._rows[number]])
        self._count += 1

    def compare(self, person_id: str, vector: Vector) -> Comparison:
        """Compare a unit vector with the person's own templates and with everybody else's."""
        if self._count == 0:
            return Comparison(None, None, None)
        similar = self._vectors[: self._count] @ vector
        mine = self._owners[: self._count] == self._numbers.get(person_id, -1)
        own = float(similar[mine].max()) if mine.any() else None
        if mine.all():
            return Comparison(own, None, None)
        similar[mine] = -2
        row = int(similar.argmax())
        number = int(self._owners[row])
        other = (float(similar[row]) + float(self._fused[number] @ vector)) / 2
        return Comparison(own, other, self._people[number])

    def _make_room(self, dimensions: int) -> None:
        if self._count == 0:
            self._vectors = np.zeros((64, dimensions), np.float32)
        elif self._count == len(self._vectors):
            self._vectors = np.concatenate([self._vectors, np.zeros_like(self._vectors)])
            self._owners = np.concatenate([self._owners, np.zeros_like(self._owners)])
