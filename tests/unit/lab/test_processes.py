"""Where a training runs, and what a net answers there."""

from __future__ import annotations

import pytest
import torch

from adsum_lab.nets.mtcnn import RNet
from adsum_lab.training import processes

pytestmark = pytest.mark.usefixtures("placed_anew")


def test_answers_are_those_of_the_whole_batch() -> None:
    net, inputs = RNet().eval(), torch.randn(10, 3, 24, 24)
    found, whole = processes.several_answers(net, inputs, size=4), net(inputs)
    assert len(found) == 3
    assert all(torch.allclose(a, b, atol=1e-5) for a, b in zip(found, whole, strict=True))
    first = processes.answers(net, inputs, 3)
    assert torch.allclose(first, found[0], atol=1e-5) and not first.requires_grad


def test_a_lone_process_is_the_main_one_and_goes_first() -> None:
    with processes.main_first():
        assert processes.is_main()


def test_the_cpu_can_be_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.accelerator, "is_available", lambda: True)
    monkeypatch.setenv("ACCELERATE_USE_CPU", "1")
    assert processes.accelerator().device.type == "cpu"


def test_precision_is_what_the_recipe_asks_for() -> None:
    assert processes.accelerator("bf16").mixed_precision == "bf16"
