"""Signatures of webhooks: HMAC-SHA256 over the time of sending and the body."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

ID_HEADER = "Adsum-Event-Id"
EVENT_HEADER = "Adsum-Event"
TIME_HEADER = "Adsum-Timestamp"
SIGNATURE_HEADER = "Adsum-Signature"
_VERSION = "v1="
# How old or far ahead a delivery may be: clocks differ, but a recorded one must not be replayed.
TOLERANCE = timedelta(minutes=5)


def signature(secret: str, sent_at: int, body: bytes) -> str:
    """Return the value of the signature header. sent_at: seconds since 1970, as in its header."""
    signed = f"{sent_at}.".encode() + body
    return _VERSION + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def verify(
    secret: str,
    headers: Mapping[str, str],
    body: bytes,
    now: datetime,
    tolerance: timedelta = TOLERANCE,
) -> bool:
    """Whether a delivery was signed with `secret`, lately. Takes as long for every wrong signature.

    headers: as received, in any case. The signature header may hold several signatures, parted by
    commas, while a secret is being replaced.
    """
    given = {name.lower(): value for name, value in headers.items()}
    stamp = given.get(TIME_HEADER.lower(), "")
    if not (stamp.isascii() and stamp.isdecimal() and len(stamp) <= 11):
        return False
    sent_at = int(stamp)
    if abs(now.astimezone(UTC).timestamp() - sent_at) > tolerance.total_seconds():
        return False
    expected = signature(secret, sent_at, body).encode()
    claimed = given.get(SIGNATURE_HEADER.lower(), "").split(",")
    matches = [hmac.compare_digest(expected, one.strip().encode()) for one in claimed]
    return any(matches)
