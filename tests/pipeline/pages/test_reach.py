"""The reach page: sums are not people, a withheld part withholds its sum, what nobody counted is a band."""

from datetime import date

import pytest

from dashboards.data import Release
from dashboards.deltas import Change, Changes
from dashboards.filters import DRAWN_LIMIT
from dashboards.pages import reach, reach_bounds, reach_figures
from dashboards.series import REACH_SUMS, read_reach
from dashboards.words import Words
from tests.changed_release import instead
from tests.page_readings import texts

WORDS = Words()
DAY = date(2025, 8, 15)
NOT_PEOPLE = "One person may follow several accounts; sums are not people."


def day(**known: int | None) -> dict[str, object]:
    return {"date_day": DAY, **dict.fromkeys(REACH_SUMS), **known}


def test_the_lead_is_the_sum_of_the_last_day(release: Release) -> None:
    page = reach.build(release, WORDS)
    (last,) = release.rows("""
        SELECT format('{:,}', sum(followers_live)) AS live FROM fct_reach_daily WHERE date_day = DATE '2025-08-15'
    """)
    assert f"On 15 August 2025, reported accounts that were still up had {last['live']} followers" in page.lead
    assert NOT_PEOPLE in page.lead
    assert "9 accounts still up were never counted: it may be more." in page.lead


@pytest.mark.parametrize(
    ("daily", "text"),
    [
        ([], "No follower count has been observed yet."),
        ([day(followers_removed=5)], "On 15 August 2025, the sums of followers are withheld."),
        (
            [day(followers_live=0, followers_removed=1234567, accounts_live_followers_missing_count=0)],
            "On 15 August 2025, reported accounts that were still up had 0 followers between them; those removed or "
            f"withheld had 1,234,567. {NOT_PEOPLE}",
        ),
        (
            [day(followers_live=7, followers_removed=0, accounts_live_followers_missing_count=1)],
            "On 15 August 2025, reported accounts that were still up had 7 followers between them; those removed or "
            f"withheld had 0. {NOT_PEOPLE} 1 account still up was never counted: it may be more.",
        ),
    ],
)
def test_the_lead_of_little_or_nothing(daily: list[dict[str, object]], text: str) -> None:
    assert reach.lead_sentence(daily, WORDS) == text


def test_a_sum_with_a_withheld_part_is_withheld(release: Release) -> None:
    rows = {row["id"]: row for row in read_reach(release, "platform", WORDS)}
    assert (rows["x"]["is_withheld"], rows["x"]["followers_regained"]) == (True, None)
    assert rows["facebook"]["followers_regained"] == 5000
    assert reach.read_daily(release)[-1]["followers_regained"] is None, "X withholds its part"
    numbers = reach.build(release, WORDS).parts["key_numbers"]
    assert [number.value for number in numbers][2:] == ["[u]", "[u]"]


def test_followers_that_are_null_do_not_stop_the_page(release: Release) -> None:
    select = """
        SELECT * REPLACE (CASE WHEN platform_id <> 'facebook' THEN followers_live END AS followers_live,
                          CASE WHEN platform_id <> 'facebook' THEN followers_live_low END AS followers_live_low)
        FROM known
    """
    with instead(release, "fct_reach_daily", select):
        page = reach.build(release, WORDS)
    assert page.lead == "On 15 August 2025, the sums of followers are withheld."
    facebook = next(row for row in texts(page.parts["by_platform"].table) if row[0] == "Facebook")
    assert facebook[3] == "—"


def test_the_day_of_held_sums_is_told(release: Release) -> None:
    assert reach_figures.held_sentence(release, WORDS) == "", "a release from before sums were held back"
    table = release.facts.tables["fct_reach_daily"]
    field = type(table.fields[0])("followers_as_of_date", "date", "", None)
    held = type(table)(**{**vars(table), "fields": (*table.fields, field)})
    facts = type(release.facts)(**{**vars(release.facts), "tables": {**release.facts.tables, table.name: held}})
    select = "SELECT *, date_day - (platform_id = 'x')::INTEGER AS followers_as_of_date FROM known"
    with instead(release, "fct_reach_daily", select):
        told = reach_figures.held_sentence(Release(release.folder, facts, release.connection), WORDS)
    assert told.endswith("the oldest of them are as of 14 August 2025.")


@pytest.mark.parametrize(("high", "text"), [(2664099, "up to 2.7M"), (5, "up to 5"), (None, "unbounded")])
def test_the_most_that_a_sum_can_be_is_said_beside_its_band(high: int | None, text: str) -> None:
    assert reach_bounds.bound_text({"followers_live_high": high}, "followers_live", WORDS) == text


def test_a_band_is_drawn_from_the_least_to_the_most(release: Release) -> None:
    figure, _ = reach.build(release, WORDS).parts["bounds"]
    names = [row[0] for row in texts(figure.table)]
    (trace,) = figure.spec["data"]
    assert trace["x"][names.index("Facebook")] == 1000 * int(figure.table.rows[names.index("Facebook")][1].text)
    assert figure.spec["layout"]["annotations"][names.index("Telegram")]["text"] == "unbounded"


def test_the_change_since_the_last_release_stands_beside_the_number() -> None:
    changes = Changes(DAY, {("fct_reach_daily", "followers_live", "all"): Change(100, 646100, 646000, 0, 646000)})
    live, removed, *_ = reach.key_numbers([day(followers_live=646100, followers_live_high=700000)], changes, WORDS)
    assert (live.value, live.delta, live.detail) == ("646K", "+646K", "followers; at most 700K")
    assert (removed.value, removed.delta) == ("[u]", "")
    assert [number.delta for number in reach.key_numbers([], Changes(), WORDS)] == [""] * 4


def test_many_platforms_are_drawn_in_part_and_listed_in_full(release: Release) -> None:
    select = "SELECT known.* REPLACE ('p' || number AS platform_id) FROM known, range(100) AS many(number)"
    with instead(release, "fct_reach_daily", f"{select} WHERE platform_id = 'x' AND date_day > DATE '2025-08-08'"):
        parts = reach.build(release, WORDS).parts
    assert len(parts["removed"].spec["data"]) == DRAWN_LIMIT
    assert len(parts["removed"].table.columns) == 101
    assert len(parts["by_platform"].spec["data"][0]["y"]) == DRAWN_LIMIT
    assert len(parts["by_platform"].table.rows) == 100


def test_every_figure_of_followers_says_that_sums_are_not_people(release: Release) -> None:
    parts = reach.build(release, WORDS).parts
    for name in ("by_platform", "by_group", "removed", "live", "mirrors"):
        assert NOT_PEOPLE in parts[name].note, name
    assert all(NOT_PEOPLE in figure.note for figure in parts["bounds"])
