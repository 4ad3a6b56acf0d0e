"""What maintained reference data say, read from the seeds: labels, roll-up of splinters, outcomes, listings."""

import csv
import re
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
    register: tuple[dict[str, str], ...]

    def whole_group(self, group_id: str) -> str:
        """The group that a splinter rolls up to; any other group is whole."""
        return self.parents.get(group_id, group_id)

    def was_listed(self, group_id: str, country: str, day: date) -> bool | None:
        """Had the country's own authority listed the group, as named, by that day? None: the register is unsure."""
        rows = [row for row in self.register if (row["named_group_id"], row["authority_id"]) == (group_id, country)]
        sure = [row for row in rows if _is_sure(row)]
        if any(row["is_listed"] == "true" and date.fromisoformat(row["listed_by"]) <= day for row in sure):
            return True
        may_be = any(row["is_listed"] == "true" and date.fromisoformat(row["listed_from"]) <= day for row in rows)
        return False if sure and not may_be else None


def _is_sure(row: dict[str, str]) -> bool:
    """Medium or high. A remark on several authorities, `high (UN), low (US)`, is of each what it says there."""
    words = [word.strip() for word in re.findall(r"[^,(]+(?:\([^)]*\))?", row["confidence"])]
    of_it = [word for word in words if row["authority_id"].upper() in re.findall(r"[A-Z]{2}", word)]
    said: str = (of_it or words or ["low"])[0]
    return said.startswith(("high", "medium"))


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
        register=tuple(_rows("designations")),
    )


def _rows(seed: str) -> list[dict[str, str]]:
    with Path(SEEDS / f"{seed}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
