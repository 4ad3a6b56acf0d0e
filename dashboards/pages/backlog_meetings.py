"""The part of the backlog page on meetings with platforms: the last ones, what is due, and the requests around them.

Descriptive: what came before and after a meeting is never called an effect of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboards import figures
from dashboards.blocks import Cell, Column, DataTable, Figure, LegendEntry, iso
from dashboards.data import Release, Row
from dashboards.filters import Keep, KeepRows
from dashboards.rates import Rate
from dashboards.words import NULL, Words

OUTCOMES = "fct_engagement_outcomes"
RATE = "complied_of_judged"
EVERYONE = "all"
MEETINGS_DRAWN = 8


@dataclass(frozen=True)
class Meeting:
    """One meeting: with whom, when the next step is due, the first meeting from that day on, and the two windows."""

    held_on: date
    platform_id: str
    platform_name: str
    agency_name: str
    level: str
    due_on: date | None
    met_again_on: date | None
    before: Rate
    after: Rate
    is_complete: bool
    overlapping_count: int

    def is_overdue(self, today: date) -> bool:
        """Whether the day of the next step has passed, and the platform was met neither on it nor since."""
        return self.due_on is not None and self.due_on < today and self.met_again_on is None

    def is_with(self, platform_id: str) -> bool:
        return self.platform_id in (platform_id, EVERYONE)


def read_meetings(release: Release, words: Words) -> list[Meeting]:
    """Every meeting, the latest first. Without a column next_due_on (an older release) none is due."""
    if not release.has_rows(OUTCOMES):
        return []
    has_due = any(field.name == "next_due_on" for field in release.facts.table(OUTCOMES).fields)
    rows = release.rows(f"""
        SELECT outcomes.*, {"next_due_on" if has_due else "NULL"} AS due_on,
               coalesce(agency_name, agency_id) AS agency_name, coalesce(platform_name, platform_id) AS platform_name
        FROM {OUTCOMES} AS outcomes LEFT JOIN dim_agency USING (agency_id) LEFT JOIN dim_platform USING (platform_id)
        ORDER BY held_on DESC, engagement_id, window_name DESC
    """)
    windows: dict[str, dict[str, Row]] = {}
    for row in rows:
        windows.setdefault(row["engagement_id"], {})[row["window_name"]] = row
    min_cell = release.facts.min_cell(OUTCOMES, f"{RATE}_rate")
    days = sorted({(row["held_on"], row["platform_id"]) for row in rows})
    return [_meeting(both, days, min_cell, words) for both in windows.values()]


def _meeting(both: Mapping[str, Row], days: Sequence[tuple[date, str]], min_cell: int, words: Words) -> Meeting:
    row = both["after"]
    platform_id = row["platform_id"]
    due_on = row["due_on"]
    later = [day for day, other in days if due_on is not None and day >= due_on and other in (platform_id, EVERYONE)]
    is_all = platform_id == EVERYONE
    name = words.say("all platforms") if is_all else words.term(row["platform_name"])
    return Meeting(
        held_on=row["held_on"],
        platform_id=platform_id,
        platform_name=name,
        agency_name=words.term(row["agency_name"]) if row["agency_name"] else NULL,
        level=words.term(row["level"].replace("_", " ")) if row["level"] else NULL,
        due_on=due_on,
        met_again_on=later[0] if later else None,
        before=_rate(both["before"], name, min_cell, words),
        after=_rate(row, name, min_cell, words),
        is_complete=row["is_window_complete"] and both["before"]["is_window_complete"],
        overlapping_count=max(row["overlapping_engagements_count"], both["before"]["overlapping_engagements_count"]),
    )


def _rate(row: Row, label: str, min_cell: int, words: Words) -> Rate:
    return Rate(
        label=words.say("{platform}, {day}", platform=label, day=words.ltr(iso(row["held_on"]))),
        rate=row[f"{RATE}_rate"],
        numerator=row[f"{RATE}_numerator"],
        denominator=row[f"{RATE}_denominator"],
        low=row[f"{RATE}_low"],
        high=row[f"{RATE}_high"],
        min_cell=min_cell,
    )


def due_sentence(meetings: Sequence[Meeting], today: date, words: Words) -> str:
    """How many steps agreed at meetings are past their day without a meeting since, and which one comes next."""
    if not meetings:
        return words.say("No meeting with a platform is recorded.")
    overdue = sum(meeting.is_overdue(today) for meeting in meetings)
    passed = words.plural(
        "{count} step agreed at a meeting is past its day, and the platform has not been met since that day.",
        "{count} steps agreed at meetings are past their day, and those platforms have not been met since that day.",
        overdue,
    )
    coming = [meeting for meeting in meetings if meeting.due_on is not None and meeting.due_on >= today]
    if not coming:
        return words.say("{passed} No step is due from {day} on.", passed=passed, day=words.day(today))
    first = min(coming, key=lambda meeting: (meeting.due_on or today, meeting.platform_name))
    return words.say(
        "{passed} The next step is due on {day} with {platform}.",
        passed=passed, day=words.day(first.due_on), platform=first.platform_name,
    )  # fmt: skip


def pressing(meetings: Sequence[Meeting], today: date) -> Meeting | None:
    """The meeting whose next step presses most: the oldest that is overdue, else the first one to come."""
    due = [meeting for meeting in meetings if meeting.due_on is not None]
    open_ = [meeting for meeting in due if meeting.is_overdue(today) or (meeting.due_on or today) >= today]
    return min(open_, key=lambda meeting: meeting.due_on or today, default=None)


def due_cell(meeting: Meeting | None, today: date, words: Words) -> Cell:
    """When the next step is due, and whether that has passed."""
    if meeting is None or meeting.due_on is None:
        return Cell(NULL)
    day = iso(meeting.due_on)
    if meeting.is_overdue(today):
        return Cell(words.say("{day}, passed", day=day), kind="failed")
    if meeting.due_on >= today:
        return Cell(day, kind="day")
    return Cell(words.say("{day}, met again {again}", day=day, again=iso(meeting.met_again_on)))


def meeting_table(meetings: Sequence[Meeting], today: date, words: Words) -> DataTable:
    """Every meeting with what is due, and the share complied with in the 30 days before and after it."""
    say = words.say
    texts = (say("Day"), say("Platform"), say("Agency"), say("Level"), say("Next step due"))
    columns = (
        *(Column(text, is_number=False) for text in texts),
        Column(say("30 days before"), definition=f"{OUTCOMES}.{RATE}_rate"),
        Column(say("30 days after"), definition=f"{OUTCOMES}.{RATE}_rate"),
        Column(say("Other meetings in these days"), definition=f"{OUTCOMES}.overlapping_engagements_count"),
    )
    rows = tuple(
        (
            Cell(iso(meeting.held_on), kind="day"),
            *(Cell(text) for text in (meeting.platform_name, meeting.agency_name, meeting.level)),
            due_cell(meeting, today, words),
            _window_cell(meeting.before, True, words),
            _window_cell(meeting.after, meeting.is_complete, words),
            Cell(words.number(meeting.overlapping_count)),
        )
        for meeting in meetings
    )
    marks = say(
        "Share of the takedown requests reported in the window that were complied with within 7 days. So far: some of "
        "them are not 7 days old yet. What came before and after a meeting is not an effect of it; other meetings in "
        "the same days make that plainer still."
    )
    title = say("Meetings, what is due, and the requests around them")
    return DataTable(title, columns, rows, marks, binding=Keep("platform", _platforms(meetings)))


def _platforms(meetings: Sequence[Meeting]) -> tuple[str, ...]:
    """Whom each meeting was with; a meeting with all platforms stays whichever is chosen."""
    return tuple("" if meeting.platform_id == EVERYONE else meeting.platform_id for meeting in meetings)


def _window_cell(rate: Rate, is_complete: bool, words: Words) -> Cell:
    if rate.is_withheld:
        return Cell(rate.describe(words), kind="withheld")
    if rate.rate is None:
        return Cell(NULL)
    places = {"rate": words.percent(rate.rate, 0), "n": words.number(rate.denominator)}
    return Cell(words.say("{rate} of {n}", **places) if is_complete else words.say("{rate} of {n} so far", **places))


def _families(meetings: Sequence[Meeting], words: Words) -> tuple[tuple[str, str, str, list[Rate]], ...]:
    return (
        (words.say("30 days before"), "neutral", "circle-open", [meeting.before for meeting in meetings]),
        (words.say("30 days after"), "accent", "circle", [meeting.after for meeting in meetings]),
    )


def window_figure(meetings: Sequence[Meeting], today: date, words: Words) -> Figure | None:
    """The latest meetings with two complete windows: the share complied with before and after, with bounds."""
    complete = [meeting for meeting in meetings if meeting.is_complete][:MEETINGS_DRAWN]
    if not complete:
        return None
    families = _families(complete, words)
    return Figure(
        figure_id="meetings",
        title=words.say("Requests around meetings"),
        subtitle=words.say(
            "Share complied with within 7 days, of the requests reported in the 30 days before and after each of the "
            "latest meetings, with 95% intervals."
        ),
        spec=figures.rate_dots(families, words),
        summary=words.listing([
            words.say("{meeting}: {before} before, {after} after", meeting=meeting.before.label,
                      before=meeting.before.describe(words), after=meeting.after.describe(words))
            for meeting in complete
        ]),
        table=meeting_table(meetings, today, words),
        sources=(OUTCOMES,),
        definitions=(f"{OUTCOMES}.{RATE}_rate",),
        note=_window_note(complete[0].before.min_cell, words),
        legend=tuple(LegendEntry(label, token, "circle") for label, token, _, _ in families),
        is_wide=True,
        binding=KeepRows("platform", _platforms(complete), figures.DOT_PIXELS),
    )  # fmt: skip


def _window_note(min_cell: int, words: Words) -> str:
    return words.say(
        "Descriptive: what came before and after a meeting is not an effect of it. Only meetings all of whose requests "
        "have had their 7 days are drawn; a share of fewer than {n} requests is withheld.",
        n=words.number(min_cell),
    )
