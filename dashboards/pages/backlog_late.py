"""The part of the backlog page on agreed hours: which platforms answered late, and what is late and still open."""

from collections.abc import Mapping, Sequence

from dashboards import figures
from dashboards.blocks import Cell, Column, DataTable, Figure, LegendEntry
from dashboards.data import Release, Row
from dashboards.filters import DRAWN_LIMIT, Keep, KeepRows
from dashboards.pages.compliance_rates import share_cells
from dashboards.rates import Rate
from dashboards.series import drawn_note
from dashboards.words import Words

LATE = "fct_sla_summary"
COUNTS = ("covered_count", "due_count", "breached_count", "open_count")


def read_late(release: Release, words: Words) -> list[Row]:
    """The rows per platform and clock with `name`; platforms with the most late first, all together (is_total) last."""
    if not release.has_rows(LATE):
        return []
    rows = release.rows(
        f"""
        SELECT late.*, CASE WHEN is_total THEN $1 ELSE coalesce(platform_name, platform_id) END AS name,
               sum(breached_count) OVER (PARTITION BY platform_id) AS late_count
        FROM {LATE} AS late LEFT JOIN dim_platform USING (platform_id)
        ORDER BY is_total, late_count DESC, name, platform_id, clock DESC
        """,
        [words.say("All platforms")],
    )
    return [row if row["is_total"] else {**row, "name": words.term(row["name"])} for row in rows]


def open_counts(rows: Sequence[Row]) -> dict[str, int]:
    """Requests whose decision is late and open, by platform id; a platform without agreed hours is not in it."""
    return {row["platform_id"]: row["open_count"] for row in rows if row["clock"] == "decision"}


def late_sentence(rows: Sequence[Row], pending: Sequence[Row], words: Words) -> str:
    """How many decisions are late and still open, and with which platforms nothing is agreed."""
    totals = {row["clock"]: row for row in rows if row["is_total"]}
    if not totals:
        return words.say("No hours are agreed with any platform, so nothing can be late.")
    total = totals.get("decision") or totals["first_response"]
    told = words.plural(
        "{count} request is past the hours agreed for it and still without an answer; of {due} due so far, {late} were "
        "late.",
        "{count} requests are past the hours agreed for them and still without an answer; of {due} due so far, {late} "
        "were late.",
        total["open_count"], due=words.number(total["due_count"]), late=words.number(total["breached_count"]),
    )  # fmt: skip
    agreed = {row["platform_id"] for row in rows}
    others = [row["name"] for row in pending if row["id"] not in agreed]
    if not others:
        return told
    return words.say("{told} With {platforms} no hours are agreed, so nothing is late there.",
                     told=told, platforms=words.listing(others))  # fmt: skip


def late_figure(release: Release, rows: Sequence[Row], words: Words) -> Figure | None:
    """The share late of what was due, per platform and clock; None where no hours are agreed."""
    if not rows:
        return None
    min_cell = release.facts.min_cell(LATE, "breached_rate")
    families = _families(rows, min_cell, words)
    return Figure(
        figure_id="late",
        title=words.say("Share late, by platform"),
        subtitle=words.say("Share late of the requests whose hours are over, for each clock, with 95% intervals."),
        spec=figures.rate_dots(families, words),
        summary=words.listing([
            words.say("{platform}, {clock}: {rate}", platform=rate.label, clock=label, rate=rate.describe(words))
            for label, _, _, rates in families for rate in rates
        ]),
        table=late_table(rows, min_cell, words),
        sources=(LATE,),
        definitions=(f"{LATE}.breached_rate", f"{LATE}.breached_count", f"{LATE}.open_count"),
        note=drawn_note(_late_note(rows, min_cell, words), len(_platforms(rows)), words),
        legend=tuple(LegendEntry(label, token, symbol) for label, token, symbol, _ in families),
        binding=KeepRows("platform", (*_platforms(rows)[:DRAWN_LIMIT], ""), figures.DOT_PIXELS),
    )  # fmt: skip


def _platforms(rows: Sequence[Row]) -> list[str]:
    """The ids of the platforms with agreed hours, in their order."""
    return list(dict.fromkeys(row["platform_id"] for row in rows if not row["is_total"]))


def _families(rows: Sequence[Row], min_cell: int, words: Words) -> list[tuple[str, str, str, list[Rate]]]:
    """The rates of the first platforms and of all together (which stays whichever is chosen), for each clock."""
    names = {row["platform_id"]: row["name"] for row in rows}
    rates = {(row["platform_id"], row["clock"]): _rate(row, min_cell) for row in rows}
    drawn = [*_platforms(rows)[:DRAWN_LIMIT], rows[-1]["platform_id"]]
    labels = clock_labels(words)
    return [
        (labels[clock], token, symbol, [rates.get((one, clock), _nothing(names[one])) for one in drawn])
        for clock, token, symbol in (("first_response", "accent", "circle"), ("decision", "alert", "diamond"))
    ]


def _late_note(rows: Sequence[Row], min_cell: int, words: Words) -> str:
    note = words.say(
        "Late: answered after the agreed hours, or past them and still without an answer. A share of fewer than {n} "
        "requests is withheld.",
        n=words.number(min_cell),
    )
    if not any(row["is_agreement_synthetic"] for row in rows):
        return note
    return words.say("{note} The agreed hours are made up for the sample.", note=note)


def clock_labels(words: Words) -> Mapping[str, str]:
    """What the agreed hours run to."""
    return {"first_response": words.say("to a first answer"), "decision": words.say("to a decision")}


def late_table(rows: Sequence[Row], min_cell: int, words: Words) -> DataTable:
    """One row per platform and clock: covered, due, late, late and open, and the share late with its bounds."""
    say, labels = words.say, clock_labels(words)
    columns = (
        Column(say("Platform"), is_number=False),
        Column(say("Hours agreed"), is_number=False),
        Column(say("Under agreed hours"), definition=f"{LATE}.covered_count"),
        Column(say("Due"), definition=f"{LATE}.due_count"),
        Column(say("Late"), definition=f"{LATE}.breached_count"),
        Column(say("Late and open"), definition=f"{LATE}.open_count"),
        Column(say("Share late"), definition=f"{LATE}.breached_rate"),
        Column(say("95% interval")),
    )
    cells = tuple(
        (
            Cell(row["name"]),
            Cell(labels[row["clock"]]),
            *(Cell(words.number(row[count])) for count in COUNTS),
            *share_cells(_rate(row, min_cell), words),
        )
        for row in rows
    )
    keys = tuple("" if row["is_total"] else row["platform_id"] for row in rows)
    return DataTable(say("Share late, by platform"), columns, cells, binding=Keep("platform", keys))


def _rate(row: Row, min_cell: int) -> Rate:
    return Rate(row["name"], row["breached_rate"], row["breached_count"], row["due_count"], row["breached_low"],
                row["breached_high"], min_cell)  # fmt: skip


def _nothing(name: str) -> Rate:
    return Rate(name, None, 0, 0, None, None, 0)
