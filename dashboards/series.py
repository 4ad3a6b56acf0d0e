"""Reads that several pages share: additive counts of the public tables, summed and put in order.

Belongs here: SUM and GROUP BY. Does not: rates, medians, distinct counts (the release publishes those finished).
"""

from collections.abc import Sequence

from dashboards.data import Release, Row
from dashboards.words import Words

DAILY_LIMIT = 400


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


def read_reach_by_platform(release: Release) -> list[Row]:
    """platform_name, reported, removed, live, live_high, missing, live_missing on the last day, most reported first.

    live_high is NULL where one of its parts is: then nothing bounds the sum either.
    """
    return release.rows("""
        SELECT coalesce(platform_name, platform_id) AS platform_name,
               sum(followers_reported) AS reported, sum(followers_removed) AS removed,
               sum(followers_live) AS live, sum(accounts_followers_missing_count) AS missing,
               sum(accounts_live_followers_missing_count) AS live_missing,
               CASE WHEN count(followers_live_high) = count(*) THEN sum(followers_live_high) END AS live_high
        FROM fct_reach_daily LEFT JOIN dim_platform USING (platform_id)
        WHERE date_day = (SELECT max(date_day) FROM fct_reach_daily)
        GROUP BY ALL ORDER BY reported DESC NULLS LAST, platform_name
    """)


def read_platform_stock(release: Release, table: str, column: str) -> dict[str, list[Row]]:
    """date_day and value of one stock per platform name; the platform with the highest last value first."""
    rows = release.rows(f"""
        SELECT coalesce(platform_name, platform_id) AS platform_name, date_day, sum({column}) AS value
        FROM {table} LEFT JOIN dim_platform USING (platform_id)
        GROUP BY ALL ORDER BY platform_name, date_day
    """)
    by_platform: dict[str, list[Row]] = {}
    for row in rows:
        by_platform.setdefault(row["platform_name"], []).append(row)
    thinned = {name: thin(days) for name, days in by_platform.items()}
    return dict(sorted(thinned.items(), key=lambda item: (-(item[1][-1]["value"] or 0), item[0])))


def read_platform_names(release: Release) -> dict[str, str]:
    """The name of each platform by its slug."""
    rows = release.rows("SELECT platform_id, platform_name FROM dim_platform ORDER BY platform_id")
    return {row["platform_id"]: row["platform_name"] for row in rows}
