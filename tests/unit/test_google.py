"""Google's government removal reports: files and archives of the right shape, the wrong one, and damaged."""

from pathlib import Path

import pytest

from orchestration.connectors.base import REPORT_COLUMNS
from orchestration.connectors.published_reports.google_layouts import HEADER_NAMES, LAYOUTS
from tests.unit.google_files import (
    ARCHIVE_NAME,
    BY_REQUESTOR,
    DETAILED,
    MEMBER,
    POLICE,
    figures,
    read,
    refusal,
    rows_of,
    write_csv,
    write_zip,
)

BY_REQUESTOR_COLUMNS = LAYOUTS[0].header

# --- the shape of a file


def test_one_row_per_figure_and_a_blank_stays_visible(tmp_path: Path) -> None:
    report = read(write_csv(tmp_path, BY_REQUESTOR, POLICE))
    assert set(report.rows.column_names) == {*REPORT_COLUMNS, "row_number"}
    assert figures(report, "unit", "measure") == {
        ("request", "received"): "17",
        ("item", "received"): "346",
        ("item", "removed_legal_percent"): "93",
        ("item", "removed_policy_percent"): None,
        ("item", "not_found_percent"): "0",
        ("item", "not_enough_information_percent"): "5",
        ("item", "no_action_percent"): "1",
        ("item", "already_removed_percent"): None,
    }
    assert {row["row_number"] for row in rows_of(report)} == {2}
    assert {(row["product"], row["reason"], row["requestor"]) for row in rows_of(report)} == {("all", "all", "Police")}
    assert {(row["period_start"], row["period_end"]) for row in rows_of(report)} == {("2023-07-01", "2023-12-31")}


@pytest.mark.parametrize(
    "header", [BY_REQUESTOR.replace("Information ", "Information"), BY_REQUESTOR.replace("or,", "er,")]
)
def test_a_trailing_space_and_the_older_spelling_are_the_same_header(tmp_path: Path, header: str) -> None:
    assert header != BY_REQUESTOR
    assert read(write_csv(tmp_path, header, POLICE)).rows.equals(read(write_csv(tmp_path, BY_REQUESTOR, POLICE)).rows)


def test_byte_order_mark_and_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    plain = read(write_csv(tmp_path, BY_REQUESTOR, POLICE)).rows
    assert read(write_csv(tmp_path, BY_REQUESTOR, POLICE, encoding="utf-8-sig", newline="\r\n")).rows.equals(plain)


def test_an_unknown_header_is_shown_beside_the_nearest_layout(tmp_path: Path) -> None:
    reason = refusal(
        write_csv(tmp_path, DETAILED.replace("Total", "Grand Total"), "2023-12-31,Pakistan,PK,YouTube,Other,4")
    )
    assert "'Grand Total'" in reason
    assert "by product and reason (missing 'Total'; not expected 'Grand Total')" in reason


def test_columns_in_another_order_are_refused(tmp_path: Path) -> None:
    reason = refusal(
        write_csv(
            tmp_path, DETAILED.replace("Product,Reason", "Reason,Product"), "2023-12-31,Pakistan,PK,Other,YouTube,4"
        )
    )
    assert "the same columns in another order" in reason


def test_a_column_dropped_or_doubled_is_refused(tmp_path: Path) -> None:
    assert "missing 'Reason'" in refusal(
        write_csv(tmp_path, DETAILED.replace(",Reason", ""), "2023-12-31,Pakistan,PK,YouTube,4")
    )
    assert "another order" in refusal(
        write_csv(tmp_path, f"{DETAILED},Total", "2023-12-31,Pakistan,PK,YouTube,Other,4,4")
    )


def test_a_header_in_two_languages_is_refused(tmp_path: Path) -> None:
    refusal(write_csv(tmp_path, DETAILED.replace("Product", "Produit"), "2023-12-31,Pakistan,PK,YouTube,Other,4"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (f"{DETAILED}\n".encode(), "no records"),
        (f"{DETAILED}\n2023-12-31,Pakistan,PK,YouTube,Other,43".encode(), "cut short"),
        (f"{DETAILED}\n2023-12-31,R\u00e9union,RE,YouTube,Other,4\n".encode("latin-1"), "not UTF-8 at byte"),
        (f"{DETAILED}\n".encode("utf-16") + b"\n", "not UTF-8"),
        (f'{DETAILED}\n2023-12-31,Pakistan,PK,"You"Tube,Other,4\n'.encode(), "not readable as CSV near line 2"),
        (f'{DETAILED}\n2023-12-31,Pakistan,PK,"YouTube,Other,4\n'.encode(), "not readable as CSV"),
    ],
)
def test_a_damaged_file_is_refused_saying_how(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "google-government-detailed-removal-requests.csv"
    path.write_bytes(content)
    assert said in refusal(path)


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    path.write_bytes(b"PK")
    assert "neither .csv nor .zip" in refusal(path)


# --- archives


def test_a_zip_is_read_in_place_and_its_readme_ignored(tmp_path: Path) -> None:
    csv_text = f"{DETAILED}\n2023-12-31,Pakistan,PK,YouTube,Other,4\n"
    path = write_zip(tmp_path, {MEMBER: csv_text, "google-government-removals/README.txt": "prose"})
    assert figures(read(path), "file_name") == {(f"{ARCHIVE_NAME}/{MEMBER}",): "4"}
    assert [entry.name for entry in tmp_path.iterdir()] == [ARCHIVE_NAME]


@pytest.mark.parametrize(
    "name", ["google-government-removals/new.csv", "notes.txt", "../README.txt", "other/README.txt"]
)
def test_an_unexpected_member_refuses_the_archive(tmp_path: Path, name: str) -> None:
    path = write_zip(tmp_path, {MEMBER: f"{DETAILED}\n2023-12-31,Pakistan,PK,YouTube,Other,4\n", name: "x"})
    assert repr(name) in refusal(path)


def test_a_fault_inside_a_member_names_the_member(tmp_path: Path) -> None:
    assert refusal(write_zip(tmp_path, {MEMBER: "a,b\n1,2\n"})).startswith(f"{MEMBER}: header not known")


def test_two_members_of_one_layout_are_refused(tmp_path: Path) -> None:
    text = f"{DETAILED}\n2023-12-31,Pakistan,PK,YouTube,Other,4\n"
    other = MEMBER.replace("detailed-", "")
    assert "has the same layout" in refusal(write_zip(tmp_path, {MEMBER: text, other: text}))


def test_an_archive_without_csv_is_refused(tmp_path: Path) -> None:
    assert "no CSV file" in refusal(write_zip(tmp_path, {"README.txt": "prose"}))


@pytest.mark.parametrize("fraction", [0.0, 0.3, 0.9])
def test_a_zip_cut_in_half_is_refused(tmp_path: Path, fraction: float) -> None:
    path = write_zip(tmp_path, {MEMBER: f"{DETAILED}\n2023-12-31,Pakistan,PK,YouTube,Other,4\n"})
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * fraction)])
    assert "cannot be read" in refusal(path)


def test_a_zip_with_flipped_bytes_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path, {MEMBER: f"{DETAILED}\n2023-12-31,Pakistan,PK,YouTube,Other,4\n"})
    content = bytearray(path.read_bytes())
    position = 30 + len(MEMBER) + 20  # inside the packed data: local header, name, then some
    content[position] ^= 0xFF
    path.write_bytes(bytes(content))
    assert "cannot be read" in refusal(path)


# --- another locale


def test_a_new_locale_needs_a_dictionary_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words unlike those of any locale known: only their place in the header and the dictionary tell what they are."""
    words = {column: f"Wort {place}" for place, column in enumerate(BY_REQUESTOR_COLUMNS)}
    translated = write_csv(tmp_path, ",".join(words.values()), POLICE)
    assert "header not known: 'Wort 0'" in refusal(translated)
    monkeypatch.setitem(HEADER_NAMES, "invented", {word: column for column, word in words.items()})
    found = read(translated).rows
    assert found.equals(read(write_csv(tmp_path, BY_REQUESTOR, POLICE)).rows)


def test_a_header_of_two_locales_is_of_none(tmp_path: Path) -> None:
    mixed = BY_REQUESTOR.replace("Country/Region", "Pays")
    assert "'Pays'" in refusal(write_csv(tmp_path, mixed, POLICE))
