"""What maintained reference data say, read from the seeds: labels, roll-up of splinters, outcomes, listings."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from orchestration.settings import PROJECT_DIR

SEEDS = PROJECT_DIR / "dbt_project" / "seeds"
UNATTRIBUTED = "unattributed"


@dataclass(frozen=True)
class Reference:
    """Look-ups by the label as sources write it, outer blanks and case aside."""

    platforms: dict[str, str]
    agencies: dict[str, str]
    countries: dict[str, str]
    groups: dict[str, str]
    parents: dict[str, str]
    legal_bases: dict[str, str]
    automatic_events: frozenset[str]
    outcomes: dict[tuple[str, str], str]
    listings: tuple[tuple[str, str, date], ...]

    def whole_group(self, group_id: str) -> str:
        """The group that a splinter rolls up to; any other group is whole."""
        return self.parents.get(group_id, group_id)

    def is_listed(self, group_id: str, country: str, day: date) -> bool:
        """Was the group, as named, listed by the country's own authority by that day?"""
        return any(
            group == group_id and authority == country.lower() and listed_by <= day
            for group, authority, listed_by in self.listings
        )


def clean(label: str) -> str:
    return label.strip().lower()


@cache
def reference() -> Reference:
    return Reference(
        platforms={row["label"]: row["platform_id"] for row in _rows("platform_labels")},
        agencies={row["label"]: row["agency_id"] for row in _rows("agency_labels")},
        countries={row["agency_id"]: row["country_code"] for row in _rows("agencies")},
        groups={row["label"]: row["group_id"] for row in _rows("group_labels")},
        parents={row["group_id"]: row["parent_group_id"] for row in _rows("groups") if row["parent_group_id"]},
        legal_bases={row["label"]: row["legal_basis_id"] for row in _rows("legal_bases")},
        automatic_events=frozenset(row["event_type"] for row in _rows("event_types") if row["is_automatic"] == "true"),
        outcomes={(row["event_type"], row["object_type"]): row["outcome"] for row in _rows("event_outcomes")},
        listings=tuple(
            (row["named_group_id"], row["authority_id"], date.fromisoformat(row["listed_by"]))
            for row in _rows("designations")
            if row["is_listed"] == "true"
        ),
    )


def _rows(seed: str) -> list[dict[str, str]]:
    with Path(SEEDS / f"{seed}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
