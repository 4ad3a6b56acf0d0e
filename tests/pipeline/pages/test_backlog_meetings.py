"""Meetings on the backlog page: what is due and what is past its day, and never an effect."""

from datetime import date, timedelta

import pytest

from dashboards.data import Release
from dashboards.pages import backlog_meetings
from dashboards.pages.backlog_meetings import Meeting, due_cell, due_sentence, pressing
from dashboards.rates import Rate
from dashboards.words import Words
from tests.small_release import AS_OF

WORDS = Words()


def rate(n: int = 20) -> Rate:
    return Rate("X, 2025-08-01", 0.5 if n else None, n // 2, n, 0.3, 0.7, min_cell=5)


def meeting(due: int | None, met_again: int | None = None, name: str = "X", before: int = 20) -> Meeting:
    """A meeting whose next step is due so many days after the as-of date, and the next meeting after that."""
    days = [None if number is None else AS_OF + timedelta(days=number) for number in (due, met_again)]
    return Meeting(AS_OF - timedelta(days=60), name.lower(), name, "PTA", "technical", days[0], days[1], rate(before),
                   rate(), is_complete=True, overlapping_count=0)  # fmt: skip


def test_a_step_is_past_its_day_unless_the_platform_was_met_on_it_or_since() -> None:
    assert meeting(-1).is_overdue(AS_OF)
    assert not meeting(0).is_overdue(AS_OF), "due today is not late"
    assert not meeting(-9, -9).is_overdue(AS_OF)
    assert not meeting(None).is_overdue(AS_OF)


@pytest.mark.parametrize(
    ("meetings", "text"),
    [
        ([], "No meeting with a platform is recorded."),
        (
            [meeting(-1), meeting(30, name="TikTok"), meeting(3, name="YouTube")],
            "1 step agreed at a meeting is past its day, and the platform has not been met since that day. The next "
            "step is due on 18 August 2025 with YouTube.",
        ),
        (
            [meeting(None)],
            "0 steps agreed at meetings are past their day, and those platforms have not been met since that day. No "
            "step is due from 15 August 2025 on.",
        ),
    ],
)
def test_what_is_due_in_a_sentence(meetings: list[Meeting], text: str) -> None:
    assert due_sentence(meetings, AS_OF, WORDS) == text


def test_what_presses_is_what_is_overdue_longest_then_what_comes_first() -> None:
    late, later, soon, settled = meeting(-3), meeting(-30), meeting(2), meeting(-50, -40)
    assert pressing([soon, late, later, settled], AS_OF) is later
    assert pressing([meeting(9), soon, settled, meeting(None)], AS_OF) is soon
    assert pressing([settled], AS_OF) is None
    assert due_cell(pressing([settled], AS_OF), AS_OF, WORDS).text == "—"
    assert due_cell(settled, AS_OF, WORDS).text == "2025-06-26, met again 2025-07-06"
    assert due_cell(late, AS_OF, WORDS).kind == "failed"


def test_the_meetings_of_a_release_are_read_with_what_came_after(release: Release) -> None:
    last, everyone, x, first = backlog_meetings.read_meetings(release, WORDS)
    assert (last.due_on, last.met_again_on, last.level) == (date(2025, 9, 9), None, "—")
    assert (everyone.platform_name, everyone.agency_name) == ("all platforms", "—")
    assert (x.is_overdue(AS_OF), x.level) == (True, "country representative"), "the meeting with all came before"
    assert first.met_again_on == date(2025, 7, 28), "a meeting with all platforms is one with Facebook"
    assert (last.is_complete, x.is_complete) == (False, True)


def test_the_table_says_so_far_and_withholds_few(release: Release) -> None:
    rows = backlog_meetings.meeting_table(backlog_meetings.read_meetings(release, WORDS), AS_OF, WORDS).rows
    cells = [[cell.text for cell in row] for row in rows]
    assert cells[0][5:7] == ["—", "100% of 7 so far"]
    assert cells[3][5:7] == ["withheld (n < 5)", "90% of 20"]
    assert cells[2][4] == "2025-08-01, passed"


def test_the_drawing_takes_complete_windows_only_and_calls_nothing_an_effect(release: Release) -> None:
    figure = backlog_meetings.window_figure(backlog_meetings.read_meetings(release, WORDS), AS_OF, WORDS)
    assert figure is not None
    assert figure.spec["layout"]["yaxis"]["ticktext"] == [
        "all platforms, 2025-07-28 ",
        "X, 2025-07-22 ",
        "Facebook, 2025-07-16 ",
    ]
    before, after = figure.spec["data"]
    assert before["x"][2] is None, "three requests are too few"
    assert after["x"][2] == 0.9
    assert "not an effect" in figure.note
    assert backlog_meetings.window_figure([], AS_OF, WORDS) is None


def test_a_release_from_before_next_steps_were_told_has_none(release: Release) -> None:
    table = release.facts.tables["fct_engagement_outcomes"]
    fields = tuple(field for field in table.fields if field.name != "next_due_on")
    older = type(table)(**{**vars(table), "fields": fields})
    facts = type(release.facts)(**{**vars(release.facts), "tables": {**release.facts.tables, table.name: older}})
    meetings = backlog_meetings.read_meetings(Release(release.folder, facts, release.connection), WORDS)
    assert {meeting.due_on for meeting in meetings} == {None}
