"""What a part of a page must say in any state of the filters: rows by their coordinates, counted from the log.

Belongs here: which requests, days and cells a state holds. Does not: what is counted of them (counts, reach), the order
of rows (rows), marks and texts. A row is asked for as the pages ask: by what they call a cube, but no cube is read.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

from tests.e2e.filters.accounts import accounts_of
from tests.e2e.filters.counts import counts_of, curve, median_days, rated, with_rates
from tests.e2e.filters.log import COMPLIED, Request, Row, read_log
from tests.e2e.filters.reach import home_of, reach_days
from tests.e2e.filters.withheld import Cell, Week, unnamed_pairs, weeks_of, withheld_by, withheld_cells

ALL = "all"
OF_REQUESTS = ("platform", "agency", "group", "action")
DIMENSIONS: Mapping[str, tuple[str, ...]] = {
    "compliance": (*OF_REQUESTS, "basis", "period"),
    "durations": (*OF_REQUESTS, "period"),
    "cohorts": OF_REQUESTS,
    "stocks": OF_REQUESTS,
    "reach": ("platform", "group"),
    "activity": ("platform", "group", "period"),
    "activity_weeks": ("platform", "group"),
}
STOCKS = {"total_reported_count": None, "total_complied_count": COMPLIED, "pending_count": ("pending",)}
STOCKS |= {
    f"total_{name}_count": (name,)
    for name in (*COMPLIED, "partial", "declined", "not_found", "already_removed", "reversed")
}
At = Mapping[str, str]


class Truth:
    """The log of a release, counted for any state of the filters."""

    def __init__(self, release: Path) -> None:
        self.log = read_log(release)
        accounts = accounts_of(self.log)
        self.weeks: dict[Cell, Week] = weeks_of(self.log, accounts)
        self.withheld = withheld_cells(self.weeks)
        self.unnamed = unnamed_pairs(self.weeks, self.withheld)
        self.by_rule = (self.withheld, self.unnamed)
        if not self.log.is_first:
            self.withheld, self.unnamed = withheld_by(self.log)
        self.reach = reach_days(self.log, accounts, self.unnamed)
        self._values = [(request, self._values_of(request)) for request in self.log.requests]
        self._known: dict[tuple[str, tuple[tuple[str, str], ...]], list[Row]] = {}

    def _values_of(self, request: Request) -> dict[str, tuple[str, ...]]:
        row = request.row
        return {
            "platform": (row["platform_id"],),
            "agency": (row["agency_id"],),
            "group": (home_of(row["group_id"], row["platform_id"], self.unnamed)[0],),
            "action": (row["requested_action"],),
            "basis": (row["legal_basis"] or "none",),
            "period": periods_of(request.reported_at.date()),
        }

    def values(self, dimension: str) -> list[str]:
        """Every value that a dimension has anywhere."""
        found = {value for _, values in self._values for value in values[dimension]}
        return sorted(found | ({group for _, group, _ in self.weeks} if dimension == "group" else set()))

    def row(self, cube: str, at: At) -> Row | None:
        """The row of a state; of several days the last within the period. None where there is nothing."""
        found = [row for row in self.rows(cube, at) if is_within(row, at)]
        return found[-1] if found else None

    def rows(self, cube: str, at: At) -> list[Row]:
        """Every row of a state, in the order of what its rows run along: days, weeks, months and horizons."""
        key = (cube, tuple((name, at[name]) for name in DIMENSIONS[cube] if at.get(name, ALL) != ALL))
        if key not in self._known:
            self._known[key] = self._counters[cube](dict(key[1]))
        return self._known[key]

    @cached_property
    def _counters(self) -> Mapping[str, Callable[[At], list[Row]]]:
        return {
            "compliance": self._compliance,
            "durations": lambda at: curve(self.requests(at), self.log),
            "cohorts": self._cohorts,
            "stocks": self._stocks,
            "reach": self._reach,
            "activity": self._activity,
            "activity_weeks": self._activity_weeks,
        }

    def requests(self, at: At) -> list[Request]:
        """The requests of a state."""
        wanted = [(name, value) for name, value in at.items() if value != ALL]
        return [request for request, values in self._values if all(value in values[name] for name, value in wanted)]

    def _compliance(self, at: At) -> list[Row]:
        requests = self.requests(at)
        if not requests:
            return []
        elsewhere = {name: value for name, value in at.items() if name != "platform"}
        overall = counts_of(self.requests(elsewhere), self.log)
        told = with_rates(counts_of(requests, self.log), overall)
        return [told | {"median_days_to_action": median_days(curve(requests, self.log))}]

    def _cohorts(self, at: At) -> list[Row]:
        found = []
        requests = self.requests(at)
        for month in sorted({request.reported_at.date().replace(day=1) for request in requests}):
            cohort = [request for request in requests if request.reported_at.date().replace(day=1) == month]
            for days in (1, 7, 30, 90):
                old = [one for one in cohort if one.reported_at + timedelta(days=days) <= self.log.as_of]
                in_time = sum(
                    any(s.outcome in COMPLIED and s.started_at <= one.reported_at + timedelta(days=days)
                        for s in one.states) for one in old
                )  # fmt: skip
                counts = {"reported_count": len(cohort), "eligible_count": len(old), "complied_count": in_time}
                key = {"month": month.isoformat(), "horizon": str(days)}
                found.append(key | counts | rated("complied_within", in_time, len(old)))
        return found

    def _stocks(self, at: At) -> list[Row]:
        """Of every day from the first report on, how many requests were in which state at its end."""
        changes: dict[date, Counter[str]] = {}
        for request in self.requests(at):
            before = ""
            for state in request.states:
                moved = changes.setdefault(state.started_at.date(), Counter())
                moved.subtract([before] if before else [])
                moved.update([state.outcome])
                before = state.outcome
        found, now = [], Counter[str]()
        for day in (day for day in self.log.days if changes and min(changes) <= day <= self.log.as_of.date()):
            now.update(changes.get(day, {}))
            counts = {name: sum(now[one] for one in outcomes or now) for name, outcomes in STOCKS.items()}
            found.append({"day": day.isoformat()} | counts)
        return found

    def _reach(self, at: At) -> list[Row]:
        """Of every day what its rows of platform and group add up to: nothing where a part is."""
        found = []
        for day, rows in self.reach.items():
            parts = [
                row for (group, platform), row in rows.items()
                if at.get("group", group) == group and at.get("platform", platform) == platform
            ]  # fmt: skip
            if parts:
                found.append({"day": day.isoformat()} | {name: whole(parts, name) for name in parts[0]})
        return found

    def _cells(self, at: At) -> list[Cell]:
        return [
            (monday, group, platform)
            for monday, group, platform in self.weeks
            if at.get("group", group) == group
            and at.get("platform", platform) == platform
            and at.get("period", ALL) in periods_of(monday)
        ]

    def _activity(self, at: At) -> list[Row]:
        cells = self._cells(at)
        return [self._marked(cells)] if cells else []

    def _activity_weeks(self, at: At) -> list[Row]:
        by_week: dict[date, list[Cell]] = {}
        for cell in self._cells(at):
            by_week.setdefault(cell[0], []).append(cell)
        return [{"week": monday.isoformat()} | self._marked(by_week[monday]) for monday in sorted(by_week)]

    def _marked(self, cells: Sequence[Cell]) -> Row:
        """What may be told of cells, and whether that is all of it."""
        told = [self.weeks[cell] for cell in cells if cell not in self.withheld]
        row: Row = {}
        for name in ("first_reported", "mirrors"):
            column = "mirrors" if name == "mirrors" else f"accounts_{name}"
            count = sum(len(getattr(week, name)) for week in told)
            is_part = len(told) < len(cells)
            status = ("part" if count else "withheld") if is_part else "known" if count else "zero"
            row |= {f"{column}_count": count if told else None, f"{column}_status": status}
        return row


def whole(parts: Sequence[Row], name: str) -> int | None:
    values = [row[name] for row in parts]
    return None if None in values else sum(values)


def periods_of(day: date) -> tuple[str, ...]:
    return ALL, f"{day:%Y-%m}", f"{day.year}-Q{(day.month + 2) // 3}"


def is_within(row: Row, at: At) -> bool:
    """Is a row the one, or one of those, that the coordinates name along its axis?"""
    for name in ("month", "horizon", "week"):
        if name in row and name in at and row[name] != at[name]:
            return False
    moment = row.get("week") or row.get("month") or (row.get("day") if isinstance(row.get("day"), str) else None)
    is_named = any(name in row and name in at for name in ("month", "week"))
    return (
        moment is None
        or is_named
        or at.get("period", ALL) in periods_of(date.fromisoformat(moment))
        or ("day" in row and moment <= last_day(at["period"]))
    )


def last_day(period: str) -> str:
    """Something that sorts as the last day of a month or a quarter, or after it."""
    return f"{period[:4]}-{3 * int(period[-1]):02d}-31" if "Q" in period else f"{period}-31"
