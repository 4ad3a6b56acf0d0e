"""Group activity: which groups are being reported, week by week?"""

from collections.abc import Sequence
from datetime import timedelta

from dashboards.blocks import Figure, Page
from dashboards.data import Release, Row
from dashboards.filters_bar import CUBE, filter_bar
from dashboards.outcomes import DAILY, outcome_figure, outcome_table, read_outcomes
from dashboards.pages.designations import listing_marks, listing_matrix, timeline_figure
from dashboards.pages.group_days import DAYS_COMMAND, days_figure, days_sentence, read_timing
from dashboards.pages.group_grid import ACTIVITY, mirror_figure, platform_figure, read_cells, totals, week_figure
from dashboards.pages.group_mirrors import mirror_sentence, mirror_table
from dashboards.words import Words


def build(release: Release, words: Words) -> Page:
    """The group page from the weekly activity table and the designations."""
    cells = read_cells(release, words)
    timing = read_timing(release)
    weeks = [cell["week"] for cell in cells]
    span = (min(weeks), max(weeks) + timedelta(weeks=1)) if weeks else None
    return Page(
        slug="group_activity",
        nav_label=words.say("Group activity"),
        title=words.say("Which groups are being reported, week by week?"),
        lead=lead_sentence(cells, words),
        filters=filter_bar(release, words, ("platform", "group", "period"), tables=(CUBE, ACTIVITY)),
        parts={
            "weekly": week_figure(cells, listing_marks(release, words), words),
            "platforms": platform_figure(cells, words),
            "timeline": timeline_figure(release, span, words),
            "listings": listing_matrix(release, words),
            "mirror_grid": mirror_figure(cells, words),
            "mirrors": mirror_table(cells, words),
            "mirrors_sentence": mirror_sentence(cells, words),
            "days": days_figure(timing, words),
            "days_sentence": days_sentence(timing, words),
            "days_command": DAYS_COMMAND,
            "outcomes": _outcome_figure(release, words),
            "outcomes_note": _outcomes_note(words),
        },
        synthetic_note=_synthetic_note(words),
    )


def _synthetic_note(words: Words) -> str:
    return words.say(
        "sample data: the counts on this page come from an invented request log. The listings by authorities are real, "
        "each with its source."
    )


def _outcomes_note(words: Words) -> str:
    return words.say(
        "What became of the requests is not shown by group: on every platform some week had so few accounts of each "
        "group that daily counts by group would point at them. Researchers have every request."
    )


def lead_sentence(cells: Sequence[Row], words: Words) -> str:
    """The group with the largest sum that may be shown, and how much may not."""
    known = totals(cells)
    if not any(known.values()):
        return words.say("No weekly count is large enough to be shown.")
    suppressed_count = sum(cell["is_suppressed"] for cell in cells)
    name, count = next(iter(known.items()))
    places = {"day": words.day(cells[0]["week"]), "name": name}
    if not suppressed_count:
        return words.plural(
            "Since the week of {day}, most accounts reported for the first time are of {name}: {count}.",
            "Since the week of {day}, most accounts reported for the first time are of {name}: {count}.",
            count, **places,
        )  # fmt: skip
    largest = words.plural(
        "Since the week of {day}, the group with the largest count that may be shown is {name}: at least {count} "
        "account reported for the first time.",
        "Since the week of {day}, the group with the largest count that may be shown is {name}: at least {count} "
        "accounts reported for the first time.",
        count, **places,
    )  # fmt: skip
    withheld = words.say(
        "{suppressed} of {all} counts by group, platform and week are too small to be shown and are in no sum.",
        suppressed=words.number(suppressed_count), all=words.number(len(cells)),
    )  # fmt: skip
    return f"{largest} {withheld}"


def _outcome_figure(release: Release, words: Words) -> Figure | None:
    """None where no group may be named by day, so that there is nothing to set side by side."""
    title = words.say("What became of the requests, by group")
    rows = read_outcomes(release, "group", words)
    if len(rows) < 2:
        return None
    table = outcome_table(title, words.say("Group"), "group_name", rows, words)
    note = words.say(
        "Withheld: small cell is no group. It holds the requests of every group on a platform where some week had so "
        "few of its accounts that they might be recognised. They count in every total and in no group, so no rate is "
        "given by group."
    )
    return outcome_figure("group-outcomes", table, rows, DAILY, note, words)
