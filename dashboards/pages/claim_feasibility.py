"""What all claims of a date together leave possible, per scenario. A part of the claims page."""

from collections.abc import Mapping, Sequence

from dashboards.blocks import Cell, Column, DataTable, Figure, day_cell
from dashboards.claim_values import interval_text
from dashboards.data import Row
from dashboards.figures_by_period import Range, range_bars
from dashboards.ledger_words import platform_label, told, unnamed
from dashboards.words import Words

FEASIBILITY = "fct_claim_feasibility"
# No claim gives the number of X and WhatsApp; the claims together bound it.
FOCUS = "x;whatsapp"
SCENARIOS = ("literal", "as_worded", "cooperative", "cooperative_30")


def scenario_label(scenario: str, words: Words) -> str:
    """What is assumed beside the claims, in a few words."""
    labels = {
        "literal": words.say("nothing assumed"),
        "cooperative": words.say("Telegram, Instagram ≥ 90%"),
        "cooperative_30": words.say("the same, 30% for 28%"),
        "as_worded": words.say("as worded"),
    }
    return labels.get(scenario) or unnamed(scenario, words)


def short_label(scenario: str, words: Words) -> str:
    """The scenario's name for an axis; the table says what it assumes."""
    labels = {
        "literal": words.say("nothing assumed"),
        "cooperative": words.say("cooperative"),
        "cooperative_30": words.say("cooperative, 30%"),
    }
    return labels.get(scenario) or unnamed(scenario, words)


def in_order(ranges: Sequence[Row]) -> list[Row]:
    """By date and platforms, then the scenario that assumes least first."""
    return sorted(ranges, key=lambda row: (row["as_of_date"], row["platform_set"], _place(row["scenario"])))


def _place(scenario: str) -> tuple[int, str]:
    return (SCENARIOS.index(scenario) if scenario in SCENARIOS else len(SCENARIOS), scenario)


def set_label(platform_set: str, names: Mapping[str, str], words: Words) -> str:
    """x;whatsapp as X and WhatsApp."""
    return words.listing([platform_label(one, names, words) for one in platform_set.split(";")])


def feasibility_sentence(ranges: Sequence[Row], names: Mapping[str, str], words: Words) -> str:
    """What the count of X and WhatsApp together can have been, scenario by scenario."""
    told = [
        words.say("{scenario}: {range}", scenario=scenario_label(row["scenario"], words), range=_reported(row, words))
        for row in _focused(ranges)
    ]
    if not told:
        return ""
    return words.say("Accounts reported to {platforms} together, as the claims allow: {told}.",
                     platforms=set_label(FOCUS, names, words), told=words.clauses(told))  # fmt: skip


def _focused(ranges: Sequence[Row]) -> list[Row]:
    """X and WhatsApp on the last date with claims."""
    last = max((row["as_of_date"] for row in ranges), default=None)
    return [row for row in ranges if row["platform_set"] == FOCUS and row["as_of_date"] == last]


def _reported(row: Row, words: Words) -> str:
    if not row["is_feasible"]:
        return words.say("impossible")
    return interval_text(row["reported_low"], row["reported_high"], False, words)


def _complied(row: Row, words: Words) -> str:
    if not row["is_feasible"]:
        return words.say("impossible")
    return interval_text(row["complied_low"], row["complied_high"], False, words)


def feasibility_figure(ranges: Sequence[Row], names: Mapping[str, str], words: Words) -> Figure:
    """One bar per scenario: from the lowest to the highest count that agrees with every claim."""
    rows = _focused(ranges) or list(ranges)
    labels = [short_label(row["scenario"], words) for row in rows]
    spans = [Range(row["reported_low"], row["reported_high"], _reported(row, words)) if row["is_feasible"]
             else Range(None, None, words.say("impossible")) for row in rows]  # fmt: skip
    title = words.say("What the reported count of {platforms} can have been",
                      platforms=set_label(rows[0]["platform_set"], names, words))  # fmt: skip
    return Figure(
        figure_id="claim-feasibility",
        title=title,
        subtitle=words.say("Accounts reported; every count in the bar agrees with all claims of the date."),
        spec=range_bars(labels, spans, words),
        summary=words.clauses([f"{label}: {span.text}" for label, span in zip(labels, spans, strict=True)]),
        table=feasibility_table(rows, names, words),
        sources=(FEASIBILITY,),
        definitions=(f"{FEASIBILITY}.reported_low",),
        note=words.say("Computed from the claims alone, not from the request log."),
        is_wide=True,
    )


def feasibility_table(ranges: Sequence[Row], names: Mapping[str, str], words: Words) -> DataTable:
    """One row per date, platforms and scenario: what reported and complied can have been, and what is assumed."""
    say = words.say
    labels = (say("As of"), say("Platforms"), say("Scenario"), say("Reported"), say("Complied with"),
              say("What is assumed"))  # fmt: skip
    columns = tuple(Column(label, index in (3, 4)) for index, label in enumerate(labels))
    rows = tuple(
        (day_cell(row["as_of_date"]), Cell(set_label(row["platform_set"], names, words)),
         Cell(scenario_label(row["scenario"], words)), Cell(_reported(row, words)), Cell(_complied(row, words)),
         told(row["assumption"], words))
        for row in ranges
    )  # fmt: skip
    marks = say("≥ the claims set no upper end. Impossible: the claims contradict each other under this scenario.")
    return DataTable(say("What the claims allow, platforms and scenarios"), columns, rows, marks)
