"""Values made to be executed by whatever they pass through, and a log that has them in every field of text.

Belongs here: the corpus and the files. Does not: where they may turn up (test_injection).
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from orchestration.connectors.sources import SOURCES, Source

CANARY = "takedown_executed"
PAYLOADS = (
    f"'; create table raw.{CANARY} (i int); drop table raw.requests; --",
    f"\"); copy (select 1) to '/tmp/{CANARY}'; --",
    f"{{{{ run_query('create table raw.{CANARY} (i int)') }}}}{{% do x %}}",
    f"<script>{CANARY}()</script>",
    f"</script><img src=x onerror={CANARY}()>",
    f'" onmouseover="{CANARY}()" x="',
    f"javascript:{CANARY}()",
    f'<a href="https://{CANARY}.example/">x</a>',
    f"=cmd|'/c touch /tmp/{CANARY}'!A0",
    f'+HYPERLINK("https://{CANARY}.example")',
    f"@SUM(1+1)*cmd|'{CANARY}'!A0",
    f"\t=1+{CANARY}",
    f"-2+3+cmd|'{CANARY}'!A0",
    f"\x1b]0;{CANARY}\x07\x1b[2J",
    f"$(touch /tmp/{CANARY})`touch /tmp/{CANARY}`",
    f"../../../../tmp/{CANARY}",
    f"%s%n{{0.__class__}}${{{CANARY}}}",
)
# Filled in from lists that people keep: an unknown one stops the build by name.
LABELS = {
    "agency": "PTA",
    "platform": "X",
    "claimed_group": "TTP",
    "legal_basis": "",
    "predecessor_platform": "X",
    "successor_platform": "X",
}
INSTANT = "2025-08-01T10:00:00+00:00"
REPORT = Path("published_reports", "google_removals", "2025-08-01", "google-government-removals.zip")
MEMBER = "google-government-removals/google-government-detailed-removal-requests.csv"
MEMBER_COLUMNS = ("Period Ending", "Country/Region", "CLDR Territory Code", "Product", "Reason", "Total")


def write_report(landing: Path) -> None:
    """A report of Google's with payloads for products and reasons, and, in other rows, for countries."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(MEMBER_COLUMNS)
    writer.writerows(["2024-12-31", "Pakistan", "PK", payload, payload, "5"] for payload in PAYLOADS)
    writer.writerows(["2024-12-31", payload, payload, "YouTube", "Defamation", "5"] for payload in PAYLOADS)
    path = landing / REPORT
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(MEMBER, text.getvalue())


def write_payloads(landing: Path, *, are_labels_spoilt: bool = False) -> None:
    """One file per source: a row per payload, in every field of free text, and in labels too if they are spoilt."""
    for source in SOURCES.values():
        path = landing / source.name / "synthetic-payloads.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(source.columns)
            writer.writerows(_rows(source, {} if are_labels_spoilt else LABELS))


def _rows(source: Source, labels: dict[str, str]) -> Iterator[list[str]]:
    kept = {column for column in labels if (source.name, column) != ("complaints", "claimed_group")}  # free text there
    for number, payload in enumerate(PAYLOADS):
        yield [labels[c] if c in kept else _value(source, c, number, payload) for c in source.columns]


def _value(source: Source, column: str, number: int, payload: str) -> str:
    if column.endswith("_id") or column == "batch_ref":
        return f"RQ-PAYLOAD-{number}" if column == "request_id" else f"{source.name[:2].upper()}-PAYLOAD-{number}"
    if column in source.timestamps:
        return INSTANT
    if column in source.dates:
        return INSTANT[:10]
    if column in source.counts or column in source.booleans:
        return ""
    if column in source.listed:
        return _listed(source, column)
    return payload


def _listed(source: Source, column: str) -> str:
    preferred = {"event_type": "declined", "requested_action": "suspend", "object_type": "account", "status": ""}
    wanted = preferred.get(column) or source.listed[column][0]
    return wanted if wanted in source.listed[column] else source.listed[column][0]
