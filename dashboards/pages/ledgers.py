"""Two ledgers: what the regulator counts beside what platforms count, and whether the two can be compared at all."""

from collections.abc import Sequence

from dashboards.blocks import Page
from dashboards.data import Release, Row
from dashboards.ledger_words import platform_label
from dashboards.pages.ledger_comparisons import comparison_table
from dashboards.pages.regulator_counters import counter_figure, fault_sentence, fault_table, read_counters
from dashboards.row_filters import RowFilters, row_filters, selector
from dashboards.series import read_platform_names
from dashboards.words import Words

VARIANCE = "fct_ledger_variance"


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
            "row_filters": _filters([*comparisons, *counters], names, words),
            "faults": fault_table(counters, names, words) if counters else None,
        },
        synthetic_note=words.say(
            "is only the request log behind other pages. The figures on this page are real: each is as the regulator "
            "or the platform gave it."
        ) if counters or comparisons else "",
        as_of_note=words.say("That is the date of the request log. Each counter on this page carries its own date."),
    )  # fmt: skip


def _filters(rows: Sequence[Row], names: dict[str, str], words: Words) -> RowFilters | None:
    """By platform; totals of the regulator are of none."""
    platforms = sorted({row["platform_id"] for row in rows} - {"all"})
    named = {one: platform_label(one, names, words) for one in platforms}
    return row_filters((selector("platform", words.say("Platform"), named),), words)


def _comparisons(release: Release) -> list[Row]:
    if not release.has_rows(VARIANCE):
        return []
    return release.rows(
        f"FROM {VARIANCE} ORDER BY platform_id, as_of_date, window_label, government_measure DESC, unit"
    )


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
