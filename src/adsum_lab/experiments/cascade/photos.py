"""Whose photos train a cascade, whose set its threshold and whose judge it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from adsum.main import read_settings
from adsum.models.runtime import Runtime, RuntimeOptions
from adsum.models.yunet import YuNet
from adsum.vision.scales import ScaledDetector
from adsum_lab.data.scenes import Known, annotated, without_faces
from adsum_lab.data.splits import identity_disjoint
from adsum_lab.data.tree import scan
from adsum_lab.experiments.cascade.recipe import CascadeData

# Below it the detector sees nothing; from here to `sure` it does not know.
UNSURE = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Photos:
    """learnt, watched, tested: photos with their faces; learnt_bare, tested_bare: pictures without
    faces; faults: what was left out."""

    learnt: list[Known]
    watched: list[Known]
    tested: list[Known]
    learnt_bare: list[Path]
    tested_bare: list[Path]
    faults: tuple[str, ...]


def runtime() -> Runtime:
    settings = read_settings()
    return Runtime(RuntimeOptions(settings.cache, "f32"))


def choose(images: Path, data: CascadeData, seed: int) -> Photos:
    """Split the people, not the photos, and let the detector annotate what is needed."""
    tree = scan(images)
    paths = [path for photos in tree.people.values() for path in photos]
    owners = [number for number, photos in enumerate(tree.people.values()) for _ in photos]
    learn, test = identity_disjoint(owners, 1 - data.held_out, seed)
    random = np.random.default_rng(seed)
    order = random.permutation(learn)
    watched = order[: data.watched].tolist()
    # Whose photo is watched does not train.
    used = {owners[row] for row in watched}
    others = [row for row in order[data.watched :].tolist() if owners[row] not in used]
    learnt = others[: data.photos]
    tested = random.permutation(test)[: data.tested].tolist()
    detector = ScaledDetector(YuNet(runtime(), min_confidence=UNSURE))
    parts, faults = [], list(tree.faults)
    for rows in (learnt, watched, tested):
        known, bad = annotated([paths[row] for row in rows], detector, data.sure, data.smallest)
        parts.append(known)
        faults += bad
    bare = without_faces(data.without_faces)
    return Photos(parts[0], parts[1], parts[2], bare[::2], bare[1::2], tuple(faults))
