"""The UN Security Council consolidated list: from the XML to one row of text per name of a listed organisation.

Belongs here: reading the list's elements strictly, and keeping every person out of the warehouse.
Does not: getting at the bytes (archive.py), or comparing the list with our designations (dbt).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from orchestration.connectors.base import (
    ENTITY_COLUMNS,
    ROW_NUMBER_COLUMN,
    IgnoredRow,
    RejectedRow,
    ReportFile,
    ReportRows,
)
from orchestration.connectors.published_reports.archive import Packing, read_files
from orchestration.connectors.published_reports.layouts import NotAsPublished, one_spaced, path_of
from orchestration.connectors.published_reports.records import refuse_utf_16
from orchestration.connectors.published_reports.refusals import naming_member, refusing

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    import pyarrow as pa

PUBLISHER = "un"
REPORT = "un_consolidated_list"
LAYOUT = "UN consolidated list (XML)"
HOME = "un.py"
PACKING = Packing(suffix=".xml", members=re.compile(r"([\w. -]+/)?[\w. -]+\.xml", re.IGNORECASE), home=HOME)

SECTIONS = {"INDIVIDUALS": "INDIVIDUAL", "ENTITIES": "ENTITY"}
NO_PERSON = "an individual: no person enters the warehouse"
# Children of ENTITY: what is read, once at most, and what is knowingly not read (addresses and comments name persons).
READ_ONCE = ("DATAID", "FIRST_NAME", "NAME_ORIGINAL_SCRIPT", "REFERENCE_NUMBER", "LISTED_ON", "UN_LIST_TYPE")
NOT_READ = ("VERSIONNUM", "SUBMITTED_ON", "COMMENTS1", "LIST_TYPE", "LAST_DAY_UPDATED", "ENTITY_ADDRESS")
SORT_KEYS = ("SORT_KEY", "SORT_KEY_LAST_MOD")
ENTITY_CHILDREN = {*READ_ONCE, *NOT_READ, *SORT_KEYS, "ENTITY_ALIAS"}
ALIAS_CHILDREN = ("QUALITY", "ALIAS_NAME")
NAME_KINDS = {"a.k.a.": "aka", "f.k.a.": "fka", "Good": "alias_good", "Low": "alias_low", "": "alias_unstated"}

REFERENCE = re.compile(r"[A-Z]{2}e\.[0-9]{3,4}")  # e: entity; the references of persons have an i there
# xs:date may carry an offset (one listing does): the day is the one that is written.
LISTED_ON = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(Z|[+-][0-9]{2}:[0-9]{2})?")
GENERATED_AT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})?")


class _Fault(NamedTuple):
    """Why an entity cannot be read, and the element at fault."""

    element: str
    reason: str


@dataclass(frozen=True)
class _Entity:
    row_number: int
    reference: str
    list_name: str
    listed_on: str
    names: list[tuple[str, str]]


def read_report(path: Path, observed_on: date) -> ReportRows:
    """One row per name of a listed organisation in the XML file, or the zip that holds it, at `path`.

    Individuals come back as ignored rows, without their names; entities without a reference, a listing date or a name
    as rejected. Raises SourceDrift when the XML is damaged, declares a DTD or entities, has an element that is not
    known, gives a reference twice, or was generated after `observed_on`.
    """
    with refusing(path):
        files = list(read_files(path, PACKING))
        if len(files) != 1:
            raise NotAsPublished("the zip archive holds several lists: keep one of them")
        ((file_name, content),) = files
        with naming_member(file_name, path):
            return _read_list(file_name, content, observed_on)


def _read_list(file_name: str, content: bytes, observed_on: date) -> ReportRows:
    root = _parse(content)
    generated_on = _generated_on(root, observed_on)
    records = [record for section in _sections(root) for record in section]
    entities: list[_Entity] = []
    rejected: list[RejectedRow] = []
    ignored: list[IgnoredRow] = []
    for row_number, record in enumerate(records, start=1):
        if record.tag == "INDIVIDUAL":
            ignored.append(IgnoredRow(file_name, row_number, NO_PERSON))
            continue
        entity = _read_entity(row_number, record)
        if isinstance(entity, _Entity):
            entities.append(entity)
        else:
            number = f"DATAID {_text(record, 'DATAID')}"  # not the record as found: its prose names persons
            rejected.append(RejectedRow(row_number, entity.element, entity.reason, number, file_name))
    _refuse_contradictions(entities, generated_on)
    files = (ReportFile(file_name, LAYOUT, len(records)),)
    return ReportRows(_table(file_name, entities), files, tuple(rejected), tuple(ignored))


def _parse(content: bytes) -> "Element":
    """The root element. The encoding is UTF-8 whatever the declaration says; no DTD, no entity is followed."""
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    if not content.strip():
        raise NotAsPublished("the file is empty: fetch it again")
    refuse_utf_16(content)
    parser = DefusedXMLParser(encoding="utf-8", forbid_dtd=True)
    try:
        parser.feed(content)
        root: Element = parser.close()
    except DefusedXmlException as error:
        raise NotAsPublished(
            "declares a DTD or entities, which the list never does and attacks on a reader do: do not trust it"
        ) from error
    except ParseError as error:
        line, column = error.position
        raise NotAsPublished(
            f"not readable as XML at line {line}, column {column}: it is damaged or cut short, fetch it again"
        ) from error
    return root


def _generated_on(root: "Element", observed_on: date) -> str:
    if root.tag != "CONSOLIDATED_LIST":
        raise NotAsPublished(f"the root element is {root.tag}, not CONSOLIDATED_LIST: this is not the UN list")
    generated_on = _day(GENERATED_AT, root.get("dateGenerated", ""))
    if generated_on is None:
        raise NotAsPublished("dateGenerated of CONSOLIDATED_LIST is missing or is no time: fetch it again")
    if generated_on > observed_on.isoformat():
        raise NotAsPublished(f"was generated on {generated_on}, after {observed_on}, the day the file was observed")
    return generated_on


def _sections(root: "Element") -> Iterator["Element"]:
    _refuse_unknown(root, SECTIONS)
    for name, record in SECTIONS.items():
        if len(root.findall(name)) != 1:
            raise NotAsPublished(f"CONSOLIDATED_LIST has {len(root.findall(name))} elements {name}, not one: {_TEACH}")
        _refuse_unknown(root.findall(name)[0], (record,))
    if not len(root.findall("ENTITIES")[0]):
        raise NotAsPublished("ENTITIES is empty: fetch it again")
    yield from root


_TEACH = f"fetch it again, or teach {path_of(HOME)}"


def _refuse_unknown(parent: "Element", known: Iterable[str]) -> None:
    """Raises NotAsPublished for a child that is not `known`, and for text where only elements belong."""
    if unknown := sorted({child.tag for child in parent} - set(known)):
        raise NotAsPublished(f"{parent.tag} has elements that are not known: {', '.join(unknown)}. {_TEACH}")
    if any((text or "").strip() for text in (parent.text, *(child.tail for child in parent))):
        raise NotAsPublished(f"{parent.tag} has text between its elements: {_TEACH}")


def _read_entity(row_number: int, record: "Element") -> _Entity | _Fault:
    _refuse_unknown(record, ENTITY_CHILDREN)
    _refuse_misshapen(record, READ_ONCE)
    for alias in record.findall("ENTITY_ALIAS"):
        _refuse_unknown(alias, ALIAS_CHILDREN)
        _refuse_misshapen(alias, ALIAS_CHILDREN)
    reference, listed_on = _text(record, "REFERENCE_NUMBER"), _day(LISTED_ON, _text(record, "LISTED_ON"))
    if not REFERENCE.fullmatch(reference):
        return _Fault("REFERENCE_NUMBER", "no reference of an entity, such as QDe.132")
    if listed_on is None:
        return _Fault("LISTED_ON", "no listing date, such as 2011-07-29")
    for element in ("UN_LIST_TYPE", "FIRST_NAME"):
        if not _text(record, element):
            return _Fault(element, "blank")
    names = _names(record)
    if isinstance(names, _Fault):
        return names
    return _Entity(row_number, reference, _text(record, "UN_LIST_TYPE"), listed_on, names)


def _refuse_misshapen(record: "Element", leaves: Iterable[str]) -> None:
    for leaf in leaves:
        found = record.findall(leaf)
        if len(found) > 1 or any(len(element) for element in found):
            raise NotAsPublished(f"{record.tag} has {leaf} more than once, or with elements in it: {_TEACH}")


def _names(record: "Element") -> list[tuple[str, str]] | _Fault:
    """(kind, name) of each name; an alias without a name is none, as the list writes where there is no alias."""
    names = [("primary", _text(record, "FIRST_NAME")), ("original_script", _text(record, "NAME_ORIGINAL_SCRIPT"))]
    for alias in record.findall("ENTITY_ALIAS"):
        kind = NAME_KINDS.get(_text(alias, "QUALITY"))
        if kind is None:
            return _Fault("QUALITY", f"a quality of an alias that is not known: look at it, then teach {path_of(HOME)}")
        names.append((kind, _text(alias, "ALIAS_NAME")))
    return list(dict.fromkeys((kind, name) for kind, name in names if name))


def _refuse_contradictions(entities: list[_Entity], generated_on: str) -> None:
    first_rows: dict[str, int] = {}
    for entity in entities:
        first = first_rows.setdefault(entity.reference, entity.row_number)
        if first != entity.row_number:
            raise NotAsPublished(f"record {entity.row_number} has the reference of record {first}: fetch it again")
        if entity.listed_on > generated_on:
            raise NotAsPublished(f"record {entity.row_number} is listed after the list was generated: fetch it again")


def _text(parent: "Element", name: str) -> str:
    return one_spaced(parent.findtext(name) or "")


def _day(form: re.Pattern[str], text: str) -> str | None:
    """The date that `text`, in this form, begins with; None when it has another form or names no day."""
    match = form.fullmatch(text)
    if match is None:
        return None
    try:
        return date.fromisoformat(match[1]).isoformat()
    except ValueError:
        return None


def _table(file_name: str, entities: list[_Entity]) -> "pa.Table":
    import pyarrow as pa

    rows = [
        (PUBLISHER, REPORT, file_name, entity.reference, entity.list_name, name, kind, entity.listed_on)
        for entity in entities
        for kind, name in entity.names
    ]
    row_numbers = [entity.row_number for entity in entities for _ in entity.names]
    columns: list[tuple[str, ...]] = list(zip(*rows, strict=True)) or [()] * len(ENTITY_COLUMNS)
    texts = {name: pa.array(column, pa.string()) for name, column in zip(ENTITY_COLUMNS, columns, strict=True)}
    return pa.table(texts | {ROW_NUMBER_COLUMN: pa.array(row_numbers, pa.int64())})
