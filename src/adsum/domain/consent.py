"""Consent to being recognised by face: given, outdated, withdrawn, or never asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Channel(StrEnum):
    """How somebody said it."""

    WEB = "web"
    PAPER = "paper"
    KIOSK = "kiosk"
    TERMINAL = "terminal"


class ConsentState(StrEnum):
    """OUTDATED: given to an older version than the one in force."""

    MISSING = "missing"
    OUTDATED = "outdated"
    GIVEN = "given"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Consent:
    """One thing that somebody said; facts are only added. at: UTC.

    given: False for a withdrawal. version: of the text; text_digest: SHA-256 of its words, so that
    it is certain what was agreed to. by: who noted it, the person or an account.
    """

    id: str
    person_id: str
    given: bool
    at: datetime
    by: str
    channel: Channel
    version: int | None = None
    text_digest: str | None = None


def newest(facts: Iterable[Consent]) -> Consent | None:
    """Return what somebody said last."""
    return max(facts, key=lambda fact: (fact.at, fact.id), default=None)


def state(last: Consent | None, in_force: int | None) -> ConsentState:
    """Return what the last word means while version `in_force` is; None: there is no text."""
    if last is None:
        return ConsentState.MISSING
    if not last.given:
        return ConsentState.WITHDRAWN
    outdated = in_force is not None and (last.version or 0) < in_force
    return ConsentState.OUTDATED if outdated else ConsentState.GIVEN
