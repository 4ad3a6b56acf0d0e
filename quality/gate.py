"""Asks the questions of quality.suites of real frames, with Great Expectations, which it imports lazily."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quality.changed import OWN_CHANGES
from quality.expectation import KEPT_COUNT, Expectation
from quality.laws import LAWS, Law
from quality.metrics import Metric, Table, read_metrics, read_tables
from quality.observation import Seen, see, see_difference
from quality.preparation import prepare
from quality.report import Verdict, is_blocked
from quality.restated import OWN_RESTATEMENTS
from quality.suites import plan

if TYPE_CHECKING:
    import pandas as pd
    from great_expectations import ExpectationSuite
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.data_context.data_context.abstract_data_context import AbstractDataContext

__all__ = ["Engine", "Judgement", "Verdict", "is_blocked", "judge_release", "judge_table", "run_gate", "warm_up"]

RESULT_FORMAT = {"result_format": "SUMMARY", "partial_unexpected_count": KEPT_COUNT}
Validations = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True)
class Judgement:
    """One verdict per check, ordered by check_id, and what Great Expectations answered about each public table."""

    verdicts: tuple[Verdict, ...]
    validations: Validations


def run_gate(
    frames: "Mapping[str, pd.DataFrame]",
    manifest: Path,
    previous: "Mapping[str, pd.DataFrame] | None" = None,
) -> tuple[Verdict, ...]:
    """May these tables be published? The verdicts of judge_release, by the metadata in `manifest`.

    Raises MetricError when that is wrong.
    """
    return judge_release(read_tables(manifest), read_metrics(manifest), frames, previous).verdicts


def judge_release(
    tables: Iterable[Table],
    metrics: Iterable[Metric],
    frames: "Mapping[str, pd.DataFrame]",
    previous: "Mapping[str, pd.DataFrame] | None" = None,
) -> Judgement:
    """Ask everything there is to ask of these tables.

    `frames` holds every public table (a missing one fails its checks) and any research tables to be looked at too;
    research tables that are not handed over are judged in SQL, through fct_law_violations. `previous` are the same
    tables of the last release; without it, or where it lacks a table or column, nothing is compared. What this
    release restates, and what changed, are no models: they are asked about where handed over, not for a first release.
    """
    judged = {table.name: table for table in tables if table.tier == "public" or table.name in frames}
    judged |= {own.name: own for own in (OWN_RESTATEMENTS, OWN_CHANGES) if own.name in frames}
    asked = plan(judged.values(), [metric for metric in metrics if metric.table in judged], _laws(frames))
    engine = Engine.start()
    verdicts: list[Verdict] = []
    for name, table in judged.items():
        questions = [question for question in asked if question.table == name]
        frame = _ordered(table, frames[name]) if name in frames else None
        verdicts += judge_table(engine, table, questions, frame, (previous or {}).get(name))
    return Judgement(
        tuple(sorted(verdicts, key=lambda verdict: verdict.check_id)),
        {name: answers for name, answers in engine.answers.items() if judged[name].tier == "public"},
    )


def warm_up() -> None:
    """Import the library ahead of need, for callers with idle seconds."""
    import great_expectations as _  # noqa: F401


def _ordered(table: Table, frame: "pd.DataFrame") -> "pd.DataFrame":
    """By its grain: which rows are named must not hang on where they were read from."""
    grain = [column for column in table.grain if column in frame.columns]
    try:
        return frame.sort_values(grain, kind="stable") if grain else frame
    except TypeError:  # values of several types in a column; its checks say so
        return frame


def _laws(frames: "Mapping[str, pd.DataFrame]") -> tuple[Law, ...]:
    """The laws as the table names them; none where it has no names, which the check of its grain reports."""
    frame = frames.get(LAWS)
    if frame is None or "law_id" not in frame.columns:
        return ()
    rows = frame.dropna(subset=["law_id"]).drop_duplicates("law_id").to_dict("records")
    return tuple(_law({str(column): value for column, value in row.items()}) for row in rows)


def _law(row: Mapping[str, object]) -> Law:
    """A law without a question is asked all the same, and one whose severity is neither word is no milder for it."""
    question = row.get("question") or f"Does the law {row['law_id']} hold?"
    return Law(str(row["law_id"]), str(question), "warning" if row.get("severity") == "warning" else "critical")


def judge_table(
    engine: "Engine",
    table: Table,
    questions: Iterable[Expectation],
    frame: "pd.DataFrame | None",
    previous: "pd.DataFrame | None" = None,
) -> Iterator[Verdict]:
    """The verdicts on one table: errors for what cannot be asked, the engine's answers for the rest."""
    if frame is None:
        reason = f"table {table.name} was not handed to the gate; build the model and hand over its rows"
        yield from (_unanswered(question, reason) for question in questions if question.change is None)
        return
    ready = prepare(questions, frame, previous)
    yield from (_unanswered(question, reason) for question, reason in ready.errors)
    yield from engine.ask(ready.asked, ready.table, lambda question, result: see(table, question, result, frame))
    yield from engine.ask(
        ready.compared, ready.changes, lambda question, _: see_difference(table, ready.differences[question.check_id])
    )


def _unanswered(question: Expectation, reason: str) -> Verdict:
    return _verdict(question, Seen("not checked"), is_passed=False, error=reason)


def _verdict(question: Expectation, seen: Seen, *, is_passed: bool, error: str | None = None) -> Verdict:
    return Verdict(
        check_id=question.check_id,
        table=question.table,
        metric=question.metric,
        severity=question.severity,
        question=question.question,
        owner=question.owner,
        is_passed=is_passed,
        observed=seen.words,
        expected=question.expected,
        error=error,
        consequence="" if is_passed else question.consequence,
        failing_count=seen.count,
        failing_rows=() if is_passed else seen.rows,
    )


class Engine:
    """Great Expectations without its files, its progress bars and its network.

    `answers` keeps what it answered, by table, without what differs from run to run.
    """

    def __init__(self, context: "AbstractDataContext") -> None:
        self.answers: dict[str, list[dict[str, Any]]] = {}
        self._source = context.data_sources.add_pandas("release")

    @classmethod
    def start(cls) -> "Engine":
        import great_expectations as gx
        from great_expectations.data_context.types import base

        config = base.DataContextConfig(
            store_backend_defaults=base.InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
            analytics_enabled=False,
        )
        # Its signature asks for a ProgressBarsConfig, its code for a mapping: only a mapping is understood.
        config.progress_bars = {"globally": False}  # type: ignore[assignment]
        return cls(gx.get_context(mode="ephemeral", project_config=config))

    def ask(
        self,
        questions: Sequence[Expectation],
        frame: "pd.DataFrame",
        observe: Callable[[Expectation, Mapping[str, Any]], Seen],
    ) -> Iterator[Verdict]:
        """One verdict per question, in no promised order, from one batch."""
        if not questions:
            return
        asset = self._source.add_dataframe_asset(f"{len(self._source.assets)}.{questions[0].table}")
        definition = asset.add_batch_definition_whole_dataframe("all rows")
        batch = definition.get_batch({"dataframe": frame})
        by_id = {question.check_id: question for question in questions}
        answers = batch.validate(_suite(questions), result_format=RESULT_FORMAT)
        kept = self.answers.setdefault(questions[0].table, [])
        for answer in sorted(answers.results, key=_check_id):
            kept.append(_lasting(answer))
            question = by_id.pop(_check_id(answer))
            if error := _error(answer.exception_info):
                yield _unanswered(question, error)
            else:
                yield _verdict(question, observe(question, answer.result), is_passed=bool(answer.success))
        yield from (_unanswered(question, "Great Expectations gave no answer") for question in by_id.values())


def _suite(questions: Iterable[Expectation]) -> "ExpectationSuite":
    import great_expectations as gx
    from great_expectations import expectations

    return gx.ExpectationSuite(
        name="gate",
        expectations=[
            getattr(expectations, question.expectation_type)(
                **question.kwargs, severity=question.severity, meta={"check_id": question.check_id}
            )
            for question in questions
        ],
    )


def _check_id(answer: "ExpectationValidationResult") -> str:
    meta = answer.expectation_config.meta if answer.expectation_config else None
    if not meta:
        raise RuntimeError("Great Expectations answered without saying what: another version than the locked one?")
    return str(meta["check_id"])


def _lasting(answer: "ExpectationValidationResult") -> dict[str, Any]:
    """The answer as JSON, without the run that it is from and the paths that a traceback names."""
    content: dict[str, Any] = answer.to_json_dict()
    content["expectation_config"]["kwargs"].pop("batch_id", None)
    error = _error(answer.exception_info)
    content["exception_info"] = {"raised_exception": error is not None, "exception_message": error}
    content["exception_info"]["exception_traceback"] = None
    return content


def _error(exception_info: Mapping[str, Any]) -> str | None:
    """The first error. It comes flat, or as one mapping per metric that could not be computed."""
    flat = [exception_info] if "raised_exception" in exception_info else list(exception_info.values())
    raised = [str(info["exception_message"]) for info in flat if info.get("raised_exception")]
    return raised[0].splitlines()[0] if raised else None
