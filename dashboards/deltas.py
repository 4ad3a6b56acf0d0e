"""What moved since the release before, as the release itself tells it: read, and written beside a number.

Belongs here: reading `publication_changes` and the words for one change. Does not: working a change out (the release
did), the sentences of the Brief.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from dashboards.data import Release
from dashboards.words import Words

CHANGES = "publication_changes"
STATUS = "publication_status"
ALL = "all"
Kind = Literal["number", "compact", "points", "days"]


@dataclass(frozen=True)
class Change:
    """One figure then and now. A part, or the whole, is None where the release does not tell it."""

    before: float | None
    now: float | None
    change: float | None
    restated: float | None
    new: float | None
    is_redefined: bool = False


@dataclass(frozen=True)
class Changes:
    """Every headline figure's change, and the day that the former release is as of (None for a first release)."""

    since: date | None = None
    figures: Mapping[tuple[str, str, str], Change] = field(default_factory=dict)

    def get(self, table: str, column: str, platform: str = ALL) -> Change | None:
        """The change of table.column for a platform id or `all`; None where the release tells none."""
        return self.figures.get((table, column, platform))

    def redefined(self) -> list[tuple[str, str]]:
        """Table and column of the figures that mean something else than they did."""
        return sorted({(table, column) for (table, column, _), it in self.figures.items() if it.is_redefined})


def read_changes(release: Release) -> Changes:
    """What the release says of the one before. Empty for a first release, and for one from before this was told."""
    facts = release.facts
    if facts.compared_with is None or not release.has_rows(CHANGES):
        return Changes()
    since = release.rows(f"SELECT as_of_date FROM {STATUS} WHERE release = $1", [facts.compared_with])
    rows = release.rows(f"FROM {CHANGES} ORDER BY table_name, metric, platform_id")
    figures = {
        (row["table_name"], row["metric"], row["platform_id"]): Change(
            before=row["value_before"],
            now=row["value_now"],
            change=row["change"],
            restated=row["restated_change"],
            new=row["new_change"],
            is_redefined=row["is_redefined"],
        )
        for row in rows
    }
    return Changes(since[0]["as_of_date"] if since else None, figures)


def delta_text(change: Change | None, words: Words, kind: Kind = "number") -> str:
    """+220, +646K, +9.9 points, −2 days or unchanged, to stand beside the number; empty where nothing is told."""
    if change is None or change.change is None:
        return ""
    if not _shown(change.change, kind):
        return words.say("unchanged")
    return signed_text(change.change, words, kind)


def _shown(value: float, kind: Kind) -> float:
    """The number as it is written: a share's change in points with one decimal, any other as a whole number."""
    return round(value * 100, 1) if kind == "points" else round(value)


def signed_text(value: float, words: Words, kind: Kind = "number") -> str:
    """A change with its sign. A share moves by points, not by per cent."""
    number = _shown(value, kind) + 0  # no minus before a nought
    if kind == "points":
        return words.say("{change} points", change=words.signed(number))
    if kind == "days":
        return words.plural("{change} day", "{change} days", abs(round(number)), change=words.signed(number))
    if kind == "compact":
        sign = "+" if value > 0 else "\u2212" if value < 0 else ""
        # In Urdu the number stands first and its unit after it: +8.4 lakh.
        digits, gap, unit = words.compact(abs(value)).partition("\xa0")
        return words.ltr(sign + digits) + gap + unit
    return words.signed(number)


def since_text(changes: Changes, words: Words) -> str:
    """What the small numbers beside the large ones are since, once a page; empty for a first release."""
    if changes.since is None:
        return ""
    return words.say("change since {day}", day=words.day(changes.since))
