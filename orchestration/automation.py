"""When and how things run: the one job, its daily schedule, the sensor that sees new files, and a run from here."""

import hashlib
import logging
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import dagster as dg

from orchestration.drop_folder import find_files, fingerprint
from orchestration.settings import read_settings

JOB_NAME = "takedown"

StepReport: TypeAlias = Callable[[str, str], None]

# DuckDB has one writer, so the steps of a run share one process.
takedown_job = dg.define_asset_job(
    JOB_NAME,
    selection=dg.AssetSelection.all(),
    executor_def=dg.in_process_executor,
    description="The whole line: landing, models, gate, release, site.",
)

daily_schedule = dg.ScheduleDefinition(
    name="daily",
    job=takedown_job,
    cron_schedule="0 2 * * *",
    execution_timezone="UTC",
    description="Every night at 02:00 UTC.",
)


@dg.sensor(
    job=takedown_job,
    name="landing_folder",
    minimum_interval_seconds=60,
    description="A run whenever files came into the landing folder, left it, or changed.",
)
def landing_sensor(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """One run for each new state of the landing folder; unfinished copies and hidden files are not looked at."""
    landing = read_settings().landing
    files = find_files(landing)
    if not files:
        return dg.SkipReason(f"nothing in {landing}")
    state = hashlib.sha256(repr([(str(path), fingerprint(path)) for path in files]).encode()).hexdigest()
    if state == context.cursor:
        return dg.SkipReason("no file came, went or changed")
    context.update_cursor(state)
    return dg.RunRequest(run_key=state)


@dg.logger({}, description="Tells the command line which step runs and which is done.")
def progress_logger(_: dg.InitLoggerContext) -> logging.Logger:
    """A logger whose records reach `steps`."""
    logger = logging.getLogger("takedown.steps")
    logger.propagate = False
    logger.setLevel(logging.DEBUG)
    return logger


# Errors of libraries that only say where another one was raised.
WRAPPERS = ("Dagster", "Splink")


class StepHandler(logging.Handler):
    """Hands the name and kind of every step event, and every message at or above warning, to `report`."""

    def __init__(self, report: StepReport) -> None:
        super().__init__()
        self._report = report

    def emit(self, record: logging.LogRecord) -> None:
        """One record of the run, as Dagster logs it."""
        meta = getattr(record, "dagster_meta", {})
        event = meta.get("dagster_event")
        if event is not None and event.step_key and event.event_type_value.startswith("STEP_"):
            self._report(event.step_key, event.event_type_value)
        elif record.levelno >= logging.WARNING and event is None:
            self._report(str(meta.get("orig_message", record.getMessage())), "MESSAGE")


def run_job(definitions: dg.Definitions, options: Mapping[str, Any], report: StepReport) -> dg.ExecuteInProcessResult:
    """Run the one job in this process, with the instance of DAGSTER_HOME; `report` hears of each step.

    `options` are the run config of ops by name. A failure is in the result, not raised.
    """
    handler = StepHandler(report)
    logger = logging.getLogger("takedown.steps")
    logger.addHandler(handler)
    try:
        with dg.DagsterInstance.get() as instance:
            return definitions.resolve_job_def(JOB_NAME).execute_in_process(
                run_config={"ops": dict(options), "loggers": {"progress": {}}}, instance=instance, raise_on_error=False
            )
    finally:
        logger.removeHandler(handler)


def explain_failure(result: dg.ExecuteInProcessResult) -> str:
    """The error of the first step that failed: what went wrong and what to do, without Dagster's wrapping."""
    for event in result.all_events:
        if event.is_step_failure:
            error = event.step_failure_data.error
            while error is not None and error.cause is not None and (error.cls_name or "").startswith(WRAPPERS):
                error = error.cause
            return f"{event.step_key}: {error.message.strip() if error else 'no error was recorded'}"
    return "the run failed before any step: see the log of the run in `make dev`"
