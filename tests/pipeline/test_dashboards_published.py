"""The published page says what the publisher published, per report, and marks what was changed later."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from dashboards.blocks import DataTable
from dashboards.data import Release, open_release
from dashboards.pages import published, published_reports
from dashboards.pages.published_reports import REGULATOR, Value
from dashboards.words import Words
from tests.small_release import write_release

WORDS = Words()
EARLY, LATE = date(2023, 3, 4), date(2024, 9, 13)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Release]:
    with open_release(write_release(tmp_path_factory.mktemp("published") / "release")) as opened:
        yield opened


def texts(table: DataTable) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def test_the_lead_gives_the_newest_figures_and_how_many_changed(release: Release) -> None:
    assert published.build(release, WORDS).lead == (
        "For 2023-H2, Google reports 432 requests and 6,190 items from Pakistan (Information and Communications "
        "Authority), in its report of 13 September 2024. Of the 16 figures below that several reports carry, 4 were "
        "changed later."
    )


def test_reports_stand_side_by_side_and_what_changed_is_marked(release: Release) -> None:
    table = published.build(release, WORDS).parts["side_by_side"][0]
    assert [column.label for column in table.columns] == [
        "Half-year",
        "Requests, report of 4 March 2023",
        "Requests, report of 13 September 2024",
        "Items, report of 4 March 2023",
        "Items, report of 13 September 2024",
    ]
    rows = {row[0].text: row[1:] for row in table.rows}
    assert [cell.text for cell in rows["2023-H2"]] == ["—", "432", "—", "6,190"]
    assert [(cell.text, cell.kind) for cell in rows["2022-H1"]] == [
        *[("432", ""), ("439", "restated"), ("6,190", ""), ("6,197", "restated")]
    ]
    assert {cell.kind for cell in rows["2021-H1"]} == {""}, "the same in both reports"


def test_a_half_year_nobody_reported_on_keeps_its_place_in_time(release: Release) -> None:
    report = published_reports.read_reports(release)[0]
    assert report.periods[-3:] == ("2022-H2", "2023-H1", "2023-H2")
    assert report.newest("2023-H1") == Value(None, None, 0)
    assert published_reports.year_ticks(report.periods) == {1: "2021", 3: "2022", 5: "2023"}
    assert published_reports.without_gaps(["2020-H1", "2020-01-01 to 2020-03-31"])[0] == "2020-01-01 to 2020-03-31"
    assert published_reports.without_gaps([]) == ()


def everyone(release: Release, unit: str) -> published_reports.Report:
    return next(it for it in published_reports.read_reports(release) if it.requestor is None and it.unit == unit)


def test_everyone_is_the_sum_of_the_parts_and_never_of_totals(release: Release) -> None:
    requests = everyone(release, "request")
    assert requests.values["2020-H2", EARLY] == Value(436, 436, 0)
    assert requests.values["2021-H1", EARLY] == Value(432, 432, 1), "the police figure was left blank"
    assert requests.values["2021-H1", EARLY].text(WORDS) == "≥ 432"


def test_the_publishers_own_total_stands_where_a_part_is_blank(tmp_path: Path) -> None:
    with open_release(write_release(tmp_path / "release")) as opened:
        own = """
            SELECT * REPLACE ('all' AS requestor, 'all' AS product, 'all' AS reason, true AS is_total,
                              440 AS value_low, 440 AS value_high)
            FROM fct_published_figures
            WHERE requestor = 'Police' AND unit = 'request' AND NOT is_total AND year(period_start) IN (2020, 2021)
        """
        opened.connection.execute(f"CREATE TABLE own AS {own}")
        opened.connection.execute("CREATE TABLE both_kinds AS FROM fct_published_figures UNION ALL FROM own")
        opened.connection.execute("DROP VIEW fct_published_figures")
        opened.connection.execute("ALTER TABLE both_kinds RENAME TO fct_published_figures")
        requests = everyone(opened, "request")
        twice = published_reports.read_counted_twice(opened)
    assert requests.values["2021-H1", EARLY] == Value(440, 440, 0)
    assert requests.values["2020-H2", EARLY] == Value(436, 436, 0), "complete parts go before a total"
    assert [(row["vintage"], row["low"], row["total_low"]) for row in twice] == [(EARLY, 436, 440), (LATE, 436, 440)]


def test_what_changed_is_counted_over_all_countries(release: Release) -> None:
    rows = published_reports.read_restated(release)
    sentence = published.restated_sentence(rows, WORDS)
    assert "16 figures (a requestor, a half-year, a unit) stand in more than one report; 4 of them differ" in sentence
    assert "They are on Pakistan." in sentence
    table = published.build(release, WORDS).parts["restated"]
    assert texts(table)[0] == ["Pakistan", REGULATOR, "items", "2022-H1", "6,190", "6,197"]
    assert [cell.kind for cell in table.rows[0][-2:]] == ["", "restated"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Value(None, None, 1), "—"),
        (Value(0, 9, 0), "0–9"),
        (Value(0, 0, 0), "0"),
        (Value(7, 7, 2), "≥ 7"),
        (Value(1234, 1234, 0), "1,234"),
    ],
)
def test_null_zero_and_range_stay_apart(value: Value, text: str) -> None:
    assert value.text(WORDS) == text


def test_a_period_that_is_no_half_year_keeps_its_dates() -> None:
    assert published_reports.half_year(date(2023, 1, 1), date(2023, 6, 30)) == "2023-H1"
    assert published_reports.half_year(date(2023, 1, 1), date(2023, 3, 31)) == "2023-01-01 to 2023-03-31"
