"""Landing as a whole: each file once, whole or not at all, in any order, and nothing unsaid."""

import hashlib
import logging
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from orchestration import landing, raw_tables
from orchestration.connectors.base import SourceDrift
from orchestration.connectors.sources import ACCOUNT_CHECKS, SOURCE_NAMES
from orchestration.landing import STRANGERS, land
from orchestration.settings import PROJECT_DIR, Settings
from orchestration.warehouse import connect
from tests.pipeline.landed_files import Drop, query

HEADER = ",".join(ACCOUNT_CHECKS.columns)
TIME = "2025-07-01T10:00:00+05:00"
NOW = datetime(2025, 11, 1, tzinfo=UTC)  # as the fixture `settings` has it


def rows(*check_ids: object, status: str = "live") -> str:
    return "".join(f"{check_id},x,somebody,u,{TIME},{TIME},{status},5\n" for check_id in check_ids)


@pytest.fixture
def drop(settings: Settings) -> Drop:
    return Drop(settings.landing)


def test_without_any_file_all_raw_tables_exist(settings: Settings) -> None:
    report = land(settings)
    assert [each.source for each in report.sources] == list(SOURCE_NAMES)
    assert (report.loaded_count, report.rejected_count, report.refused) == (0, 0, ())
    tables = {
        str(name) for (name,) in query(settings, "select table_name from duckdb_tables() where schema_name='raw'")
    }
    assert tables == {
        *("requests", "responses", "account_checks", "complaints", "engagements", "mirror_reviews"),
        *("published_figures", "listed_entities", "country_names"),
        *("_batches", "rejected_rows", "ignored_rows", "report_files", "report_observations", "refused_files"),
    }


def test_a_warehouse_with_the_raw_tables_of_an_earlier_version_is_refused(settings: Settings) -> None:
    land(settings)
    with connect(settings.warehouse) as connection:
        connection.execute("alter table raw.rejected_rows drop column file_name")
    with pytest.raises(raw_tables.OutdatedWarehouseError, match=r"raw\.rejected_rows: .*earlier version.*build again"):
        land(settings)


def test_a_file_is_loaded_with_its_origin_and_its_bad_rows_set_aside(settings: Settings, drop: Drop) -> None:
    path = drop(
        "account_checks/2025/synthetic-it's.csv", f"{HEADER}\n{rows(1)}too,few\n{rows(3, status='gone')}{rows(4)}"
    )
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    report = land(settings).of("account_checks")
    uri, batch_id = "account_checks/2025/synthetic-it's.csv", f"account_checks-{sha256[:12]}"
    assert (report.new_files, report.loaded_count, report.rejected_count) == ((uri,), 2, 2)
    assert query(settings, "from raw.account_checks select check_id, columns('^_.*') order by _row") == [
        ("1", batch_id, NOW, uri, sha256, 2),
        ("4", batch_id, NOW, uri, sha256, 5),
    ]
    assert query(settings, "from raw._batches") == [
        (batch_id, "account_checks", uri, sha256, path.stat().st_size, "csv", None, True, 4, 2, NOW)
    ]
    rejected = query(settings, "from raw.rejected_rows order by row_number")
    assert [(*row[:6], row[9]) for row in rejected] == [
        (batch_id, "account_checks", uri, sha256, 3, None, NOW),
        (batch_id, "account_checks", uri, sha256, 4, "status", NOW),
    ]
    assert rejected[0][7] == "too,few"


def test_the_same_bytes_again_are_a_no_op_under_any_name(settings: Settings, drop: Drop) -> None:
    path = drop("account_checks/b.csv", f"{HEADER}\n{rows(1)}")
    land(settings)
    shutil.copy(path, path.with_name("a.csv"))
    again = land(replace(settings, now=datetime(2026, 1, 1, tzinfo=UTC))).of("account_checks")
    assert (again.new_files, again.known_files) == ((), ("account_checks/a.csv", "account_checks/b.csv"))
    assert query(settings, "select count(*), min(_source_uri) from raw.account_checks") == [(1, "account_checks/b.csv")]


def test_twins_in_one_run_are_loaded_once(settings: Settings, drop: Drop) -> None:
    for name in ("z", "a", "m"):
        drop(f"account_checks/{name}.csv", f"{HEADER}\n{rows(1)}")
    report = land(settings).of("account_checks")
    assert (report.new_files, len(report.known_files)) == (("account_checks/a.csv",), 2)


def test_arrival_in_pieces_or_in_another_order_gives_the_same_rows(tmp_path: Path) -> None:
    contents = {
        f"{name}.csv": f"{HEADER}\n{rows(*range(start, start + 3))}" for name, start in [("a", 1), ("b", 2), ("c", 9)]
    }
    found = []
    for order in (["a.csv", "b.csv", "c.csv"], ["c.csv", "a.csv", "b.csv"]):
        settings = Settings(tmp_path / order[0], PROJECT_DIR, tmp_path, NOW)
        folder = settings.landing / "account_checks"
        folder.mkdir(parents=True)
        for name in order:
            (folder / name).write_text(contents[name])
            land(settings)
        found.append(query(settings, "from raw.account_checks order by all"))
    assert found[0] == found[1]
    assert len(found[0]) == 9


def test_a_refused_file_stops_the_run_and_leaves_what_was_loaded(settings: Settings, drop: Drop) -> None:
    drop("account_checks/1.csv", f"{HEADER}\n{rows(1)}")
    drop("account_checks/2.csv", f"{HEADER},mood\n")
    drop("account_checks/3.csv", f"{HEADER}\n{rows(3)}")
    with pytest.raises(SourceDrift, match=r"account_checks/2\.csv: unknown column 'mood'"):
        land(settings)
    assert query(settings, "select check_id from raw.account_checks") == [("1",)]
    assert query(settings, "select source, source_uri, length(source_sha256), refused_at from raw.refused_files") == [
        ("account_checks", "account_checks/2.csv", 64, NOW)
    ]


def test_with_keep_going_other_files_and_sources_load_and_the_report_says_so(settings: Settings, drop: Drop) -> None:
    drop("account_checks/2.csv", f"{HEADER},mood\n")
    drop("account_checks/3.csv", f"{HEADER}\n{rows(3)}")
    drop("complaints/nothing.csv", "")
    report = land(settings, keep_going=True)
    assert [refusal.uri for refusal in report.refused] == ["account_checks/2.csv", "complaints/nothing.csv"]
    assert report.of("account_checks").loaded_count == 1
    (settings.landing / "account_checks/2.csv").unlink()
    land(settings, keep_going=True)
    assert query(settings, "select source_uri from raw.refused_files") == [("complaints/nothing.csv",)]


def test_sources_can_be_chosen_and_others_are_left_alone(settings: Settings, drop: Drop) -> None:
    drop("account_checks/1.csv", f"{HEADER},mood\n")
    drop("complaints/nothing.csv", "")
    land(settings, keep_going=True)
    report = land(settings, keep_going=True, sources=["requests", "account_checks"])
    assert [each.source for each in report.sources] == ["requests", "account_checks"]
    assert len(query(settings, "from raw.refused_files")) == 2
    with pytest.raises(ValueError, match=r"request.*the sources are requests, responses"):
        land(settings, sources=["request"])


def test_what_is_no_source_is_refused_by_name(settings: Settings, drop: Drop) -> None:
    drop("acount_checks/1.csv", HEADER)
    drop("stray.csv", HEADER)
    report = land(settings, keep_going=True).of(STRANGERS)
    assert [refusal.uri for refusal in report.refused] == ["acount_checks", "stray.csv"]
    assert "account_checks/" in report.refused[0].reason


def test_hidden_and_unfinished_files_and_notes_are_passed_over(settings: Settings, drop: Drop) -> None:
    for name in (".hidden.csv", "1.csv.tmp", "2.csv.part", "3.CSV.PARTIAL", "~$book.xlsx", "README.md", ".git/1.csv"):
        drop(f"account_checks/{name}", "not read")
    drop(".gitkeep", "")
    assert land(settings).of("account_checks").new_files == ()


def test_an_extension_counts_in_any_case_and_a_strange_one_is_refused(settings: Settings, drop: Drop) -> None:
    drop("account_checks/1.CSV", f"{HEADER}\n{rows(1)}")
    drop("account_checks/2.xls", "x")
    report = land(settings, keep_going=True).of("account_checks")
    assert report.loaded_count == 1
    assert ".csv, .jsonl" in report.refused[0].reason


def test_a_dangling_link_and_a_linked_folder_are_refused(settings: Settings, drop: Drop, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/1.csv").write_text(f"{HEADER}\n{rows(1)}")
    drop("account_checks/README.md", "")
    (settings.landing / "account_checks/linked").symlink_to(tmp_path / "elsewhere")
    (settings.landing / "account_checks/gone.csv").symlink_to(tmp_path / "gone.csv")
    report = land(settings, keep_going=True).of("account_checks")
    assert report.new_files == ()
    assert "FileNotFoundError" in report.refused[0].reason
    assert "is not followed" in report.refused[1].reason


def test_a_crash_in_the_middle_of_storing_leaves_nothing_of_the_file(
    settings: Settings, drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop("account_checks/1.csv", f"{HEADER}\n{rows(1)}too,few\n")

    def crash(*_: object) -> str:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr(raw_tables, "_select_aside", crash)
        with pytest.raises(RuntimeError, match="power cut"):
            land(settings)
    assert query(settings, "select (select count(*) from raw.account_checks), (select count(*) from raw._batches)") == [
        (0, 0)
    ]
    assert land(settings).of("account_checks").loaded_count == 1


def test_a_file_still_being_written_is_refused_and_loaded_next_time(
    settings: Settings, drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = drop("account_checks/1.csv", f"{HEADER}\n{rows(1)}")
    judge = landing.reject_bad_rows

    def judge_while_it_grows(*arguments: object) -> None:
        judge(*arguments)
        path.write_text(f"{HEADER}\n{rows(1, 2)}")

    with monkeypatch.context() as patch:
        patch.setattr(landing, "reject_bad_rows", judge_while_it_grows)
        with pytest.raises(SourceDrift, match="changed while it was read"):
            land(settings)
    assert land(settings).of("account_checks").loaded_count == 2


def test_no_value_from_the_data_reaches_messages_reports_or_logs(
    settings: Settings, drop: Drop, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    drop("account_checks/1.csv", f"{HEADER}\n{rows(1, status='secretive')}")
    drop("account_checks/2.csv", rows(1, status="secretive"))
    drop("account_checks/3.jsonl", '{"check_id": "secretive"}')
    drop("account_checks/4.parquet", rows(1, status="secretive"))
    report = land(settings, keep_going=True)
    assert len(report.refused) == 3
    assert "secretive" not in repr(report) + caplog.text
    assert "somebody" not in repr(report) + caplog.text
