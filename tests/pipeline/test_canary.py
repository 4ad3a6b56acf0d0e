"""Nothing secret or personal leaves the warehouse: every input field carries a mark, every output is searched for it.

What may be where: the ids and the batch reference of a record in the research tier, where they name rows; the id of a
meeting in the public tier too, where each meeting is a row. Rows.py sees to it that they are no names. Handles, names,
addresses, free text, a complaint's group and channel, a meeting's mode, and keys: nowhere. Platform, agency, group,
legal basis and the listed values are public where a seed or a list knows them, and nowhere where none does.
File names are told to who runs a build and stand in Dagster's log, for a file that is refused must be found again.
"""

import base64
import gzip
import sqlite3
import zlib
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from orchestration.connectors.sources import SOURCES
from orchestration.release_tables import quote
from orchestration.warehouse import connect
from tests.pipeline.canary import marks_below, marks_in_database, marks_in_file, marks_in_text
from tests.pipeline.large_sample import ACCOUNT_KEY, IDENTIFIERS, RESTRICTED_KEY, TEXTS, marks_of
from tests.pipeline.marts import ask
from tests.pipeline.workbench import Ran, Workbench, run_in

OF_PUBLIC_ROWS = {IDENTIFIERS["engagement_id"]}


@pytest.fixture(scope="module")
def released(large: Ran) -> dict[str, set[str]]:
    """The marks in each file of both releases."""
    return marks_below(large.home / "releases")


def marks_of_tier(released: dict[str, set[str]], tier: str) -> set[str]:
    """The marks in the files of a tier, whichever release."""
    return {mark for name, marks in released.items() if name.split("/")[1] == tier for mark in marks}


def test_every_mark_is_in_the_warehouse(large: Ran) -> None:
    for source in SOURCES:
        for column, mark in marks_of(SOURCES[source]).items():
            query = f"select count(*) from raw.{source} where {column} like '%{mark}'"
            assert ask(large.home / "warehouse.duckdb", query)[0][0] > 20, (source, column)
    assert ask(large.home / "warehouse.duckdb", "select count(distinct request_id) from raw.requests")[0][0] > 100_000


def test_the_warehouse_does_not_hold_the_keys(large: Ran) -> None:
    found = marks_in_database(large.home / "warehouse.duckdb", schema="raw")
    assert found >= {*IDENTIFIERS.values(), *(mark for texts in TEXTS.values() for mark in texts.values())}
    assert not {mark for mark in found if mark.startswith(("zqaccountkey", "age-secret"))}


def test_the_research_tier_holds_ids_and_nothing_else(released: dict[str, set[str]]) -> None:
    assert marks_of_tier(released, "research") == set(IDENTIFIERS.values())


def test_the_public_tier_holds_the_ids_of_meetings_alone(released: dict[str, set[str]]) -> None:
    assert marks_of_tier(released, "public") == OF_PUBLIC_ROWS


def test_what_a_release_says_about_itself_holds_no_mark(released: dict[str, set[str]]) -> None:
    others = {name: marks for name, marks in released.items() if name.split("/")[1] not in ("public", "research")}
    assert {name: marks - OF_PUBLIC_ROWS for name, marks in others.items() if marks - OF_PUBLIC_ROWS} == {}


def test_the_encrypted_warehouse_shows_nothing(large: Ran) -> None:
    encrypted = large.release / "restricted" / "takedown.duckdb.age"
    assert encrypted.stat().st_size > 100_000_000
    assert marks_in_file(encrypted) == set()


@pytest.mark.parametrize("place", ["site", "gate", "dagster"])
def test_no_mark_is_in_the_rest_of_the_home(large: Ran, place: str) -> None:
    found = marks_below(large.home / place)
    assert {name: marks - OF_PUBLIC_ROWS for name, marks in found.items() if marks - OF_PUBLIC_ROWS} == {}


def test_nothing_stands_in_the_home_that_was_not_looked_at(large: Ran) -> None:
    known = {"releases", "site", "gate", "dagster", "landing", "warehouse.duckdb"}
    assert {path.name for path in large.home.iterdir()} == known


# Errors of DuckDB quote values: of the research tier to who may read it, of the warehouse to nobody.
ASKED = {
    ("status",): set(),
    ("doctor",): set(),
    ("release", "--list"): set(),
    ("verify",): set(),
    ("metric", "reported_count", "--by", "platform_id"): set(),
    ("cite", "fct_compliance_summary", "platform_id=x"): {IDENTIFIERS["request_id"]},  # names its rows by their ids
    ("query", "select handle from marts.dim_account"): set(),
    ("query", "from raw.requests"): set(),
    ("query", "select cast(batch_ref as integer) from marts.fct_requests"): {IDENTIFIERS["batch_ref"]},
    ("query", "--restricted", "select nothing from raw.requests"): set(),
    ("query", "--restricted", "select cast(handle as integer) from raw.requests"): set(),
}


@pytest.mark.parametrize("arguments", ASKED)
def test_what_a_verb_says_holds_no_mark(workbench: Workbench, large: Ran, arguments: tuple[str, ...]) -> None:
    settings = replace(workbench.settings, account_key=ACCOUNT_KEY, restricted_key=RESTRICTED_KEY)
    code, stdout, stderr = run_in(large.home, settings, *arguments)
    assert (code != 0) == (arguments[0] == "query"), stderr
    assert stdout + stderr
    assert marks_in_text(stdout + stderr) == ASKED[arguments]


def test_what_the_build_said_holds_no_mark(large: Ran) -> None:
    assert "published" in large.stdout + large.stderr
    assert marks_in_text(large.stdout + large.stderr) == set()


def test_settings_do_not_tell_their_keys(workbench: Workbench) -> None:
    settings = replace(workbench.settings, account_key=ACCOUNT_KEY, restricted_key=RESTRICTED_KEY)
    assert settings.account_key == ACCOUNT_KEY
    assert marks_in_text(repr(settings) + str(settings)) == set()


def test_a_search_finds_what_is_packed_away(tmp_path: Path) -> None:
    hidden = f"{ACCOUNT_KEY} {RESTRICTED_KEY} {TEXTS['requests']['handle'].upper()}"
    page = base64.b64encode(gzip.compress(hidden.encode() + Random(1).randbytes(4000))).decode()  # noqa: S311
    (tmp_path / "page.js").write_text(f"const packed = '{page}';", encoding="utf-8")
    (tmp_path / "table.csv.gz").write_bytes(gzip.compress(hidden.encode()))
    with closing(sqlite3.connect(tmp_path / "runs.db")) as database:
        database.execute("create table snapshots (body blob)")
        database.execute("insert into snapshots values (?)", [zlib.compress(hidden.encode())])
        database.commit()
    with connect(tmp_path / "tables.duckdb") as warehouse:
        warehouse.execute("create table packed as select $1 || range as text from range(5000)", [hidden])
        warehouse.execute(f"copy packed to {quote(tmp_path / 'table.parquet')} (compression zstd)")
    found = marks_below(tmp_path)
    assert sorted(found) == ["page.js", "runs.db", "table.csv.gz", "table.parquet", "tables.duckdb"]
    for name, marks in found.items():
        assert {"zqaccountkeyqz", "zqhandqz"} < marks, name
        assert any(mark.startswith("age-secret-key-1") for mark in marks), name
