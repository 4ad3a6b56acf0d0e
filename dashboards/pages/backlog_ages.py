"""The part of the backlog page that says how long requests have been waiting: by platform, agency, group and action."""

from collections.abc import Mapping, Sequence

from dashboards import figures, filters_make
from dashboards.blocks import Cell, Column, DataTable, Figure
from dashboards.data import Release, Row
from dashboards.figures import Part
from dashboards.filters import Dimension, Rows, RowTable, StackedBars
from dashboards.filters_bar import COLUMNS, CUBE
from dashboards.words import Words

BACKLOG = "fct_backlog"
# Column of the cube, and band of fct_backlog, from the youngest to the oldest.
BANDS = {
    "pending_0_1_count": "0-1",
    "pending_2_7_count": "2-7",
    "pending_8_30_count": "8-30",
    "pending_31_90_count": "31-90",
    "pending_over_90_count": "90+",
}
COLUMNS_SHOWN = (*BANDS, "pending_count")


def band_labels(words: Words) -> tuple[str, ...]:
    """The bands in words, from the youngest to the oldest."""
    return (
        words.say("up to 1 day"),
        words.say("2–7 days"),
        words.say("8–30 days"),
        words.say("31–90 days"),
        words.say("over 90 days"),
    )


def read_ages(release: Release, words: Words) -> list[Row]:
    """Per platform on the last day: bands, pending_count, old_count (over 30 days), oldest_days; most pending first.

    And what their followers are: `followers` (None where every band with a request is withheld), `withheld_count`
    (requests whose followers are withheld) and `missing_count` (requests whose account nobody counted).
    """
    if not release.has_rows(BACKLOG):
        return []
    bands = ", ".join(f"sum(pending_count) FILTER (age_band = '{band}') AS {column}" for column, band in BANDS.items())
    rows = release.rows(f"""
        SELECT date_day, platform_id AS id, coalesce(platform_name, platform_id) AS name, {bands},
               sum(pending_count) AS pending_count, max(oldest_age_days) AS oldest_days,
               coalesce(sum(pending_count) FILTER (age_band IN ('31-90', '90+')), 0) AS old_count,
               CASE WHEN bool_or(pending_count > 0 AND followers IS NOT NULL) OR sum(pending_count) = 0
                    THEN sum(followers) END AS followers,
               coalesce(sum(pending_count) FILTER (followers IS NULL), 0) AS withheld_count,
               coalesce(sum(followers_missing_count), 0) AS missing_count
        FROM {BACKLOG} LEFT JOIN dim_platform USING (platform_id)
        WHERE date_day = (SELECT max(date_day) FROM {BACKLOG})
        GROUP BY ALL
    """)
    return by_pending([{**row, "name": words.term(row["name"])} for row in rows])


def read_ages_by(release: Release, dimension: Dimension, names: Mapping[str, str]) -> list[Row]:
    """The bands per value of `dimension`, named by the filter bar, from the cube."""
    key = COLUMNS[dimension]
    others = " AND ".join(f"{other} = 'all'" for other in COLUMNS.values() if other != key)
    rows = release.rows(f"SELECT {key} AS id, {', '.join(COLUMNS_SHOWN)} FROM {CUBE} WHERE {key} <> 'all' AND {others}")
    return by_pending([{**row, "name": names.get(row["id"], row["id"])} for row in rows])


def by_pending(rows: Sequence[Row]) -> list[Row]:
    """Most pending first, ties by name; the withheld group is none, and comes last."""
    return sorted(rows, key=lambda row: (row["id"] == "withheld", -(row["pending_count"] or 0), row["name"]))


def age_figure(
    dimension: Dimension, texts: tuple[str, str], rows: Sequence[Row], total: Row | None, words: Words
) -> Figure:
    """One stacked bar per row: its pending requests by age, with all of them at its end. `texts`: title, row's name."""
    title, label = texts
    top = filters_make.most(rows, lambda row: row["pending_count"])
    parts = [
        Part(name, f"age-{place}", [row[column] or 0 for row in top])
        for place, (column, name) in enumerate(zip(BANDS, band_labels(words), strict=True))
    ]
    spec = figures.stacked_bars(
        [row["name"] for row in top], parts, [words.number(row["pending_count"]) for row in top], words
    )
    return Figure(
        figure_id=f"pending-by-{dimension}",
        title=title,
        subtitle=words.say("Requests without a decision, by days since the report."),
        spec=spec,
        summary=words.listing([_spoken(row, words) for row in top]) if top else words.say("No request is pending."),
        table=_age_table(title, label, dimension, rows, total, words),
        sources=(BACKLOG,) if dimension == "platform" else (CUBE,),
        definitions=(f"{BACKLOG}.pending_count",) if dimension == "platform" else (f"{CUBE}.pending_count",),
        note=_note(dimension, words),
        legend=figures.legend_of(parts),
        binding=_drawing(dimension, words),
    )


def _note(dimension: Dimension, words: Words) -> str:
    if dimension != "group":
        return words.say("Declined is an answer: it is not pending.")
    return words.say(
        "Groups withheld together: the requests of every group on a platform where some week had so few accounts of "
        "one that they might be recognised."
    )


def _rows(dimension: Dimension) -> Rows:
    return Rows("compliance", dimension, order=("-pending_count",), weight="pending_count")


def _drawing(dimension: Dimension, words: Words) -> StackedBars:
    parts = list(zip(BANDS, band_labels(words), strict=True))
    return filters_make.stacked_bars(_rows(dimension), parts, filters_make.number("pending_count"))


def _age_table(
    title: str, label: str, dimension: Dimension, rows: Sequence[Row], total: Row | None, words: Words
) -> DataTable:
    columns = (
        Column(label, is_number=False),
        *(Column(name) for name in band_labels(words)),
        Column(words.say("All pending"), definition=f"{BACKLOG}.pending_count"),
    )
    lines = [*rows, total] if total else rows
    cells = tuple(
        (Cell(row["name"]), *(Cell(words.number(row[column] or 0)) for column in COLUMNS_SHOWN)) for row in lines
    )
    numbers = tuple(filters_make.number(column) for column in COLUMNS_SHOWN)
    binding = RowTable(_rows(dimension), numbers, total["name"] if total else "")
    return DataTable(title, columns, cells, has_total=total is not None, binding=binding)


def total_row(rows: Sequence[Row], words: Words) -> Row | None:
    """All platforms together: counts of requests, so they add up."""
    if not rows:
        return None
    sums = {column: sum(row[column] or 0 for row in rows) for column in COLUMNS_SHOWN}
    return {"id": "all", "name": words.say("All platforms"), **sums}


def _spoken(row: Row, words: Words) -> str:
    return words.say("{name}: {pending} pending, {old} of them for over 90 days", name=row["name"],
                     pending=words.number(row["pending_count"]),
                     old=words.number(row["pending_over_90_count"] or 0))  # fmt: skip
