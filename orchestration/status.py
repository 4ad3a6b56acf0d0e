"""What `takedown status` and `takedown query` say, read from the releases and never from the warehouse in use."""

import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from orchestration.connectors.sources import SOURCE_NAMES
from orchestration.drop_folder import find_files
from orchestration.failures import printable
from orchestration.release import current_release, list_releases, require_release
from orchestration.restricted import ask_restricted, open_restricted
from orchestration.settings import Settings
from orchestration.site_folder import read_failed
from orchestration.warehouse import ask, connect

if TYPE_CHECKING:
    from duckdb import DuckDBPyRelation


def describe(settings: Settings) -> Iterator[str]:
    """Lines about the landing folder, the releases and the gate's verdict on the current one.

    Raises ReportError when that verdict is damaged.
    """
    from quality.report import from_json

    yield f"home      {settings.home}"
    for source in SOURCE_NAMES:
        count = len(list(find_files(settings.landing / source)))
        yield f"landing   {source}: {count} files"
    folder = current_release(settings)
    if folder is None:
        yield "release   none yet: run `takedown build`"
        return
    quality = from_json((folder / "quality.json").read_text(encoding="utf-8"))
    counts = quality.summary
    mark = " (SYNTHETIC)" if quality.is_synthetic else ""
    yield f"release   {folder.name}{mark}, of {len(list_releases(settings))}"
    yield f"gate      {counts.verdict}: {counts.passed_count} of {counts.check_count} checks passed"
    for check in quality.verdicts:
        if not check.is_passed:
            yield f"          {check.severity}: {check.question} Seen: {check.observed}"
    yield from _newer(settings)
    site = settings.site / "index.html"
    yield f"site      {site if site.exists() else 'not built: run `takedown site`'}"


def _newer(settings: Settings) -> Iterator[str]:
    """Lines about newer data that the gate stopped: what every page of the site says in red."""
    failed = read_failed(settings)
    if failed is None:
        return
    count = len(failed.checks)
    yield f"newer     as of {failed.as_of_date}: stopped by the gate, {count:,} critical failed, as the site says"
    for check in failed.checks:
        yield f"          critical: {check.question}"


def run_query(settings: Settings, sql: str, *, is_csv: bool) -> str:
    """The answer of the current release's DuckDB file to `sql`, as a table for people or as CSV.

    Raises FileNotFoundError before the first release, ValueError when DuckDB refuses the statement.
    """
    with connect(require_release(settings) / "research" / "takedown.duckdb", read_only=True) as connection:
        connection.execute("set enable_external_access = false")
        return _text(ask(connection, sql), is_csv=is_csv)


def run_restricted_query(settings: Settings, sql: str, *, is_csv: bool) -> str:
    """The answer of the whole warehouse behind the current release, which is decrypted into memory and forgotten.

    Raises FileNotFoundError before the first release, RestrictedError when it cannot be opened or asked.
    """
    with open_restricted(settings, require_release(settings)) as connection:
        return _text(ask_restricted(connection, sql), is_csv=is_csv)


def _text(relation: "DuckDBPyRelation", *, is_csv: bool) -> str:
    return printable(_to_csv(relation) if is_csv else f"{relation}\n")


def _to_csv(relation: "DuckDBPyRelation") -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(relation.columns)
    writer.writerows(relation.fetchall())
    return text.getvalue()
