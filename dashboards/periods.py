"""Half-years by name, without gaps, and where an axis of them has its ticks."""

from collections.abc import Sequence
from datetime import date

from dashboards.blocks import iso


def half_year(start: date, end: date) -> str:
    """2023-07-01 to 2023-12-31 as 2023-H2; any other period as its two dates, with no word between them."""
    halves = {(1, 1, 6, 30): "H1", (7, 1, 12, 31): "H2"}
    half = halves.get((start.month, start.day, end.month, end.day)) if start.year == end.year else None
    return f"{start.year}-{half}" if half else f"{iso(start)} – {iso(end)}"


def without_gaps(periods: Sequence[str]) -> tuple[str, ...]:
    """The periods once each, in order; if all are half-years, those between them that nobody reported on as well."""
    named = sorted(set(periods))
    if not all(period[4:] in ("-H1", "-H2") for period in named):
        return tuple(named)
    numbers = [2 * int(period[:4]) + (period[-1] == "2") for period in named]
    every = range(min(numbers, default=0), max(numbers, default=-1) + 1)
    return tuple(f"{number // 2}-H{1 + number % 2}" for number in every)


def year_ticks(periods: Sequence[str]) -> dict[int, str]:
    """The places of the first half-year of each year, with the year; at most seven. Without one, every period."""
    firsts = [place for place, period in enumerate(periods) if period.endswith("-H1")]
    if len(firsts) < 2:
        return dict(enumerate(periods[:4]))
    return {place: periods[place][:4] for place in firsts[:: -(-len(firsts) // 7) or 1]}
