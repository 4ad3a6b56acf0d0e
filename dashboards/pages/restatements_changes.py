"""The lists of changed figures on the page of restatements, and the filters that they answer to."""

from collections.abc import Mapping, Sequence

from dashboards.blocks import Cell, Column, DataTable, day_cell
from dashboards.data import Row
from dashboards.ledger_words import (
    cause_label,
    country_name,
    measure_label,
    platform_label,
    publisher_label,
    status_label,
    told,
    unit_label,
)
from dashboards.periods import half_year
from dashboards.row_filters import Keys, RowFilters, row_filters, selector, with_keys
from dashboards.words import NULL, Words


def change_table(caption: str, rows: Sequence[Row], names: dict[str, str], words: Words) -> DataTable:
    """One row per changed figure: what was said, what is said now, how many times as much, and why perhaps."""
    say = words.say
    labels = (say("Country"), say("Half-year"), say("What"), say("Who asked"), say("Product, reason"),
              say("Report of"), say("said"), say("Report of"), say("says"), say("New / old"),
              say("Suspected cause"))  # fmt: skip
    columns = tuple(Column(label, index in {6, 8, 9}) for index, label in enumerate(labels))
    table = DataTable(caption, columns, tuple(_change_cells(row, names, words) for row in rows))
    return with_keys(table, [_keys(row) for row in rows])


def _keys(row: Row) -> Keys:
    """What a changed figure answers to."""
    return {"publisher": row["publisher"], "platform": row["platform_id"], "cause": row["suspected_cause"]}


def change_filters(changed: Sequence[Row], platforms: Mapping[str, str], words: Words) -> RowFilters | None:
    """By publisher, platform and suspected cause."""
    publishers = {one: publisher_label(one, words) for one in sorted({row["publisher"] for row in changed})}
    causes = {one: cause_label(one, words) for one in sorted({row["suspected_cause"] for row in changed})}
    named = {one: words.term(platform_label(one, platforms, words))
             for one in sorted({row["platform_id"] for row in changed})}  # fmt: skip
    return row_filters(
        (selector("publisher", words.say("Publisher"), publishers),
         selector("platform", words.say("Platform"), named),
         selector("cause", words.say("Suspected cause"), causes)), words,
    )  # fmt: skip


def _change_cells(row: Row, names: dict[str, str], words: Words) -> tuple[Cell, ...]:
    what = words.say("{publisher}: {unit} {measure}", publisher=publisher_label(row["publisher"], words),
                     unit=unit_label(row["unit"], words), measure=measure_label(row["measure"], words))  # fmt: skip
    return (
        Cell(country_name(row["country_code"], names.get(row["country_code"]), words)),
        Cell(half_year(row["period_start"], row["period_end"]), kind="day"),
        Cell(what),
        Cell(words.say("everyone")) if row["requestor"] == "all" else told(row["requestor"], words),
        Cell(_of_what(row, words)),
        day_cell(row["old_vintage"]),
        Cell(_said(row, "old", words)),
        day_cell(row["new_vintage"]),
        Cell(_said(row, "new", words), kind="restated"),
        Cell(NULL if row["ratio"] is None else words.ltr(f"× {words.number(round(row['ratio'], 3))}")),
        Cell(cause_label(row["suspected_cause"], words)),
    )


def _of_what(row: Row, words: Words) -> str:
    """YouTube, Adult Content: the product and the reason, where the figure is not of all of them."""
    parts = [words.term(text) for text in (row["product"], row["reason"]) if text != "all"]
    if len(parts) > 1:
        return words.say("{product}, {reason}", product=parts[0], reason=parts[1])
    return parts[0] if parts else words.say("all")


def _said(row: Row, which: str, words: Words) -> str:
    low, high = row[f"{which}_value_low"], row[f"{which}_value_high"]
    if low is None:
        return status_label(row[f"{which}_value_status"], words)
    return words.number(low) if low == high else words.ltr(f"{words.number(low)}–{words.number(high)}")
