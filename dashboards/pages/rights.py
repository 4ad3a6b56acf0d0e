"""Rights and errors: what in the requests bears on the rights of those asked about?"""

from collections.abc import Sequence

from dashboards.blocks import Cell, Column, DataTable, Page
from dashboards.data import Release, Row
from dashboards.rates import Rate, read_rate
from dashboards.words import NULL, Words

RIGHTS = "fct_rights_summary"
SHARES = (
    "reversed_of_complied",
    "appealed_of_decided",
    "not_found_of_reported",
    "undesignated_of_known",
    "no_legal_basis_of_reported",
    "corrected_of_reported",
    "retracted_of_recorded",
)


def build(release: Release, words: Words) -> Page:
    """The page of reversals, appeals and errors from the rights summary."""
    rows = read_rows(release, words)
    rates = {share: [read_rate(release, row, share, RIGHTS) for row in rows] for share in SHARES}
    return Page(
        slug="rights",
        nav_label=words.say("Rights and errors"),
        title=words.say("What in the requests bears on people's rights?"),
        lead=lead_sentence(
            {share: values[0] for share, values in rates.items() if values},
            rows[0]["designation_unknown_count"] if rows else 0,
            words,
        ),
        parts={"shares": share_table(release, rates, words)},
    )


def read_rows(release: Release, words: Words) -> list[Row]:
    """The rows of the rights summary with agency_name: all agencies together, then those with the most requests."""
    if not release.has_rows(RIGHTS):
        return []
    return release.rows(
        f"""
        SELECT rights.*, CASE WHEN is_total THEN $1 ELSE coalesce(agency_name, rights.agency_id) END AS agency_name
        FROM {RIGHTS} AS rights LEFT JOIN dim_agency AS agency USING (agency_id)
        ORDER BY is_total DESC, reported_count DESC, agency_id
        """,
        [words.say("All agencies")],
    )


def lead_sentence(overall: dict[str, Rate], unknown_count: int, words: Words) -> str:
    """What was undone, what named a group that was not designated as far as known, and what named no legal basis."""
    if not overall:
        return words.say("This release holds no count of reversals and errors.")
    undone, undesignated, baseless = (
        _share_text(overall[share], words)
        for share in ("reversed_of_complied", "undesignated_of_known", "no_legal_basis_of_reported")
    )
    return words.say(
        "Complied with, then undone: {undone}. Aimed at a group not designated at the time, of the requests whose "
        "group the register knows well enough: {undesignated}; of {unknown} more it does not. Without a legal basis: "
        "{baseless}.",
        undone=undone, undesignated=undesignated, unknown=words.number(unknown_count), baseless=baseless,
    )  # fmt: skip


def _share_text(rate: Rate, words: Words) -> str:
    if rate.denominator == 0:
        return words.say("none of 0")
    return rate.describe(words)


def share_table(release: Release, rates: dict[str, list[Rate]], words: Words) -> DataTable:
    """Each share for all agencies and for each; the name of a share stands for its rows."""
    say = words.say
    columns = (
        Column(say("Share"), is_number=False),
        Column(say("Agency"), is_number=False),
        *(Column(label) for label in (say("Rate"), say("95% interval"), say("Counts"))),
    )
    rows = [
        (_share_cell(release, share, len(values) if place == 0 else 0), *_cells(rate, words))
        for share, values in rates.items()
        for place, rate in enumerate(values)
    ]
    marks = say(
        "Withheld: n is too small for a rate. Agencies ask for different things, so a difference between them need not "
        "be one of care; the interval is what chance alone would leave plausible."
    )
    return DataTable(say("Reversals, appeals and errors, by agency"), columns, tuple(rows), marks)


def _share_cell(release: Release, share: str, row_span: int) -> Cell:
    column = f"{share}_rate"
    label = release.facts.metric(RIGHTS, column).label
    return Cell(label, href=f"definitions.html#{RIGHTS}.{column}", row_span=row_span)


def _cells(rate: Rate, words: Words) -> Sequence[Cell]:
    name, n = Cell(rate.label), Cell(f"{words.number(rate.numerator)} / {words.number(rate.denominator)}")
    if rate.is_withheld:
        return name, Cell(words.say("withheld"), kind="withheld"), Cell(NULL), n
    if rate.rate is None:
        return name, Cell(NULL), Cell(NULL), n
    bounds = words.say("{low} to {high}", low=words.percent(rate.low), high=words.percent(rate.high))
    return name, Cell(words.percent(rate.rate)), Cell(bounds), n
