"""Reach: how many followers can the reported accounts still reach?"""

from collections.abc import Sequence

from dashboards.blocks import KeyNumber, Page
from dashboards.data import Release, Row
from dashboards.deltas import Changes, delta_text, read_changes, since_text
from dashboards.filters import Cases, NumberBinding, Place, Text
from dashboards.filters_bar import filter_bar
from dashboards.filters_make import compact
from dashboards.pages.reach_bounds import bound_figure
from dashboards.pages.reach_figures import (
    REACH,
    group_figure,
    held_sentence,
    not_people,
    over_time_figure,
    platform_lines,
    reach_figure,
)
from dashboards.pages.reach_mirrors import mirror_figure
from dashboards.series import REACH_SUMS, read_reach, thin, whole
from dashboards.words import SUPPRESSED, Words


def build(release: Release, words: Words) -> Page:
    """The reach page from the daily reach table."""
    daily = read_daily(release)
    platforms = read_reach(release, "platform", words)
    changes = read_changes(release)
    lead = lead_sentence(daily, words)
    return Page(
        slug="reach",
        nav_label=words.say("Reach"),
        title=words.say("How many followers can the reported accounts still reach?"),
        lead=lead,
        filters=filter_bar(release, words, ("platform", "group", "period")),
        since=since_text(changes, words),
        parts={
            "key_numbers": key_numbers(daily, changes, words),
            "held": held_sentence(release, words),
            "by_platform": reach_figure(platforms, words),
            "over_time": over_time_figure(daily, lead, words),
            "removed": platform_lines(release, "followers_removed", "removed-by-platform",
                                      words.say("No longer reachable, by platform"), words),
            "live": platform_lines(release, "followers_live", "live-by-platform",
                                   words.say("Still reachable, by platform"), words),
            "by_group": group_figure(read_reach(release, "group", words), words),
            "mirrors": mirror_figure(platforms, words),
            "bounds": [bound_figure(platforms, "live", words), bound_figure(platforms, "removed", words)],
        },
    )  # fmt: skip


def read_daily(release: Release) -> list[Row]:
    """REACH_SUMS per day over all platforms and groups; a sum one part of which is withheld is None."""
    sums = ", ".join(whole(column) for column in REACH_SUMS)
    return thin(release.rows(f"SELECT date_day, {sums} FROM {REACH} GROUP BY date_day ORDER BY date_day"))


def lead_sentence(daily: Sequence[Row], words: Words) -> str:
    """Followers within reach and out of reach on the last day, what nobody counted, and that they are sums."""
    if not daily:
        return words.say("No follower count has been observed yet.")
    last = daily[-1]
    if last["followers_live"] is None or last["followers_removed"] is None:
        return words.say("On {day}, the sums of followers are withheld.", day=words.day(last["date_day"]))
    told = words.say(
        "On {day}, reported accounts that were still up had {live} followers between them; those removed or withheld "
        "had {removed}. {not_people}",
        day=words.day(last["date_day"]), live=words.number(last["followers_live"]),
        removed=words.number(last["followers_removed"]), not_people=not_people(words),
    )  # fmt: skip
    missing = last["accounts_live_followers_missing_count"]
    if not missing:
        return told
    more = words.plural(
        "{count} account still up was never counted: it may be more.",
        "{count} accounts still up were never counted: it may be more.",
        missing,
    )
    return f"{told} {more}"


def key_numbers(daily: Sequence[Row], changes: Changes, words: Words) -> tuple[KeyNumber, ...]:
    """Still and no longer reachable, regained by mirrors, and net of those."""
    last = daily[-1] if daily else dict.fromkeys(REACH_SUMS)
    labels = (
        ("followers_live", words.say("Still reachable")),
        ("followers_removed", words.say("No longer reachable")),
        ("followers_regained", words.say("Regained by mirrors")),
        ("followers_net_removed", words.say("Net no longer reachable")),
    )
    return tuple(_key(label, column, last, changes, words) for column, label in labels)


def _key(label: str, column: str, last: Row, changes: Changes, words: Words) -> KeyNumber:
    value = SUPPRESSED if last[column] is None else words.compact(last[column])
    return KeyNumber(
        label,
        value,
        _most_text(last, column, words),
        f"{REACH}.{column}",
        binding=NumberBinding("reach", Cases(column, {"": Text(SUPPRESSED)}, compact(column)), _most(column, words)),
        delta=delta_text(changes.get(REACH, column), words, "compact"),
    )


def _most_text(last: Row, column: str, words: Words) -> str:
    high = last[f"{column}_high"]
    if high is None:
        return _unbounded(column, words)
    return words.say("followers; at most {high}", high=words.compact(high))


def _most(column: str, words: Words) -> Cases:
    told = Text(words.say("followers; at most {high}", high="{high}"), {"high": Place(f"{column}_high", "compact")})
    return Cases(f"{column}_high", {"": Text(_unbounded(column, words))}, told)


def _unbounded(column: str, words: Words) -> str:
    """Why there is no most."""
    if column in ("followers_regained", "followers_net_removed"):
        return words.say("withheld where a platform has too few mirrors; or nothing bounds it")
    return words.say("followers; nothing bounds what was never counted")
