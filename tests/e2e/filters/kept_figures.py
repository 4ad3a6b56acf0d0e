"""Figures of parts that no cube fills, counted anew where the log has them: what the rows that stay must say.

Belongs here: tables of the whole log by platform and clock, by platform, by week. Does not: which rows stay (keeps);
meetings, listings and corrections, which tell of other things than requests and accounts.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from tests.e2e.filters.counts import clocks, counts_of, curve, rated, watched
from tests.e2e.filters.log import Request, Row
from tests.e2e.filters.rows import Case
from tests.e2e.filters.wording import plain, unmarked, written

LATEST = 26  # rows of the table of mirrors
Cells: TypeAlias = Mapping[int, str]  # by the place of the column
About: TypeAlias = Sequence[tuple[str, Sequence[str]]]  # of each row whom it is about, and its cells


def requests_of(case: Case, platform: str) -> list[Request]:
    return case.truth.requests({"platform": platform or "all"})


def late(case: Case, about: About) -> Iterator[Cells]:
    """Clocks with agreed hours, of each platform and kind: how many, due, late, late and open, and the share."""
    kinds = {case.words.say("to a first answer"): "first_response", case.words.say("to a decision"): "decision"}
    for platform, cells in about:
        clock = next(kinds[cell] for cell in cells if cell in kinds)
        row = late_of(requests_of(case, platform), clock, case)
        counts = [row[name] for name in ("covered", "due", "late", "open")]
        share = {4: written(row["rate_rate"], "percent", case.words)} if row["rate_rate"] is not None else {}
        start = next(place for place, cell in enumerate(cells) if cell in kinds) + 1
        numbers = dict(enumerate(case.words.number(count) for count in counts))
        yield {start + place: text for place, text in (numbers | share).items()}


def late_of(requests: Sequence[Request], clock: str, case: Case) -> Row:
    due = [is_due for request in requests for name, is_due in clocks(request, case.truth.log) if name == clock]
    breaches = [breach for request in requests for breach in request.breaches if breach["clock"] == clock]
    counts = {"covered": len(due), "due": sum(due), "late": len(breaches), "open": sum(b["is_open"] for b in breaches)}
    return counts | rated("rate", counts["late"], counts["due"])


def days(case: Case, about: About) -> Iterator[Cells]:
    """Requests, those complied with in the days watched, and the days to a quarter, a half and three quarters."""
    for platform, _ in about:
        requests = requests_of(case, platform)
        points = curve(requests, case.truth.log)
        acted = sum(is_action for _, is_action in (watched(request, case.truth.log) for request in requests))
        reached = [
            next((point["day"] for point in points if point["survival_rate"] <= share + 1e-12), None)
            for share in (0.75, 0.5, 0.25)
        ]
        last = days_judged(requests, case)
        told = {1: len(requests), 2: acted, 3: reached[0], 4: reached[1], 6: reached[2], 7: last}
        yield {place: case.words.number(count) for place, count in told.items()}


def days_judged(requests: Sequence[Request], case: Case) -> int | None:
    """The last day on which enough were still followed, whether anything ended on it or not."""
    left = sorted((day for day, _ in (watched(request, case.truth.log) for request in requests)), reverse=True)
    return left[9] if len(left) > 9 else None


def pending(case: Case, about: About) -> Iterator[Cells]:
    for platform, _ in about:
        counts = counts_of(requests_of(case, platform), case.truth.log)
        yield {1: case.words.number(counts["pending_count"])}


def chase(case: Case, about: About) -> Iterator[Cells]:
    """Pending for over thirty days, all pending, the days of the oldest."""
    for platform, _ in about:
        requests = requests_of(case, platform)
        counts = counts_of(requests, case.truth.log)
        waiting = [one.reported_at.date() for one in requests if one.states[-1].outcome == "pending"]
        old = counts["pending_31_90_count"] + counts["pending_over_90_count"]
        oldest = (case.truth.log.as_of.date() - min(waiting)).days
        told = {1: old, 2: counts["pending_count"], 3: oldest}
        yield {place: case.words.number(count) for place, count in told.items()}


def mirrors(case: Case, about: About) -> Iterator[Cells]:
    """Every cell with mirrors that may be told, the latest first: week, group, platform, how many."""
    told = [
        (monday.isoformat(), case.name("group", group), case.name("platform", platform), len(week.mirrors))
        for (monday, group, platform), week in case.truth.weeks.items()
        if week.mirrors and (monday, group, platform) not in case.truth.withheld
    ]
    told.sort(key=lambda row: row[1:3])
    told.sort(key=lambda row: row[0], reverse=True)
    for _, (monday, group, platform, count) in zip(about, told[:LATEST], strict=True):
        yield {0: monday, 1: group, 2: platform, 3: case.words.number(count)}


# By the section of the page that the part is in.
FIGURES: Mapping[str, Callable[[Case, About], Iterator[Cells]]] = {
    "late": late, "days": days, "followers-at-stake": pending, "chase": chase, "latest-mirrors": mirrors
}  # fmt: skip


def as_counted(case: Case, section: str, values: Sequence[str], rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The rows of a table with the figures of the log put in where it has them."""
    if section not in FIGURES:
        return [list(row) for row in rows]
    about = [
        (value, [plain(unmarked(cell).strip(), 200) for cell in row]) for value, row in zip(values, rows, strict=True)
    ]
    found = FIGURES[section](case, about)
    return [[cells.get(place, text) for place, text in enumerate(row)] for row, cells in zip(rows, found, strict=True)]


def as_drawn(case: Case, section: str, values: Sequence[str], traces: Sequence[Row]) -> list[Row]:
    """The traces of a drawing with the shares late put in, where it is of them: first answers, then decisions."""
    if section != "late":
        return [dict(trace) for trace in traces]
    shares = [
        [late_of(requests_of(case, platform), clock, case)["rate_rate"] for platform in values]
        for clock in ("first_response", "decision")
    ]
    return [{**trace, "x": told} for trace, told in zip(traces, shares, strict=True)]
