"""Sentences and numbers in the reader's language: every string a page shows passes through here.

`say` looks the message up before it fills it in, so that catalogues can be extracted (`make i18n`). `term` is for texts
that come from data. Numbers with a sign stand in isolates where the language runs right to left: a browser would turn
the sign round otherwise.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from babel import Locale, dates, lists, numbers

from dashboards.catalogue import Catalogue

NULL = "—"
# The pages of two hundred countries write the same few thousand numbers and days a million times.
REMEMBERED = 50_000
SUPPRESSED = "[u]"
LEFT_TO_RIGHT, END = "\u2066", "\u2069"
MINUS = "\u2212"
ARABIC = re.compile(r"[\u0600-\u06ff]")
NUMBER = re.compile(r"[\d.,]*")
MILLION_ROUNDED = 999_500  # what three digits and a K would round to 1000K


@dataclass(frozen=True)
class Words:
    """A locale and its catalogue. Times are not formatted here: the site knows dates only."""

    locale: str = "en"
    catalogue: Catalogue = field(default_factory=Catalogue)

    @property
    def language(self) -> str:
        """The language without its country, as the attribute `lang` has it: ur of ur_PK."""
        return self.locale.partition("_")[0]

    @property
    def is_rtl(self) -> bool:
        """Does the language run from right to left?"""
        return _is_rtl(self.locale)

    def say(self, message: str, **values: object) -> str:
        """The message in this language with `{name}` places filled. Values are text and are never formatted again."""
        return self.catalogue.gettext(message).format(**self._placed(values))

    def plural(self, one: str, many: str, count: int, **values: object) -> str:
        """`one` or `many` by `count`; `{count}` is the number, formatted."""
        return self.catalogue.ngettext(one, many, count).format(count=self.number(count), **self._placed(values))

    def term(self, text: str) -> str:
        """A text from data (a name, a metric's label, a check's question); as it is where the catalogue has none."""
        return self.catalogue.term(text)

    def ltr(self, text: str) -> str:
        """A run of numbers and signs (`166 / 180`) that must not be turned round in a right-to-left sentence."""
        return f"{LEFT_TO_RIGHT}{text}{END}" if self.is_rtl else text

    def clauses(self, parts: Sequence[str]) -> str:
        """Parts of one sentence, set apart by the semicolon of the language."""
        return ("\u061b " if self.is_rtl else "; ").join(parts)

    def enumeration(self, parts: Sequence[str]) -> str:
        """Parts set apart by the comma of the language, and by no "and"."""
        return ("\u060c " if self.is_rtl else ", ").join(parts)

    def signed(self, value: float | None) -> str:
        """A change: 220 as +220, -3 with a true minus; None as a dash."""
        if value is None:
            return NULL
        sign = "+" if value > 0 else MINUS if value < 0 else ""
        return self.ltr(sign + self.number(abs(value)))

    def _placed(self, values: Mapping[str, object]) -> Mapping[str, object]:
        """The values of a message; in a right-to-left one, those in Latin letters or with signs keep their order."""
        return {name: self._isolated(value) for name, value in values.items()} if self.is_rtl else values

    def _isolated(self, value: object) -> object:
        """2025-08 and WhatsApp as they are read. Numbers need nothing, and a place that is still open is no value."""
        is_open = not isinstance(value, str) or value.startswith(("{", LEFT_TO_RIGHT))
        if is_open or NUMBER.fullmatch(str(value)) or ARABIC.search(str(value)):
            return value
        return self.ltr(str(value)) if str(value).strip("\u2014[] ").isascii() else value

    def number(self, value: float | None) -> str:
        """1234567 as 1,234,567; None as a dash."""
        return NULL if value is None else _decimal(value, self.locale)

    def compact(self, value: float | None) -> str:
        """2103141 as 2.1M and 771300 as 771K, in Urdu as 21 lakh and 7.7 lakh; None as a dash."""
        if value is None:
            return NULL
        if self.language == "ur":
            return numbers.format_compact_decimal(value, fraction_digits=1, locale=self.locale)
        digits = 1 if abs(value) >= MILLION_ROUNDED else 0
        return numbers.format_compact_decimal(value, fraction_digits=digits, locale=self.locale)

    def percent(self, rate: float | None, digits: int = 1) -> str:
        """0.6256 as 62.6%; None as a dash."""
        pattern = "#,##0." + "0" * digits + "%" if digits else "#,##0%"
        return NULL if rate is None else self.ltr(_percent(rate, pattern, self.locale))

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
        return lists.format_list(
            [str(self._isolated(item)) if self.is_rtl else item for item in items], locale=self.locale
        )


@lru_cache
def _is_rtl(locale: str) -> bool:
    return Locale.parse(locale).text_direction == "rtl"


@lru_cache(REMEMBERED)
def _decimal(value: float, locale: str) -> str:
    return numbers.format_decimal(value, locale=locale)


@lru_cache(REMEMBERED)
def _percent(rate: float, pattern: str, locale: str) -> str:
    return numbers.format_percent(rate, format=pattern, locale=locale)


@lru_cache(REMEMBERED)
def _day(value: date, locale: str) -> str:
    return dates.format_date(value, "d MMMM y", locale=locale)
