"""The sample holds every ugly case that real deliveries hold: each is looked for in the files themselves."""

from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path

import pytest

from tests.pipeline import sample_calibration as oracle
from tests.pipeline.sample_calibration import AUGUST, Row, Sources, moment


def file_rows(landing: Path, name: str) -> list[Row]:
    return oracle.read_file(next(landing.glob(f"*/{name}")))


def test_one_file_has_a_byte_order_mark_and_others_have_crlf(landing: Path) -> None:
    content = {path.name: path.read_bytes() for path in landing.glob("*/*.csv")}
    assert [name for name, text in content.items() if text.startswith(b"\xef\xbb\xbf")] == [
        "synthetic-requests-2025-04.csv"
    ]
    with_crlf = {name for name, text in content.items() if text.count(b"\r\n") == text.count(b"\n")}
    assert with_crlf == {"synthetic-requests-2025-05.csv", "synthetic-complaints-00-status-changes.csv"}
    assert all(b"\r" not in text for name, text in content.items() if name not in with_crlf)


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ("synthetic-requests-2025-06.csv", "synthetic-requests-2025-06-again.csv"),
        ("synthetic-responses-2025-q2.csv", "synthetic-responses-2025-q2-again.jsonl"),
    ],
)
def test_rows_are_delivered_again_in_another_file(landing: Path, first: str, again: str) -> None:
    rows, repeated = file_rows(landing, first), file_rows(landing, again)
    assert len(repeated) > 50
    assert all(row in rows for row in repeated)
    assert len(repeated) < len(rows)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("synthetic-requests-2025-06.csv", "request_id"),
        ("synthetic-requests-2025-08.parquet", "request_id"),
        ("synthetic-responses-2025-q2.csv", "response_id"),
        ("synthetic-responses-2025-08.parquet", "response_id"),
    ],
)
def test_one_row_stands_twice_in_a_file(landing: Path, name: str, key: str) -> None:
    times = Counter(row[key] for row in file_rows(landing, name))
    assert [count for count in times.values() if count > 1] == [2]


def test_files_are_out_of_order(landing: Path) -> None:
    amended, *_, newest = [
        [moment(row["recorded_at"]) for row in oracle.read_file(path)]
        for path in sorted((landing / "requests").iterdir())
    ]
    assert max(amended) > datetime.fromisoformat("2025-09-01T00:00:00Z"), "the file that sorts first holds late records"
    responses = [moment(row["recorded_at"]) for row in file_rows(landing, "synthetic-responses-2025-07.parquet")]
    assert responses == sorted(responses, reverse=True) != sorted(responses)
    assert newest == sorted(newest)


def test_a_quoted_newline_stands_in_a_csv_of_requests_and_of_responses(landing: Path) -> None:
    names = [row["display_name"] for row in file_rows(landing, "synthetic-requests-2025-06.csv")]
    assert sum("\n" in name for name in names) == 1
    reasons = [row["reason"] or "" for row in file_rows(landing, "synthetic-responses-2025-q2.csv")]
    assert any("\n" in reason and '"' in reason and "," in reason for reason in reasons)


def test_urdu_display_names_an_emoji_handle_and_the_alias_twitter(sources: Sources) -> None:
    requests = sources["requests"]
    assert sum(any("\u0600" <= letter <= "\u06ff" for letter in row["display_name"]) for row in requests) > 200
    assert any(row["handle"].startswith("sample_🔥_") for row in requests)
    assert {row["platform"] for row in requests if row["handle"].startswith("@")} == {"Twitter"}
    assert "Twitter" in {row["platform"] for row in sources["responses"]}


def test_three_responses_answer_no_known_request(sources: Sources) -> None:
    known = {row["request_id"] for row in sources["requests"]}
    assert len({row["response_id"] for row in sources["responses"] if row["request_id"] not in known}) == 3


def test_follower_counts_of_zero_and_missing_ones(sources: Sources) -> None:
    for source, column in (
        ("requests", "followers_at_report"), ("account_checks", "followers"), ("responses", "followers_at_action"),
    ):  # fmt: skip
        assert {0, None} <= {row[column] for row in sources[source]}, source


def test_a_letter_names_forty_accounts(sources: Sources) -> None:
    batches: defaultdict[str, set[str]] = defaultdict(set)
    for row in sources["requests"]:
        batches[row["batch_ref"]].add(row["handle"])
    assert len(batches["NCCIA-X-20250805-LETTER"]) == 40


def test_requests_are_attributed_to_another_group_before_and_after_15_august(sources: Sources) -> None:
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for row in sources["requests"]:
        groups[row["request_id"]].add(row["claimed_group"])
    moved = {request_id for request_id, labels in groups.items() if labels == {"BLA", "BLF"}}
    known = oracle.takedowns(sources["requests"], AUGUST)
    assert Counter(known[request_id]["claimed_group"] for request_id in moved) == {"BLF": 2, "BLA": 2}


@pytest.mark.parametrize(("source", "before", "after"), [("requests", 4, 3), ("responses", 3, 3), ("complaints", 9, 0)])
def test_records_are_withdrawn_before_and_after_15_august(
    sources: Sources, source: str, before: int, after: int
) -> None:
    withdrawn = {row[oracle.KEYS[source]]: row["recorded_at"] for row in sources[source] if row["is_retracted"]}
    known = {row[oracle.KEYS[source]] for row in sources[source] if not row["is_retracted"]}
    assert withdrawn.keys() <= known
    assert Counter(moment(text) <= AUGUST for text in withdrawn.values()) == Counter({True: before, False: after})


@pytest.mark.parametrize(
    ("source", "column"),
    [
        ("requests", "followers_at_report"),
        ("requests", "legal_basis"),
        ("requests", "reported_at"),
        ("responses", "event_type"),
        ("responses", "followers_at_action"),
        ("complaints", "status"),
    ],
)
def test_a_later_record_changes_a_value(sources: Sources, source: str, column: str) -> None:
    values: defaultdict[str, set[object]] = defaultdict(set)
    for row in sources[source]:
        values[row[oracle.KEYS[source]]].add(row[column])
    assert any(len(seen) == 2 for seen in values.values())
