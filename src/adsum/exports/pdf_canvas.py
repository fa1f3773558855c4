"""A page to write on, in millimetres from its top left corner."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fpdf import FPDF
from fpdf.enums import Align

from adsum.exports.pdf_fonts import FAMILY

Colour = tuple[int, int, int]
INK: Colour = (25, 32, 44)
GREY: Colour = (105, 115, 130)
LINE: Colour = (190, 198, 208)
BAND: Colour = (231, 236, 242)
SHADE: Colour = (246, 247, 249)
ALERT: Colour = (165, 32, 20)
MARGIN = 12.0
# Between the text and the edge of its box.
_PADDING = 0.8


@dataclass(frozen=True, slots=True)
class Style:
    """How text looks. size: points."""

    size: float = 8.5
    bold: bool = False
    colour: Colour = INK
    align: str = "L"


PLAIN = Style()
RIGHT = Style(align="R")


@dataclass(frozen=True, slots=True)
class Box:
    """Where text goes: left, top, width, height."""

    x: float
    y: float
    width: float
    height: float = 5.0


class Canvas:
    """Writes on the current page of a document."""

    def __init__(self, pdf: FPDF) -> None:
        self._pdf = pdf
        self._widths: dict[tuple[str, float, bool], float] = {}

    @property
    def width(self) -> float:
        """What lies between the margins."""
        return float(self._pdf.w) - 2 * MARGIN

    @property
    def bottom(self) -> float:
        """Where content ends; the footer is below."""
        return float(self._pdf.h) - 16.0

    def new_page(self) -> None:
        self._pdf.add_page()

    def text(self, box: Box, text: str, style: Style = PLAIN) -> None:
        """Write one line, shortened with an ellipsis where it does not fit."""
        if not text:
            return
        self._use(style)
        pdf = self._pdf
        pdf.set_text_color(*style.colour)
        pdf.set_xy(box.x, box.y)
        fitting = self._fitting(text, box.width - 2 * _PADDING, style)
        pdf.cell(box.width, box.height, fitting, align=Align.coerce(style.align))

    def fill(self, box: Box, colour: Colour) -> None:
        self._pdf.set_fill_color(*colour)
        self._pdf.rect(box.x, box.y, box.width, box.height, style="F")

    def rule(self, y: float, left: float, right: float, *, colour: Colour = LINE) -> None:
        self._pdf.set_draw_color(*colour)
        self._pdf.set_line_width(0.2)
        self._pdf.line(left, y, right, y)

    def wrapped(self, text: str, width: float, style: Style = PLAIN) -> list[str]:
        """Cut `text` into lines of at most `width`, between words where it can."""
        lines, line = [], ""
        for word in text.split():
            longer = f"{line} {word}".strip()
            if line and self._width(longer, style) > width - 2 * _PADDING:
                lines.append(line)
                longer = word
            line = longer
        return [*lines, line] if line else lines

    def needed(self, text: str, style: Style = PLAIN) -> float:
        """Return the width of a box in which `text` is not shortened."""
        return self._width(text, style) + 2 * _PADDING + 0.1

    def _fitting(self, text: str, room: float, style: Style) -> str:
        if self._width(text, style) <= room:
            return text
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            fits = self._width(text[:middle].rstrip() + "…", style) <= room
            low, high = (middle, high) if fits else (low, middle - 1)
        return text[:low].rstrip() + "…"

    def _width(self, text: str, style: Style) -> float:
        key = (text, style.size, style.bold)
        found = self._widths.get(key)
        if found is None:
            self._use(style)
            found = self._widths[key] = float(self._pdf.get_string_width(text))
        return found

    def _use(self, style: Style) -> None:
        self._pdf.set_font(FAMILY, "B" if style.bold else "", style.size)


@dataclass(frozen=True, slots=True)
class Block:
    """Something of a fixed height; `draw` gets the top. row: it stands under the table's header."""

    height: float
    draw: Callable[[float], None]
    row: bool = False


def paginate(
    blocks: Sequence[Block], first: float, following: float, header: float
) -> list[list[Block]]:
    """Spread `blocks` over pages with room for `first` mm and then `following` mm.

    header: what the table's header takes on every page that begins with a row.
    """
    pages: list[list[Block]] = [[]]
    left = first
    for block in blocks:
        if pages[-1] and block.height > left:
            pages.append([])
            left = following - (header if block.row else 0.0)
        pages[-1].append(block)
        left -= block.height
    return pages
