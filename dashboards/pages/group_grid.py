"""Counts of accounts by group and week, or by group and platform: the grids of the group page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dashboards import figures_over_time, filters_make
from dashboards.blocks import Cell, DataTable, Figure, headings, iso
from dashboards.data import Release, Row
from dashboards.figures_over_time import WeekMark
from dashboards.filters import DRAWN_LIMIT, GridTable, Rows
from dashboards.series import drawn_note
from dashboards.words import NULL, SUPPRESSED, Words

ACTIVITY = "fct_group_activity_weekly"
COUNT, MIRRORS = "accounts_first_reported_count", "mirrors_count"
WEEK_LIMIT = 26


@dataclass(frozen=True)
class Grid:
    """Counts by row and column, and the (row, column) places that lack a suppressed part."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[int | None, ...], ...]
    suppressed: tuple[tuple[int, int], ...]

    def part(self, row_count: int, columns: Sequence[str]) -> "Grid":
        """The same with the first rows and some columns only: what is drawn of many."""
        places = [self.columns.index(column) for column in columns]
        return Grid(
            self.rows[:row_count],
            tuple(columns),
            tuple(tuple(line[place] for place in places) for line in self.values[:row_count]),
            tuple((row, places.index(column)) for row, column in self.suppressed
                  if row < row_count and column in places),
        )  # fmt: skip


def read_cells(release: Release, words: Words) -> list[Row]:
    """week, group and platform (ids and names), is_suppressed, and where it is not, COUNT and MIRRORS."""
    rows = release.rows(f"""
        SELECT week_start_date AS week, group_id, platform_id, coalesce(group_name, group_id) AS group_name,
               coalesce(platform_name, platform_id) AS platform_name, {COUNT}, {MIRRORS}, is_suppressed
        FROM {ACTIVITY} LEFT JOIN dim_group USING (group_id) LEFT JOIN dim_platform USING (platform_id)
        ORDER BY week, group_name, platform_name
    """)
    return [
        {**row, "group_name": words.term(row["group_name"]), "platform_name": words.term(row["platform_name"])}
        for row in rows
    ]


def totals(cells: Sequence[Row], name: str = "group_name", count: str = COUNT) -> dict[str, int]:
    """The sum that may be shown per group over all weeks and platforms, the largest first, then by name."""
    known: dict[str, int] = {}
    for cell in cells:
        known[cell[name]] = known.get(cell[name], 0) + (cell[count] or 0)
    return dict(sorted(known.items(), key=lambda item: (-item[1], item[0])))


def make_grid(
    cells: Sequence[Row], columns: Sequence[str], column_of: Callable[[Row], str], count: str = COUNT
) -> Grid:
    """Sum of the cells by group and column; groups with the largest known sum of all cells first, then by name."""
    sums: dict[tuple[str, str], int | None] = {}
    marked: set[tuple[str, str]] = set()
    for cell in cells:
        place = (cell["group_name"], column_of(cell))
        if cell["is_suppressed"]:
            marked.add(place)
        if cell[count] is not None:
            sums[place] = (sums.get(place) or 0) + cell[count]
    rows = tuple(totals(cells, count=count))
    return Grid(
        rows,
        tuple(columns),
        tuple(tuple(sums.get((row, column)) for column in columns) for row in rows),
        tuple((i, j) for i, row in enumerate(rows) for j, column in enumerate(columns) if (row, column) in marked),
    )


def last_weeks(weeks: Sequence[date]) -> list[date]:
    """Every Monday from WEEK_LIMIT weeks before the last of `weeks`, or from the first if that is later."""
    if not weeks:
        return []
    first = max(min(weeks), max(weeks) - timedelta(weeks=WEEK_LIMIT - 1))
    return [first + timedelta(weeks=number) for number in range((max(weeks) - first).days // 7 + 1)]


def week_figure(cells: Sequence[Row], marks: Sequence[tuple[str, date, str]], words: Words) -> Figure:
    """Accounts first reported per group and week. A mark (group, day, what) is a listing that fell into the weeks."""
    weeks = last_weeks([cell["week"] for cell in cells])
    grid = make_grid(cells, [iso(week) for week in weeks], lambda cell: iso(cell["week"]))
    shown = grid.rows[:DRAWN_LIMIT]
    placed = [
        WeekMark(shown.index(group), (day - weeks[0]).days // 7, text)
        for group, day, text in marks
        if weeks and group in shown and weeks[0] <= day < weeks[-1] + timedelta(weeks=1)
    ]
    frame = _Frame(
        figure_id="group-weeks",
        title=words.say("Accounts first reported, by group and week"),
        subtitle=words.plural("The last {count} week, named by its Monday.",
                              "The last {count} weeks, each named by its Monday.", len(weeks)),
        across="week",
        columns=tuple((iso(week), words.short_day(week)) for week in weeks),
        column_width=34,
        note=words.say("A diamond: listed by an authority in that week.") if placed else "",
    )  # fmt: skip
    return _heat_figure(frame, grid, grid.part(DRAWN_LIMIT, grid.columns), placed, words)


def platform_figure(cells: Sequence[Row], words: Words) -> Figure:
    """Accounts first reported per group and platform, all weeks together."""
    title = words.say("Accounts first reported, by group and platform")
    return _by_platform(cells, COUNT, ("group-platforms", title, ""), words)


def mirror_figure(cells: Sequence[Row], words: Words) -> Figure:
    """Accounts that are mirrors of removed ones per group and platform, all weeks together."""
    title = words.say("Mirrors reported for the first time, by group and platform")
    note = words.say("A mirror is a likely match, not proof that the same people are behind both accounts.")
    return _by_platform(cells, MIRRORS, ("group-mirrors", title, note), words)


def _by_platform(cells: Sequence[Row], count: str, texts: tuple[str, str, str], words: Words) -> Figure:
    figure_id, title, note = texts
    known = totals(cells, "platform_name", count)
    ids = {cell["platform_name"]: cell["platform_id"] for cell in cells}
    names = sorted(known)
    drawn = filters_make.most(names, lambda name: known[name])
    grid = make_grid(cells, names, lambda cell: str(cell["platform_name"]), count)
    frame = _Frame(
        figure_id=figure_id,
        title=title,
        subtitle=words.say("All weeks together."),
        across="platform",
        columns=tuple((ids[name], name) for name in drawn),
        column_width=80,
        note=drawn_note(note, len(names), words),
        count=count,
    )
    return _heat_figure(frame, grid, grid.part(DRAWN_LIMIT, drawn), [], words)


@dataclass(frozen=True)
class _Frame:
    """What the two grids of the page differ in. `columns` are (value of the cube, label) of what is drawn."""

    figure_id: str
    title: str
    subtitle: str
    across: str
    columns: tuple[tuple[str, str], ...]
    column_width: int
    note: str
    count: str = COUNT


def _heat_figure(frame: _Frame, grid: Grid, drawn: Grid, marks: Sequence[WeekMark], words: Words) -> Figure:
    note = words.say(
        "[u]: withheld, because fewer accounts than may be shown were active, or because the number would give such a "
        "one away. [z]: none. 12+: 12, and a withheld part. Empty: nothing named there yet."
    )
    cube = "activity_weeks" if frame.across == "week" else "activity"
    rows = Rows(cube, "group", (f"-{frame.count}",), frame.count, order_cube="activity", short_names=True)
    names = [figures_over_time.short_name(row) for row in drawn.rows]
    labels = [label for _, label in frame.columns]
    return Figure(
        figure_id=frame.figure_id,
        title=frame.title,
        subtitle=frame.subtitle,
        spec=figures_over_time.heat_map(names, labels, drawn.values, drawn.suppressed, words, marks),
        summary=words.say("A grid of {rows} groups by {columns} columns; the table below holds every value.",
                          rows=words.number(len(grid.rows)), columns=words.number(len(grid.columns))),
        table=_grid_table(frame, grid, rows, words),
        sources=(ACTIVITY,),
        definitions=(f"{ACTIVITY}.{frame.count}",),
        note=f"{frame.note} {note}".strip(),
        is_wide=True,
        scroll_width=frame.column_width * len(labels) + 150,
        binding=filters_make.heat_map(rows, frame.across, frame.count, frame.columns),
    )  # fmt: skip


def _grid_table(frame: _Frame, grid: Grid, rows: Rows, words: Words) -> DataTable:
    texts = [
        [figures_over_time.cell_text(value, (i, j) in grid.suppressed, words) for j, value in enumerate(line)]
        for i, line in enumerate(grid.values)
    ]
    cells = tuple(
        (Cell(row), *(Cell(text or NULL, kind="withheld" if text == SUPPRESSED else "") for text in line))
        for row, line in zip(grid.rows, texts, strict=True)
    )
    # Weeks stand in tables in full; a dimension without columns is all of its values, by name.
    columns = tuple((value, value) for value, _ in frame.columns) if frame.across == "week" else ()
    binding = GridTable(rows, frame.across, filters_make.marked_count(frame.count, is_cell=True), columns)
    return DataTable(frame.title, headings(words.say("Group"), *grid.columns), cells, binding=binding)
