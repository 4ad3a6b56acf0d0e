"""Great Expectations' own pages about a release (Data Docs): one a table and an index, to be read from disk.

Belongs here: what the gate kept of its answers, drawn by the library's renderers in pages of ours, since its own load
their looks from the network. Does not: any judgement (gate), our own pages (dashboards).
"""

import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count, groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quality.report import Summary, Verdict, summarise

if TYPE_CHECKING:
    from great_expectations.core import ExpectationSuiteValidationResult
    from great_expectations.render.components import RenderedDocumentContent
    from great_expectations.render.view.view import DefaultJinjaPageView

TEMPLATES = Path(__file__).parent / "templates"
STYLE = "data_docs_style.css"
WHOLE_TABLE = "The table as a whole"
Answers = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True)
class About:
    """What every page says of the release."""

    release_id: str
    as_of_date: date
    is_synthetic: bool


@dataclass(frozen=True)
class TablePage:
    """One line of the index: a table, its page, and how its checks ended."""

    table: str
    path: str
    summary: Summary


def write_data_docs(folder: Path, verdicts: Iterable[Verdict], answers: Answers, about: About) -> None:
    """Write index.html, a page for each table of `answers` and their style into `folder`, a new one.

    The same verdicts and answers give the same bytes, whenever they are drawn.
    """
    (folder / "tables").mkdir(parents=True)
    by_table = groupby(sorted(verdicts, key=lambda one: (one.table, one.check_id)), lambda one: one.table)
    view, pages = _view(), []
    for table, some in by_table:
        together = list(some)
        if table not in answers:
            continue
        pages.append(TablePage(table, f"tables/{table}.html", summarise(together)))
        document = _document(_validation(table, together, answers[table], about))
        text = str(view.render(document, table=table, about=about, style=f"../{STYLE}"))  # type: ignore[no-untyped-call]
        (folder / pages[-1].path).write_text(_tidy(text), encoding="utf-8")
    index = view.env.get_template("data_docs_index.html").render(pages=pages, about=about, style=STYLE)
    (folder / "index.html").write_text(index, encoding="utf-8")
    (folder / STYLE).write_bytes((TEMPLATES / STYLE).read_bytes())


def _view() -> "DefaultJinjaPageView":
    """Their view of our page, which numbers the parts that can be opened instead of naming them at random."""
    from great_expectations.render.view.view import DefaultJinjaPageView

    class OfflinePage(DefaultJinjaPageView):
        _template = "data_docs_page.html"

    view, numbers = OfflinePage(custom_views_directory=str(TEMPLATES)), count(1)
    view.env.filters["generate_html_element_uuid"] = lambda prefix=None: f"{prefix or ''}{next(numbers)}"
    return view


def _document(validation: "ExpectationSuiteValidationResult") -> "RenderedDocumentContent":
    """Their rendering, less the link to a page of the suite that says nothing more."""
    from great_expectations.render.renderer.page_renderer import ValidationResultsPageRenderer

    document: RenderedDocumentContent = ValidationResultsPageRenderer().render(validation)
    heading = document.sections[0].content_blocks[0].subheader.string_template
    heading["template"] = "${status_title} ${html_success_icon} ${success}"
    heading["styling"]["params"].pop("expectation_suite_name")
    return document


def _validation(
    table: str, verdicts: Iterable[Verdict], answers: Iterable[Mapping[str, Any]], about: About
) -> "ExpectationSuiteValidationResult":
    from great_expectations.core.expectation_validation_result import (
        ExpectationSuiteValidationResult,
        expectationValidationResultSchema,
    )

    by_id = {answer["expectation_config"]["meta"]["check_id"]: answer for answer in answers}
    results = [
        expectationValidationResultSchema.load(_told(verdict, by_id.get(verdict.check_id))) for verdict in verdicts
    ]
    run = {"run_name": about.release_id, "run_time": f"{about.as_of_date}T00:00:00+00:00"}
    passed = sum(bool(result.success) for result in results)
    return ExpectationSuiteValidationResult(
        success=passed == len(results),
        results=results,
        suite_name=table,
        statistics={
            "evaluated_expectations": len(results),
            "successful_expectations": passed,
            "unsuccessful_expectations": len(results) - passed,
            "success_percent": 100 * passed / len(results),
        },
        meta={"run_id": run, "great_expectations_version": _version()},
    )


def _version() -> str:
    from great_expectations import __version__

    return __version__


def _told(verdict: Verdict, answer: Mapping[str, Any] | None) -> dict[str, Any]:
    """An answer in our words, under the metric that it is about; theirs, or a failure where there was none."""
    config = answer["expectation_config"] if answer else _unasked()
    told: dict[str, Any] = {
        **(answer or {"success": False, "meta": {}, "exception_info": {}}),
        "expectation_config": {
            "type": config["type"],
            "kwargs": _kwargs(verdict, config["kwargs"]),
            "meta": {"check_id": verdict.check_id},
            "severity": verdict.severity,
            "description": _words(verdict),
        },
        "result": _escaped(answer["result"] if answer else {}),
        # What could not be asked is told in our words; theirs would add where their code lies.
        "exception_info": {"raised_exception": False, "exception_message": None, "exception_traceback": None},
    }
    told["result"].pop("partial_unexpected_index_list", None)
    if "unexpected_percent_total" in told["result"]:
        # They say it of all rows, and count it of those where the question arises.
        told["result"]["unexpected_percent"] = told["result"]["unexpected_percent_total"]
    return told


def _unasked() -> dict[str, Any]:
    return {"type": "expect_column_values_to_be_between", "kwargs": {"column": "", "min_value": 0}}


def _kwargs(verdict: Verdict, kwargs: Mapping[str, Any]) -> dict[str, Any]:
    """Under the metric, since a column that was worked out for a check is called as the check is."""
    return {**kwargs, "column": verdict.metric or WHOLE_TABLE} if "column" in kwargs else dict(kwargs)


def _words(verdict: Verdict) -> str:
    """The question and, where it did not pass, what was seen and what that means."""
    question = f"<span class='question'>{_escape(verdict.question)}</span>"
    check = f"<code>{_escape(verdict.check_id)}</code>"
    if verdict.is_passed:
        return f"{question}<br>{check}"
    kind = "Stops the release" if verdict.severity == "critical" else "Warning"
    seen = verdict.error or verdict.observed
    lines = (f"<strong>{kind}.</strong> Wanted: {_escape(verdict.expected)}. Found: {_escape(seen)}.",)
    return "<br>".join((question, *lines, _escape(verdict.consequence), check))


def _escaped(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """The same with all text safe in a page: their templates write it as it is."""
    if isinstance(value, Mapping):
        return {key: _escaped(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_escaped(one) for one in value]
    return html.escape(value) if isinstance(value, str) else value


def _escape(text: str) -> str:
    """Safe in a page, and in the template that their renderer takes a description for."""
    return html.escape(text).replace("$", "$$")


def _tidy(text: str) -> str:
    """Without the blank lines that their templates leave, half of every page."""
    return "\n".join(line.rstrip() for line in text.splitlines() if line.strip()) + "\n"
