"""Published files whose bytes are on record: other bytes under the same name, or the same under another, are refused.

A reader cannot see that a digit was changed, or that a file was renamed to another half-year; a hash can. The record is
the dbt seed `published_files`.
Belongs here: reading that record and comparing. Does not: reading the files themselves (connectors).
"""

import csv
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from orchestration.connectors.base import Batch, SourceDrift

SEED = "published_files.csv"

Place = tuple[str, str, str]  # folder of the report, vintage as ISO date, file name


def read_known_files(seeds: Path) -> dict[Place, str]:
    """The sha256 of every file on record, by its place."""
    with (seeds / SEED).open(encoding="utf-8", newline="") as file:
        return {
            (row["folder"], row["observed_on"], row["source_file"].partition("/")[0]): row["source_file_sha256"]
            for row in csv.DictReader(file)
        }


def refuse_altered(batch: Batch, known: Mapping[Place, str]) -> None:
    """Raises SourceDrift when a published file is on record with other bytes, or its bytes under another name."""
    if batch.report is None or batch.observed_on is None:
        return
    place = (batch.report, batch.observed_on.isoformat(), PurePosixPath(batch.uri).name)
    if known.get(place, batch.sha256) != batch.sha256:
        raise SourceDrift(
            batch.uri,
            f"is on record with other bytes (sha256 {known[place][:12]}, here {batch.sha256[:12]}): fetch it again. If "
            "its publisher changed it, put it into a folder named after the day on which you saw it changed",
        )
    names = {(folder, name) for (folder, _, name), sha256 in known.items() if sha256 == batch.sha256}
    if names and place[::2] not in names:
        folder, name = min(names)
        raise SourceDrift(batch.uri, f"has the bytes that are on record as {folder}/{name}: give it its own name back")
