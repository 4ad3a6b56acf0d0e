"""From metadata to questions: what the gate asks of every metric and every published table. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from quality.changed import OWN_CHANGES, changed_expectations
from quality.comparison import Fall, Step, Total
from quality.consequences import with_consequences
from quality.cube import cube_expectations
from quality.derived import EmptyCountFlag, RateEmptyFlag, RateGap, SmallCellFlag
from quality.expectation import NOTHING_OFF, Change, Derived, Expectation, Severity
from quality.laws import CELL_COUNT, WEEKLY, Law, law_expectations, written_expectations
from quality.metrics import Metric, MetricError, Table
from quality.restated import OWN_RESTATEMENTS, restated_expectations
from quality.row_counts import row_count_expectation

RATE_TOLERANCE = 1e-9
# Followers of an account may be unknown; how many are is a count of its own. Hours and days may not have come yet.
COUNTED_UNITS = frozenset({"request", "account", "item", "url", "complaint", "count"})
# What they leave out we leave out: an empty cell in their tables is theirs.
OUTSIDE_SPEAKERS = frozenset({"agency", "platform", "press"})


def plan(tables: Iterable[Table], metrics: Iterable[Metric], laws: Iterable[Law]) -> tuple[Expectation, ...]:
    """Every question of the gate, ordered by check_id. `laws` are those of fct_law_violations.

    Raises MetricError when a table that the written laws need is not published, ValueError on a check_id given twice.
    """
    tables, metrics = tuple(tables), tuple(metrics)
    asked = [
        *(question for metric in metrics for question in expectations_for(metric)),
        *(question for table in tables for question in table_expectations(table, metrics)),
        *written_expectations(tables),
        *law_expectations(tables, laws),
        *cube_expectations(tables),
        *restated_expectations(tables),
        *changed_expectations(tables),
        *(row_count_expectation(table) for table in tables if table not in (OWN_RESTATEMENTS, OWN_CHANGES)),
    ]
    _require_min_cell(metrics)
    ordered = tuple(sorted(with_consequences(asked, metrics), key=lambda question: question.check_id))
    for first, second in pairwise(ordered):
        if first.check_id == second.check_id:
            raise ValueError(f"two checks are called {first.check_id}; rename one of them in quality/")
    return ordered


def _require_min_cell(metrics: Iterable[Metric]) -> None:
    """Whom a small cell of this table points at is a person: forgetting the key must not switch the check off."""
    if not any((m.table, m.name) == (WEEKLY, CELL_COUNT) and m.min_cell is not None for m in metrics):
        where = f"model {WEEKLY}, column {CELL_COUNT}: config.meta.metric"
        raise MetricError(f"{where}: key 'min_cell' is missing; it says how many accounts a published cell must have")


def expectations_for(metric: Metric) -> tuple[Expectation, ...]:
    """What its metadata lets one ask of a metric: of this release and, by `change`, against the previous one."""
    return (*_range(metric), *_count(metric), *_small_cell(metric), *_rate(metric), *_step(metric), *_fall(metric))


def table_expectations(table: Table, metrics: Iterable[Metric]) -> tuple[Expectation, ...]:
    """What can be asked of any published table: its grain is unique, and there is something in it.

    A table that only repeats what others publish may be empty, with a warning: their reports are an input that not
    everyone has. One that may be empty by its nature says so in its model.
    """
    speakers = {metric.speaker for metric in metrics if metric.table == table.name}
    empty: Severity = "warning" if speakers and speakers <= OUTSIDE_SPEAKERS else "critical"
    return (_unique_grain(table), *(() if table.may_be_empty else (_not_empty(table, empty),)))


def _unique_grain(table: Table) -> Expectation:
    grain = ", ".join(table.grain)
    kwargs: dict[str, object] = {"column_list": list(table.grain), "ignore_row_if": "never"}
    kind = "ExpectCompoundColumnsToBeUnique"
    if len(table.grain) == 1:
        kind, kwargs = "ExpectColumnValuesToBeUnique", {"column": table.grain[0]}
    return Expectation(
        check_id=f"{table.name}.grain_is_unique",
        table=table.name,
        metric=None,
        expectation_type=kind,
        kwargs=kwargs,
        severity="critical",
        question=f"Is every row of {table.name} there once only?",
        owner=table.owner,
        expected=f"no two rows with the same {grain}",
        reads=table.grain,
    )


def _not_empty(table: Table, severity: Severity) -> Expectation:
    return Expectation(
        check_id=f"{table.name}.is_not_empty",
        table=table.name,
        metric=None,
        expectation_type="ExpectTableRowCountToBeBetween",
        kwargs={"min_value": 1},
        severity=severity,
        question=f"Is there anything in {table.name}?",
        owner=table.owner,
        expected="at least 1 row",
    )


def _ask(metric: Metric, rule: str, question: str, expected: str, kwargs: dict[str, object]) -> Expectation:
    """A critical question about the column itself, between two values; the others are made from it."""
    return Expectation(
        check_id=f"{metric.table}.{metric.name}.{rule}",
        table=metric.table,
        metric=metric.name,
        expectation_type="ExpectColumnValuesToBeBetween",
        kwargs={"column": metric.name, **kwargs},
        severity="critical",
        question=question,
        owner=metric.owner,
        expected=expected,
        reads=(metric.name,),
    )


def _ask_derived(asked: Expectation, derived: Derived) -> Expectation:
    return replace(asked, derived=derived, reads=(), kwargs={**asked.kwargs, "column": asked.check_id})


def _ask_change(asked: Expectation, change: Change) -> Expectation:
    kwargs = {**asked.kwargs, "column": asked.check_id}
    return replace(asked, change=change, reads=(), kwargs=kwargs, severity="warning")


def _range(metric: Metric) -> tuple[Expectation, ...]:
    if metric.valid_range is None:
        return ()
    lowest, highest = metric.valid_range
    ends = (("at least", lowest), ("at most", highest))
    expected = " and ".join(f"{words} {end:g}" for words, end in ends if end is not None)
    question = f"Is every value of “{metric.label.rstrip('.')}” possible at all?"
    return (_ask(metric, "in_valid_range", question, expected, {"min_value": lowest, "max_value": highest}),)


def _count(metric: Metric) -> tuple[Expectation, ...]:
    if metric.unit not in COUNTED_UNITS or metric.speaker in OUTSIDE_SPEAKERS:
        return ()
    question = f"Is “{metric.label.rstrip('.')}” counted in every row that is not withheld?"
    asked = _ask(metric, "is_counted", question, "no empty cell outside withheld rows", dict(NOTHING_OFF))
    return (_ask_derived(asked, EmptyCountFlag(metric.name, metric.stage)),)


def _small_cell(metric: Metric) -> tuple[Expectation, ...]:
    # A rate says by its min_cell from which denominator on it may be shown; it is no count of accounts itself.
    if metric.min_cell is None or metric.unit == "rate":
        return ()
    question = f"Is every cell of “{metric.label.rstrip('.')}” large enough that it points at no single account?"
    expected = f"0, or at least {metric.min_cell}, or withheld"
    asked = _ask(metric, "hides_small_cells", question, expected, dict(NOTHING_OFF))
    return (_ask_derived(asked, SmallCellFlag(metric.name, metric.min_cell)),)


def _rate(metric: Metric) -> tuple[Expectation, ...]:
    if metric.numerator is None or metric.denominator is None:
        return ()
    part_of_whole = _part_of_whole(metric, metric.numerator, metric.denominator)
    if metric.speaker in OUTSIDE_SPEAKERS:
        # Theirs is rounded, and known as an interval: it is not what its own fraction gives. A fault in it is told.
        return (replace(part_of_whole, severity="warning"),)
    return (part_of_whole, *_fraction(metric, metric.numerator, metric.denominator))


def _fraction(metric: Metric, numerator: str, denominator: str) -> tuple[Expectation, ...]:
    label = metric.label.rstrip(".")
    return (
        _ask_derived(
            _ask(
                metric,
                "is_empty_without_denominator",
                f"Is “{label}” left empty exactly where there is nothing to divide by?",
                f"empty where {denominator} is 0 or empty, and only there",
                dict(NOTHING_OFF),
            ),
            RateEmptyFlag(metric.name, denominator),
        ),
        _ask_derived(
            _ask(
                metric,
                "equals_its_fraction",
                f"Is “{label}” what its own numerator and denominator give?",
                f"{numerator} / {denominator}, to within {RATE_TOLERANCE:g}",
                {"min_value": -RATE_TOLERANCE, "max_value": RATE_TOLERANCE},
            ),
            RateGap(metric.name, numerator, denominator),
        ),
    )


def _part_of_whole(metric: Metric, numerator: str, denominator: str) -> Expectation:
    question = f"In “{metric.label.rstrip('.')}”, is the part never more than the whole?"
    asked = _ask(metric, "part_within_whole", question, f"{numerator} at most {denominator}", {})
    pair = {"column_A": denominator, "column_B": numerator, "or_equal": True}
    pair["ignore_row_if"] = "either_value_is_missing"
    kind = "ExpectColumnPairValuesAToBeGreaterThanB"
    return replace(asked, expectation_type=kind, kwargs=pair, reads=(numerator, denominator))


def _total(metric: Metric) -> Total:
    dates = [column for column in metric.grain if column == "date_day" or column.endswith("_date")]
    last_date_of = dates[0] if dates and metric.stage == "stock" else None
    return Total(metric.name, last_date_of, metric.numerator, metric.denominator)


def _step(metric: Metric) -> tuple[Expectation, ...]:
    if metric.max_step is None:
        return ()
    question = f"Has “{metric.label.rstrip('.')}” moved no further since the previous release than is plausible?"
    expected = f"a change of at most {metric.max_step:.4g} times the previous total"
    asked = _ask(metric, "steps_plausibly", question, expected, {"max_value": metric.max_step})
    return (_ask_change(asked, Step(_total(metric))),)


def _fall(metric: Metric) -> tuple[Expectation, ...]:
    if metric.stage != "stock" or not metric.name.startswith("total_"):
        return ()
    question = f"Has “{metric.label.rstrip('.')}” not fallen since the previous release?"
    asked = _ask(metric, "does_not_fall", question, "at least the previous total", {"min_value": 0})
    return (_ask_change(asked, Fall(_total(metric))),)
