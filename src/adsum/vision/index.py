"""Exact search in a large gallery: a 4-bit scan, then the exact similarity of whoever may win.

Every unit vector x is kept as float32 and as 4-bit codes c with x = s c + e, s and |e| known. For a
query q the dot product q.x is at most q.(s c) + |e| (Cauchy-Schwarz), so a scan of the codes, eight
times smaller than the floats, bounds every dot product from above. Whoever cannot reach the second
best person found so far is out; the few others are compared in float32. The answer is that of the
full comparison, always.

A person's similarity is a mean of the nearest template and the fused one, so it is at most the
larger of the two: a person is a candidate where any template, or the fused one, is near enough.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from adsum.vision.matchers import BLEND, View, fuse
from adsum.vision.types import Vector

Codes = NDArray[np.int8]
Places = NDArray[np.intp]
Bounds: TypeAlias = Callable[[Vector], Vector]
"""Queries (m x d) in, a bound for each row (m x n) out; valid until the next call."""

# Rows that are packed together, and how many of them may change before they are packed anew (which
# takes a few hundredths of a second). Until then the changed ones are compared in float32.
BLOCK, CHANGED = 131_072, 1024
# Codes go from -7 to 7. Components of a unit vector in d dimensions are about normal with deviation
# 1 / sqrt(d), which 15 codes hold best in steps of so many deviations (J. Max, "Quantizing for
# minimum distortion", 1960).
MOST, NORMAL_STEP = 7, 0.354
# A scan may round a query's numbers to 8 bits: each is then wrong by half of 1 / 127 of the
# greatest. A little is added for the float32 with which that is computed.
QUERY_ROUNDING = 1 / 250
# What float32 itself may be wrong by in a dot product of unit vectors.
ROUNDING = 2e-6
# People who are compared first, to know what others must reach.
FIRST = 3
NOWHERE = np.zeros(0, np.intp)


class Scan(Protocol):
    """Bounds the dot products of queries with many rows."""

    def pack(self, codes: Codes, steps: Vector, errors: Vector) -> Bounds:
        """Return what computes query . (step x codes) + error for the rows of `codes` (n x d, -7 to
        7), `steps` and `errors` (n); a query's numbers may be rounded to 8 bits."""
        ...


class ExactIndex:
    """Everybody's templates, searchable at once after every change. Safe to share between
    threads."""

    def __init__(self, dimensions: int, scan: Scan, view: View = BLEND) -> None:
        self._scan, self._view = scan, view
        self._vectors = np.zeros((64, dimensions), np.float32)
        self._codes = np.zeros((64, dimensions), np.int8)
        self._steps = np.ones(64, np.float32)
        self._errors = np.zeros(64, np.float32)
        self._owners: list[str] = []
        self._rows: dict[str, list[int]] = {}
        # By the first row of each block; and the rows that these do not hold as they are now.
        self._packed: dict[int, _Packed] = {}
        self._changed: dict[int, set[int]] = {}
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
            codes, steps, errors = _quantised(rows)
            self._codes[first:row], self._steps[first:row] = codes, steps
            self._errors[first:row] = errors
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
            changed = self._pack()
            scanned = self._scanned(queries)
            answers = []
            for number, query in enumerate(queries):
                rounded = np.sqrt(query.size) * QUERY_ROUNDING * float(np.abs(query).max())
                found = _Scanned(
                    [
                        (start, bounds[number], rounded * longest + ROUNDING)
                        for start, bounds, longest in scanned
                    ]
                )
                answers.append(self._best(query, found, changed, count))
            return answers

    def _best(
        self, query: Vector, found: _Scanned, changed: Places, count: int
    ) -> list[tuple[str, float]]:
        wanted = min(count, len(self._rows))
        near = self._compared(query, self._first_people(query, found, changed, wanted))
        reached = sorted(near.values())[-wanted]
        rows = np.concatenate([found.reaching(reached), changed])
        # Once more by the rows' true products, which are quicker had together than by person.
        able = rows[self._vectors[rows] @ query >= reached - ROUNDING]
        near |= self._compared(query, self._people(able) - near.keys())
        best = sorted(near.items(), key=lambda item: (-item[1], item[0]))[:count]
        similar = self._view.similarity(np.array([cosine for _, cosine in best], np.float32))
        return [(name, float(value)) for (name, _), value in zip(best, similar, strict=True)]

    def _first_people(
        self, query: Vector, found: _Scanned, changed: Places, wanted: int
    ) -> set[str]:
        """Return at least `wanted` people who are near, by the bounds or by what has changed."""
        nearest = changed[np.argsort(self._vectors[changed] @ query)[::-1]]
        rows = max(FIRST, wanted)
        while True:
            people = self._people(np.concatenate([found.top(rows), nearest[:rows]]))
            if len(people) >= wanted:
                return people
            rows *= 4

    def _people(self, rows: Places) -> set[str]:
        return {self._owners[row] for row in rows.tolist()}

    def _compared(self, query: Vector, people: Iterable[str]) -> dict[str, float]:
        """Return the exact cosine of each of `people`."""
        similar = {}
        for person in people:
            products = self._vectors[self._rows[person]] @ query
            # The last row is the fused one; a single template is its own.
            nearest = products[:-1].max(initial=products[0])
            similar[person] = float(self._view.cosine(nearest, products[-1]))
        return similar

    def _fill(self, row: int) -> None:
        """Take a row out by moving the last one into its place."""
        last = len(self._owners) - 1
        if row != last:
            for array in (self._vectors, self._codes, self._steps, self._errors):
                array[row] = array[last]
            mover = self._rows[self._owners[last]]
            mover[mover.index(last)] = row
            self._owners[row] = self._owners[last]
            self._touch((row,))
        self._owners.pop()
        self._changed[last // BLOCK * BLOCK].discard(last)

    def _pack(self) -> Places:
        """Pack the blocks that have changed much; return the rows that are changed elsewhere."""
        for start in [start for start in self._packed if start >= len(self._owners)]:
            del self._packed[start]
        for start, changed in self._changed.items():
            if len(changed) > CHANGED:
                part = slice(start, min(start + BLOCK, len(self._owners)))
                errors = self._errors[part]
                bounds = self._scan.pack(self._codes[part], self._steps[part], errors)
                self._packed[start] = _Packed(bounds, 1 + float(errors.max()))
                changed.clear()
        left = [row for changed in self._changed.values() for row in changed]
        return np.array(left, np.intp)

    def _scanned(self, queries: Vector) -> list[tuple[int, Vector, float]]:
        """Return each packed block's first row, its bounds, and the length of its longest row."""
        return [
            # Rows that have gone since, at the end, are not to be found.
            (start, packed.bounds(queries)[:, : len(self._owners) - start], packed.longest)
            for start, packed in self._packed.items()
        ]

    def _touch(self, rows: Iterable[int]) -> None:
        for row in rows:
            self._changed.setdefault(row // BLOCK * BLOCK, set()).add(row)

    def _make_room(self, rows: int) -> None:
        while rows > len(self._errors):
            for name in ("_vectors", "_codes", "_steps", "_errors"):
                array = getattr(self, name)
                setattr(self, name, np.concatenate([array, np.zeros_like(array)]))


class _Packed(NamedTuple):
    """What bounds the products with a block's rows, and how long the longest of these is as the
    codes have it."""

    bounds: Bounds
    longest: float


class _Scanned:
    """Bounds of one query's products, block by block: the block's first row, the rows' bounds, and
    what is to be added to them."""

    def __init__(self, blocks: list[tuple[int, Vector, float]]) -> None:
        self._blocks = blocks
        self._heads = [_heads(bounds) for _, bounds, _ in blocks]
        self._tops = [float(heads.max()) for heads in self._heads]

    def top(self, count: int) -> Places:
        """Return at least `count` rows (or all) with none left out that is above one of them."""
        if not self._heads:
            return NOWHERE
        heads = np.concatenate(self._heads)
        least = np.partition(heads, -count)[-count] if count < len(heads) else -np.inf
        return self._at_least([float(least)] * len(self._blocks))

    def reaching(self, similarity: float) -> Places:
        """Return every row whose true cosine may be `similarity` or more."""
        return self._at_least([similarity - slack for _, _, slack in self._blocks])

    def _at_least(self, least: list[float]) -> Places:
        rows = [NOWHERE]
        for (start, bounds, _), top, needed in zip(self._blocks, self._tops, least, strict=True):
            if top >= needed:
                rows.append(np.flatnonzero(bounds >= np.float32(needed)) + start)
        return np.concatenate(rows)


def _heads(bounds: Vector) -> Vector:
    """Return the greatest of every 64 bounds, and the few left over."""
    whole = len(bounds) // 64 * 64
    heads = bounds[:whole].reshape(64, -1).max(axis=0) if whole else bounds[:0]
    return np.concatenate([heads, bounds[whole:]])


def _quantised(vectors: Vector) -> tuple[Codes, Vector, Vector]:
    """Return codes, the size of their steps, and how far step x code is from each vector: with a
    step for the greatest component, or with the one that is best for normal ones."""
    greatest = np.abs(vectors).max(axis=1, keepdims=True)
    whole = np.where(greatest > 0, greatest / MOST, 1).astype(np.float32)
    codes, errors = _coded(vectors, whole)
    normal = np.full_like(whole, NORMAL_STEP / np.sqrt(vectors.shape[1]))
    others, other_errors = _coded(vectors, normal)
    better = other_errors < errors
    codes[better] = others[better]
    steps = np.where(better, normal[:, 0], whole[:, 0])
    return codes, steps, np.where(better, other_errors, errors)


def _coded(vectors: Vector, steps: Vector) -> tuple[Codes, Vector]:
    codes = np.clip(np.rint(vectors / steps), -MOST, MOST)
    errors = np.linalg.norm(vectors - codes * steps, axis=1)
    return codes.astype(np.int8), errors.astype(np.float32)
