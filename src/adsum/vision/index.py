"""Exact search in a large gallery: an int8 scan, then the exact similarity of whoever may win.

Every unit vector x is kept as float32 and as int8 codes c with x = s c + e, |e| known. For a query
q = s k + f the dot product is s^2 k.c up to |f| + |s k| |e| (Cauchy-Schwarz), so a scan of the
codes, four times smaller than the floats and one instruction for many products, bounds every dot
product from both sides. Whoever cannot reach the second best person by these bounds is out; the
few others are compared in float32. The answer is that of the full comparison, always.

A person's similarity is a mean of the nearest template and the fused one, so it is at most the
larger of the two: a person is a candidate where any template, or the fused one, is near enough.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from adsum.vision.matchers import BLEND, View, fuse
from adsum.vision.types import Vector

Codes = NDArray[np.int8]
Dots = NDArray[np.int32]

# Rows that are packed together: a change packs its blocks anew (about 1 ms each).
BLOCK = 32_768
# Components of a random unit vector are normal with deviation 1 / sqrt(d). The few that lie beyond
# so many deviations are cut to the end of the scale; that only widens their rows' bounds.
REACH = 4.8
# What float32 itself may be wrong by in a dot product of unit vectors.
ROUNDING = 2e-6


class Scan(Protocol):
    """Multiplies int8 rows with int8 queries."""

    def pack(self, codes: Codes) -> Any:
        """Return `codes` (n x d) laid out for `dots`."""
        ...

    def dots(self, queries: Codes, packed: Any) -> Dots:
        """Return the dot products (m x n) of `queries` (m x d) with the packed rows."""
        ...


class ExactIndex:
    """Everybody's templates, searchable at once after every change. Safe to share between
    threads."""

    def __init__(self, dimensions: int, scan: Scan, view: View = BLEND) -> None:
        self._scan, self._view = scan, view
        self._step = REACH / np.sqrt(dimensions) / 127
        self._vectors = np.zeros((64, dimensions), np.float32)
        self._codes = np.zeros((64, dimensions), np.int8)
        self._errors = np.zeros(64, np.float32)
        self._owners: list[str] = []
        self._rows: dict[str, list[int]] = {}
        self._packed: dict[int, tuple[Any, float]] = {}
        self._lock = threading.RLock()

    def __len__(self) -> int:
        """Return the number of people."""
        return len(self._rows)

    def put(self, people: Mapping[str, Vector]) -> None:
        """Make these templates (n x d unit vectors each) each person's only ones."""
        if not people:
            return
        with self._lock:
            for person_id in people:
                self.remove(person_id)
            parts = [r if len(r) == 1 else np.vstack([r, fuse(r)]) for r in people.values()]
            first = row = len(self._owners)
            for person_id, part in zip(people, parts, strict=True):
                self._rows[person_id] = list(range(row, row + len(part)))
                self._owners += [person_id] * len(part)
                row += len(part)
            self._make_room(row)
            rows = np.concatenate(parts)
            self._vectors[first:row] = rows
            self._codes[first:row], self._errors[first:row] = self._quantised(rows)
            self._touch(range(first, row))

    def remove(self, person_id: str) -> None:
        """Take a person out; nothing happens if there is none."""
        with self._lock:
            # From the last: the row that fills a gap is then never one of those to go.
            for row in sorted(self._rows.pop(person_id, ()), reverse=True):
                self._fill(row)

    def nearest(self, queries: Vector, count: int = 2) -> list[list[tuple[str, float]]]:
        """Return for each query (m x d, unit vectors) the `count` most similar people with their
        similarities, the most similar first; fewer where there are fewer people."""
        with self._lock:
            if not self._rows:
                return [[] for _ in queries]
            codes, errors = self._quantised(queries)
            blocks = [self._block(start) for start in range(0, len(self._owners), BLOCK)]
            dots = [self._scan.dots(codes, packed) for packed, _ in blocks]
            lengths = np.linalg.norm(codes.astype(np.float32), axis=1) * self._step
            unit, answers = float(self._step) ** 2, []
            for number, query in enumerate(queries):
                known, length = float(errors[number]) + ROUNDING, float(lengths[number])
                slack = [known + length * error for _, error in blocks]
                found = _Scanned([block[number] for block in dots], slack, unit)
                answers.append(self._best(query, found, count))
            return answers

    def _best(self, query: Vector, found: _Scanned, count: int) -> list[tuple[str, float]]:
        wanted = min(count, len(self._rows))
        near = self._compared(query, self._first_people(found, wanted))
        reached = sorted(near.values())[-wanted]
        rows = found.reaching(reached)
        # Once more by the rows' true products, which are quicker had together than by person.
        able = np.flatnonzero(self._vectors[rows] @ query >= reached - ROUNDING)
        near |= self._compared(query, self._people(rows[n] for n in able) - near.keys())
        best = sorted(near.items(), key=lambda item: (-item[1], item[0]))[:count]
        similar = self._view.similarity(np.array([cosine for _, cosine in best], np.float32))
        return [(name, float(value)) for (name, _), value in zip(best, similar, strict=True)]

    def _first_people(self, found: _Scanned, wanted: int) -> set[str]:
        """Return at least `wanted` people whose codes are near the best."""
        rows = wanted
        while True:
            people = self._people(found.top(rows))
            if len(people) >= wanted:
                return people
            rows *= 4

    def _people(self, rows: Iterable[int]) -> set[str]:
        return {self._owners[row] for row in rows}

    def _compared(self, query: Vector, people: Iterable[str]) -> dict[str, float]:
        """Return the exact cosine of each of `people`."""
        similar = {}
        for person in people:
            products = self._vectors[self._rows[person]] @ query
            # The last row is the fused one; a single template is its own.
            nearest = products[:-1].max(initial=products[0])
            similar[person] = float(self._view.cosine(nearest, products[-1]))
        return similar

    def _quantised(self, vectors: Vector) -> tuple[Codes, Vector]:
        codes = np.clip(np.rint(vectors / self._step), -127, 127)
        errors = np.linalg.norm(vectors - codes * self._step, axis=1)
        return codes.astype(np.int8), errors.astype(np.float32)

    def _fill(self, row: int) -> None:
        """Take a row out by moving the last one into its place."""
        last = len(self._owners) - 1
        if row != last:
            for array in (self._vectors, self._codes, self._errors):
                array[row] = array[last]
            mover = self._rows[self._owners[last]]
            mover[mover.index(last)] = row
            self._owners[row] = self._owners[last]
        self._owners.pop()
        self._touch((row, last))

    def _block(self, start: int) -> tuple[Any, float]:
        """Return the packed rows from `start` on, and the largest error among them."""
        if start not in self._packed:
            end = min(start + BLOCK, len(self._owners))
            packed = self._scan.pack(self._codes[start:end])
            self._packed[start] = packed, float(self._errors[start:end].max())
        return self._packed[start]

    def _touch(self, rows: Iterable[int]) -> None:
        for start in {row // BLOCK * BLOCK for row in rows}:
            self._packed.pop(start, None)

    def _make_room(self, rows: int) -> None:
        while rows > len(self._errors):
            for name in ("_vectors", "_codes", "_errors"):
                array = getattr(self, name)
                setattr(self, name, np.concatenate([array, np.zeros_like(array)]))


class _Scanned:
    """The products of one query with all codes, block by block, and how wrong each block's are."""

    def __init__(self, dots: list[Dots], slack: list[float], unit: float) -> None:
        self._dots, self._slack, self._unit = dots, slack, unit
        self._heads = [_heads(block) for block in dots]
        self._tops = [int(heads.max()) for heads in self._heads]

    def top(self, count: int) -> list[int]:
        """Return at least `count` rows (or all) with none left out that is above one of them."""
        heads = np.concatenate(self._heads)
        least = np.partition(heads, -count)[-count] if count < len(heads) else -np.inf
        return self._at_least([float(least)] * len(self._dots))

    def reaching(self, similarity: float) -> list[int]:
        """Return every row whose true cosine may be `similarity` or more."""
        return self._at_least([(similarity - slack) / self._unit for slack in self._slack])

    def _at_least(self, bounds: list[float]) -> list[int]:
        rows: list[int] = []
        for number, least in enumerate(bounds):
            if self._tops[number] >= least:
                # In whole numbers, as the products are: comparing with a float would copy them.
                whole = np.int32(np.floor(max(least, -(2.0**31))))
                found = np.flatnonzero(self._dots[number] >= whole)
                rows += (found + number * BLOCK).tolist()
        return rows


def _heads(dots: Dots) -> Dots:
    """Return the greatest of every 64 products, and the few left over."""
    whole = len(dots) // 64 * 64
    heads = dots[:whole].reshape(64, -1).max(axis=0) if whole else dots[:0]
    return np.concatenate([heads, dots[whole:]])
