"""CSV as it really arrives: cut, mis-encoded, oddly quoted. No record may be lost or counted twice."""

import csv
import io
import itertools
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from orchestration.connectors import files
from orchestration.connectors.base import RAW_TEXT_LIMIT_CHARACTERS, SourceDrift
from orchestration.connectors.csv_text import read_records, take_census
from orchestration.connectors.staging import TextRow
from tests.unit.staged_files import COLUMNS, HEADER, Stage, connect, line


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with connect() as opened:
        yield opened


@pytest.fixture
def stage(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> Stage:
    return Stage(connection, tmp_path)


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


def test_csv_cut_in_many_places_accounts_for_every_record_in_the_warehouse(stage: Stage) -> None:
    for content, begun_count in itertools.islice(csv_cuts(), 0, None, 17):
        rows, rejects = stage("cut.csv", content)
        assert sorted([row[3] for row in rows] + [reject[0] for reject in rejects]) == list(range(2, 2 + begun_count))


def test_csv_cut_inside_a_quoted_value_says_so(stage: Stage) -> None:
    content = "\n".join([HEADER, line("1"), line("2", '"never closed')]).encode()
    rows, [(row_number, reason, raw_text)] = stage("cut.csv", content)
    assert (len(rows), row_number) == (1, 3)
    assert "cut off" in reason
    assert raw_text == line("2", '"never closed')


def test_csv_cut_inside_a_row_says_so(stage: Stage) -> None:
    rows, [(row_number, reason, _)] = stage("cut.csv", f"{HEADER}\n{line('1')}\n2,x,h".encode())
    assert (len(rows), row_number) == (1, 3)
    assert "3 values where 8" in reason
    assert "cut off" in reason


def test_csv_quote_left_open_costs_one_row_and_not_the_rest_of_the_file(stage: Stage) -> None:
    good = [line(str(number)) for number in range(1000)]
    good[3] = line("3", '"open')
    rows, rejects = stage("open.csv", "\n".join([HEADER, *good, ""]).encode())
    assert len(rows) == 999
    assert [(reject[0], reject[2]) for reject in rejects] == [(5, line("3", '"open'))]
    assert {int(str(row[0])): row[3] for row in rows}[999] == 1001


def test_csv_rejects_keep_row_number_and_text_among_blank_lines_and_quoted_newlines(stage: Stage) -> None:
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
def test_csv_byte_order_mark_and_line_ends(stage: Stage, end: str, mark: bytes) -> None:
    content = mark + end.join([HEADER, line("1"), line("2", '"a,b"')]).encode()
    rows, rejects = stage("ends.csv", content)
    assert (rows, rejects) == ([("1", "h", "5", 2), ("2", "a,b", "5", 3)], [])


def test_csv_line_ends_may_be_mixed(stage: Stage) -> None:
    rows, rejects = stage("mixed.csv", f"{HEADER}\r\n{line('1')}\n{line('2')}\r\n".encode())
    assert ([row[0] for row in rows], rejects) == (["1", "2"], [])


def test_csv_a_line_of_10_mb_is_counted_and_its_neighbours_load(stage: Stage) -> None:
    rows, rejects = stage("long.csv", "\n".join([HEADER, line("1"), line("2", "z" * 10_000_000), line("3")]).encode())
    assert ([(row[0], row[3]) for row in rows], rejects) == ([("1", 2), ("2", 3), ("3", 4)], [])


def test_csv_a_line_beyond_any_limit_is_rejected_with_a_shortened_text(stage: Stage) -> None:
    content = "\n".join([HEADER, line("1"), line("2", '"' + "z" * 17_000_000 + '"'), line("3")]).encode()
    rows, [(row_number, reason, raw_text)] = stage("long.csv", content)
    assert ([row[0] for row in rows], row_number) == (["1", "3"], 3)
    assert "longer than" in reason
    assert len(str(raw_text)) == RAW_TEXT_LIMIT_CHARACTERS


def test_csv_latin_1_rows_are_rejected_one_by_one(stage: Stage) -> None:
    content = f"{HEADER}\n{line('1')}\n".encode() + line("2", "caf\xe9").encode("latin-1") + f"\n{line('3')}\n".encode()
    rows, [(row_number, reason, raw_text)] = stage("latin.csv", content)
    assert ([row[0] for row in rows], row_number) == (["1", "3"], 3)
    assert "UTF-8" in reason
    assert "caf\\xe9" in str(raw_text)


def test_csv_values_stay_as_given_but_empty_is_null(stage: Stage) -> None:
    content = "\n".join([HEADER, line("007", " ا b ", ""), line("2", '""', '""'), line("3", 'ab"c')]).encode()
    assert stage("as_given.csv", content)[0] == [("007", " ا b ", None, 2), ("2", None, None, 3), ("3", 'ab"c', "5", 4)]


def test_csv_columns_in_any_order(stage: Stage) -> None:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, list(reversed(COLUMNS)))
    writer.writeheader()
    writer.writerow(dict(zip(COLUMNS, line("1").split(","), strict=True)))
    assert stage("order.csv", buffer.getvalue().encode())[0] == [("1", "h", "5", 2)]


@pytest.mark.parametrize("content", [HEADER, HEADER + "\n", HEADER + "\r\n"])
def test_csv_header_only_is_no_rows(stage: Stage, content: str) -> None:
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
def test_csv_of_another_shape_is_refused(stage: Stage, header: str, complaint: str) -> None:
    with pytest.raises(SourceDrift) as refusal:
        stage("shape.csv", f"{header}\n{line('1')}\n".encode())
    assert complaint in str(refusal.value)
    assert str(refusal.value).startswith("account_checks/shape.csv: ")


def test_a_missing_header_does_not_spill_data_into_the_message(stage: Stage) -> None:
    with pytest.raises(SourceDrift) as refusal:
        stage("headless.csv", line("1", "somebody").encode())
    assert "somebody" not in str(refusal.value)


def test_csv_file_names_are_not_patterns(stage: Stage) -> None:
    stage("a[1].csv", f"{HEADER}\n{line('1')}\n".encode())
    stage("a1.csv", f"{HEADER}\n{line('2')}\n".encode())
    assert stage("a[1].csv")[0][0][0] == "1"
    assert stage("it's * ?.csv", f"{HEADER}\n{line('3')}\n".encode())[0][0][0] == "3"


def test_the_fast_and_the_exact_reading_of_csv_agree(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chooser = random.Random(7)  # noqa: S311 - a seeded choice of cases
    handles = ["h", "", '""', '"a,b"', '"x""y"', '"n\nm"', '"n\r\nm"', '" "', "اردو", '","', '"\n"']
    for number in range(40):
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


def test_damaged_csv_of_any_kind_loses_not_a_letter(stage: Stage) -> None:
    chooser = random.Random(8)  # noqa: S311 - a seeded choice of cases
    for number in range(50):
        content = bytearray("\n".join([HEADER, *(line(str(row), '"a,b"') for row in range(30)), ""]).encode())
        for _ in range(chooser.randint(1, 3)):
            position = chooser.randrange(len(HEADER) + 1, len(content))
            content[position:position] = chooser.choice([b'"', b",", b"\n", b"\n\n", b"\xff", b'""', b" "])
        rows, rejects = stage(f"{number}.csv", bytes(content))
        numbers = [row[3] for row in rows] + [reject[0] for reject in rejects]
        assert len(set(numbers)) == len(numbers)
        loaded = stage.connection.execute("select * exclude (_row) from staged_rows").fetchall()
        kept = letters(*itertools.chain.from_iterable(loaded), *(reject[2] for reject in rejects))
        assert kept == letters(bytes(content).split(b"\n", 1)[1].decode(errors="ignore"))


def test_duckdb_is_the_reader_of_whole_files(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "read_records", lambda *_: pytest.fail("the exact reader was used"))
    assert len(stage("whole.csv", "\n".join([HEADER, *csv_records(), ""]).encode())[0]) == 6
