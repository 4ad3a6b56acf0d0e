"""Reads that several pages share: additive counts of the public tables, summed and put in order.

Belongs here: SUM and GROUP BY. Does not: rates, medians, distinct counts (the release publishes those finished).
"""

from collections.abc import Sequence
from typing import Literal

from dashboards.data import Release, Row
from dashboards.filters import DRAWN_LIMIT
from dashboards.filters_bar import term_names
from dashboards.words import Words

DAILY_LIMIT = 400
_BOUNDED = ("followers_reported", "followers_removed", "followers_live", "followers_regained", "followers_net_removed")
REACH_SUMS = (
    *_BOUNDED,
    *(f"{column}_{bound}" for column in _BOUNDED for bound in ("low", "high")),
    *("accounts_followers_missing_count", "accounts_removed_followers_missing_count"),
    *("accounts_live_followers_missing_count", "mirrors_live_count", "mirrors_live_followers_missing_count"),
)


def thin(rows: Sequence[Row]) -> list[Row]:
    """Every row up to DAILY_LIMIT of them; beyond that one a week, counted back from the last. Stocks only."""
    if len(rows) <= DAILY_LIMIT:
        return list(rows)
    return weekly(rows)


def weekly(rows: Sequence[Row]) -> list[Row]:
    """One row in seven, counted back from the last: what a table under a daily figure shows. Stocks only."""
    return list(rows[::-1][::7])[::-1]


def weekly_mark(words: Words) -> str:
    """What a table of `weekly` rows says about the days it leaves out."""
    return words.say("Every seventh day, counted back from the last. The CSV has every day.")


def read_cumulative(release: Release) -> list[Row]:
    """date_day, reported, complied: the stocks of all platforms at the end of each day."""
    return thin(
        release.rows("""
            SELECT date_day, sum(total_reported_count) AS reported, sum(total_complied_count) AS complied
            FROM fct_compliance_daily GROUP BY date_day ORDER BY date_day
        """)
    )


def whole(column: str, name: str = "") -> str:
    """The sum of a column, NULL where one of its parts is withheld: then nobody may tell the whole either."""
    return f"CASE WHEN count({column}) = count(*) THEN sum({column}) END AS {name or column}"


def read_reach(release: Release, by: Literal["platform", "group"], words: Words) -> list[Row]:
    """REACH_SUMS of the last day per platform or group; what mirrors tell is NULL where is_withheld.

    Most followers reported first, ties by name; the withheld group is none, and comes last.
    """
    sums = ", ".join(whole(column) for column in REACH_SUMS)
    rows = release.rows(f"""
        SELECT date_day, {by}_id AS id, coalesce({by}_name, {by}_id) AS {by}_name,
               bool_or(is_stock_suppressed) AS is_withheld, {sums}
        FROM fct_reach_daily LEFT JOIN dim_{by} USING ({by}_id)
        WHERE date_day = (SELECT max(date_day) FROM fct_reach_daily)
        GROUP BY ALL
    """)
    name = f"{by}_name"
    known = term_names(by, words)
    named = [{**row, name: known.get(row["id"]) or words.term(row[name])} for row in rows]
    return sorted(named, key=lambda row: (row["id"] == "withheld", -(row["followers_reported"] or 0), row[name]))


def read_platform_stock(release: Release, table: str, column: str, words: Words) -> dict[str, list[Row]]:
    """date_day and value of one stock per platform name; the platform with the highest last value first."""
    rows = release.rows(f"""
        SELECT coalesce(platform_name, platform_id) AS platform_name, date_day, {whole(column, "value")}
        FROM {table} LEFT JOIN dim_platform USING (platform_id)
        GROUP BY ALL ORDER BY platform_name, date_day
    """)
    by_platform: dict[str, list[Row]] = {}
    for row in rows:
        by_platform.setdefault(words.term(row["platform_name"]), []).append(row)
    thinned = {name: thin(days) for name, days in by_platform.items()}
    return dict(sorted(thinned.items(), key=lambda item: (-(item[1][-1]["value"] or 0), item[0])))


def read_platform_names(release: Release) -> dict[str, str]:
    """The name of each platform by its slug."""
    rows = release.rows("SELECT platform_id, platform_name FROM dim_platform ORDER BY platform_id")
    return {row["platform_id"]: row["platform_name"] for row in rows}


def drawn_note(note: str, count: int, words: Words) -> str:
    """The note of a figure that may have more rows (`count`) than it draws."""
    if count <= DRAWN_LIMIT:
        return note
    more = words.say("The first {drawn} of {all} are drawn; the table has all.",
                     drawn=words.number(DRAWN_LIMIT), all=words.number(count))  # fmt: skip
    return f"{note} {more}".strip()
