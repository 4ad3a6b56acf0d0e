"""The part of the backlog page on answers that are late and still missing: what the filters can split."""

from collections.abc import Sequence

from dashboards import figures, filters_make
from dashboards.blocks import Cell, Column, DataTable, Figure
from dashboards.data import Release, Row
from dashboards.figures import Part
from dashboards.filters import Cases, Place, Rows, RowTable, Text
from dashboards.filters_bar import CUBE, FilterBar
from dashboards.words import Words

LATE_ROWS = Rows("compliance", "platform", order=("-open_breached_count",), weight="breached_count")


def read_open_late(release: Release, bar: FilterBar) -> list[Row]:
    """due_count, breached_count and open_breached_count per platform; most late and missing first, ties by name."""
    read = release.rows(f"""
        SELECT platform_id AS id, due_count, breached_count, open_breached_count FROM {CUBE}
        WHERE platform_id <> 'all' AND agency_id = 'all' AND group_id = 'all' AND requested_action = 'all'
          AND legal_basis = 'all' AND period_id = 'all'
    """)
    names = bar.names["platform"]
    named = [{**row, "name": names.get(row["id"], row["id"])} for row in read]
    return sorted(named, key=lambda row: (-row["open_breached_count"], row["name"]))


def open_late_figure(rows: Sequence[Row], words: Words) -> Figure:
    """Answers late and still missing per platform, of all that were late."""
    top = filters_make.most(rows, lambda row: row["breached_count"])
    title = words.say("Answers late and still missing, by platform")
    part = Part(words.say("late and still missing"), "alert", [row["open_breached_count"] for row in top])
    names, texts = [row["name"] for row in top], [_open_text(row, words) for row in top]
    return Figure(
        figure_id="late-open",
        title=title,
        subtitle=words.say("Answers past the agreed hours and not there yet; beside each bar, of how many late ones."),
        spec=figures.stacked_bars(names, [part], texts, words),
        summary=words.listing([
            words.say("{name}: {text}", name=name, text=text) for name, text in zip(names, texts, strict=True)
        ]),
        table=_open_table(title, rows, words),
        sources=(CUBE,),
        definitions=(f"{CUBE}.open_breached_count", f"{CUBE}.breached_count"),
        note=words.say("A request has up to two clocks, to a first answer and to a decision: each counts."),
        binding=filters_make.stacked_bars(LATE_ROWS, [("open_breached_count", part.label)], _open_wording(words)),
    )  # fmt: skip


def _open_wording(words: Words) -> Cases:
    places = {"open": Place("open_breached_count"), "late": Place("breached_count")}
    return Cases("due_count", {"0": Text(words.say("none due"))}, Text(words.ltr("{open} / {late}"), places))


def _open_text(row: Row, words: Words) -> str:
    if not row["due_count"]:
        return words.say("none due")
    open_, all_late = (words.number(row[column]) for column in ("open_breached_count", "breached_count"))
    return words.ltr(f"{open_} / {all_late}")


def _open_table(title: str, rows: Sequence[Row], words: Words) -> DataTable:
    say, columns = words.say, ("due_count", "breached_count", "open_breached_count")
    labels = (say("Due"), say("Late"), say("Late and still missing"))
    return DataTable(
        title,
        (
            Column(say("Platform"), is_number=False),
            *(Column(label, definition=f"{CUBE}.{column}") for label, column in zip(labels, columns, strict=True)),
        ),
        tuple((Cell(row["name"]), *(Cell(words.number(row[column])) for column in columns)) for row in rows),
        binding=RowTable(LATE_ROWS, tuple(filters_make.number(column) for column in columns)),
    )
