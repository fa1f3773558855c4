"""Every loss against a second, plain computation, against the field's own library, and by finite
differences."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from pytorch_metric_learning import losses as reference
from pytorch_metric_learning.miners import BatchHardMiner
from torch import Tensor, nn

from adsum_lab.losses.arcface import ArcFace
from adsum_lab.losses.centre import SoftmaxCentre
from adsum_lab.losses.cosine import CosineDistance
from adsum_lab.losses.mtcnn import LANDMARKS, NEGATIVE, PART, POSITIVE, JointLoss
from adsum_lab.losses.stretched import Stretched
from adsum_lab.losses.triplet import BatchHardTriplet, SemiHardTriplet

LABELS = torch.tensor([0, 0, 0, 1, 1, 2, 2, 2, 3])


def batch(size: int = 5, seed: int = 0) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(len(LABELS), size, generator=generator, dtype=torch.float64)


def unit(embeddings: Tensor) -> NDArray[np.float64]:
    rows = embeddings.numpy()
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_semi_hard_is_what_facenet_describes() -> None:
    points, margin, losses = unit(batch()), 0.2, []
    for a in range(len(points)):
        far = {n: float(np.sum((points[a] - points[n]) ** 2)) for n in range(len(points))}
        others = [far[n] for n in far if LABELS[n] != LABELS[a]]
        for p in range(len(points)):
            if p != a and LABELS[p] == LABELS[a]:
                beyond = [d for d in others if d > far[p]]
                chosen = min(beyond) if beyond else max(others)
                losses.append(max(0.0, far[p] - chosen + margin))
    assert float(SemiHardTriplet(margin)(batch(), LABELS)) == pytest.approx(np.mean(losses))


def test_batch_hard_is_what_the_library_mines() -> None:
    points = torch.from_numpy(unit(batch()))
    mined = BatchHardMiner()(points, LABELS)
    kept = mined[0] != 8  # the library's miner has no triplet for somebody with a single photo
    a, p, n = (index[kept] for index in mined)
    plain = ((points[a] - points[p]).norm(dim=1) - (points[a] - points[n]).norm(dim=1) + 0.3).clamp(
        0
    )
    assert len(plain) == 8
    assert float(BatchHardTriplet(0.3)(batch(), LABELS)) == pytest.approx(float(plain.mean()))


@pytest.mark.parametrize("loss", [SemiHardTriplet(), BatchHardTriplet()])
def test_one_person_alone_costs_nothing_and_breaks_nothing(loss: nn.Module) -> None:
    embeddings = batch().requires_grad_()
    value = loss(embeddings, torch.zeros(len(LABELS), dtype=torch.long))
    value.backward()
    assert float(value.detach()) == 0
    assert embeddings.grad is not None and float(embeddings.grad.abs().max()) == 0


def test_arcface_is_what_the_library_computes() -> None:
    ours = ArcFace(5, 4, margin=0.5, scale=64).double()
    theirs = reference.ArcFaceLoss(4, 5, margin=math.degrees(0.5), scale=64)
    theirs.W.data = ours.directions.data.T.clone()
    assert float(ours(batch(), LABELS).detach()) == pytest.approx(
        float(theirs(batch(), LABELS).detach()), rel=1e-6
    )


def test_a_face_turned_away_from_its_person_still_costs_more() -> None:
    loss = ArcFace(3, 2, margin=0.5, scale=4).double()
    # The other person's direction is square to the plane in which the face turns.
    loss.directions.data = torch.tensor([[1.0, 0, 0], [0, 0, 1]], dtype=torch.float64)
    angles = torch.linspace(0.1, 3.1, 40, dtype=torch.float64)
    faces = torch.stack([angles.cos(), angles.sin(), angles * 0], dim=1)
    costs = [float(loss(face[None], torch.tensor([0])).detach()) for face in faces]
    assert all(before < after for before, after in pairwise(costs))


def test_centre_loss_is_the_papers_formula_and_moves_only_the_centres_of_the_batch() -> None:
    loss = SoftmaxCentre(5, 6, weight=0.3, alpha=0.5).double()
    loss.centres += torch.randn(6, 5, dtype=torch.float64)
    before, x = loss.centres.numpy().copy(), batch().numpy()
    logits = x @ loss.head.weight.detach().numpy().T + loss.head.bias.detach().numpy()
    softmax = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    y = LABELS.numpy()
    expected = -np.log(softmax[np.arange(9), y]).mean()
    expected += 0.3 / 2 * np.mean(np.sum((x - before[y]) ** 2, axis=1))
    assert float(loss(batch(), LABELS).detach()) == pytest.approx(expected)
    for j in range(6):
        members = x[y == j]
        moved = before[j] - 0.5 * (before[j] - members).sum(0) / (1 + len(members))
        assert np.allclose(loss.centres[j].numpy(), moved if len(members) else before[j])


def test_centres_rest_while_a_net_is_only_measured() -> None:
    loss = SoftmaxCentre(5, 4).double().eval()
    loss(batch(), LABELS)
    assert float(loss.centres.abs().max()) == 0


def kinds() -> tuple[tuple[Tensor, Tensor, Tensor], Tensor]:
    generator = torch.Generator().manual_seed(3)
    target = torch.randn(12, 15, generator=generator, dtype=torch.float64)
    target[:, 0] = torch.tensor([NEGATIVE, POSITIVE, PART, LANDMARKS] * 3)
    answers = [torch.randn(12, n, generator=generator, dtype=torch.float64) for n in (2, 4, 10)]
    return (answers[0], answers[1], answers[2]), target


def test_the_joint_loss_teaches_each_head_what_the_sample_is_for() -> None:
    (logits, boxes, points), target = kinds()
    x, t = logits.numpy(), target.numpy()
    cross = [
        -math.log(math.exp(x[i, int(t[i, 0])]) / np.exp(x[i]).sum())
        for i in range(12)
        if t[i, 0] <= POSITIVE
    ]
    hard = sorted(cross, reverse=True)[: int(0.7 * len(cross))]
    box = np.mean([(boxes.numpy()[i] - t[i, 1:5]) ** 2 for i in range(12) if t[i, 0] in (1, 2)])
    mark = np.mean([(points.numpy()[i] - t[i, 5:]) ** 2 for i in range(12) if t[i, 0] == 3])
    expected = np.mean(hard) + 0.5 * box + 0.5 * mark
    assert float(JointLoss()((logits, boxes, points), target)) == pytest.approx(expected)


def test_the_joint_loss_takes_a_batch_without_some_kind() -> None:
    answers, target = kinds()
    target[:, 0] = LANDMARKS
    assert torch.isfinite(JointLoss()(answers, target))


@pytest.mark.parametrize(
    "loss",
    [
        SemiHardTriplet(),
        BatchHardTriplet(),
        ArcFace(5, 4, scale=8).double(),
        SoftmaxCentre(5, 4).double().eval(),
    ],
    ids=lambda loss: type(loss).__name__,
)
def test_gradients_are_the_finite_differences(loss: nn.Module) -> None:
    assert torch.autograd.gradcheck(lambda x: loss(x, LABELS), batch().requires_grad_())


def test_the_joint_losss_gradients_are_the_finite_differences() -> None:
    answers, target = kinds()
    inputs = tuple(answer.requires_grad_() for answer in answers)
    assert torch.autograd.gradcheck(lambda *a: JointLoss()(a, target), inputs)


def test_stretched_is_the_other_loss_of_embeddings_that_were_made_as_long() -> None:
    inner = SoftmaxCentre(5, 4).double().eval()
    loss = Stretched(inner, 16.0)
    unit_length = torch.from_numpy(unit(batch()))
    expected = float(inner(16 * unit_length, LABELS).detach())
    assert float(loss(batch(), LABELS).detach()) == pytest.approx(expected)
    assert float(loss(3 * batch(), LABELS).detach()) == pytest.approx(expected)
    assert torch.autograd.gradcheck(lambda x: loss(x, LABELS), batch().requires_grad_())


def test_the_cosine_distance_is_half_the_squared_distance_of_unit_vectors() -> None:
    one, other = torch.randn(6, 8, requires_grad=True), torch.randn(6, 8)
    unit, target = (nn.functional.normalize(v) for v in (one, other))
    expected = (unit - target).square().sum(1).mean() / 2
    assert torch.allclose(CosineDistance()(one, target), expected, atol=1e-6)
    assert float(CosineDistance()(2 * other, other).abs()) < 1e-6
