"""A threshold one can defend: from the gallery's own scores to "at most X false accepts per 1,000".

Every enrolled photo plays two parts against the gallery without it. Against its own person's other
photos it is genuine; against everybody else it is an impostor, and only the best answer counts, for
that is what a stranger at the door would get. Few impostors come near the threshold, so the tail of
their scores is described by a generalised Pareto distribution (J. Pickands, Annals of Statistics
3(1), 1975), fitted by probability-weighted moments (J. Hosking, J. Wallis, Technometrics 29(3),
1987). The interval comes from resampling people, not photos: photos of one person are not
independent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from adsum.errors import AdsumError
from adsum.vision.gallery import DecisionRule
from adsum.vision.matchers import BLEND, View, fuse
from adsum.vision.types import Vector

Scores = NDArray[np.float64]

MIN_PEOPLE = 30
# The share of the highest impostor scores that the tail is fitted to, and the least number.
TAIL, TAIL_LEAST = 0.15, 15
# Cosines end at 1, so their tail is hardly heavier than exponential; and a fit on few scores that
# finds a tail much shorter than that has only not seen the rare ones.
SHAPES = (-0.2, 0.1)
RESAMPLES = 200
# The threshold is one that keeps the promise in this share of the resamples.
CAUTION = 0.95
# What is known beforehand may lower a gallery's own threshold to one that this share of them keep.
FLOOR = 0.75
SAME_PERSON = 0.7
# Photos, drawn at random, that are compared with all others; more would cost time and tell little.
MOST_PHOTOS = 3000
LOWEST, HIGHEST = 0.3, 0.95
# What is known before any gallery is: 1 of 1,000 strangers reaches 0.5 among 289 people (LFW), and
# ten times as many people, or a rate ten times lower, move that by 0.061. It counts as much as a
# gallery of so many people does.
PRIOR_THRESHOLD, PRIOR_PEOPLE, PRIOR_RATE, PER_DECADE = 0.5, 289, 0.001, 0.061
PRIOR_WEIGHT = 200
# Added over the root of the number of people: few people may happen to resemble nobody. This and
# the weight were chosen on half of LFW's people; how well the promise holds on the other half is in
# docs/concepts/recognition.md.
ALLOWANCE = 0.1


class TooFewPeople(AdsumError):
    """The gallery is too small to learn how much strangers resemble its people."""

    code = "calibration.too_few_people"
    remedy = f"Enrol at least {MIN_PEOPLE} people; until then the default threshold holds."


@dataclass(frozen=True, slots=True, eq=False)
class GalleryScores:
    """What a gallery says of itself.

    genuine: each photo's similarity to its person without it (only people with two photos or more).
    lead: genuine similarity less the best other person's, for the same photos.
    best, second: each photo's similarity to the nearest and second nearest other person.
    owner: the number of the person each `best` belongs to. people: how many there are.
    """

    genuine: Scores
    lead: Scores
    best: Scores
    second: Scores
    owner: NDArray[np.intp]
    people: int

    def stretched(self, by: float) -> GalleryScores:
        """Return the same with the distances from 1 multiplied."""
        return replace(
            self,
            genuine=1 - (1 - self.genuine) * by,
            lead=self.lead * by,
            best=1 - (1 - self.best) * by,
            second=1 - (1 - self.second) * by,
        )


@dataclass(frozen=True, slots=True)
class Promise:
    """At most `rate` of the strangers who are looked at are taken for one of `people`.

    rule: the threshold and margin that keep it. low, high: 95 % interval of the rate that the rule
    really has. missed: expected share of genuine presentations that are not recognised, None if
    nobody has two photos.
    """

    rate: float
    rule: DecisionRule
    low: float
    high: float
    missed: float | None
    people: int


@dataclass(frozen=True, slots=True)
class Tail:
    """P(score >= t) for high t: `share` * (1 + shape (t - start) / scale) ^ (-1 / shape)."""

    start: float
    share: float
    scale: float
    shape: float

    def above(self, threshold: float) -> float:
        """Return the chance of a score at or above `threshold`, from `start` upwards (below it:
        the chance at `start`)."""
        excess = max(0.0, threshold - self.start) / self.scale
        if abs(self.shape) < 1e-6:
            return self.share * float(np.exp(-excess))
        rest = max(0.0, 1 + self.shape * excess)
        return self.share * float(np.power(rest, -1 / self.shape))

    def threshold(self, rate: float) -> float:
        """Return the score that is reached with the chance `rate`, at least `start`."""
        ratio = min(1.0, rate / self.share)
        if abs(self.shape) < 1e-6:
            return self.start - self.scale * float(np.log(ratio))
        return self.start + self.scale / self.shape * (float(np.power(ratio, -self.shape)) - 1)


def gallery_scores(templates: Mapping[str, Vector], view: View = BLEND) -> GalleryScores:
    """Compare every photo with the gallery without it; see `leave_one_out`.

    Raises:
        TooFewPeople: fewer than `MIN_PEOPLE`.
    """
    if len(templates) < MIN_PEOPLE:
        raise TooFewPeople(f"{len(templates)} people are enrolled")
    return leave_one_out(templates, view)


def leave_one_out(templates: Mapping[str, Vector], view: View = BLEND) -> GalleryScores:
    """Compare every photo with the gallery without it, by `view`'s cosines; `templates` are unit
    vectors, n x d each, of two people or more."""
    rows = list(templates.values())
    vectors = np.concatenate(rows)
    counts = np.array([len(r) for r in rows])
    owner = np.repeat(np.arange(len(rows)), counts)
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    middle = np.stack([fuse(r) for r in rows])
    genuine, lead, best, second = [], [], [], []
    probes = np.random.default_rng(0).permutation(len(vectors))[:MOST_PHOTOS]
    for number in probes:
        vector, person = vectors[number], int(owner[number])
        similar = vectors @ vector
        people = view.cosine(np.maximum.reduceat(similar, starts), middle @ vector)
        people[person] = -1.0
        two = np.partition(people, -2)[-2:]
        best.append(float(two[1]))
        second.append(float(two[0]))
        if counts[person] > 1:
            own = _without(rows[person], number - int(starts[person]), vector, view)
            genuine.append(own)
            lead.append(own - float(two[1]))
    return GalleryScores(
        np.array(genuine),
        np.array(lead),
        np.array(best),
        np.array(second),
        owner[probes],
        len(rows),
    )


def _without(rows: Vector, number: int, vector: Vector, view: View) -> float:
    others = np.delete(rows, number, axis=0)
    return float(view.cosine((others @ vector).max(), fuse(others) @ vector))


def fit_tail(scores: Scores, leads: NDArray[np.bool_] | None = None) -> Tail:
    """Fit the upper tail of `scores`; where `leads` is given, of those that also have the lead.

    The lead is taken to be as frequent in the whole tail: few scores reach its far end.
    """
    order = np.argsort(scores, kind="stable")
    rising = scores[order]
    count = min(len(rising) - 1, max(TAIL_LEAST, round(TAIL * len(rising))))
    start = float((rising[-count] + rising[-count - 1]) / 2)
    excess = rising[-count:] - start
    # Probability-weighted moments of the excesses.
    ranks = (np.arange(1, count + 1) - 0.35) / count
    first, weighted = float(excess.mean()), float((excess * (1 - ranks)).mean())
    spread = max(first - 2 * weighted, 1e-9)
    shape = float(np.clip(2 - first / spread, *SHAPES))
    # With the shape held to its bounds, the scale that keeps the mean excess.
    scale = max(first * (1 - shape), 1e-6)
    leading = (
        1.0 if leads is None else (np.count_nonzero(leads[order[-count:]]) + 0.5) / (count + 1)
    )
    return Tail(start, leading * count / len(rising), scale, shape)


def promise(scores: GalleryScores, rate: float, margin: float = 0.05, seed: int = 0) -> Promise:
    """Return the lowest threshold at which at most `rate` of strangers get in, at this margin."""
    # Two people this similar are one person enrolled twice, or twins: reported as look-alikes, not
    # taken for what strangers are like.
    kept = scores.best < SAME_PERSON
    impostors = np.stack([scores.best, scores.best - scores.second >= margin], axis=1)[kept]
    # A stranger meets everybody, an enrolled photo everybody but one.
    more = scores.people / (scores.people - 1)
    tails = _resampled(impostors, scores.owner[kept], seed)
    wanted = [tail.threshold(rate / more) for tail in tails]
    found = _tempered(wanted, rate, scores.people)
    threshold = float(np.clip(found, LOWEST, HIGHEST))
    low, high = np.quantile([tail.above(threshold) * more for tail in tails], [0.025, 0.975])
    missed = None
    if len(scores.genuine):
        missed = float(np.mean((scores.genuine < threshold) | (scores.lead < margin)))
    rule = DecisionRule(round(threshold, 4), margin)
    return Promise(rate, rule, float(low), float(high), missed, scores.people)


def _tempered(wanted: Sequence[float], rate: float, people: int) -> float:
    """Draw a gallery's own threshold towards the one that is usual at its size, within limits: its
    people may be more alike than LFW's."""
    decades = np.log10(people / PRIOR_PEOPLE) - np.log10(rate / PRIOR_RATE)
    usual = PRIOR_THRESHOLD + PER_DECADE * float(decades)
    own = float(np.quantile(wanted, CAUTION))
    mixed = (people * own + PRIOR_WEIGHT * usual) / (people + PRIOR_WEIGHT)
    return float(max(mixed, np.quantile(wanted, FLOOR)) + ALLOWANCE / np.sqrt(people))


def _resampled(impostors: Scores, owner: NDArray[np.intp], seed: int) -> list[Tail]:
    """Return the tails of samples in which people are drawn with replacement."""
    random = np.random.default_rng(seed)
    people = np.unique(owner)
    by_person = [impostors[owner == person] for person in people]
    tails = []
    for _ in range(RESAMPLES):
        chosen = random.integers(0, len(people), len(people))
        sample = np.concatenate([by_person[p] for p in chosen])
        tails.append(fit_tail(sample[:, 0], sample[:, 1] > 0))
    return tails
