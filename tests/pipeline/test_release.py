"""A release holds what it says it holds, says when it does not, and changes hands in one step."""

import csv
import gzip
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
from frictionless import Package, Resource

from orchestration import release as releases
from orchestration.release import ReleaseDamagedError, current_release, list_releases, switch, verify
from orchestration.settings import Settings
from orchestration.warehouse import connect
from tests.pipeline.marts import ask, database, tables_of
from tests.pipeline.workbench import Ran, Workbench

SMALL_TABLE_BYTES = 2_000_000


def package_of(release: Path, tier: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((release / tier / "datapackage.json").read_text(encoding="utf-8"))
    return content


@pytest.fixture
def copy(october: Ran, tmp_path: Path) -> Path:
    """A copy of the release, to be damaged."""
    return Path(shutil.copytree(october.release, tmp_path / october.release.name))


def test_every_file_is_verified(october: Ran) -> None:
    files = [path for path in october.release.rglob("*") if path.is_file()]
    assert verify(october.release) == len(files) - 1  # SHA256SUMS itself


def test_the_layout_is_that_of_the_model(october: Ran) -> None:
    assert {path.name for path in october.release.iterdir()} == {
        *("public", "research", "data_docs", "quality.json", "README.md", "CHANGES.md", "CITATION.cff"),
        *("codebook.html", "SHA256SUMS"),
    }
    assert {path.name for path in (october.release / "public").iterdir()} == {
        *("parquet", "csv", "datapackage.json", "croissant.json"),
    }
    research = {path.name for path in (october.release / "research").iterdir()}
    assert research == {"parquet", "takedown.duckdb", "datapackage.json", "croissant.json"}


def test_a_change_of_any_one_file_is_found(copy: Path) -> None:
    for path in sorted(path for path in copy.rglob("*") if path.is_file() and path.name != "SHA256SUMS"):
        content = path.read_bytes()
        path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        with pytest.raises((ReleaseDamagedError, json.JSONDecodeError)) as raised:
            verify(copy)
        if raised.type is ReleaseDamagedError:
            assert f"{path.relative_to(copy).as_posix()} was changed" in str(raised.value)
        path.write_bytes(content)
    verify(copy)


def test_a_file_that_is_gone_is_named(copy: Path) -> None:
    (copy / "public" / "parquet" / "dim_group.parquet").unlink()
    with pytest.raises(ReleaseDamagedError, match=r"public/parquet/dim_group\.parquet is missing"):
        verify(copy)


def test_a_file_too_many_is_named(copy: Path) -> None:
    (copy / "public" / "notes.txt").write_text("mine")
    with pytest.raises(ReleaseDamagedError, match=r"public/notes\.txt is in no SHA256SUMS"):
        verify(copy)


def test_a_table_changed_together_with_its_checksum_is_found(copy: Path) -> None:
    table = copy / "public" / "csv" / "dim_group.csv"
    old = releases.sha256_of(table)
    table.write_text("group_id\nnobody\n")
    sums = copy / "SHA256SUMS"
    sums.write_text(sums.read_text().replace(old, releases.sha256_of(table)))
    with pytest.raises(
        ReleaseDamagedError, match=r"public/csv/dim_group\.csv is not what public/datapackage\.json says"
    ):
        verify(copy)


@pytest.mark.parametrize("tier", ["public", "research"])
def test_rows_sizes_and_hashes_are_those_of_the_data_package(october: Ran, tier: str) -> None:
    package = package_of(october.release, tier)
    for resource in package["resources"]:
        path = october.release / tier / resource["path"]
        assert path.stat().st_size == resource["bytes"]
        assert f"sha256:{releases.sha256_of(path)}" == resource["hash"]
        if resource["format"] == "parquet":
            table = pq.read_table(path)
            assert table.num_rows == resource["takedown"]["row_count"]
            assert table.column_names == [field["name"] for field in resource["schema"]["fields"]]


@pytest.mark.parametrize("tier", ["public", "research"])
def test_the_key_of_the_data_package_tells_rows_apart(october: Ran, tier: str) -> None:
    for resource in package_of(october.release, tier)["resources"]:
        if resource["format"] == "parquet":
            path, key = october.release / tier / resource["path"], resource["schema"]["primaryKey"]
            names = ", ".join(f'"{name}"' for name in key)
            (twice,) = duckdb.sql(
                f"select count(*) from (select 1 from read_parquet('{path}') group by {names} having count(*) > 1)"
            ).fetchall()[0]
            assert twice == 0, resource["name"]


def test_the_public_package_is_valid(october: Ran) -> None:
    package = Package(str(october.release / "public" / "datapackage.json"))
    small = [
        r for r in package.resources if r.format == "csv" and (r.bytes or 0) < SMALL_TABLE_BYTES and not r.compression
    ]
    assert len(small) >= 10
    for resource in small:
        report = Resource(resource.to_descriptor(), basepath=str(october.release / "public")).validate()
        assert report.valid, (resource.name, report.flatten(["type", "note"]))


def test_csv_and_parquet_have_the_same_number_of_rows(october: Ran) -> None:
    for path in (october.release / "public" / "csv").iterdir():
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8", newline="") as file:
            count = sum(1 for _ in csv.reader(file)) - 1
        assert count == pq.read_metadata(october.parquet(path.name.split(".")[0])).num_rows, path.name


def test_quality_json_agrees_with_the_table_of_checks(october: Ran) -> None:
    quality = october.quality()
    told = {check["check_id"]: (check["severity"], check["is_passed"]) for check in quality["checks"]}
    rows = ask(database(october.release), 'select "check", severity, passed, release from marts.publication_checks')
    assert {check: (severity, passed) for check, severity, passed, _ in rows} == told
    assert {release for *_, release in rows} == {october.release.name} == {quality["release_id"]}
    assert quality["counts"]["checks"] == len(rows) > 100


def test_status_has_a_row_for_each_release_of_the_line(october: Ran, mended: Ran) -> None:
    rows = ask(
        database(mended.release),
        "select release, compared_with, verdict from marts.publication_status order by 2 nulls first",
    )
    assert rows == [
        (october.release.name, None, october.quality()["verdict"]),
        (mended.release.name, october.release.name, "passed_with_warnings"),
    ]


def test_the_database_opens_in_older_versions(october: Ran) -> None:
    header = database(october.release).read_bytes()[:100]
    ((tags,),) = ask(database(october.release), "select tags from duckdb_databases() where database_name = 'takedown'")
    assert b"DUCK" in header
    assert tags["storage_version"].startswith("v1.2.0")


def test_every_table_and_column_of_the_database_has_a_comment(october: Ran) -> None:
    path = database(october.release)
    described = {r["name"] for tier in ("public", "research") for r in package_of(october.release, tier)["resources"]}
    assert set(tables_of(path)) == {name for name in described if not name.endswith(".csv")}
    assert ask(path, "select table_name from duckdb_tables() where coalesce(comment, '') = ''") == []
    bare = "select table_name, column_name from duckdb_columns() where schema_name = 'marts' and comment is null"
    assert ask(path, bare) == []


def test_the_database_is_read_only_for_readers(october: Ran) -> None:
    with connect(database(october.release), read_only=True) as reader, pytest.raises(duckdb.Error, match="read-only"):
        reader.execute("delete from marts.dim_group")


@pytest.fixture
def two(august: Ran, tmp_path: Path, workbench: Workbench) -> Settings:
    """A home with two releases, of which August's is current."""
    home = tmp_path / "two"
    shutil.copytree(august.home / "releases", home / "releases", symlinks=True)
    return replace(workbench.settings, home=home)


def test_readers_keep_what_they_opened_when_the_release_is_switched(two: Settings) -> None:
    path, count = (
        database(two.current_release),
        "select reported_count from marts.fct_compliance_summary where is_total",
    )
    october = next(name for name in list_releases(two) if name.startswith("2025-10"))
    with connect(path, read_only=True) as reader:
        switch(two, october)
        assert reader.execute(count).fetchall() == [(852,)]
    assert ask(database(two.current_release), count) != [(852,)]


def test_the_pointer_is_replaced_and_never_missing(two: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    plain_replace = Path.replace

    def watched(path: Path, target: Path) -> Path:
        seen.append(two.current_release.resolve(strict=True).name)
        return plain_replace(path, target)

    monkeypatch.setattr(Path, "replace", watched)
    old, new = current_release(two), next(name for name in list_releases(two) if name.startswith("2025-10"))
    switch(two, new)
    assert old is not None
    assert (seen, str(two.current_release.readlink())) == ([old.name], new)
    assert [path.name for path in two.releases.iterdir() if path.name.startswith(".")] == []


def test_an_unknown_release_is_refused_with_those_there_are(two: Settings) -> None:
    with pytest.raises(FileNotFoundError, match="there are: 2025-08-15-"):
        switch(two, "2024-01-01-00000000")
