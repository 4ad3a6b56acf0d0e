"""What became of the requests: by outcome, everywhere against in the country only, and as they mounted up."""

from dashboards import figures, figures_over_time, filters_make
from dashboards.blocks import Cell, Column, DataTable, Figure
from dashboards.data import Release, Row
from dashboards.filters import DayTable, Place, Rows, RowTable, Text
from dashboards.outcomes import DAILY, outcome_figure, outcome_table
from dashboards.pages.compliance_states import CUBE, Breakdown, bound_rows
from dashboards.pages.reach_figures import platform_table
from dashboards.series import read_platform_stock
from dashboards.words import Words

REACHES = ("complied_global_count", "complied_local_count")


def by_outcome(figure_id: str, title: str, breakdown: Breakdown, family: str, words: Words) -> Figure:
    """One stacked bar per value: all its requests, by what became of them."""
    rows = bound_rows(breakdown.dimension, family)
    table = outcome_table(title, breakdown.heading, "name", breakdown.rows, words, rows)
    note = words.say("The parts add up to the requests reported. Partial is never counted as complied.")
    return outcome_figure(figure_id, table, breakdown.rows, CUBE, note, words, rows)


def geo_figure(figure_id: str, title: str, breakdown: Breakdown, family: str, words: Words) -> Figure:
    """Complied with everywhere against in the country only, which leaves the object up for the rest of the world."""
    drawn = filters_make.most(breakdown.rows, lambda row: row["reported_count"])
    labels = (words.say("everywhere"), words.say("in the country only"))
    parts = [
        figures.Part(label, token, [row[column] for row in drawn])
        for column, label, token in zip(REACHES, labels, ("outcome-global", "outcome-local"), strict=True)
    ]
    names, ends = [row["name"] for row in drawn], [_local(row["complied_local_count"], words) for row in drawn]
    end = Text(words.say("{count} local", count="{count}"), {"count": Place("complied_local_count")})
    rows = bound_rows(breakdown.dimension, family)
    return Figure(
        figure_id=figure_id,
        title=title,
        subtitle=words.say(
            "Requests complied with. What is withheld in the country only can still be seen from elsewhere."
        ),
        spec=figures.stacked_bars(names, parts, ends, words),
        summary=words.clauses([_geo_sentence(row, words) for row in [*breakdown.rows, breakdown.total]]),
        table=_geo_table(title, breakdown, rows, labels, words),
        sources=(CUBE,),
        definitions=tuple(f"{CUBE}.{column}" for column in REACHES),
        note=words.say("Both count as complied with in every rate on this page."),
        legend=figures.legend_of(parts),
        binding=filters_make.stacked_bars(rows, list(zip(REACHES, labels, strict=True)), end),
    )


def _geo_table(title: str, breakdown: Breakdown, rows: Rows, labels: tuple[str, str], words: Words) -> DataTable:
    counts = ("complied_count", *REACHES)
    heads = (words.say("Complied with"), *labels)
    columns = (Column(label, definition=f"{CUBE}.{count}") for label, count in zip(heads, counts, strict=True))
    return DataTable(
        title,
        (Column(breakdown.heading, is_number=False), *columns),
        tuple(
            (Cell(row["name"]), *(Cell(words.number(row[count])) for count in counts))
            for row in [*breakdown.rows, breakdown.total]
        ),
        has_total=True,
        binding=RowTable(rows, tuple(filters_make.number(count) for count in counts), breakdown.total_name),
    )


def _local(count: int, words: Words) -> str:
    return words.say("{count} local", count=words.number(count))


def _geo_sentence(row: Row, words: Words) -> str:
    return words.say(
        "{name}: {everywhere} everywhere, {local} in the country only",
        name=row["name"],
        everywhere=words.number(row["complied_global_count"]),
        local=words.number(row["complied_local_count"]),
    )


def by_platform_figure(release: Release, words: Words) -> Figure:
    """Requests complied with, a line per platform: the largest are drawn, the table has all."""
    column = "total_complied_count"
    stocks = read_platform_stock(release, DAILY, column, words)
    drawn = filters_make.most(list(stocks.items()), lambda item: item[1][-1]["value"])
    series = [
        figures_over_time.Series(name, "neutral" if place else "accent", [row["date_day"] for row in rows],
                                 [row["value"] for row in rows])
        for place, (name, rows) in enumerate(drawn)
    ]  # fmt: skip
    title = words.say("Complied with, cumulative, by platform")
    bound = Rows("stocks", "platform", order=(f"-{column}",), weight=column)
    return Figure(
        figure_id="cumulative-by-platform",
        title=title,
        subtitle=words.say("Requests complied with, less those reversed since."),
        spec=figures_over_time.lines(series, words),
        summary=words.clauses([f"{name} {words.number(rows[-1]['value'])}" for name, rows in stocks.items()]),
        table=platform_table(title, stocks, words, DayTable("stocks", (column,), bound)),
        sources=(DAILY,),
        definitions=(f"{DAILY}.{column}",),
        binding=filters_make.lines_by(bound, column),
    )
