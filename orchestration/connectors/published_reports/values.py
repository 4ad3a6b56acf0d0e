"""What a value in a published report may look like: half-years and figures, each form with one meaning.

Belongs here: reading one field strictly, or saying that it is none of the forms.
Does not: turning figures into numbers (dbt staging does, so that raw keeps them as published).
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from orchestration.connectors.published_reports.layouts import NotAsPublished

HALF_YEAR_MONTHS = {1: ((1, 1), (6, 30)), 2: ((7, 1), (12, 31))}  # half -> (month, day) of its first and last day

# What stands for a figure that is not there: `?` withheld, N/A not applicable, NULL a rate of nothing, blank.
_NO_FIGURE = r"\?|N/A|NULL|"
COUNT = re.compile(
    r"[0-9]+(\.0)?|[0-9]{1,3}(,[0-9]{3})+|< ?[0-9]+|[0-9]+ - [0-9]+|[0-9]{1,3}(,[0-9]{3})+ - [0-9]{1,3}(,[0-9]{3})+|"
    + _NO_FIGURE
)  # 28.0 is how spreadsheets and pandas write 28
BOUND = re.compile(r"[0-9][0-9,]*")
PERCENT = re.compile(r"(100|[0-9]{1,2})%?|" + _NO_FIGURE)
RATE = re.compile(r"0|1|[01]\.0|0\.[0-9]+|" + _NO_FIGURE)


@dataclass(frozen=True)
class Period:
    """A half-year; ISO dates, `end` is its last day."""

    start: str
    end: str


def half_year(year: int, half: int) -> Period:
    """The first (1) or second (2) half of a year."""
    first, last = HALF_YEAR_MONTHS[half]
    return Period(date(year, *first).isoformat(), date(year, *last).isoformat())


def refuse_unfinished(period: Period, observed_on: date) -> None:
    """Raises NotAsPublished when the half-year had not ended on the day that the file was observed."""
    if period.end > observed_on.isoformat():
        raise NotAsPublished(f"the period ends after {observed_on}, the day the file was observed")


@lru_cache(maxsize=65536)
def is_figure(text: str, measure: str) -> bool:
    """Whether `text` is a figure in one of the ways publishers write them; `measure` says count, percent or rate.

    Bounds that no number lies in (`<0`, `30 - 10`) are none.
    """
    kind = measure.rpartition("_")[2]
    form = {"percent": PERCENT, "rate": RATE}.get(kind, COUNT)
    return form.fullmatch(text.strip()) is not None and _can_be(text.strip())


def _can_be(text: str) -> bool:
    """Whether a number can lie in the bounds that `text` gives: no count is below 0, no range is reversed."""
    bounds = [int(bound.replace(",", "")) for bound in BOUND.findall(text)]
    if text.startswith("<"):
        return bounds[0] > 0
    return " - " not in text or bounds[0] <= bounds[1]
