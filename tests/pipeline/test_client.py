"""The researcher's client, on a release of the sample: what it answers, what it refuses, and how it says so."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from takedown import client

from orchestration.settings import PROJECT_DIR
from tests.pipeline.marts import ask, database
from tests.pipeline.workbench import Ran

LIBRARY = PROJECT_DIR / "orchestration" / "library"
KINDS = {"pandas": pd.DataFrame, "polars": pl.DataFrame, "arrow": pa.Table}


@pytest.fixture(scope="module")
def release(october: Ran) -> Iterator[client.Release]:
    with client.open_release(october.release) as opened:
        yield opened


@pytest.mark.parametrize("folder", ["nowhere", "~/nowhere-at-all", "."])
def test_no_release(folder: str, tmp_path: Path) -> None:
    with pytest.raises(client.ReleaseError, match=r"is no folder|does not name a release"):
        client.open_release(tmp_path / folder if folder == "nowhere" else folder)


def test_a_release_without_its_research_tier(october: Ran, tmp_path: Path) -> None:
    shutil.copytree(october.release / "public", tmp_path / "public")
    with pytest.raises(client.ReleaseError, match=r"research.datapackage\.json"):
        client.open_release(tmp_path)


def test_a_damaged_file_is_said_to_be_one(october: Ran, tmp_path: Path) -> None:
    shutil.copytree(october.release / "research", tmp_path / "research")
    (tmp_path / "research" / "takedown.duckdb").write_bytes(b"no database" * 1000)
    with pytest.raises(client.ReleaseError, match=r"takedown\.duckdb cannot be read"):
        client.open_release(tmp_path)


def test_it_says_what_it_is(release: client.Release, october: Ran) -> None:
    assert release.id == october.release.name
    assert release.as_of_date == date(2025, 10, 31)
    assert repr(release) == f"<Release {release.id} SYNTHETIC, as of 2025-10-31>"


@pytest.mark.parametrize("kind", ["pandas", "polars", "arrow"])
def test_the_three_kinds_hold_the_same_rows(october: Ran, kind: client.Kind) -> None:
    query = "select platform_id, reported_count, complied_of_reported_rate from fct_compliance_summary order by all"
    with client.open_release(october.release, to=kind) as opened:
        answer = opened.sql(query)
        assert isinstance(answer, KINDS[kind])
        rows = opened.sql(query, to="arrow").to_pylist()
    assert [tuple(row.values()) for row in rows] == ask(
        database(october.release), query.replace("from ", "from marts.")
    )
    assert len(answer) == len(rows) == 8


def test_another_kind_is_refused(release: client.Release) -> None:
    with pytest.raises(client.ReleaseError, match="pandas, polars, arrow, not 'spark'"):
        release.sql("select 1", to="spark")  # type: ignore[arg-type]


def test_missing_numbers_stay_missing_and_whole(release: client.Release) -> None:
    followers = release.sql("select followers_at_action from fct_requests order by 1 nulls first")[
        "followers_at_action"
    ]
    assert followers.isna().any()
    assert str(followers.dtype) == "Int64"


def test_what_was_known_on_two_days(release: client.Release) -> None:
    july = release.as_of("2025-07-25").set_index("platform_id")
    august = release.as_of(date(2025, 8, 15)).set_index("platform_id")
    assert july.loc["all", "reported_count"] == 481
    assert tuple(august.loc["all", ["reported_count", "complied_count"]]) == (852, 533)
    assert len(release.as_of("2025-08-15", "requests")) == 852


def test_an_instant_is_the_same_whatever_its_offset(release: client.Release) -> None:
    noon = datetime(2025, 8, 1, 12, tzinfo=UTC)
    answers = [release.as_of(moment) for moment in (noon, "2025-08-01T17:00:00+05:00")]
    pd.testing.assert_frame_equal(*answers)


def test_the_world_then_as_known_now(release: client.Release) -> None:
    then, now = release.as_of("2025-08-15"), release.at("2025-08-15", "2025-10-31")
    counts = [frame.set_index("platform_id").loc["all", "reported_count"] for frame in (then, now)]
    assert counts == [852, 858]


def test_the_future_is_an_error(release: client.Release) -> None:
    with pytest.raises(client.ReleaseError, match=r"knows nothing after 2025-10-31.*ask a later release"):
        release.as_of(release.as_of_date + timedelta(days=1))


@pytest.mark.parametrize("moment", ["soon", "", "2025-02-30", datetime(2025, 8, 1, 12)])  # noqa: DTZ001 - that is the point
def test_a_moment_that_is_none(release: client.Release, moment: str | date) -> None:
    with pytest.raises(client.ReleaseError, match="neither a date"):
        release.as_of(moment)


def test_only_what_is_released_can_be_replayed(release: client.Release) -> None:
    assert release.replays() == ["compliance", "group_activity", "mirrors", "reach", "requests"]
    with pytest.raises(client.ReleaseError, match="'complaints' cannot be replayed; what can: compliance,"):
        release.as_of("2025-08-15", "complaints")


@pytest.mark.parametrize(
    ("name", "advice"),
    [("fct_request", "did you mean fct_requests?"), ("marts.dim_plattform", "did you mean dim_platform?"),
     ("'; drop table x; --", "tables() lists them")],
)  # fmt: skip
@pytest.mark.parametrize("ask_for", ["table", "describe"])
def test_an_unknown_table_is_told_with_the_nearest(
    release: client.Release, name: str, advice: str, ask_for: str
) -> None:
    with pytest.raises(client.ReleaseError) as refused:
        getattr(release, ask_for)(name)
    assert str(refused.value).endswith(advice)


def test_tables_and_columns_bring_their_words(release: client.Release) -> None:
    tables = release.tables()
    assert {"fct_requests", "fct_compliance_summary"} <= set(tables["name"])
    assert not tables[tables["schema"] == "marts"]["description"].isna().any()
    columns = release.describe("marts.fct_requests").set_index("name")
    assert columns.loc["outcome", "description"].startswith("Present outcome")
    assert columns.loc["reported_at", "type"] == "TIMESTAMP WITH TIME ZONE"
    row_counts = tables.set_index("name")["row_count"]
    assert row_counts["fct_requests"] == len(release.table("fct_requests")) == len(release.table("marts.fct_requests"))


def test_parameters_are_values_and_never_text(release: client.Release) -> None:
    query = "select count(*) as n from fct_requests where platform_id = $platform"
    assert release.sql(query, {"platform": "x"})["n"].item() > 0
    assert release.sql(query, {"platform": "x' or true --"})["n"].item() == 0
    assert release.sql("select ? + ? as n", [1, 2])["n"].item() == 3


@pytest.mark.parametrize(
    "statement",
    ["create table t as select 1", "delete from marts.dim_date", "copy marts.dim_date to 'out.csv'", "drop table x",
     "attach 'other.duckdb'", "from read_csv('pyproject.toml')", "set enable_external_access = true",
     "set timezone = 'Asia/Karachi'", "install httpfs", "load httpfs", "from glob('*')", "from fct_reqests"],
)  # fmt: skip
def test_nothing_is_written_and_nothing_else_is_read(
    release: client.Release, statement: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(client.ReleaseError, match=release.id):
        release.sql(statement)
    assert not list(tmp_path.iterdir())


def test_a_statement_without_rows_is_no_answer(release: client.Release) -> None:
    with pytest.raises(client.ReleaseError, match="returned no rows"):
        release.sql("-- a comment")
    release.sql("select 1")


def test_a_release_can_be_opened_again_and_outlives_the_other(october: Ran) -> None:
    with client.open_release(october.release) as one:
        with client.open_release(october.release) as other:
            assert len(other.table("dim_platform")) == len(one.table("dim_platform"))
        assert len(one.table("dim_platform")) > 0


def test_a_folder_with_a_quote_in_its_name(october: Ran, tmp_path: Path) -> None:
    shutil.copytree(october.release / "research", tmp_path / "it's" / "research")
    with client.open_release(tmp_path / "it's") as opened:
        assert len(opened.table("dim_platform")) > 0


def test_a_variable_of_the_caller_is_no_table(release: client.Release) -> None:
    answer = pd.DataFrame({"secret": [1]})
    with pytest.raises(client.ReleaseError, match="answer"):
        release.sql("from answer")
    assert len(answer) == 1


def test_a_release_folder_alone_is_enough(october: Ran, tmp_path: Path) -> None:
    """As a researcher has it: another folder, the client, and none of the rest of this project."""
    shutil.copytree(october.release / "research", tmp_path / "gift" / "research")
    code = (
        "import sys; from takedown.client import open_release; r = open_release(sys.argv[1]); "
        "print(r.as_of('2025-08-15')['reported_count'].max()); "
        "print([m for m in sys.modules if m.split('.')[0] in ('orchestration', 'quality', 'dashboards', 'dagster')])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "gift")], cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(LIBRARY)},
    )  # fmt: skip
    assert run.stdout.split("\n")[:2] == ["852", "[]"], run.stderr


def test_the_client_is_short() -> None:
    assert len((LIBRARY / "takedown" / "client.py").read_text(encoding="utf-8").splitlines()) < 150
