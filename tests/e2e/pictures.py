"""Good and bad pictures, made from the test photos."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
import PIL.Image
from PIL import ImageOps

from tests.data import encoded

ORIENTATION = 0x0112
ROTATED = 6  # "turn me a quarter clockwise to see me upright"


def write_all(data: Path, folder: Path) -> None:
    """Write `people/`, `good/` and `bad/` into `folder`, and `pair.png` with both people."""
    alex = PIL.Image.open(data / "faces/alex-lacamoire.png").convert("RGB")
    lin = PIL.Image.open(data / "faces/lin-manuel-miranda.png").convert("RGB")
    for name in ("people", "good", "bad"):
        (folder / name).mkdir()
    alex.save(folder / "people" / "Alex Lacamoire.png")
    lin.save(folder / "people" / "Lin-Manuel Miranda.png")
    pair = PIL.Image.new("RGB", (alex.width + lin.width, max(alex.height, lin.height)), "grey")
    pair.paste(alex, (0, 0))
    pair.paste(lin, (alex.width, 0))
    pair.save(folder / "pair.png")
    _write_good(alex, folder / "good")
    _write_bad(alex, folder / "bad")


def _write_good(alex: PIL.Image.Image, folder: Path) -> None:
    alex.save(folder / "plain.png")
    exif = PIL.Image.Exif()
    exif[ORIENTATION] = ROTATED
    alex.rotate(90, expand=True).save(folder / "rotated.jpg", quality=95, exif=exif)
    alex.convert("CMYK").save(folder / "cmyk.jpg", quality=95)
    deep = np.asarray(alex).astype(np.uint16)[:, :, ::-1] * 257
    assert cv2.imwrite(str(folder / "deep.png"), deep)
    grey = np.asarray(alex.convert("L")).astype(np.uint16) * 257
    PIL.Image.fromarray(grey).save(folder / "deep-grey.png")
    alex.putalpha(255)
    alex.save(folder / "alpha.png")
    alex.save(folder / "web.webp", quality=95)


def _write_bad(alex: PIL.Image.Image, folder: Path) -> None:
    (folder / "words.jpg").write_text("I am a letter, not a picture.")
    (folder / "nothing.jpg").write_bytes(b"")
    whole = encoded(ImageOps.grayscale(alex), "JPEG")
    (folder / "cut.jpg").write_bytes(whole[: len(whole) // 2])
    (folder / "phone.heic").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200))
    (folder / "vast.png").write_bytes(vast_png(30_000))
    PIL.Image.new("RGB", (640, 480), "lightblue").save(folder / "sky.png")


def vast_png(side: int) -> bytes:
    """Return a complete PNG of `side` x `side` black pixels, made without such a picture."""
    squeeze = zlib.compressobj(1)
    rows = bytes(1 + side // 8)
    packed = b"".join(squeeze.compress(rows) for _ in range(side)) + squeeze.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", packed), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def crowd(lfw: Path, target: Path, across: int, down: int) -> None:
    """Write a group photo: one face each of `across` x `down` people, 250 pixels a tile."""
    people = sorted(lfw.iterdir())[: across * down]
    sheet = PIL.Image.new("RGB", (across * 250, down * 250))
    for number, person in enumerate(people):
        tile = PIL.Image.open(min(person.iterdir()))
        sheet.paste(tile, (number % across * 250, number // across * 250))
    sheet.save(target, quality=95)
