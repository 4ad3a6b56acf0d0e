"""The table of the two ledgers: one row per number of the regulator, the platform's figures beside it, one verdict."""

from collections.abc import Sequence
from itertools import groupby

from dashboards.blocks import Cell, Column, DataTable
from dashboards.data import Row
from dashboards.ledger_words import platform_label, publisher_label, told, unit_label, unnamed
from dashboards.pages.regulator_counters import counter_label, window_text
from dashboards.row_filters import with_keys
from dashboards.words import NULL, Words

# Those that compare come first.
KINDS = {"agree": "passed", "disagree": "failed", "unit_mismatch": "warning", "population_mismatch": "warning",
         "missing_side": "withheld"}  # fmt: skip
UNITS = ("request", "item", "account", "url")

Counted = tuple[Row, ...]  # what a platform publishes opposite one number of the regulator, a row per unit


def variance_label(variance_type: str, words: Words) -> str:
    """Whether the two numbers can be compared, and if so whether they agree."""
    labels = {
        "agree": words.say("agree"),
        "disagree": words.say("disagree"),
        "unit_mismatch": words.say("different units"),
        "population_mismatch": words.say("different things counted"),
        "missing_side": words.say("one side missing"),
    }
    return labels.get(variance_type) or unnamed(variance_type, words)


def comparison_table(rows: Sequence[Row], names: dict[str, str], words: Words) -> DataTable:
    """One row per platform, counter and number of the regulator; what the platform counts stands beside it by unit."""
    say = words.say
    units = [unit for unit in UNITS if unit != "url" or any(row["unit"] == "url" for row in rows)]
    labels = (
        say("Platform"),
        say("As of"),
        say("Window"),
        say("Regulator: URLs"),
        *(say("Platform: {unit}", unit=unit_label(unit, words)) for unit in units),
        say("Verdict"),
        say("Why"),
    )
    columns = tuple(Column(label, 4 <= index < 4 + len(units)) for index, label in enumerate(labels))
    groups = _grouped(rows)
    cells = tuple(
        (*lead, *_counted_cells(group, units, words), *_verdict_cells(group, words))
        for group, lead in zip(groups, _lead_cells(groups, names, words), strict=True)
    )
    table = DataTable(say("The two ledgers, number by number"), columns, cells, _marks(rows, words))
    return with_keys(table, [{"platform": group[0]["platform_id"]} for group in groups])


def _marks(rows: Sequence[Row], words: Words) -> str:
    """What the signs mean; ≥ only where one stands."""
    least = any(row["platform_value_low"] is not None and row["platform_value_high"] is None for row in rows)
    texts = [
        words.say("A ratio stands only where both sides count the same thing in the same unit."),
        words.say(
            "— not published. In a half-year that the files cover but that gives nothing, they do not name the country "
            "or do not give that number."
        ),
        words.say("≥ the platform left a part of the number blank, so that only the least it can be is known.")
        if least
        else "",
    ]
    return " ".join(text for text in texts if text)


def _grouped(rows: Sequence[Row]) -> list[Counted]:
    """The rows by what the regulator counts; platforms with a pair that can be compared come first."""
    ordered = sorted(rows, key=_counter)
    best = {platform: min(map(_rank, group))
            for platform, group in groupby(ordered, key=lambda row: row["platform_id"])}  # fmt: skip
    groups = [tuple(group) for _, group in groupby(ordered, key=_counter)]
    return sorted(groups, key=lambda group: best[group[0]["platform_id"]])


def _counter(row: Row) -> tuple[object, ...]:
    """What makes a number of the regulator: of these, that received comes before that blocked."""
    is_blocked = row["government_measure"] == "blocked"
    return row["platform_id"], row["as_of_date"], row["window_label"], is_blocked, row["report"]


def _rank(row: Row) -> int:
    order = list(KINDS)
    return order.index(row["variance_type"]) if row["variance_type"] in order else len(order)


def _lead_cells(groups: Sequence[Counted], names: dict[str, str], words: Words) -> list[tuple[Cell, ...]]:
    """Platform, date and window, each written once over the rows that share it, and the regulator's number."""
    cells: list[tuple[Cell, ...]] = []
    for index, group in enumerate(groups):
        row, above = group[0], groups[index - 1][0] if index else None
        spans = [
            0
            if above and _shared(above, depth) == _shared(row, depth)
            else sum(_shared(other[0], depth) == _shared(row, depth) for other in groups)
            for depth in (1, 3)
        ]
        cells.append(
            (
                Cell(platform_label(row["platform_id"], names, words), row_span=spans[0]),
                Cell(row["as_of_date"].isoformat(), kind="day", row_span=spans[1]),
                Cell(window_text(row, words), row_span=spans[1]),
                Cell(_government_text(row, words)),
            )
        )
    return cells


def _shared(row: Row, depth: int) -> tuple[object, ...]:
    return _counter(row)[:depth]


def _government_text(row: Row, words: Words) -> str:
    measure = counter_label(row["government_measure"], words)
    if row["government_value"] is None:
        return words.say("{measure}: no number", measure=measure)
    return words.say("{value} {measure}", value=words.number(row["government_value"]), measure=measure)


def _counted_cells(group: Counted, units: Sequence[str], words: Words) -> tuple[Cell, ...]:
    by_unit = {row["unit"]: row for row in group}
    return tuple(Cell(_platform_text(by_unit[unit], words) if unit in by_unit else NULL) for unit in units)


def _platform_text(row: Row, words: Words) -> str:
    if row["platform_value_low"] is None:
        return NULL
    return _interval(row["platform_value_low"], row["platform_value_high"], words)


def _interval(low: float, high: float | None, words: Words) -> str:
    if high is None:
        return words.ltr(f"≥ {words.number(low)}")
    return words.number(low) if low == high else words.ltr(f"{words.number(low)}–{words.number(high)}")


def _verdict_cells(group: Counted, words: Words) -> tuple[Cell, Cell]:
    """The verdict, of the pair that compares best; with a ratio where like is divided by like."""
    row = min(group, key=_rank)
    kind = row["variance_type"]
    label = variance_label(kind, words)
    if row["ratio_low"] is not None:
        label = words.say("{verdict}: {ratio} of the regulator's number", verdict=label, ratio=_ratio_text(row, words))
    return Cell(label, kind=KINDS.get(kind, "withheld")), _why(group, row, words)


def _why(group: Counted, row: Row, words: Words) -> Cell:
    """The reason, then how much of the window is covered. The release's own sentence may be in English alone."""
    reason, covered = told(_reason(group, row, words), words, "reason"), _coverage_sentence(group, words)
    if reason.kind == "quote" or not covered:
        return reason
    return Cell(covered if reason.text == NULL else f"{reason.text} {covered}", kind="reason")


def _ratio_text(row: Row, words: Words) -> str:
    low, high = row["ratio_low"], row["ratio_high"]
    if high is None:
        return words.ltr(f"≥ {words.number(round(low, 3))}")
    return words.ltr("–".join(words.number(round(value, 3)) for value in ((low,) if low == high else (low, high))))


def _reason(group: Counted, row: Row, words: Words) -> str:
    """The release's own sentence; one for all units where only the unit tells them apart."""
    alike = [other for other in group if other["variance_type"] == row["variance_type"]]
    if len(alike) == 1 or row["variance_type"] != "unit_mismatch":
        return " ".join(dict.fromkeys(other["reason"] for other in alike))
    units = sorted((other["unit"] for other in alike), key=UNITS.index)
    return words.say("The regulator counts URLs and {publisher} counts {units}, so the numbers cannot be compared.",
                     publisher=publisher_label(row["publisher"], words),
                     units=words.listing([unit_label(unit, words) for unit in units]))  # fmt: skip


def _coverage_sentence(group: Counted, words: Words) -> str:
    """How much of the window the platform's files are about, and how much of that the numbers are from."""
    covered, expected = group[0]["half_years_covered_count"], group[0]["half_years_expected_count"]
    given = [row["half_years_present_count"] for row in group if row["platform_value_low"] is not None]
    told = {"covered": words.number(covered), "expected": words.number(expected), "given": _span(given, words)}
    if given and set(given) != {covered}:
        return words.say("Its files cover {covered} of {expected} half-years; what they give is from {given} of them.",
                         **told)  # fmt: skip
    if covered in (0, expected):
        return ""
    return words.say("Its files cover {covered} of {expected} half-years.", **told)


def _span(counts: Sequence[int], words: Words) -> str:
    """15; 10 to 15 where the units differ."""
    if not counts:
        return NULL
    low, high = words.number(min(counts)), words.number(max(counts))
    return low if low == high else words.say("{low} to {high}", low=low, high=high)
