"""People who resemble each other so much that a recogniser may take one for the other."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from adsum.vision.gallery import DecisionRule
from adsum.vision.matchers import fuse
from adsum.vision.types import Vector


@dataclass(frozen=True, slots=True)
class LookAlikes:
    """Two people whose photos the rule may confuse: ask them for a PIN.

    similarity: cosine of one's most misleading photo to the other's fused template.
    """

    first: str
    second: str
    similarity: float


def look_alikes(
    templates: Mapping[str, Vector], rule: DecisionRule, of: Collection[str] | None = None
) -> list[LookAlikes]:
    """Return the pairs of people who resemble each other beyond the threshold, most alike first.

    `templates`: each person's unit vectors (n x d). `of`: only pairs with one of these people, as
    after an enrolment; None: all pairs. In each pair the lesser name is `first`.
    """
    names = list(templates)
    if len(names) < 2:
        return []
    middle = np.stack([fuse(rows) for rows in templates.values()])
    photos = np.concatenate(list(templates.values()))
    counts = [len(rows) for rows in templates.values()]
    starts = np.cumsum([0, *counts[:-1]])
    found: dict[tuple[str, str], float] = {}
    for number, name in enumerate(names):
        if of is not None and name not in of:
            continue
        # Either may be at the door: this one's photos against the others' fused templates, and
        # the others' photos against this one's.
        theirs = np.maximum.reduceat(photos @ middle[number], starts)
        similar = np.maximum((templates[name] @ middle.T).max(axis=0), theirs)
        similar[number] = -1.0
        for other in np.flatnonzero(similar >= rule.threshold):
            first, second = sorted((name, names[other]))
            found[first, second] = float(similar[other])
    pairs = [LookAlikes(first, second, value) for (first, second), value in found.items()]
    return sorted(pairs, key=lambda pair: -pair.similarity)
