"""Group activity: which groups are being reported, week by week?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dashboards import figures_over_time
from dashboards.blocks import Cell, DataTable, Figure, Page, headings, iso
from dashboards.data import Release, Row
from dashboards.outcomes import DAILY, outcome_figure, outcome_table, read_outcomes
from dashboards.pages.designations import designation_table, listing_matrix
from dashboards.pages.group_mirrors import mirror_sentence, mirror_table, read_weekly_mirrors
from dashboards.words import NULL, SUPPRESSED, Words

ACTIVITY = "fct_group_activity_weekly"
WEEK_LIMIT = 26


@dataclass(frozen=True)
class Grid:
    """Counts by row and column, and the (row, column) places that lack a suppressed part."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[int | None, ...], ...]
    suppressed: tuple[tuple[int, int], ...]


def build(release: Release, words: Words) -> Page:
    """The group page from the weekly activity table and the designations."""
    cells = read_cells(release)
    mirrors = read_weekly_mirrors(release)
    return Page(
        slug="group_activity",
        nav_label=words.say("Group activity"),
        title=words.say("Which groups are being reported, week by week?"),
        lead=lead_sentence(cells, words),
        parts={
            "weekly": _weekly_figure(cells, words),
            "platforms": _platform_figure(cells, words),
            "mirrors": mirror_table(mirrors, words),
            "mirrors_sentence": mirror_sentence(mirrors, words),
            "outcomes": _outcome_figure(release, words),
            "outcomes_note": words.say(
                "What became of the requests is not shown by group: on every platform some week had so few accounts "
                "of each group that daily counts by group would point at them. Researchers have every request."
            ),
            "listings": listing_matrix(release, words),
            "designations": designation_table(release, words),
        },
        synthetic_note=words.say(
            "sample data: the counts on this page come from an invented request log. The listings by authorities at "
            "the foot of the page are real, each with its source."
        ),
    )


def read_cells(release: Release) -> list[Row]:
    """week, group_name, platform_name, value (NULL where suppressed), is_suppressed: accounts first reported."""
    return release.rows(f"""
        SELECT week_start_date AS week, coalesce(group_name, group_id) AS group_name,
               coalesce(platform_name, platform_id) AS platform_name,
               accounts_first_reported_count AS value, is_suppressed
        FROM {ACTIVITY} LEFT JOIN dim_group USING (group_id) LEFT JOIN dim_platform USING (platform_id)
        ORDER BY week, group_name, platform_name
    """)


def lead_sentence(cells: Sequence[Row], words: Words) -> str:
    """The group with the largest sum that may be shown, and how much may not."""
    suppressed_count = sum(cell["is_suppressed"] for cell in cells)
    totals: dict[str, int] = {}
    for cell in cells:
        totals[cell["group_name"]] = totals.get(cell["group_name"], 0) + (cell["value"] or 0)
    if not any(totals.values()):
        return words.say("No weekly count is large enough to be shown.")
    name, count = min(totals.items(), key=lambda item: (-item[1], item[0]))
    largest = words.say(
        "Since the week of {day}, the group with the largest count that may be shown is {name}: {at_least}{accounts} "
        "reported for the first time.",
        day=words.day(cells[0]["week"]), name=name, at_least=words.say("at least ") if suppressed_count else "",
        accounts=words.plural("{count} account", "{count} accounts", count),
    )  # fmt: skip
    if not suppressed_count:
        return largest
    withheld = words.say(
        "{suppressed} of {all} counts by group, platform and week are too small to be shown and are in no sum.",
        suppressed=words.number(suppressed_count), all=words.number(len(cells)),
    )  # fmt: skip
    return f"{largest} {withheld}"


def make_grid(cells: Sequence[Row], columns: Sequence[str], column_of: Callable[[Row], str]) -> Grid:
    """Sum of the cells by group and column; groups with the largest known sum first, then by name."""
    sums: dict[tuple[str, str], int | None] = {}
    marked: set[tuple[str, str]] = set()
    for cell in cells:
        place = (cell["group_name"], column_of(cell))
        if cell["is_suppressed"]:
            marked.add(place)
        if cell["value"] is not None:
            sums[place] = (sums.get(place) or 0) + cell["value"]
    names = {cell["group_name"] for cell in cells}
    known = {name: sum(value or 0 for (group, _), value in sums.items() if group == name) for name in names}
    rows = sorted(names, key=lambda name: (-known[name], name))
    return Grid(
        tuple(rows),
        tuple(columns),
        tuple(tuple(sums.get((row, column)) for column in columns) for row in rows),
        tuple((i, j) for i, row in enumerate(rows) for j, column in enumerate(columns) if (row, column) in marked),
    )


def _weekly_figure(cells: Sequence[Row], words: Words) -> Figure:
    weeks = last_weeks([cell["week"] for cell in cells])
    shown = [cell for cell in cells if weeks and cell["week"] >= weeks[0]]
    grid = make_grid(shown, [iso(week) for week in weeks], lambda cell: iso(cell["week"]))
    title = words.say("Accounts first reported, by group and week")
    subtitle = words.plural(
        "The last {count} week, named by its Monday.", "The last {count} weeks, each named by its Monday.", len(weeks)
    )
    labels = [words.short_day(week) for week in weeks]
    return _heat_figure("group-weeks", title, subtitle, grid, labels, 34 * len(weeks) + 150, words)


def _platform_figure(cells: Sequence[Row], words: Words) -> Figure:
    platforms = sorted({cell["platform_name"] for cell in cells})
    grid = make_grid(cells, platforms, lambda cell: str(cell["platform_name"]))
    title = words.say("Accounts first reported, by group and platform")
    subtitle = words.say("All weeks together.")
    return _heat_figure("group-platforms", title, subtitle, grid, platforms, 80 * len(platforms) + 150, words)


def last_weeks(weeks: Sequence[date]) -> list[date]:
    """Every Monday from WEEK_LIMIT weeks before the last of `weeks`, or from the first if that is later."""
    if not weeks:
        return []
    first = max(min(weeks), max(weeks) - timedelta(weeks=WEEK_LIMIT - 1))
    return [first + timedelta(weeks=number) for number in range((max(weeks) - first).days // 7 + 1)]


def _heat_figure(
    figure_id: str, title: str, subtitle: str, grid: Grid, labels: Sequence[str], scroll_width: int, words: Words
) -> Figure:
    marks = words.say(
        "[u]: withheld, because fewer accounts than may be shown were active, or because the number would give such a "
        "one away. 12+: 12, and a withheld part. 0: none for the first time."
    )
    names = [short_name(row) for row in grid.rows]
    return Figure(
        figure_id=figure_id,
        title=title,
        subtitle=subtitle,
        spec=figures_over_time.heat_map(names, labels, grid.values, grid.suppressed, words),
        summary=words.say("A grid of {rows} groups by {columns} columns; the table below holds every value.",
                          rows=len(grid.rows), columns=len(grid.columns)),
        table=_grid_table(title, grid, marks, words),
        sources=(ACTIVITY,),
        definitions=(f"{ACTIVITY}.accounts_first_reported_count",),
        note=marks,
        is_wide=True,
        scroll_width=scroll_width,
    )  # fmt: skip


def _grid_table(title: str, grid: Grid, marks: str, words: Words) -> DataTable:
    texts = [
        [figures_over_time.cell_text(value, (i, j) in grid.suppressed, words) for j, value in enumerate(line)]
        for i, line in enumerate(grid.values)
    ]
    rows = tuple(
        (Cell(row), *(Cell(text or NULL, kind="withheld" if text == SUPPRESSED else "") for text in line))
        for row, line in zip(grid.rows, texts, strict=True)
    )
    return DataTable(title, headings(words.say("Group"), *grid.columns), rows, marks)


def short_name(name: str) -> str:
    """`TTP (Tehrik-e-Taliban Pakistan)` as `TTP`, for the edge of a figure; the tables say it in full."""
    return name.split(" (")[0] or name


def _outcome_figure(release: Release, words: Words) -> Figure | None:
    """None where no group may be named by day, so that there is nothing to set side by side."""
    title = words.say("What became of the requests, by group")
    rows = read_outcomes(release, "group", words)
    if len(rows) < 2:
        return None
    table = outcome_table(title, words.say("Group"), "group_name", rows, words)
    note = words.say(
        "Withheld: small cell is no group. It holds the requests of every group on a platform where some week had so "
        "few of its accounts that they might be recognised. They count in every total and in no group, so no rate is "
        "given by group."
    )
    return outcome_figure("group-outcomes", table, rows, DAILY, note, words)
