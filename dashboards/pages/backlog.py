"""Backlog: whom to chase today? For the officer who talks to the platforms."""

from collections.abc import Sequence

from dashboards.blocks import Figure, KeyNumber, Page
from dashboards.data import Release, Row
from dashboards.deltas import delta_text, read_changes, since_text
from dashboards.filters import Dimension, NumberBinding, Place, Text
from dashboards.filters_bar import FilterBar, dimension_labels, filter_bar
from dashboards.filters_make import number
from dashboards.pages.backlog_ages import BACKLOG, age_figure, read_ages, read_ages_by, total_row
from dashboards.pages.backlog_chase import OLDEST_COMMAND, chase_table, lead_sentence
from dashboards.pages.backlog_followers import stake_figure
from dashboards.pages.backlog_late import LATE, late_figure, late_sentence, open_counts, read_late
from dashboards.pages.backlog_meetings import (
    OUTCOMES,
    Meeting,
    due_sentence,
    meeting_table,
    read_meetings,
    window_figure,
)
from dashboards.pages.backlog_open_late import open_late_figure, read_open_late
from dashboards.rates import SUMMARY
from dashboards.words import SUPPRESSED, Words


def build(release: Release, words: Words) -> Page:
    """The backlog page from the backlog, the agreed hours, the meetings and the cube."""
    today = release.facts.as_of_date
    rows = read_ages(release, words)
    late_rows = read_late(release, words)
    meetings = read_meetings(release, words)
    bar = filter_bar(release, words, ("platform", "agency", "group", "action", "period"))
    return Page(
        slug="backlog",
        nav_label=words.say("Backlog"),
        title=words.say("Whom to chase today?"),
        lead=lead_sentence(rows, words),
        filters=bar,
        parts={
            "key_numbers": key_numbers(rows, late_rows, meetings, release, words),
            "chase": chase_table(rows, open_counts(late_rows), meetings, today, words),
            "by_platform": platform_figure(rows, words),
            "stake": stake_figure(rows, words),
            "by_dimension": _dimension_figures(release, bar, words),
            "late_sentence": late_sentence(late_rows, rows, words),
            "late": late_figure(release, late_rows, words),
            "open_late": open_late_figure(read_open_late(release, bar), words) if bar else None,
            "due_sentence": due_sentence(meetings, today, words),
            "meetings": window_figure(meetings, today, words),
            "meeting_table": meeting_table(meetings, today, words),
            "command": OLDEST_COMMAND,
        },
        since=since_text(read_changes(release), words),
    )


def platform_figure(rows: Sequence[Row], words: Words) -> Figure:
    """Pending by platform and age, with the total of all."""
    texts = (words.say("Requests awaiting a decision, by platform and age"), words.say("Platform"))
    return age_figure("platform", texts, rows, total_row(rows, words), words)


def _dimension_figures(release: Release, bar: FilterBar | None, words: Words) -> list[Figure]:
    """The same by agency, group and action, where the release has the cube."""
    if bar is None:
        return []
    labels = dimension_labels(words)
    titles: dict[Dimension, str] = {
        "agency": words.say("Requests awaiting a decision, by agency"),
        "group": words.say("Requests awaiting a decision, by group"),
        "action": words.say("Requests awaiting a decision, by action asked for"),
    }
    return [
        age_figure(by, (title, labels[by]), read_ages_by(release, by, bar.names[by]), None, words)
        for by, title in titles.items()
    ]


def key_numbers(
    rows: Sequence[Row], late_rows: Sequence[Row], meetings: Sequence[Meeting], release: Release, words: Words
) -> tuple[KeyNumber, ...]:
    """The numbers at the top: pending, pending for long, late and missing, followers, steps past their day."""
    overdue = sum(meeting.is_overdue(release.facts.as_of_date) for meeting in meetings)
    told = words.say("agreed at a meeting, not met since")
    return (
        _pending_number(rows, release, words),
        _long_number(rows, words),
        _late_number(late_rows, words),
        _stake_number(rows, words),
        KeyNumber(words.say("Steps past their day"), words.number(overdue), told, f"{OUTCOMES}.held_on"),
    )


def _pending_number(rows: Sequence[Row], release: Release, words: Words) -> KeyNumber:
    told = words.say("requests without a decision")
    return KeyNumber(
        words.say("Pending"),
        words.number(sum(row["pending_count"] for row in rows)),
        told,
        f"{BACKLOG}.pending_count",
        binding=NumberBinding("compliance", number("pending_count"), Text(told)),
        delta=delta_text(read_changes(release).get(SUMMARY, "pending_count"), words),
    )


def _long_number(rows: Sequence[Row], words: Words) -> KeyNumber:
    middle, long = (
        sum(row[column] or 0 for row in rows) for column in ("pending_31_90_count", "pending_over_90_count")
    )
    left_open = words.say("and {count} for 31 to 90 days", count="{count}")
    return KeyNumber(
        words.say("Pending for over 90 days"),
        words.number(long),
        words.say("and {count} for 31 to 90 days", count=words.number(middle)),
        f"{BACKLOG}.age_band",
        binding=NumberBinding(
            "compliance",
            number("pending_over_90_count"),
            Text(left_open, {"count": Place("pending_31_90_count")}),
        ),
    )


def _late_number(rows: Sequence[Row], words: Words) -> KeyNumber:
    totals = [row for row in rows if row["is_total"]]
    missing, all_late = (sum(row[column] for row in totals) for column in ("open_count", "breached_count"))
    told = words.say("of {count} late against agreed hours", count=words.number(all_late))
    detail = Text(words.say("of {count} late against agreed hours", count="{count}"),
                  {"count": Place("breached_count")})  # fmt: skip
    return KeyNumber(
        words.say("Answers late and missing"),
        words.number(missing),
        told,
        f"{LATE}.open_count",
        binding=NumberBinding("compliance", number("open_breached_count"), detail),
    )


def _stake_number(rows: Sequence[Row], words: Words) -> KeyNumber:
    known = [row["followers"] for row in rows if row["followers"] is not None]
    lacking = sum(row["withheld_count"] + row["missing_count"] for row in rows)
    detail = words.plural(
        "known; those of {count} request are not",
        "known; those of {count} requests are not",
        lacking,
    )
    value = words.compact(sum(known)) if known or not rows else SUPPRESSED
    return KeyNumber(words.say("Followers at stake"), value, detail, f"{BACKLOG}.followers")
