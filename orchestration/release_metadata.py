"""What catalogues read of a release: croissant.json of a tier, CITATION.cff of the whole.

Belongs here: descriptions in the words of others' standards (Croissant 1.0, Citation File Format 1.2.0). Does not: our
own (release_documents), the codebook for people (release_codebook).
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from orchestration.catalog import Column
from orchestration.release_documents import Facts, WrittenTable, sha256_of, to_json

AUTHOR = "Takedown warehouse"
# SPDX id and address of the licence of the aggregates.
LICENSE_ID, LICENSE = "CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"
RESEARCH_TERMS = (
    "Pseudonymous rows, for research: not to be passed on, and no account or person is to be identified from them. "
    f"The aggregates made of them are under {LICENSE}"
)
KEYWORDS = ("content moderation", "takedown requests", "transparency reports", "government requests")
CONTEXT = Path(__file__).parent / "release_terms" / "croissant_context.json"
# As Croissant's own reader knows them: it reads no Parquet under its registered media type.
ENCODINGS = {"parquet": "application/x-parquet", "csv": "text/csv", "gz": "application/gzip"}
# DuckDB type -> Croissant type.
DATA_TYPES = {
    "varchar": "sc:Text",
    "bigint": "sc:Integer",
    "integer": "sc:Integer",
    "double": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "timestamp with time zone": "sc:DateTime",
}


def citation_line(facts: Facts) -> str:
    """One line that cites the release."""
    return f"{AUTHOR}. {facts.title[0].upper()}{facts.title[1:]}. Release {facts.release_id}. Data set."


def write_croissant(folder: Path, tier: str, written: Iterable[WrittenTable], facts: Facts) -> None:
    """Write `<folder>/croissant.json`: each file with its hash, each table as a record set over its Parquet file.

    The DuckDB file is left out: its bytes differ from one writing to the next, and those of this file do not.
    """
    items = list(written)
    content = {
        "@context": json.loads(CONTEXT.read_text(encoding="utf-8")),
        "@type": "sc:Dataset",
        "name": f"takedown-{tier}",
        "description": f"{facts.title[0].upper()}{facts.title[1:]}. The {tier} tier of release {facts.release_id}.",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "citeAs": citation_line(facts),
        "creator": {"@type": "sc:Organization", "name": AUTHOR},
        "datePublished": facts.as_of_date,
        "keywords": [*KEYWORDS, *(["synthetic"] if facts.is_synthetic else [])],
        "license": LICENSE if tier == "public" else RESEARCH_TERMS,
        "url": f"urn:takedown:{facts.release_id}:{tier}",
        "version": _semantic_version(facts.release_id),
        "distribution": [_file_object(folder, path) for item in items for path in item.files],
        "recordSet": [_record_set(item) for item in items],
    }
    (folder / "croissant.json").write_text(to_json(content), encoding="utf-8")


def citation_file(facts: Facts) -> str:
    """CITATION.cff of the release."""
    import yaml

    content = {
        "cff-version": "1.2.0",
        "message": "Cite the release that you used, by its version: figures of another date are another release.",
        "type": "dataset",
        "title": facts.title[0].upper() + facts.title[1:],
        "abstract": _abstract(facts),
        "authors": [{"name": AUTHOR}],
        "version": facts.release_id,
        "date-released": facts.as_of_date,
        "license": LICENSE_ID,
        "keywords": list(KEYWORDS),
        "identifiers": [
            {
                "type": "other",
                "value": f"urn:takedown:{facts.release_id}",
                "description": "Release id: the as-of date and a hash of the content. SHA256SUMS names every file.",
            }
        ],
    }
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=120)


def _abstract(facts: Facts) -> str:
    warning = "SYNTHETIC sample data; figures are not official statistics. " if facts.is_synthetic else ""
    return (
        f"{warning}What was asked of platforms, what they did, how fast, and how many people it reached, as it was "
        f"known at the end of {facts.as_of_date} in UTC; and what platforms and authorities published themselves. "
        f"The aggregates are under {LICENSE_ID}; the rows of the research tier are not to be passed on."
    )


def _semantic_version(release_id: str) -> str:
    """A release id as Croissant wants versions: 2025-08-15-0a1b2c3d is 2025.8.15+0a1b2c3d."""
    year, month, day, digest = release_id.split("-")
    return f"{int(year)}.{int(month)}.{int(day)}+{digest}"


def _file_object(folder: Path, path: Path) -> dict[str, Any]:
    kind = "csv" if ".csv" in path.suffixes else "parquet"
    return {
        "@type": "cr:FileObject",
        "@id": path.name,
        "name": path.name,
        "contentUrl": path.relative_to(folder).as_posix(),
        "contentSize": f"{path.stat().st_size} B",
        "encodingFormat": ENCODINGS["gz" if path.suffix == ".gz" else kind],
        "sha256": sha256_of(path),
    }


def _record_set(item: WrittenTable) -> dict[str, Any]:
    table = item.table
    keys = [{"@id": f"{table.name}/{column}"} for column in table.grain]
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.description,
        "key": keys[0] if len(keys) == 1 else keys,
        "field": [_field(table.name, column) for column in table.columns],
    }


def _field(table: str, column: Column) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"{table}/{column.name}",
        "name": column.name,
        "description": column.description,
        "dataType": DATA_TYPES[column.data_type],
        "source": {"fileObject": {"@id": f"{table}.parquet"}, "extract": {"column": column.name}},
    }
