"""CHANGES.md: what a release holds that the one before did not, told from their data packages.

Belongs here: comparison of two data packages, and the words for figures that were restated (release_restatements finds
them). Does not: judging the change (the gate does).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

Package = Mapping[str, Any]


def changes(new: Path, previous: Path | None, restated: Sequence[Mapping[str, Any]] = ()) -> str:
    """CHANGES.md for the release folder `new` against `previous` (None for the first one).

    `restated` sums up the past figures that changed: one row per table, metric and cause.
    """
    title = f"# Changes in {new.name}\n\n"
    if previous is None:
        return title + "This is the first release here; there is nothing to compare it with.\n"
    lines = [line for tier in ("public", "research") for line in _tier_changes(tier, new, previous)]
    body = "\n".join(lines) if lines else "No table, row count or definition differs; values may."
    return f"{title}Compared with {previous.name}.\n\n{body}\n\n{_restated(restated)}"


def _restated(rows: Sequence[Mapping[str, Any]]) -> str:
    if not rows:
        return "No figure about the past changed.\n"
    lines = "\n".join(
        f"| `{row['table_name']}` | `{row['metric']}` | {row['cause']} | {row['cells_count']:,} "
        f"| {_signed(row['largest_difference'])} | {row['first_date']} to {row['last_date']} |"
        for row in rows
    )
    return (
        "## The past as it is told now\n\nEvery figure is in `publication_restatements`, with what it was and is.\n\n"
        f"| table | figure | why | cells | largest difference | dated |\n|---|---|---|---:|---:|---|\n{lines}\n"
    )


def _signed(difference: float | None) -> str:
    return "withheld" if difference is None else f"{difference:+,.10g}"


def _tier_changes(tier: str, new: Path, previous: Path) -> Iterator[str]:
    after, before = _tables(new / tier), _tables(previous / tier)
    for name in sorted(after.keys() - before.keys()):
        yield f"- `{name}` is new ({after[name]['takedown']['row_count']:,} rows)."
    for name in sorted(before.keys() - after.keys()):
        yield f"- `{name}` is no longer published."
    for name in sorted(after.keys() & before.keys()):
        yield from _table_changes(name, after[name], before[name])


def _table_changes(name: str, after: Package, before: Package) -> Iterator[str]:
    new_count, old_count = after["takedown"]["row_count"], before["takedown"]["row_count"]
    if new_count != old_count:
        yield f"- `{name}`: {old_count:,} rows before, {new_count:,} now ({new_count - old_count:+,})."
    elif after["hash"] != before["hash"]:
        yield f"- `{name}`: {new_count:,} rows as before, with other values."
    new_fields, old_fields = _fields(after), _fields(before)
    for column in sorted(new_fields.keys() ^ old_fields.keys()):
        yield f"- `{name}.{column}` is {'new' if column in new_fields else 'no longer published'}."
    for column in sorted(new_fields.keys() & old_fields.keys()):
        if new_fields[column] != old_fields[column]:
            yield f"- `{name}.{column}`: its definition changed: {new_fields[column]['description']}"


def _tables(folder: Path) -> dict[str, Package]:
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return {resource["name"]: resource for resource in package["resources"] if resource["format"] == "parquet"}


def _fields(resource: Package) -> dict[str, Package]:
    return {field["name"]: field for field in resource["schema"]["fields"]}
