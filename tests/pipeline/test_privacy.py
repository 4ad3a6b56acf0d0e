"""No free text of the log leaves the warehouse: every one carries a mark, and the mark is looked for everywhere.

The builds looked at were blocked, refused and published, so what the line says when it fails is looked at too.
"""

import re
from pathlib import Path

import pytest

from orchestration.landing import land
from orchestration.settings import Settings
from tests.pipeline.deliveries import FREE_TEXTS, MARK
from tests.pipeline.marts import ask, database, tables_of
from tests.pipeline.workbench import Ran

IDENTIFYING = re.compile(r"handle|display_name|(^|_)url($|_)|subject|reference|reason|raw_text")
LIKENESS = ("weight", "level")
ENDINGS = ("blocked", "refused", "mended")


@pytest.fixture(scope="module", params=ENDINGS)
def ran(request: pytest.FixtureRequest) -> Ran:
    found: Ran = request.getfixturevalue(request.param)
    return found


def files_with(mark: str, folder: Path) -> list[str]:
    """Files below `folder` whose bytes hold the mark, in lower or upper case."""
    marks = (mark.encode(), mark.upper().encode())
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()]
    assert paths, f"nothing to look at in {folder}"
    return [str(path) for path in paths if any(found in path.read_bytes() for found in marks)]


def texts_of(path: Path) -> str:
    """Every text of every table of a DuckDB file, whose bytes are compressed."""
    columns = ask(
        path,
        "select table_name, column_name from duckdb_columns() where schema_name = 'marts' and data_type = 'VARCHAR'",
    )
    parts = [f"""select distinct "{column}" as text from marts.{table}""" for table, column in columns]
    ((text,),) = ask(path, f"select string_agg(text, chr(10)) from ({' union all '.join(parts)})")
    return str(text)


def test_the_marks_are_in_the_warehouse(mended: Ran) -> None:
    for table, columns in FREE_TEXTS.items():
        for column in columns:
            query = f"select count(*) from raw.{table} where {column} like '%{MARK}%'"
            assert ask(mended.home / "warehouse.duckdb", query)[0][0] > 5, (table, column)


def test_no_mark_is_in_what_was_said(ran: Ran) -> None:
    assert MARK not in (ran.stdout + ran.stderr).lower()


@pytest.mark.parametrize("place", ["releases", "site", "gate", "dagster"])
def test_no_mark_is_in_a_file(ran: Ran, place: str) -> None:
    assert files_with(MARK, ran.home / place) == []


def test_no_mark_is_in_a_released_table(mended: Ran) -> None:
    texts = texts_of(database(mended.release))
    assert "facebook" in texts
    assert MARK not in texts.lower()


def test_no_handle_is_in_a_released_table(mended: Ran) -> None:
    handles = {
        str(handle).removesuffix(MARK)
        for (handle,) in ask(
            mended.home / "warehouse.duckdb", "select distinct handle from raw.requests where handle is not null"
        )
    }
    texts = texts_of(database(mended.release))
    assert len(handles) > 800
    assert [handle for handle in handles if len(handle) > 5 and handle in texts] == []


def test_the_parquet_files_hold_the_tables_of_the_database_and_no_others(mended: Ran) -> None:
    parquets = [path.stem for path in mended.release.rglob("*.parquet")]
    assert sorted(parquets) == tables_of(database(mended.release))


def test_no_released_column_is_named_after_a_person_or_text(mended: Ran) -> None:
    columns = ask(
        database(mended.release), "select table_name, column_name from duckdb_columns() where schema_name = 'marts'"
    )
    named = {(table, column) for table, column in columns if IDENTIFYING.search(column)}
    # A publisher's reason, the reference of a designation and the words of a verdict are not about a person.
    published = {(f"fct_{table}", "reason") for table in ("published_figures", "published_rates", "restatements")}
    ours = {("fct_ledger_variance", "reason"), ("fct_claims", "verdict_reason")}
    # How alike two names are, not the names: weights, and levels that the model lists.
    alike = {("fct_mirrors", f"{name}_weight") for name in ("handle", "display_name")}
    alike |= {("fct_mirror_evidence", f"{name}_{what}") for name in ("handle", "display_name") for what in LIKENESS}
    assert named == {*published, *ours, *alike, ("bridge_group_designation", "reference")}
    evidence = "marts.fct_mirror_evidence"
    found = ask(
        database(mended.release),
        f"select handle_level from {evidence} union select display_name_level from {evidence}",
    )
    known = ask(database(mended.release), "select distinct level from marts.dim_mirror_weight")
    assert found
    assert set(found) <= {*known, ("unknown",)}


def test_a_file_without_a_header_is_refused_without_its_values(settings: Settings) -> None:
    folder = settings.landing / "account_checks"
    folder.mkdir(parents=True)
    row = f"CK-1,Facebook,{MARK},https://example.org/{MARK},2025-10-30T10:00:00Z,2025-10-30T10:00:00Z,live,7"
    (folder / "synthetic-no-header.csv").write_text(f"{row}\n{row}\n", encoding="utf-8")
    (refusal,) = land(settings, keep_going=True).refused
    assert MARK not in refusal.reason
