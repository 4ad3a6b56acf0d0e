"""The backlog page: whom to chase, read from the release a second way; withheld followers are never a nought."""

from contextlib import ExitStack
from dataclasses import replace
from datetime import date

import pytest

from dashboards.data import Release
from dashboards.filters import DRAWN_LIMIT
from dashboards.pages import backlog, backlog_ages, backlog_chase, backlog_followers, backlog_late
from dashboards.release_facts import ReleaseError
from dashboards.words import Words
from tests.changed_release import instead
from tests.page_readings import texts

WORDS = Words()
DAY = date(2025, 8, 15)
NO_BANDS = dict.fromkeys(backlog_ages.BANDS, 0)


def waiting(name: str, pending: int, old: int = 0, oldest: int | None = 3, **more: object) -> dict[str, object]:
    known = {"followers": 1000, "withheld_count": 0, "missing_count": 0, "old_count": old, "oldest_days": oldest}
    return {"date_day": DAY, "id": name.lower(), "name": name, "pending_count": pending} | NO_BANDS | known | more


def test_the_lead_says_how_many_wait_how_long_and_with_whom() -> None:
    rows = [waiting("X", 20, 3, 95), waiting("WhatsApp", 9, 8, 60), waiting("TikTok", 0, 0, None)]
    assert backlog_chase.lead_sentence(rows, WORDS) == (
        "On 15 August 2025, 29 requests await a decision, 11 of them for more than 30 days: WhatsApp has most of "
        "those, 8, the oldest of them for 60 days."
    )


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([], "This release holds no count of pending requests."),
        ([waiting("X", 0, 0, None)], "On 15 August 2025, no request awaits a decision."),
        (
            [waiting("X", 1, 0, 30)],
            "On 15 August 2025, 1 request awaits a decision, and has for no more than 30 days; the oldest, with X, for "
            "30 days.",
        ),
        (
            [waiting("X", 1), waiting("TikTok", 2, 0, 4)],
            "On 15 August 2025, 3 requests await a decision, none of them for more than 30 days; the oldest, with "
            "TikTok, for 4 days.",
        ),
    ],
)
def test_the_lead_of_little_or_nothing(rows: list[dict[str, object]], text: str) -> None:
    assert backlog_chase.lead_sentence(rows, WORDS) == text


def test_the_lead_and_the_table_are_the_backlog_of_the_last_day(release: Release) -> None:
    page = backlog.build(release, WORDS)
    (last,) = release.rows("""
        SELECT sum(pending_count) AS pending FROM fct_backlog WHERE date_day = (SELECT max(date_day) FROM fct_backlog)
    """)
    assert f"{last['pending']} requests await a decision" in page.lead
    *rows, total = texts(page.parts["by_platform"].table)
    assert total == ["All platforms", *(str(sum(int(row[place]) for row in rows)) for place in range(1, 7))]
    assert total[-1] == str(last["pending"])
    assert all(int(row[-1]) == sum(map(int, row[1:-1])) for row in rows)


def test_who_is_chased_first_waits_longest_and_nobody_without_a_request_is(release: Release) -> None:
    rows = [waiting("A", 50, 2), waiting("B", 3, 3), waiting("C", 0, 0, None), waiting("D", 60, 2, 80)]
    assert [row["name"] for row in backlog_chase.by_urgency(rows)] == ["B", "D", "A"]
    x, facebook, telegram = texts(backlog.build(release, WORDS).parts["chase"])
    assert (x[0], x[4], x[6:]) == ("X", "—", ["2025-07-28", "2025-08-01, passed"]), "X has no agreed hours"
    assert facebook[4:] == ["4", "[u]", "2025-08-10", "2025-09-09"]
    assert telegram[6:] == ["2025-07-28", "—"], "the meeting with all platforms was one with Telegram too"


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (waiting("X", 9, followers=2500), "2K"),
        (waiting("X", 9, followers=2500, withheld_count=2), "2K+"),
        (waiting("X", 9, followers=2500, missing_count=1), "2K+"),
        (waiting("X", 9, followers=None, withheld_count=9), "[u]"),
        (waiting("X", 9, followers=0), "0"),
    ],
)
def test_followers_say_what_they_lack(row: dict[str, object], text: str) -> None:
    assert backlog_followers.stake_text(row, WORDS) == text


def test_a_platform_all_of_whose_followers_are_withheld_has_no_sum(release: Release) -> None:
    rows = {row["id"]: row for row in backlog_ages.read_ages(release, WORDS)}
    assert (rows["facebook"]["followers"], rows["facebook"]["withheld_count"]) == (None, 3)
    assert rows["x"]["followers"] > 0
    figure = backlog.build(release, WORDS).parts["stake"]
    bars = dict(zip([row[0] for row in texts(figure.table)], figure.spec["data"][0]["x"], strict=True))
    assert bars["Facebook"] is None, "no bar, not one of length nought"
    stake = backlog.build(release, WORDS).parts["key_numbers"][3]
    assert stake.value == WORDS.compact(rows["x"]["followers"])
    assert stake.detail == f"known; those of {4 + rows['x']['missing_count']} requests are not"


def test_with_everything_withheld_no_number_stands_at_the_top() -> None:
    rows = [waiting("X", 3, followers=None, withheld_count=3)]
    assert backlog._stake_number(rows, WORDS).value == "[u]"
    assert backlog._stake_number([], WORDS).value == "0"


def test_late_is_told_with_its_n_and_withheld_below_it(release: Release) -> None:
    page = backlog.build(release, WORDS)
    assert page.parts["late_sentence"] == (
        "5 requests are past the hours agreed for them and still without an answer; of 58 due so far, 12 were late. "
        "With X no hours are agreed, so nothing is late there."
    )
    telegram = next(row for row in texts(page.parts["late"].table) if row[0] == "Telegram")
    assert telegram == ["Telegram", "to a decision", "3", "3", "1", "1", "withheld", "—"]
    first, decision = page.parts["late"].spec["data"]
    place = page.parts["late"].spec["layout"]["yaxis"]["ticktext"].index("Telegram ")
    assert (first["x"][place], decision["x"][place]) == (None, None), "no clock, and too few"
    assert "made up for the sample" in page.parts["late"].note


def test_without_agreed_hours_nothing_is_late() -> None:
    assert backlog_late.late_sentence([], [waiting("X", 3)], WORDS) == (
        "No hours are agreed with any platform, so nothing can be late."
    )
    assert backlog_late.open_counts([]) == {}


def test_a_release_without_a_row_says_so(release: Release) -> None:
    with ExitStack() as stack:
        for table in ("fct_backlog", "fct_sla_summary", "fct_engagement_outcomes"):
            stack.enter_context(instead(release, table, "FROM known WHERE false"))
        page = backlog.build(release, WORDS)
    assert page.lead == "This release holds no count of pending requests."
    assert page.parts["late"] is None
    assert page.parts["meetings"] is None
    assert page.parts["chase"].rows == ()
    assert page.parts["due_sentence"] == "No meeting with a platform is recorded."


def test_a_hundred_platforms_are_drawn_in_part_and_listed_in_full() -> None:
    rows = [waiting(f"Platform {number:03}", 1000 - number) for number in range(100)]
    texts_ = ("Pending", "Platform")
    figure = backlog_ages.age_figure("platform", texts_, rows, backlog_ages.total_row(rows, WORDS), WORDS)
    assert len(figure.spec["data"][0]["y"]) == DRAWN_LIMIT
    assert len(figure.table.rows) == 101
    assert figure.table.rows[-1][-1].text == f"{sum(row['pending_count'] for row in rows):,}"  # type: ignore[misc]


def test_the_withheld_group_is_last_however_much_it_holds() -> None:
    rows = [{**waiting("W", 90), "id": "withheld"}, waiting("TTP", 1), waiting("BLA", 1)]
    assert [row["name"] for row in backlog_ages.by_pending(rows)] == ["BLA", "TTP", "W"]


def test_the_command_can_be_copied_into_a_shell_as_it_stands(release: Release) -> None:
    command = backlog.build(release, WORDS).parts["command"]
    start, sql, rest = command.split('"')
    assert (start, rest) == ("takedown query --restricted --csv ", "")
    assert not set("$`\\!") & set(sql)


@pytest.mark.parametrize("table", ["fct_sla_summary", "fct_engagement_outcomes"])
def test_a_share_that_states_no_smallest_n_stops_the_page(release: Release, table: str) -> None:
    """Taken for 0 it would show shares of one or two requests."""
    told = release.facts.table(table)
    fields = [replace(field, metric=field.metric and replace(field.metric, min_cell=None)) for field in told.fields]
    tables = {**release.facts.tables, table: replace(told, fields=tuple(fields))}
    careless = replace(release, facts=replace(release.facts, tables=tables))
    with pytest.raises(ReleaseError, match=rf"{table}\.\w+_rate states no min_cell"):
        backlog.build(careless, WORDS)
