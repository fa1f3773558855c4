"""Picture files damaged at random: a picture or a named error, never anything else."""

from __future__ import annotations

import numpy as np
import PIL.Image
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adsum.errors import AdsumError
from adsum.imaging.decode import DecodeLimits, PhotoDecoder
from tests.data import encoded, gradient

PICTURE = PIL.Image.fromarray(gradient(64, 48))
SEEDS = [
    encoded(PICTURE, "JPEG"),
    encoded(PICTURE, "PNG"),
    encoded(PICTURE, "WEBP"),
    encoded(PICTURE, "GIF"),
    encoded(PICTURE, "TIFF"),
    encoded(PICTURE, "TIFF", compression="tiff_lzw"),
    encoded(PICTURE, "BMP"),
    encoded(PICTURE.convert("CMYK"), "JPEG"),
    encoded(PICTURE.convert("P"), "PNG"),
]


# Pillow warns of the damage that it meets on the way to a picture or an error.
damaged = pytest.mark.filterwarnings("ignore::UserWarning")


def attempt(content: bytes) -> None:
    """Decode within small limits; only an `AdsumError` may come out instead of a picture."""
    try:
        image = PhotoDecoder(DecodeLimits(max_pixels=1_000_000)).decode(content)
    except AdsumError as error:
        assert error.code.startswith("image.")
        assert error.message
        assert error.what_to_do
        return
    assert image.ndim == 3
    assert image.shape[2] == 3
    assert image.dtype == np.uint8


@damaged
@given(st.binary(max_size=300))
def test_random_bytes_raise_nothing_but_named_errors(content: bytes) -> None:
    attempt(content)


@damaged
@settings(max_examples=400, deadline=None)
@given(
    seed=st.integers(0, len(SEEDS) - 1),
    changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=8),
    header_only=st.booleans(),
)
def test_a_file_with_some_bytes_changed_raises_nothing_but_named_errors(
    seed: int, changes: list[tuple[float, int]], header_only: bool
) -> None:
    content = bytearray(SEEDS[seed])
    reach = 80 if header_only else len(content)
    for where, value in changes:
        content[int(where * (reach - 1))] = value
    attempt(bytes(content))


@damaged
@settings(max_examples=200, deadline=None)
@given(
    seed=st.integers(0, len(SEEDS) - 1),
    start=st.floats(0, 1),
    length=st.integers(1, 400),
    swap=st.binary(),
)
def test_a_file_with_a_piece_cut_out_or_put_in_raises_nothing_but_named_errors(
    seed: int, start: float, length: int, swap: bytes
) -> None:
    whole = SEEDS[seed]
    at = int(start * len(whole))
    attempt(whole[:at] + swap + whole[at + length :])
