"""The UN consolidated list: attacks, drift, damage, and names as clerks type them."""

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from orchestration.connectors.base import ENTITY_COLUMNS, ReportRows, SourceDrift
from orchestration.connectors.published_reports.un import read_report

OBSERVED_ON = date(2020, 11, 30)
PERSON = (
    "<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>Zebedee</FIRST_NAME><SECOND_NAME>Quux</SECOND_NAME>"
    "<REFERENCE_NUMBER>QDi.001</REFERENCE_NUMBER><LISTED_ON>2001-01-25</LISTED_ON></INDIVIDUAL>"
)
ALIAS = "<ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY><ALIAS_NAME>Other Name</ALIAS_NAME></ENTITY_ALIAS>"
BLANK_ALIAS = "<ENTITY_ALIAS><QUALITY/><ALIAS_NAME/></ENTITY_ALIAS>"


def entity(*extra: str, **changed: str) -> str:
    """An ENTITY; `changed` replaces the text of an element, or leaves the element out when empty."""
    leaves = {
        "DATAID": "7",
        "FIRST_NAME": "SOME GROUP",
        "UN_LIST_TYPE": "Al-Qaida",
        "REFERENCE_NUMBER": "QDe.132",
        "LISTED_ON": "2011-07-29",
    } | changed
    texts = [f"<{name}>{text}</{name}>" for name, text in leaves.items() if text]
    return f"<ENTITY>{''.join(texts)}{''.join(extra)}<ENTITY_ADDRESS/></ENTITY>"


def document(*entities: str, generated: str = "2020-11-30T20:31:19.923-05:00", individuals: str = PERSON) -> str:
    return (
        f'<CONSOLIDATED_LIST dateGenerated="{generated}"><INDIVIDUALS>{individuals}</INDIVIDUALS>'
        f"<ENTITIES>{''.join(entities)}</ENTITIES></CONSOLIDATED_LIST>"
    )


def read(folder: Path, text: str) -> ReportRows:
    path = folder / "list.xml"
    path.write_text(text, encoding="utf-8")
    return read_report(path, OBSERVED_ON)


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(SourceDrift) as refused:
        read(folder, text)
    assert "Quux" not in str(refused.value)
    return refused.value.reason


def rows(report: ReportRows) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = report.rows.to_pylist()
    return found


def names(report: ReportRows) -> list[tuple[str, str]]:
    return [(row["name_kind"], row["entity_name"]) for row in rows(report)]


# --- attacks and damage

LAUGHS = "".join(f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 10))
DECLARATIONS = [
    f'<!DOCTYPE lolz [<!ENTITY a0 "ha">{LAUGHS}]>',
    '<!DOCTYPE x [<!ENTITY a9 SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://localhost/a.dtd"> %a;]>',
    '<!DOCTYPE CONSOLIDATED_LIST SYSTEM "list.dtd">',
]


@pytest.mark.parametrize("declaration", DECLARATIONS)
def test_a_file_that_declares_entities_or_a_dtd_is_refused(tmp_path: Path, declaration: str) -> None:
    text = document(entity(FIRST_NAME="&a9;" if "a9" in declaration else "SOME GROUP"))
    assert "declares a DTD or entities" in refusal(tmp_path, declaration + text)


def test_every_cut_of_the_file_is_refused(tmp_path: Path) -> None:
    text = document(entity(ALIAS))
    for length in range(len(text)):
        refusal(tmp_path, text[:length])


def test_damage_is_named_with_its_place(tmp_path: Path) -> None:
    assert "not readable as XML at line 2, column 0" in refusal(tmp_path, document(entity()) + "\n<more/>")
    assert "the file is empty" in refusal(tmp_path, " \n")
    path = tmp_path / "latin.xml"
    path.write_bytes(document(entity(FIRST_NAME="GR\u00dcN")).encode("latin-1"))
    with pytest.raises(SourceDrift, match="not readable as XML"):
        read_report(path, OBSERVED_ON)


# --- layout drift

DRIFTED = [
    (document(entity()).replace("</INDIVIDUALS>", "</INDIVIDUALS><VESSELS/>"), "not known: VESSELS"),
    (document(entity("<SANCTIONED_UNTIL/>")), "ENTITY has elements that are not known: SANCTIONED_UNTIL"),
    (document(entity(ALIAS.replace("</QUALITY>", "</QUALITY><NOTE/>"))), "ENTITY_ALIAS has elements that are not"),
    (document(entity()).replace("CONSOLIDATED_LIST", "LISTE_RECAPITULATIVE"), "LISTE_RECAPITULATIVE, not"),
    (document(entity(), individuals="<ENTITY/>"), "INDIVIDUALS has elements that are not known: ENTITY"),
    (document(entity()).replace("<INDIVIDUALS>", "<INDIVIDUALS/><INDIVIDUALS>"), "2 elements INDIVIDUALS, not one"),
    (document(), "ENTITIES is empty"),
    (document(entity("stray")), "ENTITY has text between its elements"),
    (document(entity("<FIRST_NAME>AGAIN</FIRST_NAME>")), "FIRST_NAME more than once"),
    (document(entity(FIRST_NAME="A<b>B</b>")), "with elements in it"),
    (document(entity(), entity()), "record 3 has the reference of record 2"),
    (document(entity(LISTED_ON="2020-12-01")), "record 2 is listed after the list was generated"),
    (document(entity(), generated="2020-12-01T00:00:00Z"), "generated on 2020-12-01, after 2020-11-30"),
    (document(entity(), generated="yesterday"), "dateGenerated"),
]


@pytest.mark.parametrize(("text", "said"), DRIFTED)
def test_what_is_not_as_published_is_refused(tmp_path: Path, text: str, said: str) -> None:
    assert said in refusal(tmp_path, text)


# --- what is read


def test_a_name_with_a_line_break_is_one_name_and_blank_aliases_are_none(tmp_path: Path) -> None:
    broken = entity(
        ALIAS, BLANK_ALIAS, "<NAME_ORIGINAL_SCRIPT>\u062c\u0645\u0627\u062a</NAME_ORIGINAL_SCRIPT>"
    ).replace("SOME GROUP", " SOME\n        GROUP\u00a0(SG) ")
    assert names(read(tmp_path, document(broken))) == [
        ("primary", "SOME GROUP (SG)"),
        ("original_script", "\u062c\u0645\u0627\u062a"),
        ("aka", "Other Name"),
    ]


@pytest.mark.parametrize(
    ("quality", "kind"), [("f.k.a.", "fka"), ("Good", "alias_good"), ("Low", "alias_low"), (" ", "alias_unstated")]
)
def test_an_alias_says_of_what_kind_it_is(tmp_path: Path, quality: str, kind: str) -> None:
    report = read(tmp_path, document(entity(ALIAS.replace("a.k.a.", quality))))
    assert names(report)[1:] == [(kind, "Other Name")]


def test_no_person_is_read_and_every_record_is_accounted_for(tmp_path: Path) -> None:
    report = read(tmp_path, document(entity(REFERENCE_NUMBER=" KPe.053 "), entity(LISTED_ON="")))
    assert set(report.rows.column_names) == {*ENTITY_COLUMNS, "row_number"}
    assert [(file.file_name, file.layout, file.read_count) for file in report.files] == [
        ("list.xml", "UN consolidated list (XML)", 3)
    ]
    assert [row.row_number for row in report.ignored] == [1]
    assert [(row["row_number"], row["reference"], row["listed_on"]) for row in rows(report)] == [
        (2, "KPe.053", "2011-07-29")
    ]
    assert [row.row_number for row in report.rejected] == [3]
    assert not any(name in repr(report) for name in ("Zebedee", "Quux"))


UNREADABLE = [
    (entity(REFERENCE_NUMBER=""), "REFERENCE_NUMBER"),
    (entity(REFERENCE_NUMBER="QDi.132"), "REFERENCE_NUMBER"),
    (entity(LISTED_ON=""), "LISTED_ON"),
    (entity(LISTED_ON="29 Jul. 2011"), "LISTED_ON"),
    (entity(LISTED_ON="2011-02-29"), "LISTED_ON"),
    (entity(FIRST_NAME=""), "FIRST_NAME"),
    (entity(UN_LIST_TYPE=""), "UN_LIST_TYPE"),
    (entity(ALIAS.replace("a.k.a.", "maybe")), "QUALITY"),
]


@pytest.mark.parametrize(("unreadable", "element"), UNREADABLE)
def test_an_entity_that_cannot_be_read_is_rejected_without_its_prose(
    tmp_path: Path, unreadable: str, element: str
) -> None:
    prose = unreadable.replace("<ENTITY_ADDRESS/>", "<COMMENTS1>led by Zebedee Quux</COMMENTS1>")
    report = read(tmp_path, document(prose))
    (rejected,) = report.rejected
    assert (rejected.row_number, rejected.column_name, rejected.raw_text) == (2, element, "DATAID 7")
    assert rows(report) == []
    assert rejected.file_name == "list.xml"


def test_a_listing_date_with_an_offset_is_the_day_that_is_written(tmp_path: Path) -> None:
    report = read(tmp_path, document(entity(LISTED_ON="2015-03-27-04:00")))
    assert [row["listed_on"] for row in rows(report)] == ["2015-03-27"]


def test_a_zip_is_read_in_place_but_not_with_two_lists(tmp_path: Path) -> None:
    path = tmp_path / "un.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("consolidated.xml", document(entity()))
    assert [row["file_name"] for row in rows(read_report(path, OBSERVED_ON))] == ["un.zip/consolidated.xml"]
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("older.xml", document(entity()))
    with pytest.raises(SourceDrift, match="several lists"):
        read_report(path, OBSERVED_ON)
