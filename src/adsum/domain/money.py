"""Money: decimal amounts that know their currency."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from adsum.errors import InvalidInput

# ISO 4217 minor units that are not two digits.
_NO_DIGITS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE_DIGITS = "BHD IQD JOD KWD LYD OMR TND"
_MINOR_DIGITS = dict.fromkeys(_NO_DIGITS.split(), 0) | dict.fromkeys(_THREE_DIGITS.split(), 3)
_HOUR = 3_600_000_000
_MICROSECOND = timedelta(microseconds=1)


class MixedCurrencies(InvalidInput):
    """Amounts of different currencies were to be added."""

    code = "money.mixed_currencies"
    remedy = "Report each currency by itself."


class InvalidMoney(InvalidInput):
    """An amount that is no number, or a currency that is no ISO 4217 code."""

    code = "money.invalid"
    remedy = "Give a decimal amount and a three-letter currency code, for example 12.50 EUR."


@dataclass(frozen=True, slots=True)
class Money:
    """An exact decimal amount of one currency; rounded only where `rounded` is called."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal) or not self.amount.is_finite():
            raise InvalidMoney(f"{self.amount!r} is not a decimal amount")
        if not (len(self.currency) == 3 and self.currency.isascii() and self.currency.isupper()):
            raise InvalidMoney(f"{self.currency!r} is not a currency code")

    def __add__(self, other: Money) -> Money:
        if self.currency != other.currency:
            raise MixedCurrencies(f"{self.currency} and {other.currency} cannot be added")
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        return self + other * Decimal(-1)

    def __mul__(self, factor: Decimal) -> Money:
        return Money(self.amount * factor, self.currency)

    def __truediv__(self, divisor: Decimal) -> Money:
        return Money(self.amount / divisor, self.currency)

    def rounded(self) -> Money:
        """Return the amount in whole minor units of the currency, halves away from zero."""
        step = Decimal(1).scaleb(-_MINOR_DIGITS.get(self.currency, 2))
        return Money(self.amount.quantize(step, ROUND_HALF_UP), self.currency)

    def __str__(self) -> str:
        return f"{self.amount:f} {self.currency}"


def total(amounts: Iterable[Money], currency: str) -> Money:
    """Return the sum; of nothing, 0 of `currency`."""
    return sum(amounts, Money(Decimal(0), currency))


def hours(time: timedelta) -> Decimal:
    """Return `time` in hours, as exactly as decimals can say it."""
    return Decimal(time // _MICROSECOND) / _HOUR
