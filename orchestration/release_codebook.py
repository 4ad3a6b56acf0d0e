"""codebook.html: every table, column and metric of a release, with the lineage of each, for people to read and print.

Belongs here: what the codebook says and in which order. Does not: definitions (they stand with the models), lineage
(release_lineage finds it).
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from orchestration.catalog import Column, ReleaseTable
from orchestration.release_documents import Facts, WrittenTable
from orchestration.release_metadata import LICENSE, RESEARCH_TERMS, citation_line

TEMPLATE = "codebook.html.j2"
# What is to be kept in mind of every metric of a kind, which no definition says again.
OF_UNIT = {
    "follower": "Followers are summed over accounts, never deduplicated: one person can be counted many times.",
    "request": "Counts requests, not accounts: one account can be asked for more than once.",
    "complaint": "A complaint is what someone sent in, not what was asked of a platform.",
    "rate": "Empty where the denominator is 0; never to be shown without its denominator.",
    "url": "URLs are not accounts or requests, and are never added to them.",
    "item": "Items are not accounts or requests, and are never added to them.",
}
OF_STAGE = {
    "stock": "A state at the end of its date: never to be added over dates.",
    "flow": "What happened within its period: may be added over periods, within one unit.",
}
OF_SPEAKER = {
    "platform": "As the platform tells it; nobody outside can check it.",
    "agency": "As the authority tells it; not checked against a log.",
    "press": "As the press reported it.",
}


def codebook(facts: Facts, written: Sequence[WrittenTable]) -> str:
    """The page. Raises jinja2.UndefinedError when the template asks for what is not there."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "release_terms"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    ordered = sorted(written, key=lambda item: (item.table.tier, item.table.name))
    return environment.get_template(TEMPLATE).render(
        facts=facts,
        tables=[_table(item, facts) for item in ordered],
        sources=facts.lineage.sources(item.table.name for item in ordered),
        metrics_count=sum(1 for item in ordered for column in item.table.columns if column.metric),
        columns_count=sum(len(item.table.columns) for item in ordered),
        citation=citation_line(facts),
        license=LICENSE,
        research_terms=RESEARCH_TERMS,
    )


def _table(item: WrittenTable, facts: Facts) -> dict[str, Any]:
    table = item.table
    return {
        "name": table.name,
        "view": table.friendly_name,
        "tier": table.tier,
        "owner": table.owner,
        "rows": item.row_count,
        "description": table.description,
        "grain": table.grain,
        "columns": table.columns,
        "metrics": [_metric(table, column) for column in table.columns if column.metric],
        "lineage": facts.lineage.of(table.name),
        "made_of": table.source_rows,
    }


def _metric(table: ReleaseTable, column: Column) -> dict[str, Any]:
    metric = column.metric or {}
    return {
        "name": column.name,
        "label": metric["label"],
        "definition": column.description,
        "formula": _formula(table, column.name, metric),
        "unit": metric["unit"],
        "stage": metric["stage"],
        "speaker": metric["speaker"],
        "range": _range(metric.get("valid_range")),
        "min_cell": metric.get("min_cell"),
        "max_step": metric.get("max_step"),
        "caveats": list(_caveats(table, metric)),
    }


def _formula(table: ReleaseTable, name: str, metric: Mapping[str, Any]) -> str:
    if "numerator" in metric:
        return f"{metric['numerator']} ÷ {metric['denominator']}"
    if table.source_rows and table.source_rows.counted_by == name:
        return f"count of rows of {table.source_rows.table}"
    return "as defined"


def _range(bounds: Sequence[float | None] | None) -> str:
    if bounds is None:
        return "not stated"
    low, high = bounds
    if high is None:
        return f"at least {low:g}"
    return f"at most {high:g}" if low is None else f"{low:g} to {high:g}"


def _caveats(table: ReleaseTable, metric: Mapping[str, Any]) -> Iterator[str]:
    for said, key in ((OF_UNIT, "unit"), (OF_STAGE, "stage"), (OF_SPEAKER, "speaker")):
        if metric[key] in said:
            yield said[metric[key]]
    names = {column.name for column in table.columns}
    if table.tier == "public" and names & {"is_suppressed", "is_stock_suppressed"}:
        yield "Empty where the row says that a small cell is withheld: empty is not zero."
    if table.tier == "public" and "group_id" in table.grain:
        yield "A group with a small cell on a platform is counted under withheld there, or its cells are empty."
    if table.tier == "research" and metric["speaker"] == "warehouse":
        yield "Not withheld however small: a figure from this table is not for publication below the smallest cell."
