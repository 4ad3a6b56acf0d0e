"""What the gate found, for machines (quality.json) and for people (a page of Markdown)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Literal

from quality.expectation import Severity

Outcome = Literal["passed", "passed_with_warnings", "blocked"]


class ReportError(ValueError):
    """A quality.json that cannot be trusted: not JSON, of another shape, or at odds with itself."""


@dataclass(frozen=True)
class Verdict:
    """The answer to one check. `error` is given when the check itself could not be asked; it is then not passed.

    Where it did not pass, `consequence` says what that means for whoever reads the numbers, `failing_count` how many
    rows fail (None where it is not asked row by row), and `failing_rows` are the first of them.
    """

    check_id: str
    table: str
    metric: str | None
    severity: Severity
    question: str
    owner: str
    is_passed: bool
    observed: str
    expected: str
    error: str | None = None
    consequence: str = ""
    failing_count: int | None = None
    failing_rows: tuple[Mapping[str, Any], ...] = ()


# Releases before these were told lack them.
ADDED = frozenset({"consequence", "failing_count", "failing_rows"})


@dataclass(frozen=True)
class Summary:
    """Counts of checks: `warning_count` and `failed_count` did not pass, `error_count` of those could not be asked."""

    verdict: Outcome
    check_count: int
    passed_count: int
    warning_count: int
    failed_count: int
    error_count: int


@dataclass(frozen=True)
class QualityReport:
    """The contents of a quality.json."""

    release_id: str
    as_of_date: date
    is_synthetic: bool
    summary: Summary
    verdicts: tuple[Verdict, ...]


def summarise(verdicts: Iterable[Verdict]) -> Summary:
    """Count the verdicts. Nothing asked is nothing known: no verdicts at all are `blocked`."""
    verdicts = tuple(verdicts)
    amiss = [verdict for verdict in verdicts if not verdict.is_passed]
    failed_count = sum(verdict.severity == "critical" for verdict in amiss)
    outcome: Outcome = "passed_with_warnings" if amiss else "passed"
    if failed_count or not verdicts:
        outcome = "blocked"
    return Summary(
        verdict=outcome,
        check_count=len(verdicts),
        passed_count=len(verdicts) - len(amiss),
        warning_count=len(amiss) - failed_count,
        failed_count=failed_count,
        error_count=sum(verdict.error is not None for verdict in amiss),
    )


def is_blocked(verdicts: Iterable[Verdict]) -> bool:
    """Whether these verdicts stop the release."""
    return summarise(verdicts).verdict == "blocked"


def to_json(verdicts: Iterable[Verdict], *, release_id: str, as_of_date: date, is_synthetic: bool) -> str:
    """The text of quality.json: the same for the same verdicts in any order."""
    ordered = _ordered(verdicts)
    content = {
        "release_id": release_id,
        "as_of_date": as_of_date.isoformat(),
        "is_synthetic": is_synthetic,
        "verdict": summarise(ordered).verdict,
        "counts": _counts(summarise(ordered)),
        "checks": [asdict(verdict) for verdict in ordered],
    }
    return json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False) + "\n"


def from_json(text: str) -> QualityReport:
    """Read a quality.json back. Raises ReportError when it is damaged or its counts contradict its checks."""
    try:
        content = json.loads(text)
        report = QualityReport(
            release_id=content["release_id"],
            as_of_date=date.fromisoformat(content["as_of_date"]),
            is_synthetic=content["is_synthetic"],
            summary=summarise(verdicts := tuple(_verdict(check) for check in content["checks"])),
            verdicts=verdicts,
        )
        stated = (content["verdict"], content["counts"])
    except (json.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise ReportError(f"quality.json cannot be read ({error!r}); build the release again") from error
    if stated != (report.summary.verdict, _counts(report.summary)):
        raise ReportError(f"quality.json says {stated[0]}, {stated[1]}, but its checks do not; it was edited: rebuild")
    return report


def to_markdown(verdicts: Iterable[Verdict]) -> str:
    """A page for the release's README: the outcome in a sentence, what is amiss and who answers, then what passed."""
    ordered = _ordered(verdicts)
    amiss = [verdict for verdict in ordered if not verdict.is_passed]
    parts = [f"## Quality\n\n{_sentence(summarise(ordered))}\n"]
    for title, found in (
        ("Stopped the release", [v for v in amiss if v.severity == "critical" and not v.error]),
        ("Warnings", [v for v in amiss if v.severity == "warning" and not v.error]),
        ("Could not be checked", [v for v in amiss if v.error]),
    ):
        parts += [_amiss(title, found)] if found else []
    parts += [_passed([verdict for verdict in ordered if verdict.is_passed])]
    return "\n".join(part for part in parts if part)


def _ordered(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    return tuple(sorted(verdicts, key=lambda verdict: verdict.check_id))


def _counts(summary: Summary) -> dict[str, int]:
    return {
        "checks": summary.check_count,
        "passed": summary.passed_count,
        "warnings": summary.warning_count,
        "failed": summary.failed_count,
    }


def _verdict(check: Mapping[str, Any]) -> Verdict:
    known = {field.name for field in fields(Verdict)}
    if not known - ADDED <= set(check) <= known:
        raise ValueError(f"a check has the keys {sorted(check)}, not {sorted(known)}")
    if check["severity"] not in ("critical", "warning") or not isinstance(check["is_passed"], bool):
        raise ValueError(f"check {check['check_id']}: severity or is_passed is not what it can be")
    return Verdict(**{**check, "failing_rows": tuple(check.get("failing_rows", ()))})


def _sentence(summary: Summary) -> str:
    if not summary.check_count:
        return "No check was run, so nothing may be published."
    counted = f"{summary.passed_count:,} of {summary.check_count:,} checks passed"
    ended = {
        "passed": "these numbers may be published.",
        "passed_with_warnings": f"{summary.warning_count:,} warned: read the warnings beside the numbers.",
        "blocked": f"{summary.failed_count:,} critical failed: these numbers must not be published.",
    }
    return f"{counted}; {ended[summary.verdict]}"


def _amiss(title: str, verdicts: list[Verdict]) -> str:
    heads = "| question | expected | observed | what it means | who answers | check |"
    lines = [f"### {title}", "", heads, "|---|---|---|---|---|---|"]
    for verdict in verdicts:
        seen = verdict.error or verdict.observed
        cells = (verdict.question, verdict.expected, seen, verdict.consequence, verdict.owner)
        lines.append(f"| {' | '.join(_cell(text) for text in cells)} | `{verdict.check_id}` |")
    return "\n".join(lines) + "\n"


def _passed(verdicts: list[Verdict]) -> str:
    lines = [f"### Passed ({len(verdicts):,})"] if verdicts else []
    for table in dict.fromkeys(verdict.table for verdict in verdicts):
        lines += ["", f"**{table}**", ""]
        lines += [f"- {verdict.question} Yes. `{verdict.check_id}`" for verdict in verdicts if verdict.table == table]
    return "\n".join([*lines, ""]) if lines else ""


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("\\", "\\\\").replace("|", "\\|")
