"""Published reports in the landing folder: their place gives the vintage, and an archive is one batch."""

import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from orchestration.connectors import reports
from orchestration.connectors.base import SourceDrift
from orchestration.landing import land
from orchestration.settings import Settings
from tests.pipeline import invented_report
from tests.pipeline.landed_files import Drop, query


@pytest.fixture
def drop(settings: Settings) -> Drop:
    return Drop(settings.landing)


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small invented report: two figures and an unreadable record in each of two members."""
    monkeypatch.setitem(reports.REPORTS, "invented", reports.Report(invented_report.__name__))


def archive(path: Path) -> None:
    path.parent.mkdir(parents=True)
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr("a.csv", "1")


@pytest.mark.usefixtures("readers")
def test_a_published_archive_is_one_batch_with_its_vintage(settings: Settings) -> None:
    archive(settings.landing / "published_reports/invented/2024-09-13/all.zip")
    report = land(settings).of("published_reports")
    assert (report.loaded_count, report.rejected_count) == (2, 2)
    figures = query(settings, "select value_text, observed_on, _row, file_name from raw.published_figures order by 4")
    day = date(2024, 9, 13)
    assert figures == [("<10", day, 2, "file_name a"), ("", day, 2, "file_name b")]
    assert query(settings, "select source, format, observed_on, read_count from raw._batches") == [
        ("published_reports", "zip", day, 4)
    ]
    assert query(settings, "select file_name, row_number, reason from raw.rejected_rows order by 1") == [
        ("file_name a", 3, "unreadable"),
        ("file_name b", 3, "unreadable"),
    ]
    assert query(settings, "select file_name, row_number, reason from raw.ignored_rows order by 1") == [
        ("file_name a", 1, "header"),
        ("file_name b", 1, "header"),
    ]
    accounts = "select report, observed_on, file_name, layout, read_count from raw.report_files order by 3"
    assert query(settings, accounts) == [
        ("invented", day, f"file_name {member}", "invented", 3) for member in ("a", "b")
    ]
    assert land(settings).of("published_reports").new_files == ()


@pytest.mark.usefixtures("readers")
@pytest.mark.parametrize(
    ("uri", "complaint"),
    [
        ("unheard_of/2024-09-13/a.csv", "'unheard_of' is not a report.*google_removals, .*, invented"),
        ("invented/a.csv", "expected published_reports/<report>/<YYYY-MM-DD>/<file>"),
        ("a.csv", "expected published_reports"),
        ("invented/20240913/a.csv", "'20240913' is not a day"),
        ("invented/2024-02-30/a.csv", "'2024-02-30' is not a day"),
        ("invented/2024-09-13/a.csv", r"^published_reports/invented/2024-09-13/a\.csv: is not an archive$"),
    ],
)
def test_a_published_file_in_the_wrong_place_is_refused(
    settings: Settings, drop: Drop, uri: str, complaint: str
) -> None:
    drop(f"published_reports/{uri}", "1")
    with pytest.raises(SourceDrift, match=complaint):
        land(settings)


def test_a_report_of_a_day_that_has_not_come_is_refused(settings: Settings) -> None:
    day = datetime.now(UTC).date() + timedelta(days=2)
    archive(settings.landing / f"published_reports/google_removals/{day}/google-government-removals.zip")
    with pytest.raises(SourceDrift, match=f"{day} has not come yet"):
        land(settings)
    assert query(settings, "select count(*) from raw._batches") == [(0,)]


@pytest.mark.usefixtures("readers")
def test_unchanged_bytes_seen_again_leave_the_day_and_nothing_else(settings: Settings) -> None:
    first = settings.landing / "published_reports/invented/2024-09-13/all.zip"
    archive(first)
    again = settings.landing / "published_reports/invented/2025-01-31/all.zip"
    again.parent.mkdir()
    again.write_bytes(first.read_bytes())
    for _ in range(2):
        land(settings)
    assert query(settings, "select count(*) from raw.published_figures") == [(2,)]
    seen = "select observed_on, source_uri from raw.report_observations order by 1"
    assert (date(2025, 1, 31), "published_reports/invented/2025-01-31/all.zip") in query(settings, seen)


@pytest.mark.usefixtures("readers")
def test_two_files_of_one_day_that_contradict_each_other_are_refused(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive(settings.landing / "published_reports/invented/2024-09-13/a.zip")
    land(settings)
    other = settings.landing / "published_reports/invented/2024-09-13/b.zip"
    with zipfile.ZipFile(other, "w") as opened:
        opened.writestr("a.csv", "2")
    land(settings)  # the same figures under other bytes: no contradiction
    monkeypatch.setattr(invented_report, "VALUES", ["11", ""])
    with zipfile.ZipFile(other.with_name("c.zip"), "w") as opened:
        opened.writestr("a.csv", "3")
    with pytest.raises(
        SourceDrift, match=r"c\.zip: gives 1 figures another value than .*/a\.zip, which is of the same"
    ):
        land(settings)
    assert query(settings, "select count(*) from raw.published_figures") == [(4,)]
