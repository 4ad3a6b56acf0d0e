"""The published page says what each publisher published, per report and country, and marks what was changed later."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dashboards.blocks import Figure, Page
from dashboards.data import Release, open_release
from dashboards.pages import published, published_reports, published_requestors, published_ways
from dashboards.pages.published_figures import report_figures
from dashboards.pages.published_rates import PublishedRate
from dashboards.pages.published_requestors import REGULATOR, Value, Versions
from dashboards.periods import half_year, without_gaps, year_ticks
from dashboards.release_facts import ReleaseError
from dashboards.words import Words
from tests.page_readings import texts
from tests.small_release import Content, write_release

WORDS = Words()
EARLY, LATE = date(2023, 3, 4), date(2024, 9, 13)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Release]:
    with open_release(write_release(tmp_path_factory.mktemp("published") / "release")) as opened:
        yield opened


@pytest.fixture(scope="module")
def pages(release: Release) -> dict[str, Page]:
    return {page.slug: page for page in published.build_all(release, WORDS)}


def figure(page: Page, figure_id: str) -> Figure:
    return next(it for section in page.parts["sections"] for it in section.figures if it.figure_id == figure_id)


def test_the_lead_gives_the_newest_figures_of_each_report(pages: dict[str, Page]) -> None:
    assert pages["published"].lead == (
        "In the newest half-year that each reports: Google removals 436 requests and 6,210 items (2023-H2); Meta "
        "restrictions 2,180 items (2023-H2); TikTok removals 372 requests and 1,000 items (2025-H1); X removals 417 "
        "requests and 6,518 accounts (2020-H2). Google counts a request once for each product and reason it names."
    )
    assert "Google removals 1 request (2023-H2)." in pages["published-us"].lead
    assert pages["published-us"].title == (
        "What do platforms say they were asked to do, and did? Country: United States"
    )


def test_figures_from_a_retyped_file_say_so_where_they_stand(pages: dict[str, Page]) -> None:
    said = ("X, legal demands to remove content, 2019-H1 and 2020-H2: from an excerpt that was retyped, not from a "
            "file of the publisher.")  # fmt: skip
    assert {it.anchor: it.note for it in pages["published"].parts["sections"] if it.note} == {
        "report-x_removal_requests": said
    }
    assert pages["published"].parts["retyped"] == [said]
    assert pages["published-us"].parts["retyped"] == []


def test_a_release_without_sources_of_files_calls_nothing_retyped(tmp_path: Path) -> None:
    with open_release(write_release(tmp_path / "release", Content(has_ledger=False))) as older:
        assert published_reports.read_retyped(older) == {}


def requests(*periods: str) -> published_reports.Report:
    series = {period: published_reports.Value(7, 7, True, LATE, "sum_of_parts") for period in periods}
    return published_reports.Report("google", "google_removals", {("request", "received"): series})


def test_google_s_two_ways_of_counting_are_two_colours_and_a_sentence() -> None:
    both = report_figures(requests("2018-H1", "2019-H1"), [("request", "received")], WORDS)[0]
    assert [(trace["name"], trace["y"]) for trace in both.spec["data"]] == [
        ("each request once (to 2018)", [7, None, None]),
        ("once for each product and reason (2019 on)", [None, None, 7]),
    ]
    assert both.subtitle.endswith("it names. The two are not one series.")
    older = report_figures(requests("2018-H1"), [("request", "received")], WORDS)[0]
    assert len(older.spec["data"]) == 1
    assert older.subtitle.endswith("Each request counts once, as Google counted to mid-2019.")


def test_only_a_count_made_the_newer_way_is_called_so() -> None:
    assert published_ways.lead_clause([requests("2018-H2")], WORDS) == ""
    assert published_ways.lead_clause([requests("2018-H2", "2019-H1")], WORDS) != ""
    meta = replace(requests("2019-H1"), report="meta_data_requests")
    assert published_ways.lead_clause([meta], WORDS) == ""
    assert "Google" not in report_figures(meta, [("request", "received")], WORDS)[0].subtitle


def test_a_country_of_which_nothing_is_counted_is_not_called_unloaded() -> None:
    blank = published_reports.Value(None, None, False, LATE, "sum_of_parts")
    report = published_reports.Report("x", "x_removal_requests", {("request", "received"): {"2020-H1": blank}})
    assert published.lead_sentence([report], "Fiji", WORDS) == (
        "The reports that name this country give no count of what was asked or restricted."
    )


def test_pakistan_comes_first_and_every_country_has_its_page(pages: dict[str, Page]) -> None:
    assert list(pages) == ["published", "published-us"]
    choices = [(one.file_name, one.label) for one in pages["published-us"].parts["choices"]]
    assert choices == [("published.html", "Pakistan"), ("published-us.html", "United States")]
    assert not pages["published-us"].parts["requestors"], "the regulator's own view is Pakistan's"


@pytest.mark.parametrize("code", ["../x", "pk", "A", "US/../..", ""])
def test_a_code_that_can_be_no_file_name_stops_the_site(code: str) -> None:
    with pytest.raises(ReleaseError, match="can be no file name"):
        published.file_name(code)


def test_what_is_no_number_says_why(pages: dict[str, Page]) -> None:
    rows = texts(figure(pages["published"], "x_removal_requests-request").table)
    assert rows[0][:2] == ["2020-H2", "417"]
    assert rows[1][:2] == ["2019-H1", "not reported, 0 written where not counted"]


def test_ranges_and_incomplete_sums_stay_what_they_are(pages: dict[str, Page]) -> None:
    rows = texts(figure(pages["published-us"], "google_removals-request").table)
    assert [row[1] for row in rows] == ["1", "0–9", "≥ 5"]
    blank = texts(figure(pages["published"], "google_removals-request").table)
    assert blank[-2][:2] == ["2021-H1", "≥ 432"], "the police figure was left blank"


def test_a_column_holds_the_outcomes_and_what_is_left(pages: dict[str, Page]) -> None:
    accounts = figure(pages["published"], "x_removal_requests-account")
    parts = {trace["name"]: trace["y"] for trace in accounts.spec["data"]}
    assert parts == {"removed, platform's rules": [724.0], "outcome not given as a count": [5794.0]}
    assert texts(accounts.table)[0][:4] == ["2020-H2", "6,518", "724", "0"], "none withheld is a zero in the table"


def test_counts_that_no_figure_shows_are_in_a_table(pages: dict[str, Page]) -> None:
    section = next(it for it in pages["published"].parts["sections"] if "meta_content" in it.anchor)
    assert texts(section.tables[0]) == [["2023-H2", "37"]]


def test_every_rate_has_its_n_its_unit_and_its_speaker(pages: dict[str, Page]) -> None:
    assert texts(pages["published"].parts["rates"]) == [
        ["TikTok", "2025-H1", "content: removed or restricted", "71.8%", "1,000 items",
         "this warehouse, recomputed from parts", "2026-11-21"],
        ["TikTok", "2025-H1", "content and accounts, pooled: removed or restricted", "63.6%",
         "1,280 items and accounts", "the platform, published", "2026-11-21"],
        ["X", "2020-H2", "accounts: withheld, or removed under X's own rules", "11.1%", "6,518 accounts",
         "this warehouse, recomputed from parts", "2025-03-13"],
        ["X", "2020-H2", "requests: complied with", "41.0%", "417 requests", "the platform, published", "2025-03-13"],
    ]  # fmt: skip


def test_a_rate_on_too_few_or_on_an_unknown_number_is_withheld_and_not_drawn(pages: dict[str, Page]) -> None:
    rates = figure(pages["published"], "tiktok_removal_requests-everyone-rates")
    values = {row[0]: row[2] for row in texts(rates.table)}
    assert values["2024-H2"] == values["2024-H1"] == "withheld (n < 5)"
    assert len(rates.spec["data"]) == 2, "only the two rates of 2025-H1"
    american = pages["published-us"].parts["sections"][0].tables[0]
    assert texts(american) == [["2022-H1", "items: removed, legal", "withheld (n < 5)", "0–9 items",
                                "the platform, published", "2024-09-13"]]  # fmt: skip


def test_an_interval_is_shown_as_one_and_the_newest_report_speaks(pages: dict[str, Page]) -> None:
    rates = figure(pages["published"], "google_removals-requestor-rates")
    assert [row[2] for row in texts(rates.table)] == ["73.5% to 74.5%"], "and not the 50% of the report before"
    assert rates.title == f"Google: rates, {REGULATOR}"


def test_a_rate_of_nothing_is_a_dash() -> None:
    nothing = PublishedRate("x", "r", "2020-H1", EARLY, "all", "complied_rate", "request", "platform", "published",
                            None, None, 0, 0)  # fmt: skip
    assert nothing.text(WORDS) == "—"
    assert not nothing.is_withheld


def test_reports_stand_side_by_side_and_what_changed_is_marked(pages: dict[str, Page]) -> None:
    table = pages["published"].parts["side_by_side"][0]
    assert [column.label for column in table.columns][1:3] == [
        "Requests, report of 4 March 2023",
        "Requests, report of 13 September 2024",
    ]
    rows = {row[0].text: row[1:] for row in table.rows}
    assert [cell.text for cell in rows["2023-H2"]] == ["—", "432", "—", "6,190"]
    assert [(cell.text, cell.kind) for cell in rows["2022-H1"]] == [
        *[("432", ""), ("439", "restated"), ("6,190", ""), ("6,197", "restated")]
    ]
    assert {cell.kind for cell in rows["2021-H1"]} == {""}, "the same in both reports"
    assert pages["published"].parts["changed"] == (
        "Of the 16 figures below that several reports carry, 4 were changed later."
    )


def test_everyone_is_the_sum_that_the_release_made(release: Release) -> None:
    everyone = next(it for it in published_requestors.read_versions(release) if it.requestor == "all")
    assert everyone.values["2020-H2", EARLY] == Value(436, 436, True)
    assert everyone.values["2021-H1", EARLY].text(WORDS) == "≥ 432"


def test_a_half_year_counted_in_two_ways_shows_both(pages: dict[str, Page]) -> None:
    rows = texts(pages["published"].parts["counted_twice"])
    assert rows == [["2020-H2", "requests", day, "440", "436"] for day in ("2023-03-04", "2024-09-13")]


def test_a_half_year_nobody_reported_on_keeps_its_place_in_time(release: Release) -> None:
    report = published_requestors.read_versions(release)[0]
    assert report.periods[-3:] == ("2022-H2", "2023-H1", "2023-H2")
    assert report.newest("2023-H1") == Value(None, None, True)
    assert year_ticks(report.periods) == {1: "2021", 3: "2022", 5: "2023"}
    assert without_gaps(["2020-H1", "2020-01-01 to 2020-03-31"])[0] == "2020-01-01 to 2020-03-31"
    assert without_gaps([]) == ()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Value(None, None, False), "—"),
        (Value(0, 9, True), "0–9"),
        (Value(0, 0, True), "0"),
        (Value(7, 7, False), "≥ 7"),
        (Value(7, None, True), "≥ 7"),
        (Value(1234, 1234, True), "1,234"),
    ],
)
def test_null_zero_and_range_stay_apart(value: Value, text: str) -> None:
    assert value.text(WORDS) == text


def test_a_version_that_differs_from_the_one_before_is_changed() -> None:
    values = {("2020-H1", EARLY): Value(1, 1, True), ("2020-H1", LATE): Value(1, 1, False)}
    versions = Versions("all", "request", ("2020-H1",), (EARLY, LATE), values)
    assert not versions.is_changed("2020-H1", EARLY)
    assert versions.is_changed("2020-H1", LATE), "one and at least one are two things to say"


def test_a_period_that_is_no_half_year_keeps_its_dates() -> None:
    assert half_year(date(2023, 1, 1), date(2023, 6, 30)) == "2023-H1"
    assert half_year(date(2023, 1, 1), date(2023, 3, 31)) == "2023-01-01 – 2023-03-31"


def test_a_release_from_before_the_totals_has_one_page_that_says_so(tmp_path: Path) -> None:
    with open_release(write_release(tmp_path / "release", Content(has_ledger=False))) as older:
        assert published_reports.read_countries(older) == {}
        (page,) = published.build_all(older, WORDS)
    assert page.lead == "No figures published by platforms about Pakistan are loaded in this release."
    assert page.synthetic_note == ""
