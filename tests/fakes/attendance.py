"""Documents, audit log, corrections, leave and closed periods in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import count

from adsum.app.audit_chain import START, sealed
from adsum.app.ports.audit import EVERY_ENTRY, Act, AuditEntry, AuditFilter
from adsum.app.ports.documents import RULES, StoredDocument
from adsum.app.ports.periods import PeriodHead
from adsum.domain.closing import Adjustment, ClosedPeriod
from adsum.domain.correction import Approval, Correction, CorrectionDecided
from adsum.domain.figures import DayFigures
from adsum.domain.leave import LeaveRequest, RequestState
from adsum.domain.span import DateSpan
from adsum.errors import Conflict


@dataclass
class FakeGenerations:
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    rows: dict[str, int] = field(default_factory=dict)

    def of(self, name: str) -> int:
        return self.rows.get(name, 0)

    def bump(self, name: str) -> None:
        self.rows[name] = next(self.numbers)


@dataclass
class FakeDocuments:
    generations: FakeGenerations = field(default_factory=FakeGenerations)
    rows: dict[tuple[str, str], StoredDocument] = field(default_factory=dict)
    titles: dict[tuple[str, str], str] = field(default_factory=dict)

    def get(self, kind: str, id: str) -> StoredDocument | None:
        return self.rows.get((kind, id))

    def page(
        self, kind: str, *, after: str = "", limit: int = 100, search: str = ""
    ) -> Sequence[StoredDocument]:
        def matches(key: tuple[str, str]) -> bool:
            return search in key[1] or search.casefold() in self.titles[key].casefold()

        found = [key for key in sorted(self.rows) if key[0] == kind and key[1] > after]
        return [self.rows[key] for key in found if not search or matches(key)][:limit]

    def all(self, kind: str | None = None) -> Sequence[StoredDocument]:
        return [row for key, row in sorted(self.rows.items()) if kind in (None, key[0])]

    def put(self, document: StoredDocument, *, title: str, expected: int | None) -> None:
        key = (document.kind, document.id)
        self._check(self.rows.get(key), expected)
        self.rows[key] = document
        self.titles[key] = title
        self.generations.bump(RULES)

    def remove(self, kind: str, id: str, *, expected: int | None) -> None:
        known = self.get(kind, id)
        if known is None:
            raise Conflict("there is no such document")
        self._check(known, expected)
        del self.rows[kind, id]
        self.generations.bump(RULES)

    @staticmethod
    def _check(known: StoredDocument | None, expected: int | None) -> None:
        if expected is not None and expected != (known.revision if known else 0):
            raise Conflict("it has another revision")


@dataclass
class FakeAuditLog:
    rows: list[AuditEntry] = field(default_factory=list)

    def append(self, act: Act) -> AuditEntry:
        last = self.last()
        entry = sealed(len(self.rows) + 1, act, last.digest if last else START)
        self.rows.append(entry)
        return entry

    def last(self) -> AuditEntry | None:
        return self.rows[-1] if self.rows else None

    def entries(self, *, after: int = 0) -> Iterator[AuditEntry]:
        yield from self.rows[after:]

    def page(
        self, of: AuditFilter = EVERY_ENTRY, *, before: int | None = None, limit: int = 100
    ) -> Sequence[AuditEntry]:
        return [
            entry
            for entry in reversed(self.rows)
            if (before is None or entry.number < before)
            and of.person_id in (None, entry.act.person_id)
            and of.actor in (None, entry.act.actor)
            and of.kind in (None, entry.act.kind)
            and (of.since is None or of.since <= entry.act.at)
            and (of.until is None or entry.act.at < of.until)
        ][:limit]

    def occurring(self) -> tuple[list[str], list[str]]:
        acts = [entry.act for entry in self.rows]
        return sorted({act.actor for act in acts}), sorted({act.kind for act in acts})


@dataclass
class FakeCorrections:
    rows: dict[str, Correction] = field(default_factory=dict)
    instants: dict[str, datetime] = field(default_factory=dict)

    def add(self, correction: Correction, about: datetime) -> None:
        if correction.id in self.rows:
            raise Conflict("it is recorded already")
        self.rows[correction.id] = correction
        self.instants[correction.id] = about

    def decide(self, correction: Correction) -> None:
        if self.rows[correction.id].approval is not Approval.PENDING:
            raise CorrectionDecided("it is decided already")
        self.rows[correction.id] = correction

    def get(self, correction_id: str) -> Correction | None:
        return self.rows.get(correction_id)

    def about(self, correction_id: str) -> datetime | None:
        return self.instants.get(correction_id)

    def between(
        self, start: datetime, end: datetime, people: Iterable[str] | None = None
    ) -> Sequence[Correction]:
        wanted = None if people is None else set(people)
        found = [c for c in self.rows.values() if start <= self.instants[c.id] < end]
        return sorted(
            (c for c in found if wanted is None or c.person_id in wanted),
            key=lambda c: (c.made_at, c.id),
        )

    def page(
        self,
        *,
        after: str = "",
        limit: int = 100,
        approval: Approval | None = None,
        people: Iterable[str] | None = None,
    ) -> Sequence[Correction]:
        wanted = None if people is None else set(people)
        return [
            c
            for id, c in sorted(self.rows.items())
            if id > after
            and approval in (None, c.approval)
            and (wanted is None or c.person_id in wanted)
        ][:limit]

    def decided_since(self, at: datetime, start: datetime, end: datetime) -> frozenset[str]:
        return frozenset(
            c.person_id
            for c in self.rows.values()
            if c.decided_at is not None
            and c.decided_at >= at
            and start <= self.instants[c.id] < end
        )

    def pseudonymise(self, person_id: str, pseudonym: str) -> int:
        own = [c for c in self.rows.values() if c.person_id == person_id]
        for c in own:
            added = replace(c.added, person_id=pseudonym) if c.added else None
            author = pseudonym if c.author == person_id else c.author
            self.rows[c.id] = replace(
                c, person_id=pseudonym, added=added, author=author, reason="(erased)"
            )
        return len(own)


@dataclass
class FakeLeaveRequests:
    generations: FakeGenerations = field(default_factory=FakeGenerations)
    rows: dict[str, LeaveRequest] = field(default_factory=dict)

    def add(self, request: LeaveRequest) -> None:
        if request.id in self.rows:
            raise Conflict("it is recorded already")
        self.rows[request.id] = request

    def decide(self, request: LeaveRequest) -> None:
        self.rows[request.id] = request
        self.generations.bump(RULES)

    def get(self, request_id: str) -> LeaveRequest | None:
        return self.rows.get(request_id)

    def of(self, person_id: str) -> Sequence[LeaveRequest]:
        own = [r for r in self.rows.values() if r.person_id == person_id]
        return sorted(own, key=lambda r: (r.span.first, r.id))

    def page(
        self,
        *,
        after: str = "",
        limit: int = 100,
        state: RequestState | None = None,
        span: DateSpan | None = None,
        people: Iterable[str] | None = None,
    ) -> Sequence[LeaveRequest]:
        wanted = None if people is None else set(people)
        return [
            r
            for id, r in sorted(self.rows.items())
            if id > after
            and state in (None, r.state)
            and (span is None or r.span.overlaps(span))
            and (wanted is None or r.person_id in wanted)
        ][:limit]

    def approved(self) -> Sequence[LeaveRequest]:
        found = [r for r in self.rows.values() if r.state is RequestState.APPROVED]
        return sorted(found, key=lambda r: (r.span.first, r.id))

    def pseudonymise(self, person_id: str, pseudonym: str) -> int:
        own = self.of(person_id)
        for r in own:
            by = pseudonym if r.requested_by == person_id else r.requested_by
            self.rows[r.id] = replace(r, person_id=pseudonym, requested_by=by)
        return len(own)


@dataclass
class FakePeriods:
    rows: dict[str, tuple[PeriodHead, tuple[DayFigures, ...]]] = field(default_factory=dict)
    posted: list[tuple[str, Adjustment]] = field(default_factory=list)

    def add(self, id: str, period: ClosedPeriod) -> PeriodHead:
        people = len({day.person_id for day in period.figures})
        head = PeriodHead(
            id, period.span, period.closed_by, period.closed_at, people, f"{len(self.rows):064}"
        )
        self.rows[id] = head, period.figures
        return head

    def heads(self) -> Sequence[PeriodHead]:
        return sorted((head for head, _ in self.rows.values()), key=lambda head: head.span)

    def figures(
        self, span: DateSpan, people: Iterable[str] | None = None
    ) -> Iterator[tuple[str, tuple[DayFigures, ...]]]:
        wanted = None if people is None else set(people)
        for head in self.heads():
            own: defaultdict[str, list[DayFigures]] = defaultdict(list)
            for day in self.rows[head.id][1] if head.span.overlaps(span) else ():
                if wanted is None or day.person_id in wanted:
                    own[day.person_id] += [day] if day.date in span else []
            for person_id in sorted(own):
                yield person_id, tuple(own[person_id])

    def post(self, period_id: str, adjustments: Iterable[Adjustment]) -> None:
        self.posted += [(period_id, change) for change in adjustments]

    def adjustments(
        self, *, period_id: str | None = None, posted: DateSpan | None = None
    ) -> Sequence[Adjustment]:
        found = [
            (change.posted_on, id, number, change)
            for number, (id, change) in enumerate(self.posted)
            if period_id in (None, id) and (posted is None or change.posted_on in posted)
        ]
        return [change for *_, change in sorted(found, key=lambda entry: entry[:3])]

    def last_closed(self) -> date | None:
        return max((head.span.last for head, _ in self.rows.values()), default=None)

    def pseudonymise(self, person_id: str, pseudonym: str) -> int:
        changed = 0
        for id, (head, figures) in self.rows.items():
            if any(day.person_id == person_id for day in figures):
                changed += 1
            renamed = tuple(
                replace(day, person_id=pseudonym) if day.person_id == person_id else day
                for day in figures
            )
            self.rows[id] = head, renamed
        for number, (id, change) in enumerate(self.posted):
            if change.person_id == person_id:
                changed += 1
                before = change.before and replace(change.before, person_id=pseudonym)
                after = replace(change.after, person_id=pseudonym)
                renamed_change = replace(change, person_id=pseudonym, before=before, after=after)
                self.posted[number] = id, renamed_change
        return changed
