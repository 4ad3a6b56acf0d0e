"""Gate: one blocking asset check a public table; a critical failure keeps the release from being written."""

from collections.abc import Iterable, Iterator, Mapping

import dagster as dg

from orchestration.assets.names import mart_key
from orchestration.catalog import ReleaseTable
from orchestration.publishing import judge
from orchestration.settings import read_settings
from orchestration.site_folder import say_what_failed
from quality.report import Verdict, is_blocked

CHECK_NAME = "gate"


def gate(tables: Iterable[ReleaseTable]) -> dg.AssetChecksDefinition:
    """The gate over the public `tables`."""
    names = [table.name for table in tables if table.tier == "public"]
    specs = [
        dg.AssetCheckSpec(CHECK_NAME, asset=mart_key(name), blocking=True, description=f"May {name} be published?")
        for name in names
    ]

    @dg.multi_asset_check(specs=specs, name="gate", can_subset=True, pool="warehouse")
    def gate_checks(context: dg.AssetCheckExecutionContext) -> Iterator[dg.AssetCheckResult]:
        """Every check of the gate, gathered by table. It always judges the whole; a run of one table shows that one."""
        settings = read_settings()
        verdicts = judge(settings)
        chosen = {key.asset_key for key in context.selected_asset_check_keys}
        for name in (name for name in names if mart_key(name) in chosen):
            yield check_result(name, [verdict for verdict in verdicts if verdict.table == name])
        # After the results: whatever may be wrong with the site, the gate's verdict stands.
        if is_blocked(verdicts):
            say_what_failed(settings)

    return gate_checks


def check_result(table: str, verdicts: list[Verdict]) -> dg.AssetCheckResult:
    """What Dagster shows of the verdicts on one table: those that are no pass, and the rows that fail each."""
    amiss = [verdict for verdict in verdicts if not verdict.is_passed]
    is_critical = any(verdict.severity == "critical" for verdict in amiss)
    metadata: dict[str, dg.MetadataValue | int] = {"checks": len(verdicts), "not_passed": len(amiss)}
    if amiss:
        metadata["amiss"] = _table(
            {"check": _rule(v), "severity": v.severity, "question": v.question, "observed": v.error or v.observed}
            | {"consequence": v.consequence}
            for v in amiss
        )
    for verdict in (verdict for verdict in amiss if verdict.failing_rows):
        metadata[f"rows that fail {_rule(verdict)}"] = _table(verdict.failing_rows)
    return dg.AssetCheckResult(
        passed=not amiss,
        asset_key=mart_key(table),
        check_name=CHECK_NAME,
        severity=dg.AssetCheckSeverity.ERROR if is_critical else dg.AssetCheckSeverity.WARN,
        metadata=metadata,
    )


def _rule(verdict: Verdict) -> str:
    return verdict.check_id.removeprefix(f"{verdict.table}.")


def _table(rows: Iterable[Mapping[str, object]]) -> dg.MetadataValue:
    """As a table; of a cell it knows text, numbers and flags, so that an empty one is empty text."""
    rows = list(rows)
    names = list(dict.fromkeys(name for row in rows for name in row))
    return dg.MetadataValue.table([dg.TableRecord({name: _cell(row.get(name)) for name in names}) for row in rows])


def _cell(value: object) -> str | int | float | bool:
    if value is None:
        return ""
    return value if isinstance(value, str | int | float | bool) else str(value)


def blocks(evaluation: dg.AssetCheckEvaluation) -> bool:
    """Whether this evaluation is the gate's, and keeps the release from being written."""
    is_critical = evaluation.severity == dg.AssetCheckSeverity.ERROR
    return evaluation.check_name == CHECK_NAME and is_critical and not evaluation.passed
