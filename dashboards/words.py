"""Sentences and numbers in the reader's language: every string a page shows passes through here.

`say` looks the message up before it fills it in, so that catalogues can be extracted (`-k say -k plural:1,2`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from gettext import NullTranslations

from babel import dates, lists, numbers

NULL = "—"
# The pages of two hundred countries write the same few thousand numbers and days a million times.
REMEMBERED = 50_000
SUPPRESSED = "[u]"
MILLION_ROUNDED = 999_500  # what three digits and a K would round to 1000K


@dataclass(frozen=True)
class Words:
    """A locale and its catalogue. Times are not formatted here: the site knows dates only."""

    locale: str = "en"
    catalogue: NullTranslations = field(default_factory=NullTranslations)

    def say(self, message: str, **values: object) -> str:
        """The message in this language with `{name}` places filled. Values are text and are never formatted again."""
        return self.catalogue.gettext(message).format(**values)

    def plural(self, one: str, many: str, count: int, **values: object) -> str:
        """`one` or `many` by `count`; `{count}` is the number, formatted."""
        return self.catalogue.ngettext(one, many, count).format(count=self.number(count), **values)

    def number(self, value: float | None) -> str:
        """1234567 as 1,234,567; None as a dash."""
        return NULL if value is None else _decimal(value, self.locale)

    def compact(self, value: float | None) -> str:
        """2103141 as 2.1M and 771300 as 771K; None as a dash."""
        if value is None:
            return NULL
        digits = 1 if abs(value) >= MILLION_ROUNDED else 0
        return numbers.format_compact_decimal(value, fraction_digits=digits, locale=self.locale)

    def percent(self, rate: float | None, digits: int = 1) -> str:
        """0.6256 as 62.6%; None as a dash."""
        pattern = "#,##0." + "0" * digits + "%" if digits else "#,##0%"
        return NULL if rate is None else _percent(rate, pattern, self.locale)

    def day(self, value: date | None) -> str:
        """2025-08-14 as 14 August 2025; None as a dash."""
        return NULL if value is None else _day(value, self.locale)

    def short_day(self, value: date) -> str:
        """2025-08-14 as 14 Aug."""
        return dates.format_date(value, "d MMM", locale=self.locale)

    def month(self, value: date) -> str:
        """2025-08-14 as Aug."""
        return dates.format_date(value, "MMM", locale=self.locale)

    def listing(self, items: Sequence[str]) -> str:
        """["A", "B", "C"] as A, B, and C."""
        return lists.format_list(items, locale=self.locale)


@lru_cache(REMEMBERED)
def _decimal(value: float, locale: str) -> str:
    return numbers.format_decimal(value, locale=locale)


@lru_cache(REMEMBERED)
def _percent(rate: float, pattern: str, locale: str) -> str:
    return numbers.format_percent(rate, format=pattern, locale=locale)


@lru_cache(REMEMBERED)
def _day(value: date, locale: str) -> str:
    return dates.format_date(value, "d MMMM y", locale=locale)
