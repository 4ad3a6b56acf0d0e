"""The files of a release: ordered to the byte, described, summed, and told apart from the release before."""

import gzip
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration import release_tables
from orchestration.catalog import Column, ReleaseTable
from orchestration.release_changes import changes
from orchestration.release_documents import (
    Facts,
    WrittenTable,
    readme,
    sha256_of,
    write_checksums,
    write_package,
)
from orchestration.release_tables import write_csv, write_database, write_parquet

FACTS = Facts("2025-08-15-0a1b2c3d", "2025-08-15", is_synthetic=True, compared_with=None)
METRIC = {"label": "Things", "unit": "count"}
TABLE = ReleaseTable(
    name="things",
    tier="public",
    grain=("day", "thing_id"),
    owner="core",
    description="One row per thing's day.",
    columns=(
        Column("thing_id", "varchar", "Key; the maker's."),
        Column("day", "date", "Day."),
        Column("things_count", "bigint", "How many.", METRIC),
        Column("is_new", "boolean", "New?"),
    ),
)
ROWS = [("b", "2025-08-15", 2, True), ("a", "2025-08-15", None, False), ("c", "2025-08-14", 0, None)]


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute(
            "create table things (is_new boolean, secret varchar, things_count bigint, thing_id varchar, day date)"
        )
        opened.executemany(
            "insert into things (thing_id, day, things_count, is_new, secret) values (?, ?, ?, ?, 's')", ROWS
        )
        yield opened


def test_parquet_has_the_declared_columns_in_order_of_the_grain(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    path = write_parquet(connection, "things", TABLE, tmp_path)
    read = connection.execute(f"from '{path}'")
    assert [column[0] for column in read.description] == ["thing_id", "day", "things_count", "is_new"]
    assert [row[0] for row in read.fetchall()] == ["c", "a", "b"]


def test_the_same_rows_in_another_order_are_the_same_bytes(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    one = write_parquet(connection, "things", TABLE, tmp_path / "one")
    other = write_parquet(connection, "(from things order by thing_id desc)", TABLE, tmp_path / "other")
    assert one.read_bytes() == other.read_bytes()
    assert write_csv(connection, one, TABLE, tmp_path / "one").read_bytes() == (
        write_csv(connection, other, TABLE, tmp_path / "other").read_bytes()
    )


def test_a_csv_is_plain(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = write_csv(connection, write_parquet(connection, "things", TABLE, tmp_path), TABLE, tmp_path)
    assert path.read_text() == (
        "thing_id,day,things_count,is_new\nc,2025-08-14,0,\na,2025-08-15,,false\nb,2025-08-15,2,true\n"
    )


def test_a_long_csv_is_compressed_and_the_same_each_time(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parquet = write_parquet(connection, "things", TABLE, tmp_path)
    plain = write_csv(connection, parquet, TABLE, tmp_path / "plain").read_bytes()
    monkeypatch.setattr(release_tables, "PLAIN_CSV_ROW_LIMIT", 2)
    one, other = (write_csv(connection, parquet, TABLE, tmp_path / name) for name in ("one", "other"))
    assert one.name == "things.csv.gz"
    assert one.read_bytes() == other.read_bytes()
    assert gzip.decompress(one.read_bytes()) == plain
    assert not (tmp_path / "one" / "things.csv").exists()


def test_the_database_carries_prose_with_quotes(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = tmp_path / "o'clock" / "things.duckdb"
    write_database(connection, [(TABLE, write_parquet(connection, "things", TABLE, tmp_path))], path)
    with duckdb.connect(str(path), read_only=True) as written:
        comments = written.execute("select column_name, comment from duckdb_columns() where table_name = 'things'")
        assert dict(comments.fetchall())["thing_id"] == "Key; the maker's."
        assert written.execute("select comment from duckdb_tables()").fetchall() == [("One row per thing's day.",)]
        assert (
            written.execute("select tags from duckdb_databases() where database_name = 'things'")
            .fetchall()[0][0]["storage_version"]
            .startswith("v1.2.0")
        )


def test_a_database_that_breaks_off_lets_go(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(duckdb.IOException, match=r"nowhere\.parquet"):
            write_database(connection, [(TABLE, tmp_path / "nowhere.parquet")], tmp_path / "things.duckdb")
        (tmp_path / "things.duckdb").unlink()


@pytest.fixture
def package(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> dict[str, Any]:
    """The data package of one table in Parquet and CSV."""
    parquet = write_parquet(connection, "things", TABLE, tmp_path / "parquet")
    files = (parquet, write_csv(connection, parquet, TABLE, tmp_path / "csv"))
    write_package(tmp_path, "public", [WrittenTable(TABLE, 3, files)], FACTS)
    content: dict[str, Any] = json.loads((tmp_path / "datapackage.json").read_text())
    return content


def test_a_data_package_says_what_the_contract_promises(package: dict[str, Any]) -> None:
    assert package["version"] == FACTS.release_id
    assert package["title"].startswith("SYNTHETIC")
    assert package["takedown"] == {
        "release_id": FACTS.release_id,
        "as_of_date": "2025-08-15",
        "is_synthetic": True,
        "tier": "public",
        "compared_with": None,
        "sources": {"landed": {}, "seeds": {}},
    }
    assert [resource["path"] for resource in package["resources"]] == ["parquet/things.parquet", "csv/things.csv"]


def test_a_resource_is_described_and_hashed(package: dict[str, Any], tmp_path: Path) -> None:
    for resource in package["resources"]:
        path = tmp_path / resource["path"]
        assert resource["name"] == ("things.csv" if resource["format"] == "csv" else "things"), "names are told apart"
        assert resource["description"] == TABLE.description
        assert resource["hash"] == f"sha256:{sha256_of(path)}"
        assert resource["bytes"] == path.stat().st_size
        assert resource["schema"]["primaryKey"] == ["day", "thing_id"]
        assert resource["takedown"].items() >= {"grain": ["day", "thing_id"], "tier": "public", "owner": "core"}.items()
        fields = {field["name"]: field for field in resource["schema"]["fields"]}
        assert (fields["things_count"]["type"], fields["things_count"]["metric"]) == ("integer", METRIC)
        assert "metric" not in fields["day"]


def test_checksums_are_those_of_sha256sum(package: dict[str, Any], tmp_path: Path) -> None:
    write_checksums(tmp_path)
    checked = subprocess.run(
        ["sha256sum", "--check", "SHA256SUMS"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr
    assert checked.stdout.count(": OK") == 3


def test_the_readme_warns_of_a_sample_and_only_of_a_sample() -> None:
    item = WrittenTable(TABLE, 1234, ())
    assert "**SYNTHETIC sample data." in readme(FACTS, [item], "## Quality")
    real = readme(Facts("r", "2025-08-15", is_synthetic=False, compared_with=None), [item], "## Quality")
    assert "SYNTHETIC" not in real
    assert "| `things` | public | 1,234 | One row per thing's day. |" in real


def release_with(folder: Path, tables: dict[str, int], *, label: str = "Things", digest: str = "1") -> Path:
    for tier in ("public", "research"):
        (folder / tier).mkdir(parents=True)
        fields = [{"name": "things_count", "description": f"How many {label}."}]
        resources = [
            {
                "name": name,
                "format": "parquet",
                "hash": digest,
                "takedown": {"row_count": count},
                "schema": {"fields": fields},
            }
            for name, count in tables.items()
            if tier == "public"
        ]
        (folder / tier / "datapackage.json").write_text(json.dumps({"resources": resources}))
    return folder


def test_the_first_release_has_no_changes(tmp_path: Path) -> None:
    assert "first release" in changes(release_with(tmp_path / "new", {"things": 1}), None)


def test_changes_name_tables_rows_values_and_definitions(tmp_path: Path) -> None:
    before = release_with(tmp_path / "before", {"things": 1500, "same": 2, "gone": 3})
    new = release_with(tmp_path / "new", {"things": 1400, "same": 2, "fresh": 9}, label="Other", digest="2")
    text = changes(new, before)
    assert "Compared with before." in text
    assert "- `things`: 1,500 rows before, 1,400 now (-100)." in text
    assert "- `same`: 2 rows as before, with other values." in text
    assert "- `fresh` is new (9 rows)." in text
    assert "- `gone` is no longer published." in text
    assert "- `same.things_count`: its definition changed: How many Other." in text


def test_no_change_is_said_too(tmp_path: Path) -> None:
    before, new = (release_with(tmp_path / name, {"things": 1}) for name in ("before", "new"))
    assert "No table, row count or definition differs" in changes(new, before)
