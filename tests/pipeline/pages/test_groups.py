"""The group page: suppressed cells are marked and never sized, designations stand on the time line."""

import re
from datetime import date, timedelta

import pytest

from dashboards.data import Release
from dashboards.figures_of_events import Event, event_lines
from dashboards.filters import DRAWN_LIMIT
from dashboards.pages import designations, group_activity, group_days, group_grid
from dashboards.words import Words
from tests.page_readings import one, texts

WORDS = Words()
MONDAY = date(2025, 8, 4)


def cell(
    group: str, value: int | None, platform: str = "X", week: date = MONDAY, *, suppressed: bool = False
) -> dict[str, object]:
    return {"week": week, "group_id": group.lower(), "group_name": group, "platform_id": platform.lower(),
            "platform_name": platform, "accounts_first_reported_count": value, "mirrors_count": value and value // 5,
            "is_suppressed": suppressed}  # fmt: skip


def test_the_lead_names_the_largest_count_that_may_be_shown() -> None:
    hidden = cell("TTP", None, "TikTok", suppressed=True)
    assert group_activity.lead_sentence([cell("TTP", 7), hidden, cell("BLA", 7)], WORDS) == (
        "Since the week of 4 August 2025, the group with the largest count that may be shown is BLA: at least 7 "
        "accounts reported for the first time. 1 of 3 counts by group, platform and week are too small to be shown and "
        "are in no sum."
    )
    assert group_activity.lead_sentence([cell("TTP", 7)], WORDS) == (
        "Since the week of 4 August 2025, most accounts reported for the first time are of TTP: 7."
    )
    assert group_activity.lead_sentence([hidden], WORDS) == "No weekly count is large enough to be shown."
    assert group_activity.lead_sentence([], WORDS) == "No weekly count is large enough to be shown."


def test_suppressed_cells_are_shown_and_never_their_size(release: Release) -> None:
    page = group_activity.build(release, WORDS)
    suppressed = one(release, "SELECT count(*) FROM fct_group_activity_weekly WHERE is_suppressed")
    everything = one(release, "SELECT count(*) FROM fct_group_activity_weekly")
    assert f"{suppressed} of {everything} counts by group, platform and week are too small" in page.lead
    assert "at least" in page.lead
    shown = [text for row in texts(page.parts["weekly"].table) for text in row[1:]]
    assert "[u]" in shown
    assert {text for text in shown if text not in ("[u]", "[z]", "—") and int(text.rstrip("+")) < 5} == set()


def test_withheld_none_and_not_yet_named_stay_apart() -> None:
    cells = [
        *(cell("TTP", 9), cell("TTP", None, "TikTok", suppressed=True), cell("TTP", 0, "Telegram")),
        *(cell("BLA", 6), cell("BLA", None, "X", MONDAY + timedelta(weeks=1), suppressed=True)),
    ]
    figure = group_grid.platform_figure(cells, WORDS)
    assert texts(figure.table) == [["TTP", "[z]", "[u]", "9"], ["BLA", "—", "—", "6+"]]
    drawn = figure.spec["data"][2]
    assert drawn["text"] == ["[z]", "[u]", "9", "6+"]
    assert figure.spec["data"][1]["z"] == [[None, None, 9], [None, None, 6]], "only counts are coloured"


def test_mirrors_are_told_as_the_accounts_are() -> None:
    figure = group_grid.mirror_figure([cell("TTP", 4), cell("BLA", None, suppressed=True), cell("BLF", 11)], WORDS)
    assert texts(figure.table) == [["BLF", "2"], ["BLA", "[u]"], ["TTP", "[z]"]]
    assert "not proof that the same people are behind both accounts" in figure.note


def level(name: str, count: int | None, median: float | None = None) -> dict[str, object]:
    return {"timing_level": name, "mirrors_count": count, "median_days": median, "is_suppressed": count is None}


def test_the_days_to_reappearance_are_told_of_all_mirrors_together() -> None:
    told = {"later": level("later", 15), "within_30_days": level("within_30_days", 7), "all": level("all", 22, 76.0)}
    assert group_days.days_sentence(told, WORDS) == (
        "Of 22 mirrors, half were first reported within 76 days of the removal of the account that they follow."
    )
    figure = group_days.days_figure(told, WORDS)
    assert figure is not None
    assert texts(figure.table) == [
        ["up to 7 days", "0"],
        ["8–30 days", "7"],
        ["31–90 days", "0"],
        ["over 90 days", "15"],
        ["All mirrors", "22"],
    ]


def test_days_of_few_mirrors_are_withheld() -> None:
    few = {"later": level("later", None), "all": level("all", 9)}
    assert group_days.days_sentence(few, WORDS) == "9 mirrors are counted, too few for a median of days."
    figure = group_days.days_figure(few, WORDS)
    assert figure is not None
    assert [row[1] for row in texts(figure.table)] == ["0", "0", "0", "[u]", "9"]
    assert figure.spec["data"][0]["x"][-1] is None
    assert group_days.days_sentence({"all": level("all", None)}, WORDS).startswith("Too few mirrors are counted")
    assert group_days.days_sentence({}, WORDS) == "No mirror of a removed account is counted in this release."
    assert group_days.days_figure({}, WORDS) is None


def test_a_hundred_platforms_and_two_hundred_groups_are_drawn_in_part_and_listed_in_full() -> None:
    cells = [
        cell(f"Group {group:03}", 5 + (group * platform) % 7, f"Platform {platform:03}")
        for group in range(200) for platform in range(100)
    ]  # fmt: skip
    figure = group_grid.platform_figure(cells, WORDS)
    assert (len(figure.table.rows), len(figure.table.columns)) == (200, 101)
    assert [len(axis["ticktext"]) for axis in (figure.spec["layout"]["xaxis"], figure.spec["layout"]["yaxis"])] == [
        DRAWN_LIMIT,
        DRAWN_LIMIT,
    ]
    assert "The first 12 of 100 are drawn; the table has all." in figure.note


def test_weeks_are_continuous_and_limited() -> None:
    weeks = group_grid.last_weeks([date(2025, 1, 6), date(2025, 1, 27)])
    assert weeks == [date(2025, 1, 6), date(2025, 1, 13), date(2025, 1, 20), date(2025, 1, 27)]
    assert len(group_grid.last_weeks([date(2020, 1, 6), date(2025, 1, 27)])) == group_grid.WEEK_LIMIT
    assert group_grid.last_weeks([]) == []


def test_a_listing_stands_in_the_week_into_which_it_fell() -> None:
    cells = [cell("BLA", 8), cell("TTP", 9, week=MONDAY + timedelta(weeks=1))]
    marks = [
        ("BLA", MONDAY + timedelta(days=13), "US State, 2025-08-17"),
        ("BLA", MONDAY + timedelta(days=14), "a week after the last"),
        ("BLA", MONDAY - timedelta(days=1), "a day before the first"),
        ("nobody", MONDAY, "a group without an account"),
    ]
    *_, diamonds = group_grid.week_figure(cells, marks, WORDS).spec["data"]
    assert diamonds["hovertext"] == ["US State, 2025-08-17"]
    assert (round(diamonds["x"][0]), round(diamonds["y"][0])) == (1, 1), "second week, second group"
    assert len(group_grid.week_figure(cells, marks[1:], WORDS).spec["data"]) == 3


def test_nothing_reported_is_drawn_as_nothing() -> None:
    for figure in (group_grid.week_figure([], [], WORDS), group_grid.platform_figure([], WORDS)):
        assert figure.table.rows == ()


def test_designations_stand_on_the_time_line_with_their_authority(release: Release) -> None:
    figure = designations.timeline_figure(release, (MONDAY, MONDAY + timedelta(weeks=2)), WORDS)
    (trace,) = figure.spec["data"]
    assert set(trace["text"]) == {"UN"}, "the Home Office lists nobody here"
    assert trace["x"] == ["2011-01-01"] * 3
    assert trace["hovertext"][0] == "BLA: UN Security Council, 2011-01"
    assert figure.spec["layout"]["shapes"][0]["x0"] == "2025-08-04"
    assert "UN: UN Security Council" in figure.note
    assert "BLA: UN Security Council, 2011-01" in figure.summary


def test_a_listing_of_a_part_is_hollow_and_no_markup_comes_in() -> None:
    events = [Event(0, date(2020, 1, 1), "<a>", "<a href='x'>part</a>", True), Event(0, MONDAY, "UN", "whole", False)]
    spec = event_lines(["<i>g</i>"], events, None)
    (trace,) = spec["data"]
    assert trace["marker"]["symbol"] == ["diamond-open", "diamond"]
    assert trace["textposition"] == ["top center", "bottom center"], "words close together do not collide"
    assert re.findall(r"<[^>]+>", str(trace) + str(spec["layout"])) == []
    assert event_lines([], [], None)["data"][0]["x"] == []


@pytest.mark.parametrize(
    ("precision", "text"), [("day", "2011-01-01"), ("month", "2011-01"), ("year", "2011"), (None, "2011-01-01")]
)
def test_a_listing_date_is_no_more_exact_than_known(precision: str | None, text: str) -> None:
    assert designations.listed_on(date(2011, 1, 1), precision) == text


def test_no_listing_date_is_a_dash() -> None:
    assert designations.listed_on(None, "day") == "—"


def test_who_lists_whom_is_one_row_a_group(release: Release) -> None:
    head, *_ = texts(designations.listing_matrix(release, WORDS))
    assert head == ["BLA", "no listing found", "from 2011-01"], "UK Home Office, then UN Security Council"
    table = designations.designation_table(release, WORDS)
    assert [row[0].row_span for row in table.rows] == [2, 0] * 3, "a group is named once for its rows"
    assert texts(table)[0][1:5] == ["UK Home Office", "no listing found", "2011-01", "—"]


def test_the_withheld_group_comes_last_and_is_explained(release: Release) -> None:
    figure = group_activity.build(release, WORDS).parts["outcomes"]
    assert texts(figure.table)[-1][0] == "Withheld: small cell"
    assert "Withheld: small cell is no group." in figure.note
