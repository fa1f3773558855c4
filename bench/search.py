"""Who is nearest? Adsum's exact search beside numpy, faiss and HNSW, in one run on one core.

Vectors are random unit vectors of 128 numbers; a query is an enrolled vector, disturbed. Recall is
the share of queries whose nearest vector, by float32 arithmetic, is the answer. Peers that are not
installed are left out (`pip install faiss-cpu hnswlib`).
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from adsum.models.int4_scan import OpenVinoScan
from adsum.vision.index import ExactIndex
from adsum.vision.matchers import NEAREST
from bench.common import milliseconds, row

Vectors = NDArray[np.float32]
Search = Callable[[Vectors], int]
DIMENSIONS, QUERIES = 128, 200


def random_faces(count: int) -> Vectors:
    """Return unit vectors."""
    made = np.random.default_rng(0).standard_normal((count, DIMENSIONS), dtype=np.float32)
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    return made


def probes_of(faces: Vectors) -> Vectors:
    """Return disturbed copies: cosines to the original from about 0.3 to 0.9."""
    random = np.random.default_rng(1)
    chosen = faces[random.integers(0, len(faces), QUERIES)]
    noise = random.standard_normal(chosen.shape) * random.uniform(0.04, 0.28, (QUERIES, 1))
    probes = chosen + noise
    return (probes / np.linalg.norm(probes, axis=1, keepdims=True)).astype(np.float32)


def filled(faces: Vectors) -> ExactIndex:
    """Return an index in which everybody has one face."""
    index = ExactIndex(DIMENSIONS, OpenVinoScan(), NEAREST)
    index.put({str(number): faces[number : number + 1] for number in range(len(faces))})
    return index


def adsum_index(faces: Vectors) -> Search:
    """Adsum's index, two most similar people, ready to change at once."""
    index = filled(faces)
    return lambda probe: int(index.nearest(probe)[0][0][0])


def numpy_product(faces: Vectors) -> Search:
    """A float32 matrix product."""
    return lambda probe: int((faces @ probe[0]).argmax())


def faiss_flat(faces: Vectors) -> Search:
    """faiss, exact, float32."""
    import faiss

    faiss.omp_set_num_threads(1)
    index = faiss.IndexFlatIP(DIMENSIONS)
    index.add(faces)
    return lambda probe: int(index.search(probe, 2)[1][0][0])


def faiss_int8(faces: Vectors) -> Search:
    """faiss, int8 codes only: fast, and wrong where two are near each other."""
    import faiss

    faiss.omp_set_num_threads(1)
    kind = faiss.ScalarQuantizer.QT_8bit_direct_signed
    index = faiss.IndexScalarQuantizer(DIMENSIONS, kind, faiss.METRIC_INNER_PRODUCT)
    scale = np.float32(127 / np.abs(faces).max())
    index.add(np.rint(faces * scale))
    return lambda probe: int(index.search(np.rint(probe * scale), 2)[1][0][0])


def faiss_hnsw(faces: Vectors) -> Search:
    """faiss, HNSW as it comes: 32 neighbours."""
    import faiss

    index = faiss.IndexHNSWFlat(DIMENSIONS, 32, faiss.METRIC_INNER_PRODUCT)
    index.add(faces)
    faiss.omp_set_num_threads(1)
    return lambda probe: int(index.search(probe, 2)[1][0][0])


def hnswlib_index(faces: Vectors) -> Search:
    """hnswlib as its README has it."""
    import hnswlib

    index = hnswlib.Index(space="ip", dim=DIMENSIONS)
    index.init_index(max_elements=len(faces), ef_construction=200, M=16)
    index.add_items(faces)
    index.set_ef(50)
    index.set_num_threads(1)
    return lambda probe: int(index.knn_query(probe, k=2)[0][0][0])


METHODS: dict[str, Callable[[Vectors], Search]] = {
    "Adsum: 4-bit scan, exact float32 answer": adsum_index,
    "numpy float32": numpy_product,
    "faiss flat float32": faiss_flat,
    "faiss int8 (QT_8bit_direct_signed)": faiss_int8,
    "faiss HNSW 32": faiss_hnsw,
    "hnswlib M=16, ef=50": hnswlib_index,
}


def measured(faces: Vectors, graphs: bool) -> Iterator[tuple[str, list[float], float, float]]:
    """Yield name, milliseconds of each query, recall and seconds of building."""
    probes = probes_of(faces)
    truth = [int((faces @ probe).argmax()) for probe in probes]
    for name, build in METHODS.items():
        if not graphs and ("HNSW" in name or "hnsw" in name):
            continue
        started = time.perf_counter()
        try:
            search = build(faces)
        except ModuleNotFoundError as error:
            print(f"{name:<52} left out: {error.name} is not installed")
            continue
        built = time.perf_counter() - started
        found = [search(probe[None]) for probe in probes]
        recall = float(np.mean([f == t for f, t in zip(found, truth, strict=True)]))
        turn = iter(np.tile(probes, (2, 1)))
        yield name, milliseconds(lambda s=search, t=turn: s(next(t)[None])), recall, built


def one_core() -> None:
    """Stay on one processor, with all threads that libraries have started or will start.

    numpy's linear algebra starts as many as there are processors, which would wait for each other
    on one: the program begins again with a single one.
    """
    if os.environ.get("OPENBLAS_NUM_THREADS") != "1":
        again = [sys.executable, "-m", "bench.search", *sys.argv[1:]]
        os.execve(sys.executable, again, os.environ | {"OPENBLAS_NUM_THREADS": "1"})
    if hasattr(os, "sched_setaffinity"):
        core = max(os.sched_getaffinity(0))
        for task in Path("/proc/self/task").iterdir():
            os.sched_setaffinity(int(task.name), {core})


def change(faces: Vectors) -> None:
    """Print how long it takes until an arrival or a departure counts."""
    index = filled(faces)
    probe = faces[:1]
    settled = statistics.median(milliseconds(lambda: index.nearest(probe)))
    numbers = iter(range(10_000))

    def arrive_and_ask() -> None:
        index.put({f"new {next(numbers)}": faces[5:8]})
        index.nearest(probe)

    def leave_and_ask() -> None:
        index.remove(str(next(numbers)))
        index.nearest(probe)

    for words, work in (("an arrival", arrive_and_ask), ("a departure", leave_and_ask)):
        more = statistics.median(milliseconds(work)) - settled
        print(f"{words} costs the next question {more:.1f} ms more")


def main() -> None:
    """Print a line per method and size; the ratios are what to compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--graphs-up-to", type=int, default=100_000, help="HNSW builds slowly")
    options = parser.parse_args()
    one_core()
    for size in options.sizes:
        faces = random_faces(size)
        print(f"-- {size:,} x {DIMENSIONS}, one core")
        if size > options.graphs_up_to:
            print("(HNSW left out: building it takes long; see --graphs-up-to)")
        medians = {}
        for name, times, recall, built in measured(faces, size <= options.graphs_up_to):
            medians[name] = statistics.median(times)
            print(f"{row(name, times)}  recall {recall:.3f}  built in {built:.1f} s")
        ours = medians[next(iter(METHODS))]
        print("  ".join(f"{value / ours:.1f} x {name}" for name, value in medians.items()))
        change(faces)


if __name__ == "__main__":
    main()
