"""What Google writes for half-years and territories, and what is wrong with a record of its report.

Belongs here: reading one field strictly, or saying what is wrong with it.
Does not: the forms of figures (values.py), or turning figures into numbers (dbt staging).
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from orchestration.connectors.published_reports.faults import Fault, find_bad_cell, find_blank
from orchestration.connectors.published_reports.layouts import Dimension, Layout, NotAsPublished, one_spaced, path_of
from orchestration.connectors.published_reports.values import Period, half_year

HALVES = {(6, 30): 1, (12, 31): 2}  # (month, day) of the end -> half of the year
NAMED_HALVES = {"January - June": 1, "July - December": 2}

# Who has no territory code of its own: (label, code) as published -> code of ours. ZZ is CLDR's "unknown region".
WITHOUT_TERRITORY_CODE = {
    ("Europol", ""): "EUROPOL",
    ("Interpol", ""): "INTERPOL",
    ("UNKNOWN", "EUROPOL"): "EUROPOL",
    ("UNKNOWN", "null"): "ZZ",
}


@lru_cache(maxsize=1024)
def read_period(text: str) -> Period:
    """The half-year that `2023-12-31`, `12/31/2023` or `July - December 2023` names. Raises NotAsPublished."""
    text = one_spaced(text)
    if match := re.fullmatch(r"(January - June|July - December) (20[0-9]{2})", text):
        return half_year(int(match[2]), NAMED_HALVES[match[1]])
    if match := re.fullmatch(r"(20[0-9]{2})-([0-9]{2})-([0-9]{2})", text):
        year, month, day = (int(part) for part in match.groups())
    elif match := re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})/(20[0-9]{2})", text):
        month, day, year = (int(part) for part in match.groups())
    else:
        raise NotAsPublished("the period is not a date or half-year in a form Google has used")
    if (month, day) not in HALVES:
        raise NotAsPublished("the period does not end on 30 June or 31 December")
    return half_year(year, HALVES[month, day])


@lru_cache(maxsize=4096)
def read_territory(label: str, code: str) -> str | None:
    """ISO 3166 alpha-2 code (with EU, XK), a code of ours for those without one, or None where it is not known."""
    if re.fullmatch("[A-Z]{2}", code.strip()):
        return code.strip()
    return WITHOUT_TERRITORY_CODE.get((one_spaced(label), code.strip()))


def find_fault(layout: Layout, fields: Sequence[str], period: Period) -> Fault | None:
    """The column at fault and what is wrong with it, or None for a record of the right width that can be read."""
    may_be_blank: set[Dimension] = {"country_code"}
    if layout.blank_reasons_before and period.end < layout.blank_reasons_before:
        may_be_blank.add("reason")
    if blank := find_blank(layout, fields, may_be_blank):
        return blank
    if read_territory(layout.field("country_label", fields), layout.field("country_code", fields)) is None:
        where = path_of("google_values.py")
        return "country_code", f"a territory that is not known: look at it, then add it to {where}"
    return find_bad_cell(layout, fields)
