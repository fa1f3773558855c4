"""Fonts of the PDF: embedded, so that a sheet looks the same in ten years and on every machine.

Latin, Greek and Cyrillic letters come with the package `font-source-sans-pro` (SIL OFL). For other
scripts the first font that has the letter is asked: those of the settings, the one of the extra
`adsum[cjk]` (Noto Sans CJK, SIL OFL), then those that the system usually has.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from fpdf import FPDF
from fpdf.fonts import TTFFont

from adsum.errors import Unavailable

FAMILY = "text"
_SYSTEM = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/System/Library/Fonts/Supplemental/Arial Unicode.ttf",
    "/Library/Fonts/Arial Unicode.ttf",
    "C:/Windows/Fonts/msyh.ttc",
    "C:/Windows/Fonts/simsun.ttc",
    "C:/Windows/Fonts/seguisym.ttf",
)
# Index of the Simplified Chinese face within the collections of Noto Sans CJK.
_FACES = {"NotoSansCJK-Regular.ttc": 2}


class FontMissing(Unavailable):
    """No font on this machine has the letters of a name."""

    code = "export.font_missing"
    remedy = "Install adsum[cjk], or name a font file that has them in the setting pdf_fonts."


class Fonts:
    """The fonts of one document.

    extra: TrueType or OpenType files to ask first. system: whether the machine's own are asked.
    """

    def __init__(self, extra: Iterable[Path] = (), *, system: bool = True) -> None:
        self._extra = tuple(extra)
        self._system = system

    def install(self, pdf: FPDF, text: str) -> None:
        """Load what the document needs to show `text`.

        Raises:
            FontMissing: a letter or digit is in none of the fonts.
        """
        folder = _folder("font_source_sans_pro") / "files"
        pdf.add_font(FAMILY, "", folder / "SourceSansPro-Regular.ttf")
        pdf.add_font(FAMILY, "B", folder / "SourceSansPro-Semibold.ttf")
        missing = _without_glyph(pdf, FAMILY, set(text) - set("\n"))
        loaded: list[str] = []
        for number, path in enumerate(self._candidates()):
            if not missing:
                break
            name = f"fallback{number}"
            pdf.add_font(name, "", path, collection_font_number=_FACES.get(path.name, 0))
            left = _without_glyph(pdf, name, missing)
            if left != missing:
                loaded.append(name)
            missing = left
        _check(missing)
        pdf.set_fallback_fonts(loaded, exact_match=False)

    def _candidates(self) -> Iterator[Path]:
        for path in self._extra:
            if not path.is_file():
                raise FontMissing(f"there is no font file {path}")
            yield path
        if find_spec("cvttf_NotoSansCJK_Regular") is not None:
            yield _folder("cvttf_NotoSansCJK_Regular") / "NotoSansCJKtc-Regular.otf"
        if self._system:
            yield from (path for path in map(Path, _SYSTEM) if path.is_file())


def _check(missing: set[str]) -> None:
    """Symbols may be shown as a box; a name that cannot be read must not be signed."""
    letters = sorted(c for c in missing if unicodedata.category(c)[0] in "LMN")
    if letters:
        shown = ", ".join(f"{c} (U+{ord(c):04X})" for c in letters[:5])
        raise FontMissing(f"no font has the letters {shown}")


def _without_glyph(pdf: FPDF, family: str, letters: set[str]) -> set[str]:
    font = pdf.fonts[family]
    cmap = font.cmap if isinstance(font, TTFFont) else {}
    return {letter for letter in letters if ord(letter) not in cmap}


def _folder(module: str) -> Path:
    """Where a package of font files lies; it is not imported, only read."""
    found = find_spec(module)
    if found is None or found.origin is None:
        raise FontMissing(
            f"the font package {module} is not installed", remedy="Install adsum again."
        )
    return Path(found.origin).parent
