"""The part of the reach page that says what mirrors took back of what was removed."""

from collections.abc import Sequence

from dashboards.blocks import Cell, Column, DataTable
from dashboards.data import Release, Row
from dashboards.words import NULL, SUPPRESSED, Words

REACH = "fct_reach_daily"


def read_mirrors(release: Release) -> list[Row]:
    """date_day, platform_name, is_withheld, mirrors, regained, missing, net on the last day, by platform name.

    What mirrors tell is withheld on all rows of a platform's day or on none, so no sum holds only some of its parts.
    """
    return release.rows(f"""
        SELECT date_day, coalesce(platform_name, platform_id) AS platform_name,
               bool_or(is_stock_suppressed) AS is_withheld, sum(mirrors_live_count) AS mirrors,
               sum(followers_regained) AS regained, sum(mirrors_live_followers_missing_count) AS missing,
               sum(followers_net_removed) AS net
        FROM {REACH} LEFT JOIN dim_platform USING (platform_id)
        WHERE date_day = (SELECT max(date_day) FROM {REACH})
        GROUP BY ALL ORDER BY platform_name
    """)


def mirror_sentence(rows: Sequence[Row], words: Words) -> str:
    """What the mirrors that may be shown took back, and of which platforms nothing may be."""
    if not rows:
        return words.say("No follower count has been observed yet.")
    shown = [row for row in rows if not row["is_withheld"]]
    withheld = words.listing([row["platform_name"] for row in rows if row["is_withheld"]])
    if not shown:
        return words.say("Of {names} the number of mirrors still up is withheld.", names=withheld)
    count = sum(row["mirrors"] for row in shown)
    told = words.plural(
        "On {day}, {count} mirror of an account removed before was up, with {regained} followers: they are in what is "
        "still reachable.",
        "On {day}, {count} mirrors of accounts removed before were up, with {regained} followers: they are in what is "
        "still reachable.",
        count, day=words.day(rows[0]["date_day"]), regained=words.number(sum(row["regained"] for row in shown)),
    )  # fmt: skip
    if not withheld:
        return told
    return f"{told} {words.say('Of {names} the number is withheld, and is not in these.', names=withheld)}"


def mirror_table(rows: Sequence[Row], words: Words) -> DataTable:
    """One row per platform of the removed accounts: mirrors up, their followers, and what is left of the removal."""
    say = words.say
    columns = (
        Column(say("Platform of the removed account"), is_number=False),
        Column(say("Mirrors still up"), definition=f"{REACH}.mirrors_live_count"),
        Column(say("Their followers"), definition=f"{REACH}.followers_regained"),
        Column(say("Mirrors without a count"), definition=f"{REACH}.mirrors_live_followers_missing_count"),
        Column(say("Removed, less regained"), definition=f"{REACH}.followers_net_removed"),
    )
    marks = say(
        "[u]: withheld, because so few mirrors are up that they might be recognised. A mirror is a likely match, not "
        "proof that the same people are behind both accounts."
    )
    return DataTable(say("What mirrors took back"), columns, tuple(_cells(row, words) for row in rows), marks)


def _cells(row: Row, words: Words) -> tuple[Cell, ...]:
    name = Cell(row["platform_name"])
    if row["is_withheld"]:
        return (name, *(Cell(SUPPRESSED, kind="withheld") for _ in range(4)))
    values = (row[key] for key in ("mirrors", "regained", "missing", "net"))
    return (name, *(Cell(NULL if value is None else words.number(value)) for value in values))
