"""The console in the site, as files: public rows alone, the same bytes again, nothing of it where it is not wanted."""

import base64
import gzip
import hashlib
import io
import json
import re
from pathlib import Path

import duckdb
import pyarrow.ipc
import pytest

from dashboards.console_database import PackedDatabase, declare, pack_database
from dashboards.data import open_release
from dashboards.pages.console import available, build_console, examples
from dashboards.release_facts import ReleaseError
from dashboards.site import build_site
from dashboards.words import Words
from tests.small_release import Content, write_release

HOSTILE = "</script><script>window.stolen = 1</script> it's <img src=x>"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Stands for the packed DuckDB-Wasm, which the site only copies."""
    folder = tmp_path_factory.mktemp("engine")
    (folder / "console-engine.js").write_text("window.takedownEngine = {};\n")
    (folder / "console-LICENSES.txt").write_text("MIT\n")
    return folder


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_release(tmp_path_factory.mktemp("console") / "release", Content(description=HOSTILE))


@pytest.fixture(scope="module")
def site(engine: Path, release: Path) -> Path:
    build_site(release, release.parent / "site", engine)
    return release.parent / "site"


def packed_tables(site: Path) -> dict[str, dict[str, str]]:
    text = (site / "static" / "console-database.js").read_text(encoding="utf-8")
    content = text.removeprefix("window.takedownDatabase = ").removesuffix(";\n")
    return {table["name"]: table for table in json.loads(content)}


def fingerprints(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def pack(release: Path, largest_bytes: int) -> PackedDatabase:
    with open_release(release) as opened:
        return pack_database(opened, largest_bytes)


def test_the_tables_are_the_public_ones_row_for_row(site: Path, release: Path) -> None:
    packed = packed_tables(site)
    with open_release(release) as opened, duckdb.connect(":memory:") as console:
        assert packed.keys() == opened.facts.tables.keys()
        console.execute("CREATE SCHEMA marts")
        for name, table in packed.items():
            console.execute(table["declared"])
            rows = pyarrow.ipc.open_stream(io.BytesIO(gzip.decompress(base64.b64decode(table["rows"])))).read_all()
            console.register("incoming", rows)
            console.execute(f"INSERT INTO marts.{name} FROM incoming")
            public = opened.connection.execute(f"FROM {name}").fetchall()
            assert console.execute(f"FROM marts.{name}").fetchall() == public, name
            assert table["count"] == len(public)
        comments = console.execute("SELECT DISTINCT comment FROM duckdb_tables()").fetchall()
        assert comments == [(HOSTILE,)]


def test_a_table_of_another_tier_stops_the_site(engine: Path, tmp_path: Path) -> None:
    release = write_release(tmp_path / "release")
    package = release / "public" / "datapackage.json"
    content = json.loads(package.read_text(encoding="utf-8"))
    content["resources"][0]["takedown"]["tier"] = "research"
    package.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(ReleaseError, match="of tier 'research'"):
        build_site(release, tmp_path / "site", engine)
    assert not (tmp_path / "site").exists()


def test_the_same_release_and_engine_give_the_same_bytes(site: Path, release: Path, engine: Path) -> None:
    build_site(release, release.parent / "again", engine)
    assert fingerprints(release.parent / "again") == fingerprints(site)


def test_without_an_engine_nothing_speaks_of_a_console(site: Path, release: Path) -> None:
    plain = release.parent / "plain"
    files = build_site(release, plain)
    assert not [path.name for path in files if "console" in path.name]
    assert "console.html" not in (plain / "quality.html").read_text(encoding="utf-8")
    assert "console.html" in (site / "quality.html").read_text(encoding="utf-8")


def test_only_the_console_may_start_wasm(site: Path) -> None:
    policies = {path.name: re.findall(r'Policy" content="([^"]*)"', path.read_text(encoding="utf-8"))
                for path in site.glob("*.html")}  # fmt: skip
    (own,) = policies.pop("console.html")
    assert own.replace(" 'wasm-unsafe-eval'; worker-src blob:", "") == policies["index.html"][0]
    assert len({policy for found in policies.values() for policy in found}) == 1


def test_an_engine_that_is_not_there_leaves_the_site_as_it_was(release: Path, tmp_path: Path) -> None:
    (tmp_path / "engine").mkdir()
    with pytest.raises(FileNotFoundError, match="takedown site --console"):
        build_site(release, tmp_path / "site", tmp_path / "engine")
    assert not (tmp_path / "site").exists()


def test_hostile_words_stay_text(site: Path) -> None:
    html = (site / "console.html").read_text(encoding="utf-8")
    assert "<script>window.stolen" not in html
    assert "<img" not in html


def test_the_largest_tables_are_left_out_of_a_page_too_large_and_named(release: Path) -> None:
    whole = pack(release, 10**9)
    assert not whole.left_out
    cut = pack(release, whole.byte_count - 1)
    (left_out,) = cut.left_out
    assert len(left_out.rows) == max(len(table.rows) for table in whole.tables)
    note = build_console(cut, 0, Words()).parts["left_out_note"]
    assert left_out.table.name in note
    assert not build_console(whole, 0, Words()).parts["left_out_note"]
    assert not pack(release, 0).tables


def test_a_question_stands_only_where_its_tables_do() -> None:
    everything = examples(Words())
    assert [example.tables for example in available(everything, [])] == [()]
    assert len(available(everything, [table for example in everything for table in example.tables])) == len(everything)


def test_names_and_texts_are_quoted_in_the_declaration(release: Path) -> None:
    table = pack(release, 10**9).tables[0]
    assert "it''s <img" in declare(table)
    assert f'CREATE TABLE marts."{table.table.name}"' in declare(table)
