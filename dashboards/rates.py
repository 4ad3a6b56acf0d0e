"""A rate as the release published it: with its n, its Wilson bounds and the smallest n that may be shown.

Rates are read, never computed: the only arithmetic here is the length of an error bar.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.data import Release, Row
from dashboards.release_facts import ReleaseError
from dashboards.words import NULL, Words

SUMMARY = "fct_compliance_summary"
FAMILY = ("complied_of_reported", "complied_of_decided", "response")


@dataclass(frozen=True)
class Rate:
    """One published rate of one platform, or of all."""

    label: str
    rate: float | None
    numerator: int
    denominator: int
    low: float | None
    high: float | None
    min_cell: int

    @property
    def is_withheld(self) -> bool:
        """Too few to say: some, but fewer than min_cell. With a denominator of 0 there is no rate to withhold."""
        return 0 < self.denominator < self.min_cell

    @property
    def reach_above(self) -> float:
        return 0.0 if self.is_blank else max(0.0, (self.high or 0.0) - (self.rate or 0.0))

    @property
    def reach_below(self) -> float:
        return 0.0 if self.is_blank else max(0.0, (self.rate or 0.0) - (self.low or 0.0))

    def is_below(self, overall: "Rate") -> bool:
        """Whether the whole interval lies below the overall rate. Only then may a page call it low."""
        comparable = not self.is_blank and not overall.is_blank
        return comparable and self.high is not None and overall.rate is not None and self.high < overall.rate

    def is_above(self, overall: "Rate") -> bool:
        """Whether the whole interval lies above the overall rate."""
        comparable = not self.is_blank and not overall.is_blank
        return comparable and self.low is not None and overall.rate is not None and self.low > overall.rate

    def standing(self, overall: "Rate | None") -> str:
        """below, above, neither, or withheld: the same words as the cube's column of standing."""
        if self.is_blank or overall is None or overall.is_blank:
            return "withheld"
        return "below" if self.is_below(overall) else "above" if self.is_above(overall) else "neither"

    def describe(self, words: Words) -> str:
        """62.6% (533 of 852, 95% interval 59.3% to 65.7%), or why there is none."""
        if self.is_withheld:
            return words.say("withheld (n < {n})", n=self.min_cell)
        if self.rate is None:
            return NULL
        return words.say(
            "{rate} ({numerator} of {denominator}, 95% interval {low} to {high})",
            rate=words.percent(self.rate),
            numerator=words.number(self.numerator),
            denominator=words.number(self.denominator),
            low=words.percent(self.low),
            high=words.percent(self.high),
        )

    @property
    def is_blank(self) -> bool:
        """Nothing to draw: withheld, or a share of none."""
        return self.is_withheld or self.rate is None


def read_summary(release: Release, words: Words) -> list[Row]:
    """The platform rows of the summary with `platform_name`, most reported first, then the total row last.

    Raises ReleaseError when there is not exactly one total row.
    """
    rows = release.rows(
        f"""
        SELECT summary.*,
               CASE WHEN is_total THEN $1 ELSE coalesce(platform_name, summary.platform_id) END AS platform_name
        FROM {SUMMARY} AS summary LEFT JOIN dim_platform AS platform USING (platform_id)
        ORDER BY summary.is_total, summary.reported_count DESC, summary.platform_id
        """,
        [words.say("All platforms")],
    )
    if sum(row["is_total"] for row in rows) != 1:
        raise ReleaseError(f"{SUMMARY} has {sum(row['is_total'] for row in rows)} total rows, not one")
    return rows


def read_rate(release: Release, row: Row, family: str, table: str = SUMMARY) -> Rate:
    """One rate of a row of `table`, labelled by its name, platform_name or agency_name.

    Raises ReleaseError when its metric states no min_cell.
    """
    return Rate(
        label=next(row[name] for name in ("name", "platform_name", "agency_name") if name in row),
        rate=row[f"{family}_rate"],
        numerator=row[f"{family}_numerator"],
        denominator=row[f"{family}_denominator"],
        low=row[f"{family}_low"],
        high=row[f"{family}_high"],
        min_cell=release.facts.min_cell(table, f"{family}_rate"),
    )


def by_rate(rates: Sequence[Rate]) -> list[Rate]:
    """Highest first; withheld and empty ones last; ties by name."""
    return sorted(rates, key=lambda rate: (rate.is_blank, -(rate.rate or 0.0), rate.label))
