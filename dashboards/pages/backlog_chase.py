"""The part of the backlog page that says whom to chase today, and the command that lists the requests by reference.

The list by reference is in the restricted tier only: a reference with its age and followers singles out an account.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from dashboards.blocks import Cell, Column, DataTable
from dashboards.data import Row
from dashboards.filters import Keep
from dashboards.pages.backlog_ages import BACKLOG
from dashboards.pages.backlog_followers import stake_text
from dashboards.pages.backlog_late import LATE
from dashboards.pages.backlog_meetings import OUTCOMES, Meeting, due_cell, pressing
from dashboards.words import NULL, Words

# Without a sign that ends or changes an argument in double quotes of a shell: it is copied as it stands.
OLDEST_QUERY = """
  SELECT platform_id, age_days, request_id, batch_ref, handle, url, followers_at_stake
  FROM marts.fct_open_requests
  JOIN (SELECT request_id, batch_ref FROM marts.fct_requests) USING (request_id)
  JOIN (SELECT request_id, max_by(handle, recorded_at) AS handle, max_by(url, recorded_at) AS url
        FROM staging.stg_takedown_log__requests GROUP BY request_id) USING (request_id)
  WHERE age_rank <= 10 ORDER BY platform_id, age_rank"""
OLDEST_COMMAND = f'takedown query --restricted --csv "{OLDEST_QUERY}"'


def chase_table(
    rows: Sequence[Row], open_late: Mapping[str, int], meetings: Sequence[Meeting], today: date, words: Words
) -> DataTable:
    """One row per platform with pending requests, those with the most for over 30 days first."""
    say = words.say
    columns = (
        Column(say("Platform"), is_number=False),
        Column(say("Pending for over 30 days")),
        Column(say("All pending"), definition=f"{BACKLOG}.pending_count"),
        Column(say("Oldest, days"), definition=f"{BACKLOG}.oldest_age_days"),
        Column(say("Decisions late and open"), definition=f"{LATE}.open_count"),
        Column(say("Followers at stake"), definition=f"{BACKLOG}.followers"),
        Column(say("Last met"), is_number=False, definition=f"{OUTCOMES}.held_on"),
        Column(say("Next step due"), is_number=False),
    )
    waiting = by_urgency(rows)
    cells = tuple(_chase_cells(row, open_late, meetings, today, words) for row in waiting)
    marks = say(
        "Oldest: days since the report. A dash under late: no hours are agreed. Last met: the latest meeting with the "
        "platform or with all of them. Next step: the first that is still to come, or that is past its day without a "
        "meeting since. Followers: known ones; [u] withheld, "
        "+ a part is withheld or was never counted."
    )
    keys = tuple(row["id"] for row in waiting)
    return DataTable(say("Whom to chase today"), columns, cells, marks, binding=Keep("platform", keys))


def by_urgency(rows: Sequence[Row]) -> list[Row]:
    """Platforms with something pending: most for over 30 days first, then the oldest request, then most pending."""
    waiting = [row for row in rows if row["pending_count"]]
    return sorted(waiting, key=lambda row: (-row["old_count"], -row["oldest_days"], -row["pending_count"], row["name"]))


def _chase_cells(
    row: Row, open_late: Mapping[str, int], meetings: Sequence[Meeting], today: date, words: Words
) -> tuple[Cell, ...]:
    met = [meeting for meeting in meetings if meeting.is_with(row["id"])]
    return (
        Cell(row["name"]),
        *(Cell(words.number(row[count])) for count in ("old_count", "pending_count", "oldest_days")),
        Cell(words.number(open_late[row["id"]]) if row["id"] in open_late else NULL),
        Cell(stake_text(row, words), kind="withheld" if row["followers"] is None else ""),
        Cell(met[0].held_on.isoformat() if met else NULL, kind="day"),
        due_cell(pressing(met, today), today, words),
    )


def lead_sentence(rows: Sequence[Row], words: Words) -> str:
    """How many requests are pending, how many of them for over 30 days, and which platform has most of those."""
    if not rows:
        return words.say("This release holds no count of pending requests.")
    day = words.day(rows[0]["date_day"])
    waiting = by_urgency(rows)
    if not waiting:
        return words.say("On {day}, no request awaits a decision.", day=day)
    pending = sum(row["pending_count"] for row in waiting)
    old = sum(row["old_count"] for row in waiting)
    first = waiting[0]
    if not old:
        return words.plural(
            "On {day}, {count} request awaits a decision, and has for no more than 30 days; the oldest, with "
            "{platform}, for {days} days.",
            "On {day}, {count} requests await a decision, none of them for more than 30 days; the oldest, with "
            "{platform}, for {days} days.",
            pending, day=day, platform=first["name"], days=words.number(first["oldest_days"]),
        )  # fmt: skip
    return words.plural(
        "On {day}, {count} request awaits a decision, {old} of them for more than 30 days: {platform} has most of "
        "those, {most}, the oldest of them for {days} days.",
        "On {day}, {count} requests await a decision, {old} of them for more than 30 days: {platform} has most of "
        "those, {most}, the oldest of them for {days} days.",
        pending, day=day, old=words.number(old), platform=first["name"], most=words.number(first["old_count"]),
        days=words.number(first["oldest_days"]),
    )  # fmt: skip
