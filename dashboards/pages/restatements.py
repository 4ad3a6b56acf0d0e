"""Restatements: which published figures did a later report change, and is there a reason in the data?"""

from collections.abc import Sequence
from typing import Any

from dashboards import figures
from dashboards.blocks import Cell, Column, DataTable, Figure, Page, day_cell
from dashboards.data import Release, Row
from dashboards.figures import Part
from dashboards.ledger_words import (
    cause_label,
    comparison_label,
    country_name,
    publisher_label,
    report_label,
    told,
)
from dashboards.pages.published_reports import COUNTRY, FIGURES, read_country_names
from dashboards.pages.restatements_changes import change_filters, change_table
from dashboards.row_filters import figure_with_keys, with_keys
from dashboards.series import read_platform_names
from dashboards.words import Words

RESTATEMENTS = "fct_restatements"
NEWLY_RESTATED = f"{RESTATEMENTS}.nothing_newly_restated"  # the gate's question about the previous release
ROW_LIMIT = 200
SAME_GRAIN, TOTAL, LEFT_OUT, SUM = "same_grain", "total", "left_out", "sum_of_parts"
ANOTHER_WAY = "counted_another_way_in_another_file"  # two files that differ: nobody changed a figure
REGROUPED = ("requestors_regrouped", "requestors_regrouped_in_part", "reasons_regrouped")
TOKENS = {"counted_once_per_product_and_reason": "accent", "given_more_exactly": "outcome-local",
          "withdrawn": "outcome-missing", "first_given": "outcome-partial", "requestors_regrouped": "outcome-pending",
          "requestors_regrouped_in_part": "outcome-reversed", "reasons_regrouped": "outcome-already",
          "unknown": "alert"}  # fmt: skip
_CELL = "country_code, period_start, period_end, platform_id, product, requestor, reason, unit, measure"
_COMPARED = f"""
    SELECT publisher, report, vintages[later - 1] AS old_vintage, vintages[later] AS new_vintage,
           count(*) AS compared_count
    FROM (
        SELECT publisher, report, vintages, unnest(range(2, len(vintages) + 1)) AS later
        FROM (
            SELECT publisher, report, list_sort(list_distinct(list(vintage))) AS vintages
            FROM {FIGURES} GROUP BY publisher, report, {_CELL} HAVING count(*) > 1
        )
    )
    GROUP BY ALL ORDER BY ALL
"""
_CHANGED = f"""
    SELECT publisher, report, old_vintage, new_vintage, comparison, suspected_cause, count(*) AS changed_count
    FROM {RESTATEMENTS} GROUP BY ALL ORDER BY ALL
"""
# A received count that was multiplied or divided most comes first, whichever way it went, and one left out as if it
# had fallen to 0; what was only filed under another name comes later, and sums of parts last.
_LARGEST = f"""
    SELECT *, CASE WHEN ratio = 0 OR (comparison = '{LEFT_OUT}' AND old_value_low > 0) THEN 1e300
                   WHEN ratio > 0 THEN greatest(ratio, 1 / ratio) END AS step
    FROM {RESTATEMENTS} WHERE ($1 IS NULL OR country_code = $1) AND suspected_cause <> '{ANOTHER_WAY}'
    ORDER BY measure = 'received' DESC, comparison = '{SUM}', suspected_cause IN {REGROUPED}, step DESC NULLS LAST,
             abs(coalesce(new_value_low, 0) - old_value_low) DESC NULLS LAST,
             publisher, report, {_CELL}, new_vintage, comparison
    LIMIT {ROW_LIMIT}
"""


def build(release: Release, words: Words) -> Page:
    """How many figures changed, between which reports and why; then the figures themselves."""
    is_loaded = RESTATEMENTS in release.facts.tables
    counted = release.rows(_CHANGED) if is_loaded else []
    changed = [row for row in counted if row["suspected_cause"] != ANOTHER_WAY]
    compared = release.rows(_COMPARED) if release.has_rows(FIGURES) else []
    return Page(
        slug="restatements",
        nav_label=words.say("Restatements"),
        title=words.say("Which published figures were changed later?"),
        lead=lead_sentence(changed, compared, is_loaded, words),
        parts={**_parts(release, changed, compared, words), "another_way": another_way_sentence(counted, words)},
        synthetic_note=words.say(
            "is only the request log behind other pages. The figures on this page are real: both versions of each are "
            "as their publisher gave them."
        ) if compared else "",
        as_of_note=words.say("That is the date of the request log. Each report on this page carries its own date."),
    )  # fmt: skip


def _parts(release: Release, changed: Sequence[Row], compared: Sequence[Row], words: Words) -> dict[str, object]:
    names = read_country_names(release)
    focus = release.rows(_LARGEST, [COUNTRY]) if changed else []
    everywhere = release.rows(_LARGEST, [None]) if changed else []
    country = country_name(COUNTRY, names.get(COUNTRY), words)
    return {
        "verdict": gate_sentence(release, words),
        "pairs": pair_table(changed, compared, words) if compared or changed else None,
        "causes": cause_figure(changed, words) if changed else None,
        "focus": change_table(words.say("Changed figures on {country}", country=country), focus, names, words),
        "everywhere": change_table(words.say("Changed figures of all countries"), everywhere, names, words),
        "row_filters": change_filters([*focus, *everywhere], read_platform_names(release), words),
        "limit": words.say("The {count} largest changes; the CSV has all.", count=words.number(ROW_LIMIT))
        if len(everywhere) == ROW_LIMIT else "",
    }  # fmt: skip


def lead_sentence(changed: Sequence[Row], compared: Sequence[Row], is_loaded: bool, words: Words) -> str:
    """How many of the figures that two reports carry differ between them."""
    if not is_loaded:
        return words.say("This release holds no table of restatements: it was made before there was one.")
    if not (total := sum(row["compared_count"] for row in compared)) and not changed:
        return words.say("No figure in this release stands in two reports of one publisher, so none can be compared.")
    first = words.say(
        "Of {compared} figures that stand in two reports of one publisher, split alike, {changed} differ between the "
        "two.", compared=words.number(total), changed=words.number(_sum(changed, SAME_GRAIN)),
    )  # fmt: skip
    parts = (first, _other_changes(changed, words), words.say("Neither version is corrected here."))
    return " ".join(part for part in parts if part)


def _other_changes(changed: Sequence[Row], words: Words) -> str:
    """What else changed, and how much of all that was only filed under other names."""
    left_out, total, finer = (_sum(changed, comparison) for comparison in (LEFT_OUT, TOTAL, SUM))
    filed = sum(row["changed_count"] for row in changed if row["suspected_cause"] in REGROUPED)
    first_given = sum(row["changed_count"] for row in changed if row["suspected_cause"] == "first_given")
    sentences = (
        words.say("Of these, {count} had no number before.", count=words.number(first_given)) if first_given else "",
        words.plural("{count} is left out of a later report that carries its half-year.",
                     "{count} are left out of a later report that carries their half-year.", left_out)
        if left_out else "",
        words.plural("{count} total of a country, added up from its parts, changed.",
                     "{count} totals of countries, added up from their parts, changed.", total) if total else "",
        words.plural("{count} more differs from the sum of its parts in a later, finer report.",
                     "{count} more differ from the sum of their parts in a later, finer report.", finer)
        if finer else "",
        words.plural("Of all these, {count} was filed under another requestor or reason.",
                     "Of all these, {count} were filed under another requestor or reason.", filed) if filed else "",
    )  # fmt: skip
    return " ".join(sentence for sentence in sentences if sentence)


def another_way_sentence(counted: Sequence[Row], words: Words) -> str:
    """What is in the CSV and in no list here, and why."""
    count = sum(row["changed_count"] for row in counted if row["suspected_cause"] == ANOTHER_WAY)
    return words.say(
        "{count} more differ only because two files count another way: over all who asked, their country and half-year "
        "come to the same in both reports. They are in the CSV, and not on this page.", count=words.number(count),
    ) if count else ""  # fmt: skip


def _sum(changed: Sequence[Row], comparison: str) -> int:
    return sum(row["changed_count"] for row in changed if row["comparison"] == comparison)


def gate_sentence(release: Release, words: Words) -> str:
    """What the gate found about new restatements; nothing without such a check."""
    check = next((one for one in release.facts.quality.checks if one.check_id == NEWLY_RESTATED), None)
    if check is None:
        return ""
    question, seen = words.term(check.question), told(check.observed, words)
    if seen.kind == "quote":  # the gate's own English, which would break a sentence of another language
        return words.say("The gate asked: {question} It passed.", question=question) if check.is_passed else words.say(
            "The gate asked: {question} It warned.", question=question)  # fmt: skip
    observed = seen.text.rstrip(".")
    if check.is_passed:
        return words.say("The gate asked: {question} It passed: {observed}.", question=question, observed=observed)
    return words.say("The gate asked: {question} It warned: {observed}.", question=question, observed=observed)


def pair_table(changed: Sequence[Row], compared: Sequence[Row], words: Words) -> DataTable:
    """One row per pair of reports: compared, changed, left out, totals, and how many differ from a sum of parts."""
    pairs = sorted({_bar(row) for row in (*compared, *changed)})
    counts = {_bar(row): row["compared_count"] for row in compared}
    rows = []
    for one in pairs:
        own = [row for row in changed if _bar(row) == one]
        sums = (_sum(own, comparison) for comparison in (SAME_GRAIN, LEFT_OUT, TOTAL, SUM))
        numbers = (Cell(words.number(count)) for count in (counts.get(one, 0), *sums))
        rows.append((Cell(report_label(one[1], words)), day_cell(one[2]), day_cell(one[3]), *numbers))
    say = words.say
    columns = (Column(say("Report"), False), Column(say("Report of"), False), Column(say("and report of"), False),
               Column(say("Figures in both")), Column(say("of them changed")), Column(say("Left out of the later")),
               Column(say("Totals changed")),
               Column(say("Differ from a sum of finer parts")))  # fmt: skip
    return with_keys(DataTable(say("Reports compared"), columns, tuple(rows)), [{"publisher": one[0]} for one in pairs])


def cause_figure(changed: Sequence[Row], words: Words) -> Figure:
    """One bar per pair of reports and comparison: the changed figures by suspected cause."""
    keys = sorted({_bar(row) for row in changed})
    extra = sorted({row["suspected_cause"] for row in changed} - set(TOKENS))
    causes = [*TOKENS.items(), *((cause, "neutral") for cause in extra)]
    parts = [Part(cause_label(cause, words), token, [_count(changed, key, cause) for key in keys])
             for cause, token in causes]  # fmt: skip
    parts = [part for part in parts if any(part.values)]
    labels = [f"{publisher_label(key[0], words)} {words.ltr(f'{key[2]:%Y-%m} → {key[3]:%Y-%m}')}" for key in keys]
    totals = [words.number(sum(part.values[place] or 0 for part in parts)) for place in range(len(keys))]
    title = words.say("Changed figures by suspected cause")
    table = DataTable(title, _cause_columns(words), tuple(
        (Cell(publisher_label(row["publisher"], words)), day_cell(row["old_vintage"]), day_cell(row["new_vintage"]),
         Cell(comparison_label(row["comparison"], words)), Cell(cause_label(row["suspected_cause"], words)),
         Cell(words.number(row["changed_count"])))
        for row in changed
    ))  # fmt: skip
    figure = Figure(
        figure_id="restatement-causes",
        title=title,
        subtitle=words.say("Number of figures; one bar per pair of reports. What the data shows, not what was said."),
        spec=figures.stacked_bars(labels, parts, totals, words),
        summary=words.clauses([f"{label} {total}" for label, total in zip(labels, totals, strict=True)]),
        table=with_keys(table, [{"publisher": row["publisher"], "cause": row["suspected_cause"]} for row in changed]),
        sources=(RESTATEMENTS,),
        definitions=(f"{RESTATEMENTS}.suspected_cause",),
        legend=figures.legend_of(parts),
        is_wide=True,
    )
    return figure_with_keys(figure, [{"publisher": key[0]} for key in keys], figures.ROW_PIXELS)


def _bar(row: Row) -> tuple[Any, ...]:
    return tuple(row[key] for key in ("publisher", "report", "old_vintage", "new_vintage"))


def _count(changed: Sequence[Row], key: tuple[Any, ...], cause: str) -> int:
    return sum(row["changed_count"] for row in changed if _bar(row) == key and row["suspected_cause"] == cause)


def _cause_columns(words: Words) -> tuple[Column, ...]:
    say = words.say
    names = (say("Publisher"), say("Report of"), say("and report of"), say("Compared"), say("Suspected cause"))
    return (*(Column(name, False) for name in names), Column(say("Figures")))
