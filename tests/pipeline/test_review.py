"""Review: candidates go out with names to one person, and come back as verdicts, all of them or none."""

import csv
import re
import shutil
import stat
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import xlsxwriter

from orchestration.connectors.sources import SOURCES
from orchestration.demo import place_sample
from orchestration.landing import land
from orchestration.review_sheets import read_sheet
from orchestration.settings import Settings
from orchestration.warehouse import connect
from tests.pipeline.marts import ask
from tests.pipeline.workbench import Ran, Workbench, run_in

Rows = list[dict[str, str]]
Takedown = Callable[..., tuple[int, str, str]]


@pytest.fixture
def settings(workbench: Workbench, october: Ran, tmp_path: Path) -> Settings:
    """A home with October's warehouse, and an empty landing folder."""
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(october.home / "warehouse.duckdb", home)
    return replace(workbench.settings, home=home)


@pytest.fixture
def review(settings: Settings) -> Takedown:
    return partial(run_review, settings)


def run_review(settings: Settings, *arguments: str | Path) -> tuple[int, str, str]:
    return run_in(settings.home, settings, "review", *map(str, arguments))


def exported(review: Takedown, path: Path, *options: str) -> Rows:
    code, _, error = review("--export", path, *options)
    assert code == 0, error
    return [row.cells for row in read_sheet(path)]


def save(path: Path, rows: Rows) -> Path:
    """As a spreadsheet saves it: a workbook by another hand than ours, or plain CSV."""
    table = [list(rows[0]), *(list(row.values()) for row in rows)]
    if path.suffix == ".xlsx":
        with xlsxwriter.Workbook(str(path)) as workbook:
            sheet = workbook.add_worksheet()
            for number, line in enumerate(table):
                sheet.write_row(number, 0, line)
    else:
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(table)
    return path


def landed(settings: Settings) -> list[Path]:
    return sorted((settings.landing / "mirror_reviews").glob("*"))


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_candidates_are_written_for_one_pair_of_eyes(review: Takedown, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"candidates.{suffix}"
    rows = exported(review, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {row["review_status"] for row in rows} == {"unreviewed"}
    assert {row["verdict"] + row["reviewed_at"] for row in rows} == {""}
    likelihoods = [float(row["match_probability"]) for row in rows]
    assert likelihoods == sorted(likelihoods, reverse=True)
    assert all(row[f"{side}_{what}"] for row in rows for side in ("predecessor", "successor")
               for what in ("platform", "handle", "display_name", "url"))  # fmt: skip
    assert all(row["evidence"] and row["days_to_reappearance"].isdigit() for row in rows)


def test_all_brings_the_earlier_verdict(review: Takedown, tmp_path: Path) -> None:
    rows = exported(review, tmp_path / "all.csv", "--all")
    reviewed = [row for row in rows if row["review_status"] != "unreviewed"]
    assert {row["review_status"] for row in reviewed} >= {"confirmed", "rejected"}
    assert all(row["earlier_review_id"].startswith("RV-2025-") and row["earlier_reviewed_on"] for row in reviewed)
    assert len(rows) > len(reviewed)


def test_the_terminal_says_that_the_file_is_restricted(review: Takedown, tmp_path: Path) -> None:
    _, said, _ = review("--export", tmp_path / "candidates.csv")
    assert "RESTRICTED" in said


def test_names_are_not_written_over_a_file_nor_where_they_would_be_published(
    review: Takedown, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "mine.csv").write_text("mine")
    code, _, error = review("--export", tmp_path / "mine.csv")
    assert (code, (tmp_path / "mine.csv").read_text()) == (1, "mine")
    assert "not overwritten" in error
    for folder in (settings.releases, settings.site, settings.landing):
        folder.mkdir()
        code, _, error = review("--export", folder / ".." / folder.name / "names.csv")
        assert (code, list(folder.iterdir())) == (1, []), error


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_verdicts_come_back_once(review: Takedown, settings: Settings, tmp_path: Path, suffix: str) -> None:
    rows = exported(review, tmp_path / f"out.{suffix}")
    rows[0]["verdict"], rows[1]["verdict"], rows[1]["reviewed_at"] = (
        "confirmed",
        "rejected",
        "2025-10-30T09:00:00+05:00",
    )
    sheet = save(tmp_path / f"back.{suffix}", rows)
    code, said, error = review("--import", sheet)
    assert code == 0, error
    assert f"2 verdicts, {len(rows) - 2} rows left blank, 0 taken in before" in said
    assert "takedown build" in said
    (path,) = landed(settings)
    assert path.name.startswith("synthetic-review-")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    records = list(csv.DictReader(path.open(encoding="utf-8")))
    assert [record["verdict"] for record in records] == ["confirmed", "rejected"]
    assert [record["reviewed_at"] for record in records] == [settings.now.isoformat(), "2025-10-30T09:00:00+05:00"]
    assert {record["recorded_at"] for record in records} == {settings.now.isoformat()}
    code, said, _ = review("--import", sheet)
    assert (code, landed(settings)) == (0, [path])
    assert "0 verdicts" in said
    assert "2 taken in before" in said


def spoilt(rows: Rows) -> dict[str, Rows]:
    """What is wrong with a sheet, by a word of the sentence that says so."""
    good = rows[0] | {"verdict": "confirmed"}
    return {
        "row 2: the verdict is not one of": [good | {"verdict": "maybe"}],
        "row 3: the pair is not among": [good, rows[1] | {"verdict": "rejected", "successor_account_id": "0" * 64}],
        "row 2: platform or handle": [good | {"successor_handle": "another"}],
        "row 2: reviewed_at is given and": [rows[0] | {"reviewed_at": "2025-10-30T09:00:00Z"}],
        "row 2: reviewed_at is not a past time": [good | {"reviewed_at": "2025-10-30T09:00:00"}],
        "row 2: reviewed_at is before the successor was first reported": [
            good | {"reviewed_at": "2020-01-01T00:00:00Z"}
        ],
        # of that very day, but before the hour
        "row 3: reviewed_at is before the successor was": [
            rows[1],
            good | {"reviewed_at": f"{good['reappeared_on']}T00:00:00Z"},
        ],
        "row 3: reviewed_at is not a past time": [rows[1], good | {"reviewed_at": "2031-01-01T00:00:00Z"}],
        "rows 2, 4: the same pair": [good, rows[1], good | {"verdict": "rejected"}],
        "row 1: column verdict is missing": [{name: text for name, text in good.items() if name != "verdict"}],
    }


def test_one_bad_row_and_nothing_is_taken_in(review: Takedown, settings: Settings, tmp_path: Path) -> None:
    rows = exported(review, tmp_path / "out.csv")
    for number, (sentence, spoilt_rows) in enumerate(spoilt(rows).items()):
        code, _, error = review("--import", save(tmp_path / f"{number}.csv", spoilt_rows))
        assert code == 1
        assert sentence in error
        assert "another" not in error, "the error repeats a handle"
        assert landed(settings) == []


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"a,a\n1,2\n", b"\n"])
def test_what_is_no_sheet_is_refused(review: Takedown, settings: Settings, tmp_path: Path, content: bytes) -> None:
    for name in ("sheet.csv", "sheet.xlsx"):
        (tmp_path / name).write_bytes(content)
        code, _, error = review("--import", tmp_path / name)
        assert (code, landed(settings)) == (1, []), error
    assert review("--import", tmp_path / "absent.csv")[0] == 1


def test_one_thing_at_a_time(review: Takedown) -> None:
    for arguments in ((), ("--export", "a.csv", "--import", "b.csv"), ("--all", "--import", "b.csv")):
        assert review(*arguments)[0] == 2


def test_before_a_build_there_is_nothing_to_review(workbench: Workbench, tmp_path: Path) -> None:
    code, _, error = run_in(tmp_path, workbench.settings, "review", "--export", str(tmp_path / "a.csv"))
    assert code == 1
    assert "takedown build" in error


def test_a_verdict_of_today_counts_from_today_on_and_moves_no_clock(
    workbench: Workbench, october: Ran, tmp_path: Path
) -> None:
    workbench.clear(october.home)
    review = partial(run_review, workbench.settings)
    rows = exported(review, tmp_path / "o.csv")
    counted = next(row for row in rows if float(row["match_probability"]) > 0.99)
    doubtful = next(row for row in rows if float(row["match_probability"]) < 0.9)
    counted["verdict"], doubtful["verdict"] = "rejected", "confirmed"
    code, said, error = review("--import", save(tmp_path / "back.csv", rows))
    assert code == 0, error
    (advised,) = re.findall(r"`takedown build --as-of (\S+)`", said)

    ends_with_the_log = workbench.build_marts("reviewed_later")
    before = october.home / "warehouse.duckdb"
    assert ask(ends_with_the_log, "select as_of from raw.clock") == ask(before, "select as_of from raw.clock")
    unreviewed = [("unreviewed", True), ("unreviewed", False)]
    assert [verdict_on(ends_with_the_log, row) for row in (counted, doubtful)] == unreviewed
    backlog = "from marts.fct_backlog order by all"
    assert ask(ends_with_the_log, backlog) == ask(before, backlog) != []

    reviewed = workbench.build_marts("reviewed", as_of=advised)
    assert [verdict_on(reviewed, row) for row in (counted, doubtful)] == [("rejected", False), ("confirmed", True)]


def test_a_verdict_on_a_log_of_today_counts_with_any_build(
    review: Takedown, settings: Settings, tmp_path: Path
) -> None:
    with connect(settings.warehouse) as connection:
        connection.execute(f"insert into raw.requests (recorded_at) values ('{settings.now.isoformat()}')")
    rows = exported(review, tmp_path / "out.csv")
    rows[0]["verdict"] = "confirmed"
    _, said, _ = review("--import", save(tmp_path / "back.csv", rows))
    assert "run `takedown build` to have them counted" in said


def verdict_on(warehouse: Path, pair: dict[str, str]) -> tuple[object, ...]:
    """What the marts say of a row of the sheet."""
    (found,) = ask(
        warehouse,
        "select review_status, is_counted from marts.fct_mirrors "
        f"where predecessor_account_id = '{pair['predecessor_account_id']}' "
        f"and successor_account_id = '{pair['successor_account_id']}'",
    )
    return found


def test_the_sample_again_loses_no_verdict(review: Takedown, settings: Settings, tmp_path: Path) -> None:
    place_sample(settings)
    rows = exported(review, tmp_path / "out.csv")
    rows[0]["verdict"] = "confirmed"
    assert review("--import", save(tmp_path / "back.csv", rows))[0] == 0
    (verdicts,) = (path for path in landed(settings) if "review-" in path.name)
    assert land(settings, sources=list(SOURCES)).loaded_count == 1
    warehouse = settings.warehouse.stat().st_ino
    assert run_in(settings.home, settings, "sample")[0] == 0
    assert place_sample(settings)[1] is False
    assert settings.warehouse.stat().st_ino == warehouse
    # another sample starts the warehouse anew, and the file of verdicts is there to be loaded again
    assert place_sample(settings, seed=7)[1] is True
    assert verdicts in landed(settings)
    assert not settings.warehouse.exists()
