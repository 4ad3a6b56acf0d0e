"""Questions written by hand: the laws of numbers (MODEL section 4) that no metadata of a single metric can state."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from quality.comparison import Lost, NewRestatements, Silence
from quality.derived import FlaggedRowsGap, LeakFlag, LoneSuppressionFlag, PartsGap, RowValue, RunningSumGap, TotalGap
from quality.expectation import NOTHING_OFF, Change, Derived, Expectation, Severity
from quality.metrics import MetricError, Table

SUMMARY = "fct_compliance_summary"
DAILY = "fct_compliance_daily"
WEEKLY = "fct_group_activity_weekly"
LAWS = "fct_law_violations"
PUBLISHED = "fct_published_figures"
RESTATEMENTS = "fct_restatements"

OUTCOMES = ("complied", "partial", "declined", "not_found", "already_removed", "reversed")
SUMMED_COUNTS = (
    *("reported_count", "complied_count", "complied_global_count", "complied_local_count", "partial_count"),
    *("declined_count", "not_found_count", "already_removed_count", "pending_count", "reversed_count"),
    *("decided_count", "responded_count", "accounts_reported_count", "accounts_complied_count"),
)
DAILY_KEYS = ("platform_id", "agency_id", "group_id", "requested_action")
CELL_COUNT = "accounts_active_count"  # the accounts in a cell of the weekly table
WITHHELD_COLUMNS = (
    CELL_COUNT,
    *("accounts_reported_count", "accounts_first_reported_count", "accounts_complied_count", "accounts_live_count"),
    *("mirrors_count", "followers"),
)
RESTATEMENT_KEYS = (
    *("comparison", "publisher", "report", "country_code", "period_start", "product", "requestor", "reason"),
    *("unit", "measure", "old_vintage", "new_vintage"),
)
RESTATEMENT_VALUES = ("old_value_low", "old_value_high", "new_value_low", "new_value_high")
SILENCE_DAYS = 28
COUNT_TOLERANCE: Mapping[str, object] = {"min_value": -0.5, "max_value": 0.5}  # counts are whole: less is rounding


@dataclass(frozen=True)
class Law:
    """One row of fct_law_violations, as far as it is a question."""

    law_id: str
    question: str
    severity: Severity = "critical"


@dataclass(frozen=True)
class _Writer:
    """Writes the checks of one table."""

    table: Table

    def derived(
        self, rule: str, question: str, expected: str, derived: Derived, metric: str | None = None
    ) -> Expectation:
        asked = self._ask(rule, question, expected, metric)
        limits = COUNT_TOLERANCE if derived.words else NOTHING_OFF
        return replace(asked, derived=derived, kwargs={"column": asked.check_id, **limits})

    def change(self, rule: str, question: str, expected: str, change: Change) -> Expectation:
        asked = self._ask(rule, question, expected)
        return replace(asked, change=change, severity="warning", kwargs={"column": asked.check_id, **NOTHING_OFF})

    def warning(
        self, rule: str, question: str, expected: str, column: str, limits: Mapping[str, object]
    ) -> Expectation:
        asked = self._ask(rule, question, expected)
        return replace(asked, severity="warning", reads=(column,), kwargs={"column": column, **limits})

    def _ask(self, rule: str, question: str, expected: str, metric: str | None = None) -> Expectation:
        return Expectation(
            check_id=".".join(part for part in (self.table.name, metric, rule) if part),
            table=self.table.name,
            metric=metric,
            expectation_type="ExpectColumnValuesToBeBetween",
            kwargs={},
            severity="critical",
            question=question,
            owner=self.table.owner,
            expected=expected,
        )


def written_expectations(tables: Iterable[Table]) -> tuple[Expectation, ...]:
    """The laws that can be seen in the published tables themselves.

    Raises MetricError when a table that a law needs is not published: a law is never skipped.
    """
    published = {table.name: table for table in tables}
    return (
        *_summary(_writer(published, SUMMARY)),
        *_daily(_writer(published, DAILY)),
        *_weekly(_writer(published, WEEKLY)),
        *_looked_at(_writer(published, LAWS)),
        *_publishers(_writer(published, PUBLISHED)),
        *_restatements(_writer(published, RESTATEMENTS)),
    )


def law_expectations(tables: Iterable[Table], laws: Iterable[Law]) -> tuple[Expectation, ...]:
    """One check per law: it is counted in SQL over every row, and broken by none."""
    write = _writer({table.name: table for table in tables}, LAWS)
    return tuple(
        replace(
            write.derived(law.law_id, law.question, "0 violations", RowValue("violation_count", "law_id", law.law_id)),
            severity=law.severity,
        )
        for law in laws
    )


def _writer(published: dict[str, Table], name: str) -> _Writer:
    if name not in published:
        raise MetricError(f"model {name} is not published (dbt access: public), and laws of the gate are asked of it")
    return _Writer(published[name])


def _summary(write: _Writer) -> Iterable[Expectation]:
    parts = tuple(f"{outcome}_count" for outcome in (*OUTCOMES, "pending"))
    yield write.derived(
        "outcomes_add_up",
        "Is every reported request in exactly one outcome, on every platform?",
        "reported_count = " + " + ".join(parts),
        PartsGap("reported_count", parts),
    )
    scopes = ("complied_global_count", "complied_local_count")
    yield write.derived(
        "complied_adds_up",
        "Is every complied request complied either everywhere or in the country only?",
        "complied_count = " + " + ".join(scopes),
        PartsGap("complied_count", scopes),
    )
    for column in SUMMED_COUNTS:
        question = f"Is {column} of all platforms together the sum of the platforms?"
        expected = "the is_total row = the sum of the other rows"
        yield write.derived("total_is_sum_of_parts", question, expected, TotalGap(column), metric=column)

    yield write.derived(
        "has_one_total_row",
        "Is there one row, and only one, for all platforms together?",
        "1 row where is_total",
        FlaggedRowsGap("is_total", 1),
    )


def _daily(write: _Writer) -> Iterable[Expectation]:
    parts = (*(f"total_{outcome}_count" for outcome in OUTCOMES), "pending_count")
    yield write.derived(
        "outcomes_add_up",
        "Is every request reported so far in exactly one outcome, on every day?",
        "total_reported_count = " + " + ".join(parts),
        PartsGap("total_reported_count", parts),
    )
    for name in ("reported", *OUTCOMES):
        yield _running_sum(write, name)
    flows = ("reported_count", *(f"{outcome}_count" for outcome in OUTCOMES))
    for source, heard in (("requests", flows[:1]), ("responses", flows[1:])):
        yield write.change(
            f"{source}_keep_coming",
            f"Are {source} still coming for every platform that had them before the previous release?",
            f"no platform silent for {SILENCE_DAYS} days",
            Silence("date_day", "platform_id", heard, SILENCE_DAYS),
        )


def _running_sum(write: _Writer, name: str) -> Expectation:
    stock, entries, left = f"total_{name}_count", f"{name}_count", f"{name}_left_count"
    exits = left if left in write.table.columns else None
    flow = f"{entries} - {exits}" if exits else entries
    return write.derived(
        "is_running_sum",
        f"Is {stock} on every day the sum of all that came and went until then?",
        f"the running sum of {flow}",
        RunningSumGap(stock, entries, exits, "date_day", DAILY_KEYS),
        metric=stock,
    )


def _weekly(write: _Writer) -> Iterable[Expectation]:
    yield write.derived(
        "withheld_rows_are_empty",
        "Does a withheld row hold no number at all?",
        "every count and follower column empty where is_suppressed",
        LeakFlag(WITHHELD_COLUMNS),
    )
    yield write.derived(
        "withheld_not_alone",
        "Can no withheld number be found by subtracting its neighbours from their total?",
        "in a week and platform no row withheld, or two or more",
        LoneSuppressionFlag(("week_start_date", "platform_id")),
    )


def _looked_at(write: _Writer) -> Iterable[Expectation]:
    yield write.warning(
        "looked_at_something",
        "Did every law find at least one row to judge?",
        "checked_count at least 1",
        "checked_count",
        {"min_value": 1},
    )
    yield write.change(
        "no_law_dropped",
        "Is every law of the previous release still asked?",
        "0 laws gone",
        Lost("law_id"),
    )


def _publishers(write: _Writer) -> Iterable[Expectation]:
    yield write.change(
        "no_publisher_dropped",
        "Are all publishers of the previous release still there?",
        "0 publishers gone",
        Lost("publisher"),
    )


def _restatements(write: _Writer) -> Iterable[Expectation]:
    yield write.change(
        "nothing_newly_restated",
        "Do publishers still say the same about the past as in the previous release?",
        "0 restatements that the previous release did not have, but for files that count another way",
        NewRestatements(RESTATEMENT_KEYS, RESTATEMENT_VALUES),
    )
