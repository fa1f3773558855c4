"""Rows to put into a store."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np

from adsum.app.ports.accounts import AccessToken, Account
from adsum.app.ports.photos import EnrolledPhoto
from adsum.app.ports.store import Store
from adsum.domain.person import Person
from adsum.domain.punch import Punch, Source
from adsum.vision.types import Embedding, RecogniserId, Vector

# Microseconds that a float of seconds since 1970 would lose.
NOW = datetime(2026, 3, 2, 8, 59, 59, 999_999, UTC)
SFACE = RecogniserId("sface", "2021dec", "f32")


def person(person_id: str = "p1", name: str = "Ada Lovelace") -> Person:
    return Person(person_id, name, NOW)


def vector(seed: int = 0) -> Vector:
    values = np.random.default_rng(seed).normal(size=128).astype(np.float32)
    return np.asarray(values / np.linalg.norm(values), dtype=np.float32)


def photo(photo_id: str = "f1", person_id: str = "p1", **other: Any) -> EnrolledPhoto:
    made_by = other.pop("made_by", SFACE)
    seed = other.pop("seed", 0)
    given: dict[str, Any] = {
        "sha256": photo_id.rjust(64, "0"),
        "crop": b"\xff\xd8 the face of " + photo_id.encode(),
        "landmarks": np.arange(10, dtype=np.float32).reshape(5, 2),
        "quality": 0.123_456_789_012_345,
        "embedding": Embedding(vector(seed), made_by),
        "created_at": NOW,
    }
    return EnrolledPhoto(id=photo_id, person_id=person_id, **(given | other))


def punch(punch_id: str = "c1", person_id: str = "p1", **other: Any) -> Punch:
    given: dict[str, Any] = {
        "at": NOW,
        "zone": "Europe/Berlin",
        "place": "main",
        "source": Source.FACE,
        "recorded_at": NOW,
        "client_id": f"client-{punch_id}",
        "score": 0.987_654_321_098_765,
    }
    return Punch(id=punch_id, person_id=person_id, **(given | other))


def account(account_id: str = "a1", login: str = "boss") -> Account:
    return Account(account_id, login, "owner", "$argon2id$v=19$fake", NOW)


def token(token_hash: str, expires_at: datetime, created_at: datetime = NOW) -> AccessToken:
    return AccessToken(token_hash.rjust(64, "0"), "a1", created_at, expires_at)


def add_people(store: Store, *names: str) -> None:
    """Add people p1, p2, ... with these names."""
    with store.write() as records:
        for number, name in enumerate(names, 1):
            records.people.add(person(f"p{number}", name))
