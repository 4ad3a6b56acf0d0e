"""Two ledgers: what the regulator counts beside what platforms count, and whether the two can be compared at all."""

from collections.abc import Sequence

from dashboards.blocks import Cell, Column, DataTable, Page, day_cell
from dashboards.data import Release, Row
from dashboards.ledger_words import measure_label, platform_label, report_label, spaced, unit_label
from dashboards.pages.regulator_counters import (
    counter_figure,
    counter_label,
    fault_sentence,
    fault_table,
    read_counters,
)
from dashboards.series import read_platform_names
from dashboards.words import NULL, Words

VARIANCE = "fct_ledger_variance"
# Those that compare come first.
KINDS = {"agree": "passed", "disagree": "failed", "unit_mismatch": "warning", "population_mismatch": "warning",
         "missing_side": "withheld"}  # fmt: skip


def build(release: Release, words: Words) -> Page:
    """The comparisons with their verdicts, then the regulator's counters and the faults they have of their own."""
    names = read_platform_names(release)
    counters = read_counters(release)
    comparisons = _comparisons(release)
    return Page(
        slug="ledgers",
        nav_label=words.say("Two ledgers"),
        title=words.say("Do the regulator's numbers agree with the platforms'?"),
        lead=lead_sentence(comparisons, counters, words),
        parts={
            "comparisons": comparison_table(comparisons, names, words) if comparisons else None,
            "counters": counter_figure(counters, names, words) if counters else None,
            "faults": fault_table(counters, names, words) if counters else None,
        },
        synthetic_note=words.say(
            "is only the request log behind other pages. The figures on this page are real: each is as the regulator "
            "or the platform gave it."
        ) if counters or comparisons else "",
        as_of_note=words.say("That is the date of the request log. Each counter on this page carries its own date."),
    )  # fmt: skip


def _comparisons(release: Release) -> list[Row]:
    if not release.has_rows(VARIANCE):
        return []
    rows = release.rows(f"FROM {VARIANCE} ORDER BY platform_id, as_of_date, window_label, report, measure, unit")
    order = list(KINDS)
    return sorted(rows, key=lambda row: order.index(row["variance_type"]) if row["variance_type"] in order else 99)


def lead_sentence(comparisons: Sequence[Row], counters: Sequence[Row], words: Words) -> str:
    """How many pairs can be compared, and how many of those agree; then the counters' own faults."""
    if not comparisons and not counters:
        return words.say("This release holds no counters of the regulator to compare with.")
    parts = [_compared_sentence(comparisons, words) if comparisons else "", fault_sentence(counters, words)]
    return " ".join(part for part in parts if part)


def _compared_sentence(comparisons: Sequence[Row], words: Words) -> str:
    kinds = [row["variance_type"] for row in comparisons]
    alike = kinds.count("agree") + kinds.count("disagree")
    total = words.number(len(kinds))
    if not alike:
        return words.say("It cannot be said: in none of {total} pairs do the regulator and a platform count the same "
                         "thing in the same unit, so no ratio is given.", total=total)  # fmt: skip
    agree = words.plural("{count} agrees", "{count} agree", kinds.count("agree"))
    return words.say("In {alike} of {total} pairs the two count like with like, and of these {agree}; the rest cannot "
                     "be compared, and no ratio is given for them.", alike=words.number(alike), total=total,
                     agree=agree)  # fmt: skip


def variance_label(variance_type: str, words: Words) -> str:
    """Whether the two numbers can be compared, and if so whether they agree."""
    labels = {
        "agree": words.say("agree"),
        "disagree": words.say("disagree"),
        "unit_mismatch": words.say("different units"),
        "population_mismatch": words.say("different things counted"),
        "missing_side": words.say("one side missing"),
    }
    return labels.get(variance_type, spaced(variance_type))


def comparison_table(rows: Sequence[Row], names: dict[str, str], words: Words) -> DataTable:
    """One row per pair: what each side says in its own unit, whether they compare, and why or why not."""
    say = words.say
    labels = (say("Platform"), say("As of"), say("Window"), say("Regulator says"), say("Platform says"),
              say("In"), say("Verdict"), say("Platform / regulator"), say("Why"))  # fmt: skip
    columns = tuple(Column(label, index == 7) for index, label in enumerate(labels))
    marks = say("A ratio stands only where both sides count the same thing in the same unit; elsewhere there is none.")
    cells = tuple(_comparison_cells(row, names, words) for row in rows)
    return DataTable(say("The two ledgers, pair by pair"), columns, cells, marks)


def _comparison_cells(row: Row, names: dict[str, str], words: Words) -> tuple[Cell, ...]:
    kind = row["variance_type"]
    return (
        Cell(platform_label(row["platform_id"], names, words)),
        day_cell(row["as_of_date"]),
        Cell(row["window_label"]),
        Cell(_government_text(row, words)),
        Cell(_platform_text(row, words)),
        Cell(report_label(row["report"], words) if row["report"] else NULL),
        Cell(variance_label(kind, words), kind=KINDS.get(kind, "withheld")),
        Cell(_ratio_text(row, words)),
        Cell(row["reason"] or NULL, kind="reason"),
    )


def _government_text(row: Row, words: Words) -> str:
    if row["government_value"] is None:
        return words.say("no number")
    return words.say("{value} {unit} {measure}", value=words.number(row["government_value"]),
                     unit=unit_label(row["government_unit"], words),
                     measure=counter_label(row["government_measure"], words))  # fmt: skip


def _platform_text(row: Row, words: Words) -> str:
    if row["platform_value_low"] is None:
        return words.say("no number")
    text = words.say("{value} {unit} {measure}", unit=unit_label(row["unit"], words),
                     value=_interval(row["platform_value_low"], row["platform_value_high"], words),
                     measure=measure_label(row["measure"], words))  # fmt: skip
    present, expected = row["half_years_present_count"], row["half_years_expected_count"]
    if present == expected:
        return text
    return words.say("{text}, in {present} of {expected} half-years", text=text, present=words.number(present),
                     expected=words.number(expected))  # fmt: skip


def _interval(low: float, high: float | None, words: Words) -> str:
    if high is None:
        return f"≥ {words.number(low)}"
    return words.number(low) if low == high else f"{words.number(low)}–{words.number(high)}"


def _ratio_text(row: Row, words: Words) -> str:
    low, high = row["ratio_low"], row["ratio_high"]
    if low is None:
        return NULL
    shown = (words.number(round(value, 3)) for value in ((low,) if high is None or low == high else (low, high)))
    return "–".join(shown)
