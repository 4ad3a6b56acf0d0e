"""JSON Lines, Parquet and Excel as they really arrive, and what holds for any kind of file."""

import itertools
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from orchestration.connectors.base import SourceDrift
from tests.unit.staged_files import COLUMNS, HEADER, TIME, Stage, connect, json_lines, line, record


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with connect() as opened:
        yield opened


@pytest.fixture
def stage(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> Stage:
    return Stage(connection, tmp_path)


def test_jsonl_values_become_text(stage: Stage) -> None:
    content = json_lines(
        record(followers=7),
        record(followers=7.0),
        record(followers=None),
        record(followers=7.5),
        record(followers=True),
        record(handle="", followers=""),
    )
    rows, rejects = stage("types.jsonl", content)
    assert [row[2] for row in rows] == ["7", "7", None, "7.5", "true", None]
    assert (rows[5][1], rejects) == (None, [])


def test_jsonl_bad_lines_are_rejected_by_number(stage: Stage) -> None:
    short = record()
    del short["followers"]
    good = json_lines(record())
    bad = [
        b"{bad",
        b"[1]",
        b'"text"',
        json_lines(record(handle={"a": 1})),
        json_lines(record(url=[1])),
        b'{"check_id":"\xff"}',
    ]
    doubled = good[:-1] + b', "url": "again"}'
    rows, rejects = stage("bad.jsonl", b"\r\n".join([b"\xef\xbb\xbf" + good, *bad, b"", doubled, json_lines(short)]))
    assert [row[3] for row in rows] == [1, 10]
    assert [reject[0] for reject in rejects] == [2, 3, 4, 5, 6, 7, 9]
    reasons = [str(reject[1]) for reject in rejects]
    for reason, word in zip(
        reasons, ["JSON", "object", "object", "nested", "nested", "UTF-8", "repeated"], strict=True
    ):
        assert word in reason


def test_jsonl_cut_anywhere_accounts_for_every_line(stage: Stage) -> None:
    content = json_lines(record(), record(handle="اردو\nb"), record())
    ends = list(itertools.accumulate(len(part) + 1 for part in content.split(b"\n")))
    for cut in range(ends[0], len(content) + 1, 47):
        rows, rejects = stage("cut.jsonl", content[:cut])
        assert len(rows) + len(rejects) == 1 + sum(end < cut for end in ends)


def test_jsonl_a_line_of_10_mb(stage: Stage) -> None:
    rows, rejects = stage("long.jsonl", json_lines(record(), record(handle="z" * 10_000_000), record()))
    assert (len(rows), rejects) == (3, [])


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (json_lines(record(), record(mood=1)), "unknown column 'mood'"),
        (json_lines({key: value for key, value in record().items() if key != "url"}), "missing column 'url'"),
        (json.dumps([record()], indent=1).encode(), "no line is a JSON object"),
        (json_lines({"somebody": 1}), "none of the expected columns"),
    ],
)
def test_jsonl_of_another_shape_is_refused(stage: Stage, content: bytes, complaint: str) -> None:
    with pytest.raises(SourceDrift, match=complaint):
        stage("shape.jsonl", content)


def write_parquet(path: Path, **changes: pa.Array) -> None:
    table = {name: pa.array([value] * 2) for name, value in record().items()} | changes
    pq.write_table(pa.table(table), path)


def test_parquet_types_become_text(stage: Stage, tmp_path: Path) -> None:
    moments = [datetime(2025, 7, 1, 10, 0, 0, 5, tzinfo=UTC), None]
    write_parquet(
        tmp_path / "types.parquet",
        followers=pa.array([5.0, None]),
        check_id=pa.array([1, 2]),
        checked_at=pa.array(moments, pa.timestamp("us", "Asia/Karachi")),
        recorded_at=pa.array([datetime(2025, 7, 1, 10), None], pa.timestamp("us")),  # noqa: DTZ001 - the ugly case
        handle=pa.array([True, None]),
        status=pa.array([date(2025, 7, 1), None]),
        url=pa.array(["", "u"]),
    )
    rows, rejects = stage("types.parquet")
    assert (rows, rejects) == ([("1", "true", "5", 1), ("2", None, None, 2)], [])
    texts = stage.connection.execute(
        "select checked_at, recorded_at, status, url from staged_rows where _row = 1"
    ).fetchone()
    assert texts == ("2025-07-01T10:00:00.000005Z", "2025-07-01 10:00:00", "2025-07-01", None)


def test_parquet_keeps_row_order_over_row_groups(stage: Stage, tmp_path: Path) -> None:
    table = pa.table({name: pa.array([str(row) for row in range(5000)]) for name in COLUMNS})
    pq.write_table(table, tmp_path / "groups.parquet", row_group_size=100)
    rows, _ = stage("groups.parquet")
    assert all(int(str(row[0])) + 1 == row[3] for row in rows)
    assert len(rows) == 5000


def test_parquet_damaged_anywhere_is_refused(stage: Stage, tmp_path: Path) -> None:
    write_parquet(tmp_path / "whole.parquet")
    whole = (tmp_path / "whole.parquet").read_bytes()
    for content in (whole[: len(whole) // 2], whole[:-1], b"PAR1", whole[:4] + b"\xff" * 60 + whole[64:]):
        with pytest.raises(SourceDrift, match="damaged"):
            stage("damaged.parquet", content)


def test_parquet_of_another_shape_is_refused(stage: Stage, tmp_path: Path) -> None:
    write_parquet(tmp_path / "more.parquet", mood=pa.array(["a", "b"]))
    write_parquet(tmp_path / "nested.parquet", url=pa.array([["a"], None]))
    write_parquet(tmp_path / "binary.parquet", url=pa.array([b"a", None]))
    for name, complaint in [("more", "unknown column 'mood'"), ("nested", "'url' has"), ("binary", "'url' has")]:
        with pytest.raises(SourceDrift, match=complaint):
            stage(f"{name}.parquet")


def write_xlsx(path: Path, *rows: Sequence[object]) -> None:
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)


def test_xlsx_cells_become_text(stage: Stage, tmp_path: Path) -> None:
    moment = datetime(2025, 7, 1, 10, 5)  # noqa: DTZ001 - Excel knows no zones
    cells = [12.0, "x", True, None, moment, TIME, date(2025, 7, 1), 1.5]
    write_xlsx(tmp_path / "cells.xlsx", COLUMNS, cells, [], ["2"])
    rows, rejects = stage("cells.xlsx")
    assert (rows, rejects) == ([("12", "true", "1.5", 2), ("2", None, None, 4)], [])
    texts = stage.connection.execute(
        "select url, checked_at, recorded_at, status from staged_rows where _row = 2"
    ).fetchone()
    assert texts == (None, "2025-07-01T10:05:00", TIME, "2025-07-01")


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ([], "row 1"),
        ([[], COLUMNS], "row 1"),
        ([[*COLUMNS, "mood"]], "unknown column 'mood'"),
        ([COLUMNS[1:]], "missing column 'check_id'"),
        ([COLUMNS, [*COLUMNS, "outside"]], "unknown column ''"),
    ],
)
def test_xlsx_of_another_shape_is_refused(
    stage: Stage, tmp_path: Path, rows: list[list[object]], complaint: str
) -> None:
    write_xlsx(tmp_path / "shape.xlsx", *rows)
    with pytest.raises(SourceDrift, match=complaint):
        stage("shape.xlsx")


def test_xlsx_header_only_is_no_rows(stage: Stage, tmp_path: Path) -> None:
    write_xlsx(tmp_path / "header.xlsx", COLUMNS)
    assert stage("header.xlsx") == ([], [])


def test_xlsx_damaged_is_refused(stage: Stage, tmp_path: Path) -> None:
    write_xlsx(tmp_path / "whole.xlsx", COLUMNS)
    whole = (tmp_path / "whole.xlsx").read_bytes()
    for content in (whole[: len(whole) // 2], b"PK\x03\x04", b"not a workbook"):
        with pytest.raises(SourceDrift, match="damaged"):
            stage("damaged.xlsx", content)


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet", "xlsx"])
def test_zero_bytes_are_refused(stage: Stage, kind: str) -> None:
    with pytest.raises(SourceDrift, match="empty"):
        stage(f"nothing.{kind}", b"")


@pytest.mark.parametrize("name", ["data.xls", "data.json", "data.csv.gz", "data"])
def test_unknown_kinds_are_refused_with_the_known_ones(stage: Stage, name: str) -> None:
    with pytest.raises(SourceDrift, match=r"\.csv, \.jsonl, \.ndjson, \.parquet, \.xlsx"):
        stage(name, b"1")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("name", ["wide.csv", "wide.jsonl"])
def test_wide_encodings_are_refused_with_the_remedy(stage: Stage, name: str, encoding: str) -> None:
    with pytest.raises(SourceDrift, match="iconv"):
        stage(name, f"{HEADER}\n{line('1')}\n".encode(encoding))
