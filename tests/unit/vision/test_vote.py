"""Frames decide together."""

from __future__ import annotations

from itertools import product

import pytest

from adsum.vision.vote import (
    STRANGER,
    UNDECIDED,
    Ballot,
    Decision,
    Verdict,
    Vote,
    VoteRule,
    tally,
)

RULE = VoteRule(agreeing=3, share=0.7, strangers=4, window=6, least_weight=0.2)
ADA = Decision(Verdict.PERSON, "ada")


def votes(text: str, weight: float = 0.8) -> list[Ballot]:
    """a: Ada, b: Ben, -: no match."""
    names = {"a": "ada", "b": "ben", "-": None}
    return [Ballot(names[letter], weight) for letter in text]


@pytest.mark.parametrize(
    ("frames", "decision"),
    [
        ("", UNDECIDED),
        ("aa", UNDECIDED),
        ("aaa", ADA),
        ("-aaa", ADA),
        ("--aaa", UNDECIDED),
        ("aabb", UNDECIDED),
        ("---", UNDECIDED),
        ("----", STRANGER),
        ("ababab", STRANGER),
        ("------aaa", STRANGER),
        ("------aaaaa", ADA),
        ("bbbbbbaaaaaa", ADA),
    ],
)
def test_who_is_it_after_these_frames(frames: str, decision: Decision) -> None:
    assert tally(votes(frames), RULE) == decision


def test_nobody_is_ever_clocked_by_fewer_frames_than_the_rule_says() -> None:
    for frames in product("ab-", repeat=6):
        decision = tally(votes("".join(frames)), RULE)
        if decision.verdict is Verdict.PERSON:
            letter = (decision.person_id or "")[0]
            assert frames.count(letter) >= max(RULE.agreeing, 0.7 * 6)


def test_good_pictures_outweigh_poor_ones() -> None:
    assert tally([*votes("aaa", 0.9), *votes("-", 0.9)], RULE) == ADA
    assert tally([*votes("aaa", 0.3), *votes("-", 0.9)], RULE) == UNDECIDED


def test_pictures_that_are_too_poor_do_not_vote() -> None:
    assert tally(votes("aaaaaa", 0.19), RULE) == UNDECIDED
    assert tally([*votes("------", 0.1), *votes("aaa", 0.8)], RULE) == ADA


def test_a_decision_falls_only_when_enough_frames_in_a_row_speak_against_it() -> None:
    vote = Vote(VoteRule(doubts=3))
    for _ in range(3):
        vote.hear(Ballot("ada", 0.8))
    for answer in (None, "ben", "ada", None, None):
        assert vote.hear(Ballot(answer, 0.8)).person_id == "ada"
    assert vote.doubted
    assert vote.hear(Ballot(None, 0.8)) == UNDECIDED
    # The frames that overthrew it count for what comes next.
    assert [vote.hear(Ballot(None, 0.8)).verdict for _ in range(2)] == [
        Verdict.OPEN, Verdict.UNKNOWN,
    ]  # fmt: skip


def test_one_frame_is_enough_where_the_rule_says_so() -> None:
    vote = Vote(VoteRule())
    for _ in range(3):
        vote.hear(Ballot("ada", 0.8))
    assert vote.hear(Ballot(None, 0.8)) == UNDECIDED
    vote.restart()
    assert vote.decision == UNDECIDED and not vote.doubted
