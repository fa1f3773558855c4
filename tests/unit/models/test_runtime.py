"""Compiling and running models."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from adsum.models.runtime import CacheUnwritable, FirstAlone, ModelFailed, Runtime, RuntimeOptions
from adsum.models.weights import SFACE

FACES = np.random.default_rng(0).uniform(0, 255, (8, 1, 3, 112, 112)).astype(np.float32)


def test_many_threads_get_the_answers_that_one_thread_gets(runtime: Runtime) -> None:
    session = runtime.compile(SFACE, (1, 3, 112, 112))
    alone = [session.run(face, ["fc1"])["fc1"] for face in FACES]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda face: session.run(face, ["fc1"])["fc1"], FACES))
    for a, b in zip(alone, together, strict=True):
        np.testing.assert_array_equal(a, b)


def test_several_streams_give_the_answers_that_one_stream_gives(
    runtime: Runtime, model_cache: Path
) -> None:
    alone = runtime.compile(SFACE, (1, 3, 112, 112))
    wide = Runtime(RuntimeOptions(model_cache, streams=2)).compile(SFACE, (1, 3, 112, 112))
    with ThreadPoolExecutor(3) as pool:
        together = list(pool.map(lambda face: wide.run(face, ["fc1"])["fc1"], FACES))
    for face, found in zip(FACES, together, strict=True):
        np.testing.assert_array_equal(found, alone.run(face, ["fc1"])["fc1"])


def test_an_answer_is_not_overwritten_by_the_next_one(runtime: Runtime) -> None:
    session = runtime.compile(SFACE, (1, 3, 112, 112))
    first = session.run(FACES[0], ["fc1"])["fc1"]
    kept = first.copy()
    session.run(FACES[1], ["fc1"])
    np.testing.assert_array_equal(first, kept)


def test_an_input_of_another_shape_is_a_named_error(runtime: Runtime) -> None:
    session = runtime.compile(SFACE, (1, 3, 112, 112))
    with pytest.raises(ModelFailed) as caught:
        session.run(np.zeros((1, 3, 50, 50), np.float32), ["fc1"])
    assert caught.value.code == "model.failed"


def test_a_shape_that_the_model_cannot_take_is_a_named_error(runtime: Runtime) -> None:
    with pytest.raises(ModelFailed):
        runtime.compile(SFACE, (1, 5, 112, 112))


def test_a_cache_that_cannot_be_written_is_a_named_error(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(CacheUnwritable) as caught:
        Runtime(RuntimeOptions(blocked)).compile(SFACE, (1, 3, 112, 112))
    assert caught.value.code == "model.cache_unwritable"
    assert "ADSUM_CACHE" in caught.value.what_to_do


def test_an_unknown_precision_is_a_named_error(model_cache: Path) -> None:
    with pytest.raises(ModelFailed):
        Runtime(RuntimeOptions(model_cache, precision="f99")).compile(SFACE, (1, 3, 112, 112))


START_TOGETHER = """
import sys, threading
from pathlib import Path
import numpy as np
from adsum.models.runtime import Runtime, RuntimeOptions
from adsum.models.weights import YUNET

session = Runtime(RuntimeOptions(Path(sys.argv[1]), streams=2)).compile(YUNET, (1, 3, 64, 64))
image = np.zeros((1, 3, 64, 64), np.float32)
gate = threading.Barrier(4)

def work():
    gate.wait()
    session.run(image, ["cls_8"])

threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""


def test_threads_that_start_with_their_first_inference_at_once_all_end(model_cache: Path) -> None:
    for _ in range(3):
        subprocess.run(
            [sys.executable, "-c", START_TOGETHER, str(model_cache)], check=True, timeout=120
        )


def test_the_first_turn_ends_before_the_second_begins_and_later_ones_overlap() -> None:
    turns, begun, finish = FirstAlone(), threading.Event(), threading.Event()
    seen: list[str] = []

    def first() -> None:
        with turns.turn():
            begun.set()
            finish.wait(5)
            seen.append("first over")

    thread = threading.Thread(target=first)
    thread.start()
    begun.wait(5)
    threading.Timer(0.05, finish.set).start()
    with turns.turn():
        seen.append("second begun")
        with turns.turn():
            seen.append("third inside")
    thread.join()
    assert seen == ["first over", "second begun", "third inside"]
