"""Text that a spreadsheet would run.

A cell that begins like a formula is a program as soon as somebody opens the file (CWE-1236).
Numbers are never text here, so a negative amount never comes this way, and a text that is
nothing but a signed number is left alone, too: read as a formula it is that number.
"""

from __future__ import annotations

import re

# The last four are the wide forms that some spreadsheets take for the plain ones.
_STARTS = tuple("=+-@\t\r\n|%＝＋－＠")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*")
# Control characters that XML cannot hold and no reader needs.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
MAX_TEXT = 32_767  # of a spreadsheet cell


def risky(text: str) -> bool:
    """Whether a spreadsheet may take `text` for a formula, also after trimming it."""
    begins = text.startswith(_STARTS) or text.lstrip().startswith(_STARTS)
    return begins and _NUMBER.fullmatch(text) is None


def printable(text: str) -> str:
    """Return `text` without control characters and no longer than a cell."""
    return _CONTROL.sub("\ufffd", text)[:MAX_TEXT]


def inert(text: str) -> str:
    """Return `text` so that it stays text in every spreadsheet: an apostrophe before a formula."""
    safe = printable(text)
    return f"'{safe}"[:MAX_TEXT] if risky(safe) else safe
