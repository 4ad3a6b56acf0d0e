"""Files as they really arrive: cut, mis-encoded, oddly quoted. No record may be lost or counted twice."""

import csv
import hashlib
import io
import itertools
import json
import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from orchestration.connectors import files
from orchestration.connectors.base import RAW_TEXT_LIMIT_CHARACTERS, Batch, SourceDrift
from orchestration.connectors.csv_text import read_records, take_census
from orchestration.connectors.files import stage_file
from orchestration.connectors.sources import ACCOUNT_CHECKS
from orchestration.connectors.staging import TextRow

COLUMNS = list(ACCOUNT_CHECKS.columns)
HEADER = ",".join(COLUMNS)
TIME = "2025-07-01T10:00:00+05:00"
Staged = tuple[list[tuple[object, ...]], list[tuple[object, ...]]]


def line(check_id: str, handle: str = "h", followers: str = "5") -> str:
    return f"{check_id},x,{handle},https://example.org,{TIME},{TIME},live,{followers}"


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 2}) as opened:
        opened.execute("set timezone = 'UTC'")
        yield opened


@pytest.fixture
def stage(connection: duckdb.DuckDBPyConnection, tmp_path: Path):
    """Stage bytes as a file; returns (check_id, handle, followers, _row) of the rows, and the rejects."""

    def run(name: str, content: bytes | None = None) -> Staged:
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content)
        found = path.read_bytes()
        kind = path.suffix.removeprefix(".")
        batch = Batch(
            "account_checks", f"account_checks/{name}", path, hashlib.sha256(found).hexdigest(), len(found), kind
        )
        stage_file(connection, batch, ACCOUNT_CHECKS)
        rows = connection.execute("select check_id, handle, followers, _row from staged_rows order by _row").fetchall()
        rejects = connection.execute("select row_number, reason, raw_text from staged_rejects order by 1").fetchall()
        return rows, rejects

    return run


# --- CSV -------------------------------------------------------------------------------------------------------------

MULTILINE = '"two\nlines, ""quoted"""'


def csv_records() -> list[str]:
    return [line("1"), line("2", MULTILINE), line("3", "اردو"), line("4", '"plain"'), line("5", MULTILINE), line("6")]


def csv_cuts() -> Iterator[tuple[bytes, int]]:
    """The file cut at every byte after its header, each with the number of records begun."""
    starts, content = [], (HEADER + "\n").encode()
    for text in csv_records():
        starts.append(len(content))
        content += (text + "\n").encode()
    for cut in range(len(HEADER) + 1, len(content)):
        yield content[:cut], sum(start < cut for start in starts)


def test_csv_cut_at_every_byte_accounts_for_every_record(tmp_path: Path) -> None:
    path = tmp_path / "cut.csv"
    for content, begun_count in csv_cuts():
        path.write_bytes(content)
        found = list(read_records(path, len(COLUMNS)))
        assert [each.row_number for each in found] == list(range(2, 2 + begun_count)), content[-40:]
        assert all(isinstance(each, TextRow) for each in found[:-1])


def test_csv_cut_in_many_places_accounts_for_every_record_in_the_warehouse(stage) -> None:
    for content, begun_count in itertools.islice(csv_cuts(), 0, None, 17):
        rows, rejects = stage("cut.csv", content)
        assert sorted([row[3] for row in rows] + [reject[0] for reject in rejects]) == list(range(2, 2 + begun_count))


def test_csv_cut_inside_a_quoted_value_says_so(stage) -> None:
    content = "\n".join([HEADER, line("1"), line("2", '"never closed')]).encode()
    rows, [(row_number, reason, raw_text)] = stage("cut.csv", content)
    assert (len(rows), row_number) == (1, 3)
    assert "cut off" in reason
    assert raw_text == line("2", '"never closed')


def test_csv_cut_inside_a_row_says_so(stage) -> None:
    rows, [(row_number, reason, _)] = stage("cut.csv", f"{HEADER}\n{line('1')}\n2,x,h".encode())
    assert (len(rows), row_number) == (1, 3)
    assert "3 values where 8" in reason
    assert "cut off" in reason


def test_csv_quote_left_open_costs_one_row_and_not_the_rest_of_the_file(stage) -> None:
    good = [line(str(number)) for number in range(1000)]
    good[3] = line("3", '"open')
    rows, rejects = stage("open.csv", "\n".join([HEADER, *good, ""]).encode())
    assert len(rows) == 999
    assert [(reject[0], reject[2]) for reject in rejects] == [(5, line("3", '"open'))]
    assert {int(str(row[0])): row[3] for row in rows}[999] == 1001


def test_csv_rejects_keep_row_number_and_text_among_blank_lines_and_quoted_newlines(stage) -> None:
    content = "\r\n".join(
        [
            HEADER,
            line("1", '"a\r\nb"'),
            "",
            line("2"),
            "too,few",
            line("3"),
            line("4") + ",surplus",
            line("5") + ",",
            "",
        ]
    )
    rows, rejects = stage("mixed.csv", content.encode())
    assert [(row[0], row[3]) for row in rows] == [("1", 2), ("2", 4), ("3", 6)]
    assert [reject[0] for reject in rejects] == [5, 7, 8]
    assert rejects[0][2] == "too,few"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_csv_byte_order_mark_and_line_ends(stage, end: str, mark: bytes) -> None:
    content = mark + end.join([HEADER, line("1"), line("2", '"a,b"')]).encode()
    rows, rejects = stage("ends.csv", content)
    assert (rows, rejects) == ([("1", "h", "5", 2), ("2", "a,b", "5", 3)], [])


def test_csv_line_ends_may_be_mixed(stage) -> None:
    rows, rejects = stage("mixed.csv", f"{HEADER}\r\n{line('1')}\n{line('2')}\r\n".encode())
    assert ([row[0] for row in rows], rejects) == (["1", "2"], [])


def test_csv_a_line_of_10_mb_is_counted_and_its_neighbours_load(stage) -> None:
    rows, rejects = stage("long.csv", "\n".join([HEADER, line("1"), line("2", "z" * 10_000_000), line("3")]).encode())
    assert ([(row[0], row[3]) for row in rows], rejects) == ([("1", 2), ("2", 3), ("3", 4)], [])


def test_csv_a_line_beyond_any_limit_is_rejected_with_a_shortened_text(stage) -> None:
    content = "\n".join([HEADER, line("1"), line("2", '"' + "z" * 17_000_000 + '"'), line("3")]).encode()
    rows, [(row_number, reason, raw_text)] = stage("long.csv", content)
    assert ([row[0] for row in rows], row_number) == (["1", "3"], 3)
    assert "longer than" in reason
    assert len(str(raw_text)) == RAW_TEXT_LIMIT_CHARACTERS


def test_csv_latin_1_rows_are_rejected_one_by_one(stage) -> None:
    content = f"{HEADER}\n{line('1')}\n".encode() + line("2", "caf\xe9").encode("latin-1") + f"\n{line('3')}\n".encode()
    rows, [(row_number, reason, raw_text)] = stage("latin.csv", content)
    assert ([row[0] for row in rows], row_number) == (["1", "3"], 3)
    assert "UTF-8" in reason
    assert "caf\\xe9" in str(raw_text)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("name", ["wide.csv", "wide.jsonl"])
def test_wide_encodings_are_refused_with_the_remedy(stage, name: str, encoding: str) -> None:
    with pytest.raises(SourceDrift, match="iconv"):
        stage(name, f"{HEADER}\n{line('1')}\n".encode(encoding))


def test_csv_values_stay_as_given_but_empty_is_null(stage) -> None:
    content = "\n".join([HEADER, line("007", " ا b ", ""), line("2", '""', '""'), line("3", 'ab"c')]).encode()
    assert stage("as_given.csv", content)[0] == [("007", " ا b ", None, 2), ("2", None, None, 3), ("3", 'ab"c', "5", 4)]


def test_csv_columns_in_any_order(stage) -> None:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, list(reversed(COLUMNS)))
    writer.writeheader()
    writer.writerow(dict(zip(COLUMNS, line("1").split(","), strict=True)))
    assert stage("order.csv", buffer.getvalue().encode())[0] == [("1", "h", "5", 2)]


@pytest.mark.parametrize("content", [HEADER, HEADER + "\n", HEADER + "\r\n"])
def test_csv_header_only_is_no_rows(stage, content: str) -> None:
    assert stage("header.csv", content.encode()) == ([], [])


@pytest.mark.parametrize(
    ("header", "complaint"),
    [
        (HEADER + ",mood", "unknown column 'mood'"),
        (HEADER.replace(",followers", ""), "missing column 'followers'"),
        (HEADER.replace("followers", " followers"), "unknown column ' followers'; missing column 'followers'"),
        (HEADER + ",url", "repeated column 'url'"),
        (HEADER.upper(), "none of the expected columns"),
        (HEADER.replace(",", ";"), "delimiter"),
        ('"' + HEADER, "header"),
        ("\n" + HEADER, "none of the expected columns"),
    ],
)
def test_csv_of_another_shape_is_refused(stage, header: str, complaint: str) -> None:
    with pytest.raises(SourceDrift) as refusal:
        stage("shape.csv", f"{header}\n{line('1')}\n".encode())
    assert complaint in str(refusal.value)
    assert str(refusal.value).startswith("account_checks/shape.csv: ")


def test_a_missing_header_does_not_spill_data_into_the_message(stage) -> None:
    with pytest.raises(SourceDrift) as refusal:
        stage("headless.csv", line("1", "somebody").encode())
    assert "somebody" not in str(refusal.value)


def test_csv_file_names_are_not_patterns(stage) -> None:
    stage("a[1].csv", f"{HEADER}\n{line('1')}\n".encode())
    stage("a1.csv", f"{HEADER}\n{line('2')}\n".encode())
    assert stage("a[1].csv")[0][0][0] == "1"
    assert stage("it's * ?.csv", f"{HEADER}\n{line('3')}\n".encode())[0][0][0] == "3"


def test_the_fast_and_the_exact_reading_of_csv_agree(stage, tmp_path: Path, monkeypatch) -> None:
    chooser = random.Random(7)
    handles = ["h", "", '""', '"a,b"', '"x""y"', '"n\nm"', '"n\r\nm"', '" "', "اردو", '","', '"\n"']
    for number in range(60):
        end = chooser.choice(["\n", "\r\n"])
        records = [line(str(row), chooser.choice(handles)) for row in range(chooser.randint(0, 40))]
        content = end.join([HEADER, *records, *chooser.choice([[""], []])]).encode()
        monkeypatch.setattr("orchestration.connectors.csv_text.READ_BYTE_COUNT", chooser.choice([1, 2, 7, 64, 1 << 20]))
        rows, rejects = stage(f"{number}.csv", content)
        exact = list(read_records(tmp_path / f"{number}.csv", len(COLUMNS)))
        assert take_census(tmp_path / f"{number}.csv").is_plain
        assert rejects == []
        assert rows == [
            (r.values[0] or None, r.values[2] or None, r.values[7] or None, r.row_number)
            for r in exact
            if isinstance(r, TextRow)
        ]


def letters(*texts: object) -> Counter[str]:
    joined = "".join(str(text).replace("\\xff", "") for text in texts if text is not None)
    return Counter(character for character in joined if character.isalnum())


def test_damaged_csv_of_any_kind_loses_not_a_letter(stage, connection) -> None:
    chooser = random.Random(8)
    for number in range(80):
        content = bytearray("\n".join([HEADER, *(line(str(row), '"a,b"') for row in range(30)), ""]).encode())
        for _ in range(chooser.randint(1, 3)):
            position = chooser.randrange(len(HEADER) + 1, len(content))
            content[position:position] = chooser.choice([b'"', b",", b"\n", b"\n\n", b"\xff", b'""', b" "])
        rows, rejects = stage(f"{number}.csv", bytes(content))
        numbers = [row[3] for row in rows] + [reject[0] for reject in rejects]
        assert len(set(numbers)) == len(numbers)
        loaded = connection.execute("select * exclude (_row) from staged_rows").fetchall()
        kept = letters(*itertools.chain.from_iterable(loaded), *(reject[2] for reject in rejects))
        assert kept == letters(bytes(content).split(b"\n", 1)[1].decode(errors="ignore"))


def test_duckdb_is_the_reader_of_whole_files(stage, monkeypatch) -> None:
    monkeypatch.setattr(files, "read_records", lambda *_: pytest.fail("the exact reader was used"))
    assert len(stage("whole.csv", "\n".join([HEADER, *csv_records(), ""]).encode())[0]) == 6


# --- JSON Lines ------------------------------------------------------------------------------------------------------


def record(**changes: object) -> dict[str, object]:
    return dict(zip(COLUMNS, line("1").split(","), strict=True)) | changes


def lines(*records: object) -> bytes:
    return "\n".join(json.dumps(each, ensure_ascii=False) for each in records).encode()


def test_jsonl_values_become_text(stage) -> None:
    content = lines(
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


def test_jsonl_bad_lines_are_rejected_by_number(stage) -> None:
    short = record()
    del short["followers"]
    good = lines(record())
    bad = [b"{bad", b"[1]", b'"text"', lines(record(handle={"a": 1})), lines(record(url=[1])), b'{"check_id":"\xff"}']
    doubled = good[:-1] + b', "url": "again"}'
    rows, rejects = stage("bad.jsonl", b"\r\n".join([b"\xef\xbb\xbf" + good, *bad, b"", doubled, lines(short)]))
    assert [row[3] for row in rows] == [1, 10]
    assert [reject[0] for reject in rejects] == [2, 3, 4, 5, 6, 7, 9]
    reasons = [str(reject[1]) for reject in rejects]
    for reason, word in zip(
        reasons, ["JSON", "object", "object", "nested", "nested", "UTF-8", "repeated"], strict=True
    ):
        assert word in reason


def test_jsonl_cut_at_every_byte_accounts_for_every_line(stage) -> None:
    content = lines(record(), record(handle="اردو\nb"), record())
    ends = list(itertools.accumulate(len(part) + 1 for part in content.split(b"\n")))
    for cut in range(ends[0], len(content) + 1, 23):
        rows, rejects = stage("cut.jsonl", content[:cut])
        assert len(rows) + len(rejects) == 1 + sum(end < cut for end in ends)


def test_jsonl_a_line_of_10_mb(stage) -> None:
    rows, rejects = stage("long.jsonl", lines(record(), record(handle="z" * 10_000_000), record()))
    assert (len(rows), rejects) == (3, [])


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (lines(record(), record(mood=1)), "unknown column 'mood'"),
        (lines({key: value for key, value in record().items() if key != "url"}), "missing column 'url'"),
        (json.dumps([record()], indent=1).encode(), "no line is a JSON object"),
        (lines({"somebody": 1}), "none of the expected columns"),
    ],
)
def test_jsonl_of_another_shape_is_refused(stage, content: bytes, complaint: str) -> None:
    with pytest.raises(SourceDrift, match=complaint):
        stage("shape.jsonl", content)


# --- Parquet ---------------------------------------------------------------------------------------------------------


def write_parquet(path: Path, **changes: pa.Array) -> None:
    table = {name: pa.array([value] * 2) for name, value in record().items()} | changes
    pq.write_table(pa.table(table), path)


def test_parquet_types_become_text(stage, connection, tmp_path: Path) -> None:
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
    texts = connection.execute("select checked_at, recorded_at, status, url from staged_rows where _row = 1").fetchone()
    assert texts == ("2025-07-01T10:00:00.000005Z", "2025-07-01 10:00:00", "2025-07-01", None)


def test_parquet_keeps_row_order_over_row_groups(stage, tmp_path: Path) -> None:
    table = pa.table({name: pa.array([str(row) for row in range(5000)]) for name in COLUMNS})
    pq.write_table(table, tmp_path / "groups.parquet", row_group_size=100)
    rows, _ = stage("groups.parquet")
    assert all(int(str(row[0])) + 1 == row[3] for row in rows)
    assert len(rows) == 5000


def test_parquet_damaged_anywhere_is_refused(stage, tmp_path: Path) -> None:
    write_parquet(tmp_path / "whole.parquet")
    whole = (tmp_path / "whole.parquet").read_bytes()
    for content in (whole[: len(whole) // 2], whole[:-1], b"PAR1", whole[:4] + b"\xff" * 60 + whole[64:]):
        with pytest.raises(SourceDrift, match="damaged"):
            stage("damaged.parquet", content)


def test_parquet_of_another_shape_is_refused(stage, tmp_path: Path) -> None:
    write_parquet(tmp_path / "more.parquet", mood=pa.array(["a", "b"]))
    write_parquet(tmp_path / "nested.parquet", url=pa.array([["a"], None]))
    write_parquet(tmp_path / "binary.parquet", url=pa.array([b"a", None]))
    for name, complaint in [("more", "unknown column 'mood'"), ("nested", "'url' has"), ("binary", "'url' has")]:
        with pytest.raises(SourceDrift, match=complaint):
            stage(f"{name}.parquet")


# --- Excel -----------------------------------------------------------------------------------------------------------


def write_xlsx(path: Path, *rows: list[object]) -> None:
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)


def test_xlsx_cells_become_text(stage, connection, tmp_path: Path) -> None:
    moment = datetime(2025, 7, 1, 10, 5)  # noqa: DTZ001 - Excel knows no zones
    cells = [12.0, "x", True, None, moment, TIME, date(2025, 7, 1), 1.5]
    write_xlsx(tmp_path / "cells.xlsx", COLUMNS, cells, [], ["2"])
    rows, rejects = stage("cells.xlsx")
    assert (rows, rejects) == ([("12", "true", "1.5", 2), ("2", None, None, 4)], [])
    texts = connection.execute("select url, checked_at, recorded_at, status from staged_rows where _row = 2").fetchone()
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
def test_xlsx_of_another_shape_is_refused(stage, tmp_path: Path, rows: list[list[object]], complaint: str) -> None:
    write_xlsx(tmp_path / "shape.xlsx", *rows)
    with pytest.raises(SourceDrift, match=complaint):
        stage("shape.xlsx")


def test_xlsx_header_only_is_no_rows(stage, tmp_path: Path) -> None:
    write_xlsx(tmp_path / "header.xlsx", COLUMNS)
    assert stage("header.xlsx") == ([], [])


def test_xlsx_damaged_is_refused(stage, tmp_path: Path) -> None:
    write_xlsx(tmp_path / "whole.xlsx", COLUMNS)
    whole = (tmp_path / "whole.xlsx").read_bytes()
    for content in (whole[: len(whole) // 2], b"PK\x03\x04", b"not a workbook"):
        with pytest.raises(SourceDrift, match="damaged"):
            stage("damaged.xlsx", content)


# --- any kind --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet", "xlsx"])
def test_zero_bytes_are_refused(stage, kind: str) -> None:
    with pytest.raises(SourceDrift, match="empty"):
        stage(f"nothing.{kind}", b"")


@pytest.mark.parametrize("name", ["data.xls", "data.json", "data.csv.gz", "data"])
def test_unknown_kinds_are_refused_with_the_known_ones(stage, name: str) -> None:
    with pytest.raises(SourceDrift, match=r"\.csv, \.jsonl, \.ndjson, \.parquet, \.xlsx"):
        stage(name, b"1")
