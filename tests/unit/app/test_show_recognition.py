"""What the system page says of the recogniser and its promise."""

from __future__ import annotations

from typing import Any

import pytest

from adsum.app.calibrate import Calibration
from adsum.app.ports.templates import Choice
from adsum.app.show_recognition import Basis, ShowRecognition, Terms
from adsum.app.switch_recogniser import RecogniserStatus
from adsum.vision.calibration import Promise, TooFewPeople
from adsum.vision.gallery import DecisionRule
from tests.fakes import stages
from tests.unit.app.test_identify import with_people

FOUND = Calibration(Promise(0.001, DecisionRule(0.5, 0.05), 0.0002, 0.0011, 0.03, 40), ())


class Parts:
    """Stands for the switch and for the calibration; counts how often that is worked out."""

    def __init__(self, enough: bool) -> None:
        self.asked: list[float] = []
        self._enough = enough

    def status(self) -> RecogniserStatus:
        return RecogniserStatus(Choice("sface", "facenet"), {}, 3)

    def execute(self, per_1000: float) -> Calibration:
        self.asked.append(per_1000)
        if not self._enough:
            raise TooFewPeople("too few")
        return FOUND


def show(parts: Any, per_1000: float, *, by_hand: bool = False) -> ShowRecognition:
    terms = Terms(per_1000, by_hand)
    store = with_people(Ada=1, Ben=2)
    return ShowRecognition(store, parts, lambda: stages.MADE_BY, lambda: parts, terms)


def test_the_recogniser_is_named_with_the_people_that_it_knows() -> None:
    state = show(Parts(enough=True), 0).execute()
    assert (state.name, state.former, state.made_by) == ("sface", "facenet", stages.MADE_BY)
    assert (state.people, state.photos, state.lacking) == (2, 6, 3)


@pytest.mark.parametrize(
    ("per_1000", "by_hand", "enough", "basis", "about"),
    [
        (2.0, False, True, Basis.PROMISE, 2.0),
        (2.0, False, False, Basis.TOO_FEW, 2.0),
        (0.0, True, True, Basis.BY_HAND, 1.0),
        (0.0, False, True, Basis.STANDARD, 1.0),
        (0.0, False, False, Basis.STANDARD, 1.0),
    ],
)
def test_a_promise_is_only_said_where_one_is_kept(
    per_1000: float, by_hand: bool, enough: bool, basis: Basis, about: float
) -> None:
    parts = Parts(enough)
    state = show(parts, per_1000, by_hand=by_hand).calibration()
    assert (state.basis, state.per_1000, parts.asked) == (basis, about, [about])
    assert state.found is (FOUND if enough else None)


def test_it_is_worked_out_once_for_each_state_of_the_gallery() -> None:
    parts, store = Parts(enough=True), with_people(Ada=1)
    shown = ShowRecognition(
        store,
        parts,  # type: ignore[arg-type]
        lambda: stages.MADE_BY,
        lambda: parts,  # type: ignore[arg-type, return-value]
        Terms(1.0, by_hand=False),
    )
    shown.calibration()
    shown.calibration()
    assert len(parts.asked) == 1
    with store.write() as records:
        records.photos.erase(next(iter(records.people.names())))
    assert (shown.calibration().people, len(parts.asked)) == (0, 2)
