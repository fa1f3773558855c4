"""Files for payroll programs, as a port."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO, Protocol

from adsum.app.payroll import PayrollMapping, PayrollRow
from adsum.app.ports.exports import Exporter, Format


class PayrollFiles(Protocol):
    """Writes what a payroll program reads."""

    def payroll(
        self,
        mapping: PayrollMapping,
        rows: Iterable[PayrollRow],
        format: Format,
        to: BinaryIO,
    ) -> None:
        """Write the file that `mapping` describes.

        Raises `InvalidInput` for a person without the number that the program needs, or a name that
        its encoding cannot spell.
        """
        ...


class ReportFiles(Exporter, PayrollFiles, Protocol):
    """Writes every file that Adsum gives away."""
