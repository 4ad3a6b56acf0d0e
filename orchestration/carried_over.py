"""The seeds carried over from real publications: files on record, their half-years, all of their figures on Pakistan.

`make seeds` writes them anew from the files; a test does the same and compares. The files themselves are not ours to
pass on, facts and figures are.
Belongs here: from files to seeds. Does not: how files are read (connectors) or seeds are used (dbt staging).
"""

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from orchestration.connectors.base import ReportFile, ReportRows
from orchestration.connectors.reports import REPORTS
from orchestration.drop_folder import find_files
from orchestration.settings import Settings

COUNTRY_CODE, COUNTRY_LABEL = "PK", "Pakistan"
FILE_COLUMNS = (
    *("file_id", "folder", "publisher", "report", "observed_on", "source_file", "source_file_sha256", "layout"),
    *("read_count", "loaded_count", "rejected_count", "ignored_count", "speaker", "source"),
)
PERIOD_COLUMNS = ("report", "source_file", "source_file_sha256", "period_start", "period_end", "rows_read_count")
# Country and first day go without saying: they are Pakistan's, and of half-years.
FIGURE_COLUMNS = (
    *("file_id", "source_row", "period_end", "product", "requestor", "reason"),
    *("unit", "measure", "value_text", "flags"),
)
FLAGS = ("is_total", "is_repeated", "is_zero_filled")  # their first letters after "is_", where they are true
# Where each publication was found: publisher's page, and the public repository that kept the file of that day.
SOURCES = {
    "google_removals/2014-05-26": "Google Transparency Report, kept by MattiSG/surveillance-baits",
    "google_removals/2023-03-04": "Google Transparency Report, kept by krmaynard/content-policy",
    "google_removals/2024-09-13": "Google Transparency Report, kept by joe-sturla/2024_takedown_analysis",
    "google_removals/2026-03-28": "Google Transparency Report, kept by a public repository of Sanjomwa",
    "meta_content_restrictions/2024-05-30": "Meta Transparency Center, kept by joe-sturla/2024_takedown_analysis",
    "meta_data_requests/2024-05-30": "Meta Transparency Center, kept by a public repository",
    "tiktok_removal_requests/2023-03-04": "TikTok Transparency Center, kept by a public repository",
    "tiktok_removal_requests/2026-11-21": "TikTok Transparency Center, an excerpt retyped",
    "un_consolidated_list/2020-11-30": "United Nations Security Council, kept by a public repository",
    "x_removal_requests/2025-03-13": "Twitter Transparency Center, kept by a public repository",
}

Row = Mapping[str, object]


@dataclass(frozen=True)
class CarriedOver:
    """The seeds as CSV text, by their names."""

    published_files: str
    published_file_periods: str
    published_figures_pakistan: str


def write_seeds(settings: Settings) -> tuple[Path, ...]:
    """Write the seeds from the files in `settings.published_samples`; returns their paths."""
    seeds = carry_over(settings.published_samples)
    written = []
    for name, text in vars(seeds).items():
        written.append(settings.seeds / f"{name}.csv")
        written[-1].write_text(text, encoding="utf-8", newline="\n")
    return tuple(written)


def carry_over(published_samples: Path) -> CarriedOver:
    """Read every publication below `published_samples` (`<report>/<vintage>/<file>`).

    Raises SourceDrift when one is refused, ValueError when nobody has said where a publication comes from.
    """
    files: list[Row] = []
    periods: list[Row] = []
    figures: list[Row] = []
    for report in sorted(REPORTS):
        for path in find_files(published_samples / report):
            place = path.relative_to(published_samples)
            found = REPORTS[report].reader(path, date.fromisoformat(place.parts[1]))
            for file in found.files:
                row = _file_row(path, place, found, file, len(files) + 1)
                files.append(row)
                periods += list(_period_rows(found, file, row))
                figures += list(_figure_rows(found, file, row["file_id"]))
    return CarriedOver(
        published_files=_csv(FILE_COLUMNS, files),
        published_file_periods=_csv(PERIOD_COLUMNS, periods),
        published_figures_pakistan=_csv(FIGURE_COLUMNS, figures),
    )


def _file_row(path: Path, place: Path, found: ReportRows, file: ReportFile, number: int) -> Row:
    folder, vintage = place.parts[:2]
    rows = found.rows.filter(_is_of(found, file))
    said = rows.slice(0, 1).to_pylist()[0] if rows.num_rows else {}
    with path.open("rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    return {
        "file_id": number,
        "folder": folder,
        "publisher": folder.split("_")[0],
        "report": said.get("report", file.report or folder),
        "observed_on": vintage,
        "source_file": file.file_name,
        "source_file_sha256": sha256,
        "layout": file.layout,
        "read_count": file.read_count,
        "loaded_count": len(set(rows["row_number"].to_pylist())),
        "rejected_count": Counter(row.file_name for row in found.rejected)[file.file_name],
        "ignored_count": Counter(row.file_name for row in found.ignored)[file.file_name],
        "speaker": said.get("speaker", ""),
        "source": _source_of(f"{folder}/{vintage}"),
    }


def _source_of(publication: str) -> str:
    if publication not in SOURCES:
        raise ValueError(f"say in SOURCES of orchestration/carried_over.py where {publication} comes from")
    return SOURCES[publication]


def _period_rows(found: ReportRows, file: ReportFile, file_row: Row) -> Iterator[Row]:
    if "period_start" not in found.rows.column_names:
        return
    rows = found.rows.filter(_is_of(found, file))
    names = ("period_start", "period_end", "row_number")
    records = set(zip(*(rows[name].to_pylist() for name in names), strict=True))
    for (start, end), count in sorted(Counter((start, end) for start, end, _ in records).items()):
        yield {**file_row, "period_start": start, "period_end": end, "rows_read_count": count}


def _figure_rows(found: ReportRows, file: ReportFile, file_id: object) -> Iterator[Row]:
    if "country_label" not in found.rows.column_names:
        return
    for figure in found.rows.filter(_is_of(found, file)).to_pylist():
        if figure["country_code"] == COUNTRY_CODE or (
            figure["country_code"] is None and figure["country_label"] == COUNTRY_LABEL
        ):
            flags = "".join(flag.removeprefix("is_")[0] for flag in FLAGS if figure[flag] == "true")
            yield figure | {"file_id": file_id, "source_row": figure["row_number"], "flags": flags}


def _is_of(found: ReportRows, file: ReportFile) -> object:
    import pyarrow.compute as pc

    return pc.equal(found.rows["file_name"], file.file_name)


def _csv(columns: tuple[str, ...], rows: list[Row]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
