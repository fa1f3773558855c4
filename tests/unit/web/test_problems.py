"""Errors become statuses."""

from __future__ import annotations

import pytest

from adsum.app.enrol import FaceClaimed, NoFaceInPhoto, PhotoRefused
from adsum.app.identify import NoFace
from adsum.app.principal import Forbidden, SessionInvalid
from adsum.app.punch import FutureSighting, UnknownPerson
from adsum.app.sign_in import SetupClosed, WrongCredentials
from adsum.app.throttle import TooManyAttempts
from adsum.domain.person import InvalidName
from adsum.errors import AdsumError, Unavailable
from adsum.imaging.decode import ImageTooLarge, NotAnImage, TruncatedImage, UnsupportedImage
from adsum.web.problems import status_of


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InvalidName("x"), 422),
        (FutureSighting("x"), 422),
        (UnknownPerson("x"), 404),
        (SetupClosed("x"), 409),
        (FaceClaimed("x"), 409),
        (WrongCredentials("x"), 401),
        (SessionInvalid("x"), 401),
        (Forbidden("x"), 403),
        (TooManyAttempts(30), 429),
        (Unavailable("x"), 503),
        (ImageTooLarge("x"), 413),
        (NotAnImage("x"), 415),
        (UnsupportedImage("x"), 415),
        (TruncatedImage("x"), 422),
        (NoFace("x"), 422),
        (NoFaceInPhoto("x"), 422),
        (PhotoRefused("x"), 422),
        (AdsumError("x"), 500),
    ],
    ids=lambda value: value.code if isinstance(value, AdsumError) else str(value),
)
def test_each_kind_of_error_has_its_status(error: AdsumError, status: int) -> None:
    assert status_of(error) == status
