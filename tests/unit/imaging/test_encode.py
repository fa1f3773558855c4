"""What Adsum keeps of a picture."""

from __future__ import annotations

import io

import numpy as np
import PIL.Image

from adsum.imaging.decode import PhotoDecoder
from adsum.imaging.encode import JpegEncoder
from tests.data import encoded, gradient

BGR = gradient(64, 48)[:, :, ::-1]


def test_an_encoded_picture_decodes_to_nearly_the_same_pixels() -> None:
    again = PhotoDecoder().decode(JpegEncoder(95).encode(BGR))
    assert again.shape == BGR.shape
    assert np.abs(again.astype(int) - BGR).mean() < 2


def test_a_lower_quality_takes_fewer_bytes() -> None:
    noise = np.random.default_rng(0).integers(0, 255, (64, 64, 3), dtype=np.uint8)
    assert len(JpegEncoder(50).encode(noise)) < len(JpegEncoder(95).encode(noise))


def test_place_camera_thumbnail_and_comment_of_the_photo_are_dropped() -> None:
    exif = PIL.Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    given = encoded(
        PIL.Image.fromarray(gradient(64, 48)),
        "JPEG",
        exif=exif,
        comment=b"SecretComment",
        icc_profile=b"SecretProfile" * 20,
    )
    assert b"Secret" in given
    kept = JpegEncoder().encode(PhotoDecoder().decode(given))
    for secret in (b"Secret", b"Exif", b"GPS"):
        assert secret not in kept
    picture = PIL.Image.open(io.BytesIO(kept))
    assert len(picture.getexif()) == 0
    assert {"comment", "icc_profile", "exif"}.isdisjoint(picture.info)
    # Upright already, so that nothing is lost with the orientation.
    assert picture.size == (48, 64)
