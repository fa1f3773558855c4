"""Signatures: made once with the standard library, in the other way round."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest

from adsum.notify.signing import SIGNATURE_HEADER, TIME_HEADER, signature, verify

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
SENT = int(NOW.timestamp())
BODY = '{"name":"Łukasz"}'.encode()


def headers(secret: str = "a secret", sent_at: int = SENT, body: bytes = BODY) -> dict[str, str]:
    return {TIME_HEADER: str(sent_at), SIGNATURE_HEADER: signature(secret, sent_at, body)}


def test_the_signature_is_hmac_sha256_over_time_point_body() -> None:
    expected = hmac.digest(b"a secret", b"%d." % SENT + BODY, hashlib.sha256).hex()
    assert signature("a secret", SENT, BODY) == f"v1={expected}"


def test_what_was_signed_lately_is_believed_in_any_case_of_the_headers() -> None:
    given = {name.lower(): value for name, value in headers().items()}
    assert verify("a secret", given, BODY, NOW)


@pytest.mark.parametrize(
    ("given", "body"),
    [
        (headers("another secret"), BODY),
        (headers(), BODY + b" "),
        (headers(sent_at=SENT - 301), BODY),
        (headers(sent_at=SENT + 301), BODY),
        ({**headers(), TIME_HEADER: str(SENT + 1)}, BODY),
        ({**headers(), TIME_HEADER: "soon"}, BODY),
        ({**headers(), TIME_HEADER: "٣" * 10}, BODY),
        ({**headers(), TIME_HEADER: "9" * 30}, BODY),
        ({**headers(), SIGNATURE_HEADER: "v1=é"}, BODY),
        ({}, BODY),
    ],
)
def test_anything_else_is_not(given: dict[str, str], body: bytes) -> None:
    assert not verify("a secret", given, body, NOW)


def test_two_secrets_may_sign_while_one_replaces_the_other() -> None:
    both = f"{signature('old secret', SENT, BODY)}, {signature('new secret', SENT, BODY)}"
    given = {TIME_HEADER: str(SENT), SIGNATURE_HEADER: both}
    assert verify("old secret", given, BODY, NOW)
    assert verify("new secret", given, BODY, NOW + timedelta(minutes=5))
