"""Decoding a picture that somebody gives, with its size capped before any pixel is decoded.

Pillow rather than OpenCV: it tells a picture's size from the header, refuses truncated files
instead of painting the rest grey, and knows CMYK, 16 bit, alpha and EXIF rotation (docs/adr/0004).
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
import PIL.Image
from numpy.typing import NDArray
from PIL import ImageOps, UnidentifiedImageError

from adsum.errors import AdsumError
from adsum.vision.types import Image

FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF")
# ISO media "brands" of HEIC and HEIF files, found at bytes 8 to 12.
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")


class NotAnImage(AdsumError):
    """The bytes are no picture in a format that Adsum reads."""

    code = "image.not_an_image"
    remedy = "Give a JPEG, PNG, WebP, BMP, TIFF or GIF file."


class EmptyImage(NotAnImage):
    """A file of 0 bytes."""

    code = "image.empty"
    remedy = "The file has no content: copy or take the photo again."


class UnsupportedImage(NotAnImage):
    """A picture, but in a format that Adsum does not decode."""

    code = "image.unsupported"
    remedy = "Save the photo as JPEG or PNG."


class TruncatedImage(AdsumError):
    """The picture breaks off or is damaged inside."""

    code = "image.truncated"
    remedy = "The file is incomplete: copy or upload it again."


class ImageTooLarge(AdsumError):
    """The file has more bytes, or the picture more pixels, than is allowed."""

    code = "image.too_large"
    remedy = "Save the photo smaller; 2,000 pixels on the longest side are plenty."


@dataclass(frozen=True, slots=True)
class DecodeLimits:
    """Caps that hold before decoding, in bytes of the file and pixels of the picture."""

    max_bytes: int = 30_000_000
    max_pixels: int = 60_000_000


class PhotoDecoder:
    """Turns file bytes into an upright BGR image; metadata is dropped."""

    def __init__(self, limits: DecodeLimits | None = None) -> None:
        self._limits = limits or DecodeLimits()

    @property
    def max_bytes(self) -> int:
        return self._limits.max_bytes

    def decode(self, content: bytes) -> Image:
        """Return the picture in `content`, upright as its EXIF orientation says.

        Raises:
            EmptyImage, NotAnImage, UnsupportedImage, TruncatedImage, ImageTooLarge.
        """
        if not content:
            raise EmptyImage("the file is empty (0 bytes)")
        if len(content) > self._limits.max_bytes:
            raise ImageTooLarge(
                f"the file has {len(content):,} bytes, at most {self._limits.max_bytes:,} are read"
            )
        picture = self._open(content)
        try:
            # struct.error and the like: what Pillow's plugins raise on damaged insides.
            upright = ImageOps.exif_transpose(picture)
            rgb = _to_rgb(upright)
        except (OSError, SyntaxError, ValueError, IndexError, TypeError, EOFError) as error:
            raise TruncatedImage(f"the picture is damaged: {error}") from error
        return np.ascontiguousarray(rgb[:, :, ::-1])

    def _open(self, content: bytes) -> PIL.Image.Image:
        # Pillow's own pixel guard is a process-wide number; the cap below replaces it.
        PIL.Image.MAX_IMAGE_PIXELS = None
        try:
            picture = PIL.Image.open(io.BytesIO(content), formats=FORMATS)
        except UnidentifiedImageError as error:
            raise _refusal(content) from error
        except (OSError, SyntaxError, ValueError) as error:
            raise TruncatedImage(f"the picture is damaged: {error}") from error
        pixels = picture.width * picture.height
        if pixels > self._limits.max_pixels:
            raise ImageTooLarge(
                f"the picture has {picture.width} x {picture.height} pixels, "
                f"at most {self._limits.max_pixels:,} are decoded"
            )
        return picture


def _refusal(content: bytes) -> NotAnImage:
    if content[4:8] == b"ftyp":
        kind = "HEIC" if content[8:12] in _HEIC_BRANDS else "this container"
        return UnsupportedImage(f"{kind} is not supported")
    return NotAnImage("the file is not a picture")


def _to_rgb(picture: PIL.Image.Image) -> NDArray[np.uint8]:
    """Return height x width x 3 RGB; alpha is laid on white, 16 bits are scaled to 8."""
    if picture.mode.startswith(("I", "F")):
        return _deep_grey_to_rgb(picture)
    if picture.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        paper = PIL.Image.new("RGBA", layered.size, "white")
        picture = PIL.Image.alpha_composite(paper, layered)
    return np.asarray(picture.convert("RGB"), dtype=np.uint8)


def _deep_grey_to_rgb(picture: PIL.Image.Image) -> NDArray[np.uint8]:
    if picture.mode == "F":
        raise UnsupportedImage("floating-point pixels are not supported")
    grey = np.clip(np.asarray(picture).astype(np.int64), 0, 65535) >> 8
    return np.repeat(grey.astype(np.uint8)[:, :, None], 3, axis=2)
