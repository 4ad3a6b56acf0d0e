"""What a value in Google's report may look like: half-years, territories and figures.

Belongs here: reading one field strictly, or saying what is wrong with it.
Does not: turning figures into numbers (dbt staging does, so that raw keeps them as published).
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from orchestration.connectors.published_reports.google_layouts import Layout, NotAsPublished, one_spaced

HALF_YEAR_ENDS = {(6, 30): 1, (12, 31): 7}  # (month, day) of the end -> month of the start
NAMED_HALVES = {"January - June": (6, 30), "July - December": (12, 31)}

# Figures as published: digits, `<10` where a count is small, `?` where Google may not say, blank where it does not.
COUNT = re.compile(r"[0-9]+|[0-9]{1,3}(,[0-9]{3})+|< ?[0-9]+|\?|")
PERCENT = re.compile(r"(100|[0-9]{1,2})|\?|")

# Who has no territory code of its own: (label, code) as published -> code of ours. ZZ is CLDR's "unknown region".
WITHOUT_TERRITORY_CODE = {
    ("Europol", ""): "EUROPOL",
    ("Interpol", ""): "INTERPOL",
    ("UNKNOWN", "EUROPOL"): "EUROPOL",
    ("UNKNOWN", "null"): "ZZ",
}


@dataclass(frozen=True)
class Period:
    """A half-year; ISO dates, `end` is its last day."""

    start: str
    end: str


@lru_cache(maxsize=1024)
def read_period(text: str) -> Period:
    """The half-year that `2023-12-31`, `12/31/2023` or `July - December 2023` names. Raises NotAsPublished."""
    text = one_spaced(text)
    if match := re.fullmatch(r"(20[0-9]{2})-([0-9]{2})-([0-9]{2})", text):
        year, month, day = (int(part) for part in match.groups())
    elif match := re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})/(20[0-9]{2})", text):
        month, day, year = (int(part) for part in match.groups())
    elif match := re.fullmatch(r"(January - June|July - December) (20[0-9]{2})", text):
        month, day, year = *NAMED_HALVES[match[1]], int(match[2])
    else:
        raise NotAsPublished("the period is not a date or half-year in a form Google has used")
    if (month, day) not in HALF_YEAR_ENDS:
        raise NotAsPublished("the period does not end on 30 June or 31 December")
    return Period(date(year, HALF_YEAR_ENDS[month, day], 1).isoformat(), date(year, month, day).isoformat())


@lru_cache(maxsize=4096)
def read_territory(label: str, code: str) -> str | None:
    """ISO 3166 alpha-2 code (with EU, XK), a code of ours for those without one, or None where it is not known."""
    if re.fullmatch("[A-Z]{2}", code.strip()):
        return code.strip()
    return WITHOUT_TERRITORY_CODE.get((one_spaced(label), code.strip()))


@lru_cache(maxsize=65536)
def is_figure(text: str, is_percent: bool) -> bool:
    """Whether `text` is a figure in one of the ways Google writes them."""
    return (PERCENT if is_percent else COUNT).fullmatch(text.strip()) is not None


def find_fault(layout: Layout, fields: list[str], period: Period) -> tuple[str, str] | None:
    """The column at fault and what is wrong with it, or None for a record of the right width that can be read."""
    may_be_blank = {"country_code"}
    if layout.reasons_known_from and period.end < layout.reasons_known_from:
        may_be_blank.add("reason")
    for (column, dimension), field in zip(layout.dimensions, fields, strict=False):
        if not field.strip() and dimension not in may_be_blank:
            return column, "blank"
    if read_territory(layout.field("country_label", fields), layout.field("country_code", fields)) is None:
        return "country_code", "a territory that is not known: look at it, then add it to google_values.py"
    for cell, field in zip(layout.cells, fields[len(layout.dimensions) :], strict=True):
        if not is_figure(field, cell.measure.endswith("_percent")):
            return cell.column, "not a figure in any form Google has used"
    return None
