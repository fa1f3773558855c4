"""The demo, on the photos that the registry carries."""

from __future__ import annotations

import PIL.Image
import pytest

from tests.e2e.harness import Terminal


def test_the_demo_tells_the_main_job_and_saves_a_picture(adsum: Terminal) -> None:
    answer = adsum("demo")
    if "(samples.unavailable)" in answer.err:
        pytest.skip(f"the sample photos cannot be downloaded here: {answer.err}")
    assert answer.code == 0, answer.said
    lines = [" ".join(line.split()) for line in answer.out.splitlines()]
    for line in (
        "astronaut.png: unknown",
        "obama2.jpg: Barack Obama",
        "obama3.jpg: Barack Obama",
        "astronaut.png (mirrored, darker, smaller): Eileen Collins",
        "08:57 Barack Obama in",
        "09:02 Joe Biden in",
        "16:31 Joe Biden out",
        "17:03 Barack Obama out",
        "biden.jpg (mirrored, darker, smaller): unknown",
    ):
        assert line in lines, answer.out
    assert "8:06" in answer.out and "7:29" in answer.out
    assert "1 photo and 1 template destroyed" in answer.out
    with PIL.Image.open(adsum.folder / "demo-output" / "recognised.jpg") as picture:
        assert picture.format == "JPEG" and min(picture.size) > 200
    assert not adsum.home.exists()
