"""What the reach and group pages say of mirrors: nothing withheld is in a sum, and every sum says what it lacks."""

from datetime import date

from dashboards.data import Release
from dashboards.pages import group_activity, group_mirrors, reach, reach_mirrors
from dashboards.words import Words
from tests.page_readings import texts

WORDS = Words()
DAY = date(2025, 8, 15)


def platform(name: str, mirrors: int | None) -> dict[str, object]:
    told = None if mirrors is None else 0
    known = {"mirrors_live_count": mirrors, "followers_regained": mirrors and 10 * mirrors, "followers_removed": 50,
             "mirrors_live_followers_missing_count": told,
             "followers_net_removed": None if mirrors is None else -5, "followers_net_removed_low": told,
             "followers_net_removed_high": None}  # fmt: skip
    return {"date_day": DAY, "platform_name": name, "followers_reported": 99, "is_withheld": mirrors is None} | known


def test_a_withheld_platform_is_named_and_is_in_no_sum() -> None:
    rows = [platform("Facebook", 5), platform("TikTok", None), platform("X", 6)]
    assert reach_mirrors.mirror_sentence(rows, WORDS) == (
        "On 15 August 2025, 11 mirrors of accounts removed before were up, with 110 followers: they are in what is "
        "still reachable. Of TikTok the number is withheld, and is not in these."
    )
    assert texts(reach_mirrors.mirror_table(rows, WORDS))[1:] == [
        ["TikTok", "[u]", "[u]", "[u]", "50", "[u]", "—", "—"],
        ["X", "6", "60", "0", "50", "-5", "0", "—"],
    ]


def test_where_everything_is_withheld_no_number_is_given() -> None:
    assert reach_mirrors.mirror_sentence([platform("X", None)], WORDS) == (
        "Of X the number of mirrors still up is withheld."
    )
    assert reach_mirrors.mirror_sentence([], WORDS) == "No follower count has been observed yet."


def test_the_reach_page_reads_mirrors_and_the_upper_bound(release: Release) -> None:
    parts = reach.build(release, WORDS).parts
    known = {row[0]: row for row in texts(parts["mirrors"].table)}
    assert known["Facebook"][1:4] == ["5", "5,000", "0"]
    removed = known["X"].pop(4)
    assert known["X"][1:] == [*["[u]"] * 4, "—", "—"], removed
    ends = {note["y"]: note["text"] for note in parts["mirrors"].spec["layout"]["annotations"]}
    assert ends[[row[0] for row in texts(parts["mirrors"].table)].index("X")] == "[u]"
    live, _ = parts["bounds"]
    bounds = {row[0]: row[1:] for row in texts(live.table)}
    still_up, low, high = bounds["Facebook"]
    assert int(high.replace(",", "")) == int(low.replace(",", "")) + 1000 * int(still_up)
    assert bounds["Telegram"][-1] == "—", "nothing bounds a sum one part of which nothing bounds"


def week(day: int, mirrors: int | None) -> dict[str, object]:
    return {"week": date(2025, 8, day), "group_id": "bla", "platform_id": "x", "group_name": "BLA",
            "platform_name": "X", "mirrors_count": mirrors}  # fmt: skip


def test_withheld_weeks_make_the_count_a_lower_bound() -> None:
    cells = [week(4, None), week(4, 0), week(11, 1)]
    assert group_mirrors.mirror_sentence(cells, WORDS) == (
        "Since the week of 4 August 2025, at least 1 account was first reported that is the mirror of one removed "
        "before. In 1 of 3 counts by group, platform and week the number is withheld."
    )
    assert texts(group_mirrors.mirror_table(cells, WORDS)) == [["2025-08-11", "BLA", "X", "1"]]
    assert group_mirrors.mirror_sentence(cells[2:], WORDS).startswith("Since the week of 11 August 2025, 1 account was")
    assert group_mirrors.mirror_sentence([], WORDS) == "No account has been reported yet."


def test_a_long_list_says_what_it_leaves_out() -> None:
    table = group_mirrors.mirror_table([week(4, 1)] * 10 + [week(11, 2)] * 20, WORDS)
    assert [row[0] for row in texts(table)] == ["2025-08-11"] * 20 + ["2025-08-04"] * (group_mirrors.ROW_LIMIT - 20)
    assert "The latest 26 of 30" in table.marks


def test_the_group_page_lists_only_mirrors_that_may_be_shown(release: Release) -> None:
    parts = group_activity.build(release, WORDS).parts
    counted = release.rows(f"SELECT sum(mirrors_count) AS n FROM {group_mirrors.ACTIVITY}")[0]["n"]
    assert f"at least {counted} account" in parts["mirrors_sentence"]
    assert sum(int(row[-1]) for row in texts(parts["mirrors"])) == counted
