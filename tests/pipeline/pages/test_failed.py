"""The data-quality page says of each check that did not pass what it means, and shows the rows that fail."""

from pathlib import Path

from dashboards.data import open_release
from dashboards.pages import quality
from dashboards.pages.quality_failed import FailedCheck
from dashboards.words import NULL, Words
from tests.page_readings import texts
from tests.small_release import PASSED, WARNING, Content, write_release

WORDS = Words()
ROWS = [
    {"complied_count": 3, "date_day": "2025-07-14", "platform_id": "<script>alert(1)</script>", "rate": 0.00012},
    {"complied_count": None, "date_day": "2025-07-15", "platform_id": "x", "rate": 1234.5, "is_total": True},
]


def failed(folder: Path, **more: object) -> list[FailedCheck]:
    told = WARNING | {"table": "fct_compliance_daily", "consequence": "Figures may be too low."} | more
    with open_release(write_release(folder / "release", Content(checks=(PASSED, told)))) as release:
        found: list[FailedCheck] = list(quality.build(release, WORDS).parts["failed"])
    return found


def test_the_rows_come_with_what_names_them_first(tmp_path: Path) -> None:
    (check,) = failed(tmp_path, failing_rows=ROWS, failing_count=1238)
    assert check.consequence.text == "Figures may be too low."
    assert check.rows_label == "The first 2 of 1,238 rows that fail"
    assert check.rows is not None
    assert [column.label for column in check.rows.columns] == [
        *("date_day", "complied_count", "platform_id", "rate", "is_total")
    ]
    assert [column.is_number for column in check.rows.columns] == [False, True, False, True, False]
    assert texts(check.rows) == [
        ["2025-07-14", "3", "<script>alert(1)</script>", "0.00012", NULL],
        ["2025-07-15", NULL, "x", "1,234.5", "yes"],
    ]


def test_all_rows_that_fail_are_not_called_the_first(tmp_path: Path) -> None:
    (check,) = failed(tmp_path, failing_rows=ROWS, failing_count=2)
    assert check.rows_label == "The 2 rows that fail"


def test_a_comparison_counts_no_rows_and_shows_what_it_found(tmp_path: Path) -> None:
    (check,) = failed(tmp_path, failing_rows=[{"total": 3, "previous_total": 9}], failing_count=None)
    assert check.rows_label == "What was found"


def test_a_release_from_before_rows_were_kept_has_a_page(tmp_path: Path) -> None:
    assert "failing_rows" not in WARNING
    (check,) = failed(tmp_path)
    assert check.rows is None


def test_critical_comes_before_warning(tmp_path: Path) -> None:
    worse = WARNING | {"check_id": "zzz", "severity": "critical"}
    with open_release(write_release(tmp_path / "release", Content(checks=(WARNING, worse)))) as release:
        found = quality.failed_checks(release, WORDS)
    assert [check.anchor for check in found] == ["zzz", "followers_present"]
