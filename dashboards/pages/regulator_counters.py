"""The regulator's own counters: what it says became of URLs, and the faults its numbers have. A part of two ledgers."""

from collections.abc import Sequence

from dashboards import figures
from dashboards.blocks import Cell, Column, DataTable, Figure, day_cell
from dashboards.data import Release, Row
from dashboards.figures import Part
from dashboards.ledger_words import platform_label, speaker_label, told, unnamed
from dashboards.row_filters import EVERY, Keys, figure_with_keys, with_keys
from dashboards.words import Words

COUNTERS = "fct_regulator_counters"
PARTS = (("blocked_count", "accent"), ("still_accessible_count", "alert"), ("rejected_count", "neutral"))


def read_counters(release: Release) -> list[Row]:
    """Every counter, oldest first, the total of its day last; none in a release without them."""
    if not release.has_rows(COUNTERS):
        return []
    return release.rows(f"FROM {COUNTERS} ORDER BY as_of_date, window_label, is_total, platform_id")


def fault_sentence(counters: Sequence[Row], words: Words) -> str:
    """How many counters have parts that miss their total, and how many fall. Nothing where none does."""
    gaps = sum(bool(row["parts_gap_count"]) for row in counters)
    falls = sum(bool(_falls(row)) for row in counters)
    if not gaps and not falls:
        return ""
    return words.say(
        "The regulator's own counters have faults: {gaps} where the parts miss their total, {falls} where a cumulative "
        "number falls.", gaps=words.number(gaps), falls=words.number(falls),
    )  # fmt: skip


def counter_label(name: str, words: Words) -> str:
    """What the regulator says happened to the URLs."""
    labels = {
        "urls_processed": words.say("processed"),
        "processed": words.say("processed"),
        "blocked": words.say("blocked"),
        "still_accessible": words.say("still accessible"),
        "rejected": words.say("rejected"),
    }
    return labels.get(name.removesuffix("_count")) or unnamed(name, words)


def counter_figure(counters: Sequence[Row], names: dict[str, str], words: Words) -> Figure:
    """One bar per platform and date: what the regulator says became of the URLs it processed."""
    rows = [row for row in counters if not row["is_total"]]
    labels = [f"{platform_label(row['platform_id'], names, words)}, {row['as_of_date']:%Y-%m}" for row in rows]
    parts = [Part(counter_label(column, words), token, [row[column] for row in rows]) for column, token in PARTS]
    rest = [_untold(row) for row in rows]
    parts.append(Part(words.say("processed, no more said"), "outcome-missing", rest))
    ends = [words.number(row["urls_processed_count"]) if row["urls_processed_count"] else words.say("blocked only")
            for row in rows]  # fmt: skip
    title = words.say("What the regulator says became of URLs, by platform")
    figure = Figure(
        figure_id="regulator-counters",
        title=title,
        subtitle=words.say("URLs; the number at the end is all that were processed. One bar per counter: their "
                           "windows overlap, so bars are never added."),
        spec=figures.stacked_bars(labels, parts, ends, words),
        summary=words.clauses([f"{label} {end}" for label, end in zip(labels, ends, strict=True)]),
        table=counter_table(title, counters, names, words),
        sources=(COUNTERS,),
        definitions=(f"{COUNTERS}.blocked_count",),
        legend=figures.legend_of(parts),
        is_wide=True,
    )  # fmt: skip
    return figure_with_keys(figure, [_keys(row) for row in rows], figures.ROW_PIXELS)


def _untold(row: Row) -> int | None:
    """URLs processed of which the regulator says nothing: only where it leaves parts out, never to hide a gap."""
    given = [row[column] for column, _ in PARTS]
    if row["urls_processed_count"] is None or None not in given:
        return None
    return int(max(row["urls_processed_count"] - sum(value or 0 for value in given), 0))


def counter_table(caption: str, counters: Sequence[Row], names: dict[str, str], words: Words) -> DataTable:
    """Every counter as it was given, with its source."""
    say = words.say
    labels = (say("As of"), say("Window"), say("Platform"), say("Processed"), say("Blocked"), say("Still accessible"),
              say("Rejected"), say("Said by"), say("Source"))  # fmt: skip
    columns = tuple(Column(label, 2 < index < 7) for index, label in enumerate(labels))
    names_of = ("urls_processed_count", "blocked_count", "still_accessible_count", "rejected_count")
    rows = tuple(
        (day_cell(row["as_of_date"]), Cell(window_text(row, words)),
         Cell(platform_label(row["platform_id"], names, words)),
         *(Cell(words.number(row[name])) for name in names_of), Cell(speaker_label(row["speaker"], words)),
         told(row["source"], words, "source"))
        for row in counters
    )  # fmt: skip
    return with_keys(DataTable(caption, columns, rows, say("— not given.")), [_keys(row) for row in counters])


def window_text(row: Row, words: Words) -> str:
    """2021-01..2024-06 as 2021-01 to 2024-06; anything else in the words of the counter."""
    first, dots, last = row["window_label"].partition("..")
    return words.say("{first} to {last}", first=first, last=last) if dots else words.term(row["window_label"])


def _keys(row: Row) -> Keys:
    return {"platform": EVERY if row["is_total"] else row["platform_id"]}


def _falls(row: Row) -> dict[str, int]:
    """How much each cumulative number fell since the counter before it, where it did."""
    columns = {"processed": "processed_fall_count", "blocked": "blocked_fall_count", "rejected": "rejected_fall_count"}
    return {name: row[column] for name, column in columns.items() if row[column]}


def fault_table(counters: Sequence[Row], names: dict[str, str], words: Words) -> DataTable:
    """What is wrong with the counters themselves: parts that miss their total, cumulative numbers that fall."""
    rows: list[tuple[Cell, ...]] = []
    keys: list[Keys] = []
    for row in counters:
        head = (day_cell(row["as_of_date"]), Cell(window_text(row, words)),
                     Cell(platform_label(row["platform_id"], names, words)))  # fmt: skip
        rows += [(*head, Cell(text)) for text in fault_texts(row, words)]
        keys += [_keys(row)] * (len(rows) - len(keys))
    labels = (words.say("As of"), words.say("Window"), words.say("Platform"), words.say("Fault"))
    columns = tuple(Column(label, False) for label in labels)
    return with_keys(DataTable(words.say("Faults of the regulator's own counters"), columns, tuple(rows)), keys)


def fault_texts(row: Row, words: Words) -> list[str]:
    """The faults of one counter, each in a sentence."""
    texts = []
    gap = row["parts_gap_count"]
    if gap:
        values = {"gap": words.number(abs(gap)), "total": words.number(row["urls_processed_count"])}
        short = words.say("Blocked, still accessible and rejected together are {gap} short of the {total} processed.",
                          **values)  # fmt: skip
        above = words.say("Blocked, still accessible and rejected together are {gap} above the {total} processed.",
                          **values)  # fmt: skip
        texts.append(short if gap > 0 else above)
    for name, fall in _falls(row).items():
        texts.append(words.say("The cumulative number {name} is {fall} lower than on {day}.",
                               name=counter_label(name, words), fall=words.number(fall),
                               day=words.day(row["previous_as_of_date"])))  # fmt: skip
    return texts
