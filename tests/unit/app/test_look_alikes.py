"""Look-alikes by name, after an enrolment."""

from __future__ import annotations

from adsum.app.gallery import LiveGallery, Matching
from adsum.app.look_alikes import FindLookAlikes
from adsum.vision.gallery import DecisionRule
from tests.fakes import stages
from tests.fakes.store import FakeStore
from tests.unit.app.test_enrol import enrol, photo


def twins() -> FakeStore:
    """Ada and Eve share a face; Bob has his own."""
    store = FakeStore()
    for name, person, number in (("Ada", 1, 0), ("Eve", 1, 5), ("Bob", 2, 0), ("Bob", 2, 1)):
        shot = photo(name, stages.shot(person, number, change=0.3))
        assert enrol(store, shot, allow_lookalikes=True)[0].error is None
    return store


def asking(store: FakeStore) -> FindLookAlikes:
    return FindLookAlikes(store, LiveGallery(store, stages.MADE_BY), DecisionRule())


def test_a_pair_is_named_whichever_of_the_two_was_enrolled_last() -> None:
    use_case = asking(twins())
    for names in (["Eve"], ["Ada"], ["Ada", "Bob"], None):
        assert [(p.first, p.second) for p in use_case.execute(names)] == [("Ada", "Eve")]


def test_others_and_unknown_names_bring_nothing() -> None:
    use_case = asking(twins())
    assert use_case.execute(["Bob", "Nobody"]) == []
    assert asking(FakeStore()).execute() == []


def test_the_gallerys_own_rule_goes_before_the_settings() -> None:
    store = twins()
    strict = Matching(find_rule=lambda made_by, templates: DecisionRule(0.99))
    gallery = LiveGallery(store, stages.MADE_BY, strict)
    assert FindLookAlikes(store, gallery, DecisionRule(0.1)).execute() == []
