"""Whose photos an experiment uses: decided before training, by a rule."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from adsum_lab.data import faces
from adsum_lab.data.tree import Tree
from adsum_lab.errors import BadData
from adsum_lab.experiments.embed import recogniser
from adsum_lab.recipe import Data

# Photos of each that are compared to find who looks like whom.
COMPARED = 10


def people(tree: Tree, data: Data, place: int = 0) -> tuple[str, ...]:
    """Return the people with the most photos or, for `look_alikes`, the pair whose mean faces
    have the
    highest cosine of all who have `at_least` photos (`place` 1: the next pair with nobody of those
    before, and so on).

    Raises:
        BadData: not enough people have enough photos.
    """
    enough = [name for name, photos in tree.people.items() if len(photos) >= data.at_least]
    if len(enough) < data.people:
        raise BadData(
            f"{len(enough)} people have {data.at_least} photos; the recipe asks for {data.people}"
        )
    enough.sort(key=lambda name: (-len(tree.people[name]), name))
    if not data.look_alikes:
        return tuple(sorted(enough[: data.people]))
    # One recogniser chooses for all recipes, so that they compare on the same pair.
    detector, embed = recogniser("sface")
    found = faces.cut(tree, enough, detector, 160, COMPARED)
    vectors = np.stack([embed(found.pictures[i], found.face(i)) for i in range(len(found.labels))])
    means = [vectors[found.labels == label].mean(0) for label in range(len(enough))]
    units = [mean / np.linalg.norm(mean) for mean in means]
    left = set(range(len(enough)))
    for _ in range(place + 1):
        if len(left) < 2:
            raise BadData(f"{len(enough)} people with {data.at_least} photos are too few")
        nearest = max(combinations(left, 2), key=lambda ab: units[ab[0]] @ units[ab[1]])
        left -= set(nearest)
    return tuple(sorted(enough[index] for index in nearest))
