"""What a failed check means for whoever reads the numbers: one sentence by kind of rule, with the figure's own name.

Belongs here: the sentences, one a kind. Does not: anything about a single check; those are written from metadata.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from quality.expectation import Expectation
from quality.metrics import Metric

UNKNOWN_KIND = "Figures of {table} may be wrong in a way that nobody has described yet: do not quote them."
# Class of what is asked (derived column, comparison, or else expectation) -> sentence.
SENTENCES: Mapping[str, str] = {
    "ExpectColumnValuesToBeUnique": "Figures of {table} may count the same thing twice, and so be too high.",
    "ExpectCompoundColumnsToBeUnique": "Figures of {table} may count the same thing twice, and so be too high.",
    "ExpectColumnValuesToBeBetween": "Figures of {figure} may be impossible in the rows named: do not quote those.",
    "ExpectColumnValuesToBeBetween of a table": "{table} may vouch for less than it seems: it looked at nothing there.",
    "ExpectColumnPairValuesAToBeGreaterThanB": (
        "Shares read from {figure} may be more than the whole in the rows named: do not quote those."
    ),
    "ExpectTableRowCountToBeBetween": "Figures of {table} may be missing altogether: that is not zero.",
    "ExpectTableRowCountToBeBetween of at most": (
        "Figures about the past may differ from those in the previous release: name the release when you quote one."
    ),
    "PartsGap": "The parts of {figure} may not add up to it: shares worked out from them can be wrong.",
    "TotalGap": "The total of {figure} may be too high or too low: the single rows tell more.",
    "OpenStateGap": (
        "Figures of {figure} may not fit together from one filter to another: the tables without filters tell more."
    ),
    "FlaggedRowsGap": "The total in {table} may be missing or counted twice: the single rows tell more.",
    "RunningSumGap": "Figures of {figure} may be wrong on some days: what came and went does not account for them.",
    "RateGap": "Figures of {figure} may be miscalculated: go by the two numbers that each is made of.",
    "RateEmptyFlag": "Figures of {figure} may stand where there is nothing to divide by, or be missing where there is.",
    "EmptyCountFlag": "An empty cell of {figure} may mean that nobody counted: do not read it as zero.",
    "SmallCellFlag": "Figures of {figure} may point at a single account: do not pass them on.",
    "LeakFlag": "Figures of {table} that are to be withheld may be readable: do not pass them on.",
    "LoneSuppressionFlag": "A withheld figure of {table} may be found by subtraction: do not pass the table on.",
    "RowValue": "Figures made from records that break this rule may be off by as many as were found.",
    "ChangeGap": "Changes since the previous release may be told wrongly: compare the two releases yourself.",
    "UnexplainedFlag": "Figures about the past may have changed for no known reason: they may change again.",
    "Fall": "Figures of {figure} may be too low: they fell since the previous release, and should not.",
    "Step": "Figures of {figure} may have moved for another reason than what happened: compare releases with care.",
    "Silence": "The latest figures of {table} may be too low where it fell silent: not heard of is not zero.",
    "Lost": "Figures of {table} may lack what the previous release had: what is missing is not zero.",
    "NewRestatements": (
        "Figures that publishers gave for the past may differ from those quoted before: name the date they are from."
    ),
    "RowCountChange": "Figures of {table} may be incomplete: much of what the previous release held is gone.",
}


def kind_of(question: Expectation) -> str:
    """The kind of rule that a check is: one name a sentence."""
    source = question.derived or question.change
    if source is not None:
        return type(source).__name__
    kind = question.expectation_type
    if "max_value" in question.kwargs and kind == "ExpectTableRowCountToBeBetween":
        return f"{kind} of at most"
    is_of_table = kind == "ExpectColumnValuesToBeBetween" and question.metric is None
    return f"{kind} of a table" if is_of_table else kind


def with_consequences(questions: Iterable[Expectation], metrics: Iterable[Metric]) -> tuple[Expectation, ...]:
    """The same checks, each with its sentence."""
    labels = {(metric.table, metric.name): metric.label for metric in metrics}
    return tuple(replace(question, consequence=_sentence(question, labels)) for question in questions)


def _sentence(question: Expectation, labels: Mapping[tuple[str, str], str]) -> str:
    column = question.metric or next(iter(question.columns), None)
    figure = labels.get((question.table, column), column) if column else None
    named = f"“{figure.rstrip('.')}”" if figure else question.table
    text = SENTENCES.get(kind_of(question), UNKNOWN_KIND).format(figure=named, table=question.table)
    return text[0].upper() + text[1:] if not text.startswith(question.table) else text
