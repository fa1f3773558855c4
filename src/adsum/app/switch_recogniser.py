"""Recognise with another recogniser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from adsum.app.actor import TERMINAL, Actor
from adsum.app.audit import Journal, Subject
from adsum.app.calibrate import by_person
from adsum.app.make_templates import MakeTemplates, Progress
from adsum.app.ports.clock import Clock
from adsum.app.ports.store import Records, Store
from adsum.app.ports.templates import Choice
from adsum.app.recognition import Build
from adsum.errors import AdsumError, InvalidInput
from adsum.vision.comparison import Standing, standing
from adsum.vision.pipeline import FacePipeline


class RecogniserWorse(AdsumError):
    """On the people enrolled here the other recogniser is worse than the one in use."""

    code = "recogniser.worse"
    remedy = "Nothing was changed. To use it all the same: adsum recogniser use NAME --force"


class NothingToGoBackTo(InvalidInput):
    """No other recogniser was in use before."""

    code = "recogniser.no_former"
    remedy = "Choose one: adsum recogniser list"


@dataclass(frozen=True, slots=True)
class Compared:
    """The recogniser in use and the other one, on the same people."""

    active: Standing
    other: Standing


@dataclass(frozen=True, slots=True)
class RecogniserStatus:
    """The choice, whose templates there are (by recogniser, in words), and how many photos lack one
    of the recogniser in use."""

    choice: Choice
    templates: dict[str, int]
    lacking: int


class SwitchRecogniser:
    """Change the recogniser of a data folder, without enrolling anybody again.

    Its templates are made from the kept crops, resumably, while the one in use goes on answering.
    When all are there, both are compared on the same people; only then, and unless the new one is
    worse, it takes over at once in every process. The old templates stay, for going back.
    """

    def __init__(
        self, store: Store, clock: Clock, build: Build, make: MakeTemplates, default: str
    ) -> None:
        """`default` is the name of the recogniser that is in use until another is chosen."""
        self._store = store
        self._clock = clock
        self._build = build
        self._make = make
        self._default = default

    def prepare(self, name: str) -> Iterator[Progress]:
        """Make the templates of recogniser `name`; yields the progress."""
        pipeline = self._build(name)
        with self._store.write() as records:
            choice = self._choice(records)
            records.templates.choose(Choice(choice.active, choice.former, name))
        yield from self._make.execute(pipeline)

    def compare(self, name: str) -> Compared:
        """Compare the recogniser in use with `name` on everybody who has templates of both."""
        with self._store.read() as records:
            active = self._build(self._choice(records).active).made_by
            mine = by_person(records.photos.templates(active))
            theirs = by_person(records.photos.templates(self._build(name).made_by))
        both = [person for person in mine if person in theirs]
        return Compared(
            standing({person: mine[person] for person in both}),
            standing({person: theirs[person] for person in both}),
        )

    def finish(self, name: str, *, force: bool = False, actor: Actor = TERMINAL) -> Compared:
        """Let `name` take over, unless it is worse.

        Raises:
            RecogniserWorse: it is, and `force` was not given; the one in use stays.
        """
        compared = self.compare(name)
        if compared.other.worse_than(compared.active) and not force:
            raise RecogniserWorse(
                f"{name} names {100 * compared.other.rank1:.1f} % of photos rightly and misses "
                f"{100 * compared.other.missed:.1f} %; the one in use "
                f"{100 * compared.active.rank1:.1f} % and {100 * compared.active.missed:.1f} %"
            )
        self._take_over(name, self._build(name), actor)
        return compared

    def choice(self) -> Choice:
        """Return the recognisers by name."""
        with self._store.read() as records:
            return self._choice(records)

    def former(self) -> str:
        """Return the name of the recogniser to go back to.

        Raises:
            NothingToGoBackTo: there is none.
        """
        former = self.choice().former
        if not former:
            raise NothingToGoBackTo("this data folder has always used the same recogniser")
        return former

    def status(self) -> RecogniserStatus:
        """Return what is in use and what there is."""
        with self._store.read() as records:
            choice = self._choice(records)
            made = {str(made_by): count for made_by, count in records.photos.recognisers()}
        made_by = self._build(choice.active).made_by
        with self._store.read() as records:
            return RecogniserStatus(choice, made, records.templates.count_waiting(made_by))

    def _take_over(self, name: str, pipeline: FacePipeline, actor: Actor) -> None:
        # Photos that were enrolled since the templates were made, by the one still in use.
        for _ in self._make.execute(pipeline):
            pass
        with self._store.write() as records:
            before = self._choice(records)
            former = before.active if before.active != name else before.former
            records.templates.choose(Choice(name, former))
            journal = Journal(actor, self._clock.now())
            records.audit.append(journal.act("recogniser.changed", Subject("recogniser", name)))

    def _choice(self, records: Records) -> Choice:
        choice = records.templates.choice()
        return replace(choice, active=choice.active or self._default)
