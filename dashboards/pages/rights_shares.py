"""Every share of the rights summary by agency: also what is corrected and withdrawn, which no cube tells apart."""

from collections.abc import Sequence

from dashboards.blocks import Cell, Column, DataTable
from dashboards.data import Release, Row
from dashboards.filters import Keep
from dashboards.pages.compliance_rates import family_cells
from dashboards.rates import Rate, read_rate
from dashboards.words import Words

RIGHTS = "fct_rights_summary"
SHARES = ("corrected_of_reported", "retracted_of_recorded")


def share_table(release: Release, words: Words) -> DataTable:
    """Each share for all agencies and for each; the name of a share stands for its rows."""
    say = words.say
    rows = read_rows(release, words)
    columns = (
        Column(say("Share"), is_number=False),
        Column(say("Agency"), is_number=False),
        *(Column(label) for label in (say("Rate"), say("95% interval"), say("Counts"))),
    )
    cells = [
        (_share_cell(release, share, len(rows) if place == 0 else 0, words), *_cells(rate, words))
        for share in SHARES
        for place, rate in enumerate(read_rate(release, row, share, RIGHTS) for row in rows)
    ]
    marks = say("Withheld: n is too small for a rate. The interval is what chance alone would leave plausible.")
    keys = tuple("" if row["is_total"] else row["agency_id"] for _ in SHARES for row in rows)
    caption = say("Corrected and withdrawn, by agency")
    return DataTable(caption, columns, tuple(cells), marks, binding=Keep("agency", keys))


def read_rows(release: Release, words: Words) -> list[Row]:
    """The rows of the rights summary with agency_name: all agencies together, then those with the most requests."""
    if not release.has_rows(RIGHTS):
        return []
    rows = release.rows(f"""
        SELECT rights.*, agency_name
        FROM {RIGHTS} AS rights LEFT JOIN dim_agency AS agency USING (agency_id)
        ORDER BY is_total DESC, reported_count DESC, agency_id
    """)
    return [{**row, "agency_name": _name(row, words)} for row in rows]


def _name(row: Row, words: Words) -> str:
    return words.say("All agencies") if row["is_total"] else words.term(row["agency_name"] or row["agency_id"])


def _share_cell(release: Release, share: str, row_span: int, words: Words) -> Cell:
    column = f"{share}_rate"
    label = words.term(release.facts.metric(RIGHTS, column).label)
    return Cell(label, href=f"definitions.html#{RIGHTS}.{column}", row_span=row_span)


def _cells(rate: Rate, words: Words) -> Sequence[Cell]:
    return (Cell(rate.label), *family_cells(rate, words))
