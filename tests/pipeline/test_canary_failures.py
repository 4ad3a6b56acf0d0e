"""What goes wrong is told without a value: labels that no seed knows, rows and files that cannot be read, bad sheets.

Told are the names of files and columns, the numbers of rows, and rules; the rows themselves stay in the warehouse.
"""

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from orchestration.connectors.sources import SOURCES
from orchestration.settings import PROJECT_DIR, Settings
from tests.pipeline.canary import FAILING, marks_below, marks_in_file, marks_in_text
from tests.pipeline.conftest import leave_out_published_reports
from tests.pipeline.large_sample import ACCOUNT_KEY, RESTRICTED_KEY, TEXTS
from tests.pipeline.marts import ask
from tests.pipeline.workbench import Ran, Workbench, run_in

SOUND = {
    "request_id": "RQ-7-1",
    "agency": "PTA",
    "platform": "Facebook",
    "object_type": "account",
    "handle": TEXTS["requests"]["handle"],
    "display_name": TEXTS["requests"]["display_name"],
    "url": f"https://example.org/{TEXTS['requests']['url']}",
    "claimed_group": "TTP",
    "legal_basis": "PECA 2016 s.9",
    "requested_action": "suspend",
    "reported_at": "2025-10-29T10:00:00+05:00",
    "recorded_at": "2025-10-29T10:00:00+05:00",
    "is_retracted": "false",
}
UNKNOWN_LABELS = {
    "platform": FAILING["platform"],
    "agency": FAILING["agency"],
    "claimed_group": FAILING["group"],
    "legal_basis": FAILING["basis"],
}
UNREADABLE = {
    "request_id": f"{FAILING['free']} said so 1",
    "batch_ref": f"letter of {FAILING['free']}",
    "reported_at": FAILING["time"],
    "recorded_at": f"2025-10-29T10:00:00 {FAILING['time']}",
    "followers_at_report": FAILING["count"],
    "object_type": FAILING["listed"],
    "requested_action": FAILING["listed"],
    "channel": FAILING["listed"],
    "is_retracted": FAILING["listed"],
}
NAMED_FILE = f"synthetic-{FAILING['file']}.xlsx"
PLACES = ("releases", "site", "gate", "dagster")


def write_rows(path: Path, rows: list[dict[str, str]]) -> None:
    """A request log of these rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, SOURCES["requests"].columns)
        writer.writeheader()
        writer.writerows(rows)


def spoil_everything(landing: Path) -> None:
    """Add rows with a mark where a label, a time, a count, a listed value or an id belongs, and files of no use."""
    labelled = [
        SOUND | {"request_id": f"RQ-7-{n}", column: label} for n, (column, label) in enumerate(UNKNOWN_LABELS.items())
    ]
    write_rows(landing / "requests" / "synthetic-mislabelled.csv", labelled)
    write_rows(
        landing / "requests" / "synthetic-unreadable.csv", [SOUND | {c: value} for c, value in UNREADABLE.items()]
    )
    damaged = (landing / "requests" / "synthetic-requests-2025-10.parquet").read_bytes()[:3000]
    (landing / "complaints" / "synthetic-cut.parquet").write_bytes(damaged + FAILING["bytes"].encode() + b"PAR1")
    (landing / "engagements" / NAMED_FILE).write_bytes(f"no workbook: {FAILING['sheet']}".encode())
    checks = landing / "account_checks"
    columns = ",".join(SOURCES["account_checks"].columns)
    (checks / "synthetic-header.csv").write_text(f"{columns},{FAILING['header']} of 5\nx\n", encoding="utf-8")
    (checks / "synthetic-ragged.csv").write_text(f'{columns}\n{FAILING["ragged"]},1,2\n"{FAILING["ragged"]}', "utf-8")
    broken = [
        f'{{"check_id": "{FAILING["bytes"]}"',
        json.dumps(FAILING["bytes"]),
        json.dumps({"url": [FAILING["bytes"]]}),
    ]
    (checks / "synthetic-broken.jsonl").write_text("\n".join(broken), encoding="utf-8")


@pytest.fixture(scope="module")
def spoilt(workbench: Workbench, october: Ran) -> Ran:
    """A build from the sample and all that, told to pass over the files; the labels must stop it."""
    workbench.clear(october.home)
    leave_out_published_reports(workbench)
    spoil_everything(workbench.settings.landing)
    return workbench.takedown("spoilt", "build", "--keep-going")


def test_the_build_fails_and_the_rows_are_kept(spoilt: Ran) -> None:
    assert spoilt.code == 1
    assert "every_label_is_known" in spoilt.stdout + spoilt.stderr
    rejected = ask(spoilt.home / "warehouse.duckdb", "select reason, raw_text from raw.rejected_rows")
    assert len(rejected) >= len(UNREADABLE) + 2
    assert marks_in_text("".join(reason for reason, _ in rejected)) == set()
    assert marks_in_text("".join(text for _, text in rejected)) >= {
        FAILING[n] for n in ("time", "count", "listed", "free")
    }


def test_reasons_of_refusals_quote_nothing(spoilt: Ran) -> None:
    refused = ask(spoilt.home / "warehouse.duckdb", "select source_uri, reason from raw.refused_files order by all")
    files = [f"account_checks/synthetic-{name}" for name in ("broken.jsonl", "header.csv")]
    assert [uri for uri, _ in refused] == [*files, "complaints/synthetic-cut.parquet", f"engagements/{NAMED_FILE}"]
    assert marks_in_text("".join(reason for _, reason in refused)) == set()


def test_what_was_said_names_files_and_no_values(spoilt: Ran) -> None:
    assert marks_in_text(spoilt.stdout + spoilt.stderr) <= {FAILING["file"]}


@pytest.mark.parametrize("place", PLACES)
def test_no_mark_is_in_a_file(spoilt: Ran, place: str) -> None:
    allowed = {FAILING["file"]} if place == "dagster" else set()
    found = {name: marks - allowed for name, marks in marks_below(spoilt.home / place).items()}
    assert {name: marks for name, marks in found.items() if marks} == {}


def test_the_refused_file_can_be_found_in_the_log(spoilt: Ran) -> None:
    assert {FAILING["file"]} in marks_below(spoilt.home / "dagster").values()


def test_no_mark_is_in_what_dbt_left(spoilt: Ran) -> None:
    for folder in (PROJECT_DIR / "target", PROJECT_DIR / "logs", spoilt.home / "dbt_logs"):
        if folder.exists():
            assert marks_below(folder) == {}, folder


@pytest.fixture
def sheet(workbench: Workbench, large: Ran, tmp_path: Path) -> Path:
    """Candidate mirrors of the large sample, exported for a person."""
    path = tmp_path / "candidates.csv"
    code, stdout, stderr = run_in(large.home, keyed(workbench), "review", "--export", str(path))
    assert code == 0, stderr
    assert marks_in_text(stdout + stderr) == set()
    return path


def keyed(workbench: Workbench) -> Settings:
    """Settings with the keys of the large sample."""
    return replace(workbench.settings, account_key=ACCOUNT_KEY, restricted_key=RESTRICTED_KEY)


def test_an_exported_sheet_has_names_and_is_private(sheet: Path) -> None:
    assert {TEXTS["requests"]["handle"], TEXTS["requests"]["display_name"]} <= marks_in_file(sheet)
    assert sheet.stat().st_mode & 0o777 == 0o600


def spoilt_sheets(rows: list[dict[str, str]]) -> Iterator[list[dict[str, str]]]:
    """The sheet with a mark in each of its columns in turn, a verdict given; and one under another header."""
    for column in rows[0]:
        yield [
            {**row, "verdict": "confirmed", column: f"{FAILING['free']}{number}"} for number, row in enumerate(rows[:3])
        ]
    yield [{FAILING["header"]: FAILING["free"]}]


def test_a_sheet_that_cannot_be_taken_is_told_without_its_cells(workbench: Workbench, large: Ran, sheet: Path) -> None:
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    refusals = 0
    for number, spoilt in enumerate(spoilt_sheets(rows)):
        path = sheet.with_name(f"spoilt-{number}.csv")
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(spoilt[0]))
            writer.writeheader()
            writer.writerows(spoilt)
        code, stdout, stderr = run_in(large.home, keyed(workbench), "review", "--import", str(path))
        refusals += code == 1
        assert marks_in_text(stdout + stderr) == set(), stderr
    assert refusals >= 7
