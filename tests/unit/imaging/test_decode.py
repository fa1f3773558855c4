"""Every kind of picture file that somebody may give, good and bad."""

from __future__ import annotations

import struct
import tracemalloc
import zlib

import numpy as np
import PIL.Image
import pytest

from adsum.imaging.decode import (
    DecodeLimits,
    EmptyImage,
    ImageTooLarge,
    NotAnImage,
    PhotoDecoder,
    TruncatedImage,
    UnsupportedImage,
)
from tests.data import encoded, gradient

RGB = gradient(64, 48)
BGR = RGB[:, :, ::-1]
PICTURE = PIL.Image.fromarray(RGB)
JPEG = encoded(PICTURE, "JPEG", quality=95)
PNG = encoded(PICTURE, "PNG")
ORIENTATION = 0x0112


def decode(content: bytes) -> np.ndarray:
    return PhotoDecoder().decode(content)


def png_chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def png(width: int, height: int, depth: int, colour: int, rows: bytes) -> bytes:
    """A PNG written by hand: the header, the compressed rows, the end."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", zlib.compress(rows, 9))
        + png_chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF"])
def test_a_lossless_file_decodes_to_the_same_pixels_in_bgr(kind: str) -> None:
    image = decode(encoded(PICTURE, kind))
    assert image.dtype == np.uint8
    assert image.flags.c_contiguous
    np.testing.assert_array_equal(image, BGR)


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_a_lossy_file_decodes_to_nearly_the_same_pixels(kind: str) -> None:
    image = decode(encoded(PICTURE, kind, quality=95))
    assert np.abs(image.astype(int) - BGR).mean() < 3


def test_a_file_of_no_bytes_is_called_empty() -> None:
    with pytest.raises(EmptyImage) as caught:
        decode(b"")
    assert caught.value.code == "image.empty"
    assert "0 bytes" in caught.value.message


@pytest.mark.parametrize(
    "content", [b"hello", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7\n", b"\0" * 1000]
)
def test_what_is_not_a_picture_is_called_so(content: bytes) -> None:
    with pytest.raises(NotAnImage) as caught:
        decode(content)
    assert caught.value.code == "image.not_an_image"
    assert "JPEG" in caught.value.what_to_do


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"mif1"])
def test_heic_is_clearly_not_supported(brand: bytes) -> None:
    content = b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0mif1heic" + b"\0" * 200
    with pytest.raises(UnsupportedImage, match="HEIC is not supported") as caught:
        decode(content)
    assert caught.value.code == "image.unsupported"
    assert "JPEG" in caught.value.what_to_do


def test_a_film_in_the_same_container_is_not_called_heic() -> None:
    with pytest.raises(UnsupportedImage, match="this container is not supported"):
        decode(b"\0\0\0\x18ftypisom" + b"\0" * 200)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("content", [JPEG, PNG], ids=["JPEG", "PNG"])
def test_a_file_that_breaks_off_is_refused_instead_of_painted_grey(
    content: bytes, share: float
) -> None:
    with pytest.raises(TruncatedImage) as caught:
        decode(content[: int(len(content) * share)])
    assert caught.value.code == "image.truncated"


def test_a_png_of_900_million_pixels_in_a_small_file_is_refused_before_it_takes_memory() -> None:
    row = zlib.compressobj(9)
    body = b"".join(row.compress(bytes(3751 * 100)) for _ in range(300)) + row.flush()
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", body)
    bomb += png_chunk(b"IEND", b"")
    assert len(bomb) < 200_000
    tracemalloc.start()
    with pytest.raises(ImageTooLarge, match="30000 x 30000") as caught:
        decode(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert caught.value.code == "image.too_large"
    assert peak < 5_000_000


def test_the_cap_on_pixels_lets_a_picture_of_exactly_that_size_through() -> None:
    assert PhotoDecoder(DecodeLimits(max_pixels=64 * 48)).decode(PNG).shape == (48, 64, 3)
    with pytest.raises(ImageTooLarge):
        PhotoDecoder(DecodeLimits(max_pixels=64 * 48 - 1)).decode(PNG)


def test_the_cap_on_bytes_lets_a_file_of_exactly_that_size_through() -> None:
    assert PhotoDecoder(DecodeLimits(max_bytes=len(PNG))).decode(PNG).shape == (48, 64, 3)
    with pytest.raises(ImageTooLarge, match="bytes"):
        PhotoDecoder(DecodeLimits(max_bytes=len(PNG) - 1)).decode(PNG)


# How the picture is stored under each EXIF orientation, as the standard words it: where its
# 0th row and 0th column lie in the upright picture. Undone here with numpy alone.
UPRIGHT = {
    1: lambda stored: stored,
    2: lambda stored: stored[:, ::-1],
    3: lambda stored: stored[::-1, ::-1],
    4: lambda stored: stored[::-1],
    5: lambda stored: stored.transpose(1, 0, 2),
    6: lambda stored: stored.transpose(1, 0, 2)[:, ::-1],
    7: lambda stored: stored.transpose(1, 0, 2)[::-1, ::-1],
    8: lambda stored: stored.transpose(1, 0, 2)[::-1],
}


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_a_rotated_picture_is_set_upright(kind: str, orientation: int) -> None:
    exif = PIL.Image.Exif()
    exif[ORIENTATION] = orientation
    image = decode(encoded(PICTURE, kind, exif=exif))
    np.testing.assert_array_equal(image, UPRIGHT[orientation](BGR))


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_does_not_exist_leaves_the_picture_as_it_is(orientation: int) -> None:
    exif = PIL.Image.Exif()
    exif[ORIENTATION] = orientation
    np.testing.assert_array_equal(decode(encoded(PICTURE, "PNG", exif=exif)), BGR)


def test_a_cmyk_jpeg_keeps_its_colours() -> None:
    halves = np.zeros((40, 40, 3), np.uint8)
    halves[:, :20], halves[:, 20:] = (220, 30, 30), (30, 30, 220)
    cmyk = PIL.Image.fromarray(halves).convert("CMYK")
    image = decode(encoded(cmyk, "JPEG", quality=100)).astype(int)
    np.testing.assert_allclose(image[20, 5], [30, 30, 220], atol=12)
    np.testing.assert_allclose(image[20, 35], [220, 30, 30], atol=12)


def test_a_16_bit_grey_png_is_scaled_to_8_bits() -> None:
    grey = np.linspace(0, 65535, 64 * 48).astype(np.uint16).reshape(48, 64)
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in grey)
    image = decode(png(64, 48, 16, 0, rows))
    np.testing.assert_allclose(image[:, :, 0], grey / 257, atol=1)
    assert (image == image[:, :, :1]).all()


def test_a_16_bit_rgb_png_is_scaled_to_8_bits() -> None:
    deep = RGB.astype(">u2") * 257
    rows = b"".join(b"\0" + row.tobytes() for row in deep)
    np.testing.assert_allclose(decode(png(64, 48, 16, 2, rows)), BGR, atol=1)


def test_a_16_bit_grey_tiff_is_scaled_to_8_bits() -> None:
    grey = np.linspace(0, 65535, 64 * 48).astype(np.uint16).reshape(48, 64)
    image = decode(encoded(PIL.Image.fromarray(grey), "TIFF"))
    np.testing.assert_allclose(image[:, :, 2], grey / 257, atol=1)


def test_transparency_is_laid_on_white() -> None:
    alpha = np.linspace(0, 255, 64)[None].repeat(48, 0).astype(np.uint8)
    image = decode(encoded(PIL.Image.fromarray(np.dstack([RGB, alpha])), "PNG"))
    share = alpha[:, :, None] / 255
    np.testing.assert_allclose(image, BGR * share + 255 * (1 - share), atol=1)


def test_grey_with_transparency_is_laid_on_white() -> None:
    layers = np.dstack([np.full((8, 8), 100), np.full((8, 8), 51)]).astype(np.uint8)
    image = decode(encoded(PIL.Image.fromarray(layers, "LA"), "PNG"))
    np.testing.assert_allclose(image, 100 * 0.2 + 255 * 0.8, atol=1)


def test_a_palette_picture_gets_its_colours() -> None:
    few = (RGB // 128 * 127).astype(np.uint8)
    palette = PIL.Image.fromarray(few).quantize(16, dither=PIL.Image.Dither.NONE)
    assert palette.mode == "P"
    np.testing.assert_allclose(decode(encoded(palette, "PNG")), few[:, :, ::-1], atol=1)


def test_the_transparent_entry_of_a_palette_becomes_white() -> None:
    picture = PIL.Image.new("P", (4, 4), 1)
    picture.putpalette([10, 20, 30, 40, 50, 60])
    picture.putpixel((0, 0), 0)
    image = decode(encoded(picture, "PNG", transparency=0))
    assert image[0, 0].tolist() == [255, 255, 255]
    assert image[3, 3].tolist() == [60, 50, 40]


def test_a_bilevel_picture_is_black_and_white() -> None:
    bits = PIL.Image.fromarray((RGB[:, :, 0] > 127).astype(np.uint8) * 255).convert("1")
    np.testing.assert_array_equal(decode(encoded(bits, "PNG"))[:, :, 1], (RGB[:, :, 0] > 127) * 255)


def test_of_an_animated_gif_the_first_frame_is_taken() -> None:
    frames = [PIL.Image.new("RGB", (20, 10), colour) for colour in ("red", "lime", "blue")]
    content = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=50)
    image = decode(content)
    assert image.shape == (10, 20, 3)
    assert (image == [0, 0, 255]).all()


def test_floating_point_pixels_are_not_supported() -> None:
    with pytest.raises(UnsupportedImage, match="floating-point"):
        decode(encoded(PIL.Image.fromarray(np.ones((8, 8), np.float32)), "TIFF"))


def test_a_picture_of_one_pixel_is_decoded() -> None:
    assert decode(encoded(PIL.Image.new("RGB", (1, 1), "red"), "PNG")).tolist() == [[[0, 0, 255]]]


def test_the_errors_of_pictures_have_codes_of_their_own() -> None:
    kinds = (EmptyImage, NotAnImage, UnsupportedImage, TruncatedImage, ImageTooLarge)
    assert len({kind.code for kind in kinds}) == len(kinds)


def test_decoding_does_not_depend_on_what_was_decoded_before() -> None:
    decoder = PhotoDecoder()
    with pytest.raises(TruncatedImage):
        decoder.decode(PNG[:-100])
    np.testing.assert_array_equal(decoder.decode(PNG), BGR)
