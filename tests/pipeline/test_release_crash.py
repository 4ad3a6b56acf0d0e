"""Writing a release that breaks off leaves nothing behind; text that a spreadsheet would run is made harmless."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from orchestration import release as releases
from orchestration.catalog import Column, ReleaseTable, read_catalog
from orchestration.publishing import BlockedError, write_release
from orchestration.release import Contents, current_release, list_releases
from orchestration.release_tables import write_csv, write_parquet
from orchestration.settings import Settings
from orchestration.warehouse import connect
from tests.pipeline.workbench import Ran, Workbench


@pytest.fixture
def settings(august: Ran, workbench: Workbench, tmp_path: Path) -> Settings:
    """A copy of August's home, to be written to."""
    return replace(workbench.settings, home=Path(shutil.copytree(august.home, tmp_path / "home", symlinks=True)))


@pytest.fixture
def warehouse(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(settings.warehouse) as connection:
        yield connection


@pytest.fixture
def contents(settings: Settings, august: Ran) -> Contents:
    """What makes a release that was not there before: the small tables of August under the date of the day after."""
    tables = [table for table in read_catalog(settings.manifest) if table.name != "fct_published_figures"]
    text = (august.release / "quality.json").read_text(encoding="utf-8")
    return Contents(
        tables=tables,
        as_of_date="2025-08-16",
        is_synthetic=True,
        previous=current_release(settings),
        quality=lambda release_id: text.replace(august.release.name, release_id),
        quality_page="",
    )


def test_an_id_stands_for_the_content_and_for_what_it_is_compared_with(
    settings: Settings, warehouse: duckdb.DuckDBPyConnection, contents: Contents
) -> None:
    first = releases.publish(warehouse, settings, contents)
    again = releases.publish(warehouse, settings, replace(contents, previous=first.folder))
    alone = releases.publish(warehouse, settings, replace(contents, previous=None))
    assert (first.is_new, again.is_new, alone.is_new) == (True, False, True)
    assert again.folder == first.folder != alone.folder


def crash(*_: object) -> None:
    raise OSError("the disk is full")


@pytest.mark.parametrize("step", ["write_database", "write_checksums", "verify", "switch"])
def test_a_crash_while_writing_leaves_the_old_release(
    settings: Settings,
    warehouse: duckdb.DuckDBPyConnection,
    contents: Contents,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    current, before = current_release(settings), list_releases(settings)
    monkeypatch.setattr(releases, step, crash)
    with pytest.raises(OSError, match="the disk is full"):
        releases.publish(warehouse, settings, contents)
    assert current_release(settings) == current
    hidden = [path.name for path in settings.releases.iterdir() if path.name.startswith(".")]
    whole = [name for name in list_releases(settings) if name not in before]
    assert hidden == []
    assert len(whole) == (1 if step == "switch" else 0), "a folder with a release's name is a whole release"
    for name in whole:
        assert releases.verify(settings.releases / name) > 0


def test_the_same_content_is_not_written_twice(
    settings: Settings, warehouse: duckdb.DuckDBPyConnection, contents: Contents
) -> None:
    first = releases.publish(warehouse, settings, contents)
    written_at = first.folder.stat().st_mtime_ns
    second = releases.publish(warehouse, settings, contents)
    assert (first.is_new, second.is_new, second.folder) == (True, False, first.folder)
    assert second.folder.stat().st_mtime_ns == written_at


def test_other_content_is_another_release(
    settings: Settings, warehouse: duckdb.DuckDBPyConnection, contents: Contents
) -> None:
    first = releases.publish(warehouse, settings, contents).folder.name
    real = releases.publish(warehouse, settings, replace(contents, is_synthetic=False)).folder.name
    warehouse.execute("update marts.dim_group set group_name = 'another name' where group_id = 'unattributed'")
    changed = releases.publish(warehouse, settings, contents).folder.name
    assert len({first, real, changed}) == 3


def test_a_blocked_judgement_is_never_written(settings: Settings, blocked: Ran) -> None:
    shutil.copy(blocked.home / "gate" / "verdicts.json", settings.verdicts)
    before = list_releases(settings)
    with pytest.raises(BlockedError, match="takedown check"):
        write_release(settings)
    assert list_releases(settings) == before


def test_text_that_a_spreadsheet_would_run_is_made_harmless(tmp_path: Path) -> None:
    texts = ["=cmd|' /C calc'!A0", "+1", "-1", "@sum(a1)", "\tx", "\rx", "plain", "a=b", "-", ""]
    table = ReleaseTable(
        "notes", "public", ("number",), "t", "d", (Column("number", "bigint", "n"), Column("text", "varchar", "t"))
    )
    with duckdb.connect() as connection:
        connection.execute("create table notes (number bigint, text varchar)")
        connection.executemany("insert into notes values (?, ?)", [[-i, text] for i, text in enumerate(texts)])
        parquet = write_parquet(connection, "notes", table, tmp_path)
        path = write_csv(connection, parquet, table, tmp_path)
        rows = connection.execute(f"from read_csv('{path}', all_varchar = true, header = true)").fetchall()
        (kept,) = connection.execute(f"select list(text order by number desc) from '{parquet}'").fetchall()[0]
    told = {int(number): text for number, text in rows}
    guarded = [told[-i] for i in range(len(texts))]
    assert guarded[:6] == [f"'{text}" for text in texts[:6]]
    assert guarded[6:9] == ["plain", "a=b", "'-"]
    assert kept == texts, "only the spreadsheet's file is changed"
