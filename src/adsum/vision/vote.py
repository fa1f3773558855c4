"""Several frames of one face decide together, the better pictures with more weight.

A single frame may be wrong: a blurred one resembles somebody else. That the same wrong person wins
several frames in a row is far less likely.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """OPEN: more frames are needed."""

    OPEN = "open"
    PERSON = "person"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Ballot:
    """What one frame says. person_id: the match, None for "unknown". weight: quality, 0 to 1."""

    person_id: str | None
    weight: float


@dataclass(frozen=True, slots=True)
class Decision:
    """person_id is there if, and only if, the verdict is PERSON."""

    verdict: Verdict
    person_id: str | None = None


UNDECIDED = Decision(Verdict.OPEN)
STRANGER = Decision(Verdict.UNKNOWN)


@dataclass(frozen=True, slots=True)
class VoteRule:
    """When the frames agree.

    agreeing: least number of frames for one person. share: least part of all weight that they
    must have. strangers: frames without a match after which the answer is "unknown". window: so
    many of the latest frames count. Frames below `least_weight` are too poor to vote at all.
    doubts: frames in a row that must speak against a decision before it falls.
    """

    agreeing: int = 3
    share: float = 0.7
    strangers: int = 5
    window: int = 10
    least_weight: float = 0.2
    doubts: int = 1

    def counts(self, weight: float) -> bool:
        """Return whether a picture of this quality may vote."""
        return weight >= self.least_weight


def tally(ballots: Sequence[Ballot], rule: VoteRule) -> Decision:
    """Return what the latest of `ballots` (oldest first) say together.

    A full window in which nobody has the share is "unknown", too: frames that cannot agree are no
    reason to clock anybody in.
    """
    counted = [ballot for ballot in ballots if rule.counts(ballot.weight)][-rule.window :]
    if not counted:
        return UNDECIDED
    weight: defaultdict[str | None, float] = defaultdict(float)
    number: defaultdict[str | None, int] = defaultdict(int)
    for ballot in counted:
        weight[ballot.person_id] += ballot.weight
        number[ballot.person_id] += 1
    leader = max(weight, key=lambda person: weight[person])
    agreed = weight[leader] >= rule.share * sum(weight.values())
    if agreed and number[leader] >= (rule.agreeing if leader else rule.strangers):
        return Decision(Verdict.PERSON, leader) if leader else STRANGER
    return STRANGER if len(counted) >= rule.window else UNDECIDED


class Vote:
    """The vote on one face as its frames come in."""

    def __init__(self, rule: VoteRule) -> None:
        self._rule = rule
        self._ballots: list[Ballot] = []
        self._doubts: list[Ballot] = []
        self.decision = UNDECIDED

    @property
    def doubted(self) -> bool:
        """Whether the last frame spoke against a decision that stands."""
        return bool(self._doubts)

    def contradicts(self, person_id: str | None) -> bool:
        """Return whether this answer speaks against the person who was decided on."""
        return self.decision.person_id not in (None, person_id)

    def hear(self, ballot: Ballot) -> Decision:
        """Count one more frame, and return what all say now.

        Frames that contradict start the vote anew: somebody else may stand there now, and the
        frames before prove nothing any more.
        """
        if self.contradicts(ballot.person_id):
            self._doubts.append(ballot)
            if len(self._doubts) < self._rule.doubts:
                return self.decision
            self._ballots = self._doubts
        else:
            self._ballots.append(ballot)
        self._doubts = []
        del self._ballots[: -self._rule.window]
        self.decision = tally(self._ballots, self._rule)
        return self.decision

    def restart(self) -> None:
        """Forget every frame so far."""
        self._ballots, self._doubts = [], []
        self.decision = UNDECIDED
