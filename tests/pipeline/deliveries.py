"""What the landing folder is handed: the sample's own records in other files, with marks in them, or spoilt.

The records are taken from `raw` of a warehouse that the sample was landed in, so they are what its files say.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb

from orchestration.connectors.sources import RESPONSES, SOURCES
from orchestration.release_tables import quote
from orchestration.warehouse import connect

TRUNCATED_AT = datetime.fromisoformat("2025-08-15T23:59:59.999999+00:00")
# Nothing in the sample reads like it, and no rule of handles changes it: lower case, letters only.
MARK = "zqmarkqz"
FREE_TEXTS = {
    "requests": ("handle", "display_name", "url"),
    "responses": ("reason", "reference"),
    "account_checks": ("handle", "url"),
    "complaints": (),
    "engagements": ("subject", "outcome"),
    "mirror_reviews": ("predecessor_handle", "successor_handle"),
}
PIECES = ("csv", "parquet", "json", "csv", "json")
SUFFIXES = {"csv": "csv", "parquet": "parquet", "json": "jsonl"}

EARLY = ("RS-EARLY-1", "2025-01-01T00:00:00+05:00")
UNKNOWN_COLUMN = "requests/synthetic-unknown-column.csv"
REAL_FILE = "requests/letters-of-october.csv"


def copy_sample_until(last: datetime, warehouse: Path, landing: Path) -> None:
    """Write the records known at `last`, one file a source."""
    with connect(warehouse, read_only=True) as raw:
        for source in SOURCES:
            known = f"cast(recorded_at as timestamptz) <= timestamptz '{last.isoformat()}'"
            _write(raw, source, landing / source / f"synthetic-until-{last:%Y-%m-%d}.csv", where=known)


def deliver_otherwise(warehouse: Path, landing: Path) -> Iterator[None]:
    """Write the records in five pieces a source, in an order of no meaning, in two deliveries that overlap.

    Yields after each delivery. In the second a file of the first comes again under another name, byte by byte, and
    every fourth record comes again in another file.
    """
    for numbers in ((3, 0), (4, 1, 2)):
        with connect(warehouse, read_only=True) as raw:
            for source, spec in SOURCES.items():
                folder = landing / source
                for number in numbers:
                    path = folder / f"synthetic-{9 - number}.{SUFFIXES[PIECES[number]]}"
                    _write(raw, source, path, where=_shuffle(spec.key, 5, number), order=f"md5({spec.key})")
                if 4 in numbers:
                    first = folder / "synthetic-9.csv"
                    (folder / "synthetic-0-the-same.csv").write_bytes(first.read_bytes())
                    _write(raw, source, folder / "synthetic-00-some.jsonl", where=_shuffle(spec.key, 4, 1))
        yield


def plant_marks(warehouse: Path, landing: Path) -> None:
    """Replace the sample by itself with the mark at the end of every free text, so that equal names stay equal."""
    with connect(warehouse, read_only=True) as raw:
        for source, texts in FREE_TEXTS.items():
            for old in (landing / source).iterdir():
                old.unlink()
            marked = ", ".join(f"rtrim({name}) || '{MARK}' as {name}" for name in texts)
            _write(
                raw, source, landing / source / "synthetic-marked.csv", replace=f"replace ({marked})" if texts else ""
            )


def spoil(landing: Path) -> None:
    """Add a request log that does not say it is synthetic, and an answer given before it was asked for."""
    header = ",".join(SOURCES["requests"].columns)
    known = f"account,{MARK},{MARK},,,,suspend,portal,7,2025-10-29T10:00:00+05:00,2025-10-29T10:00:00+05:00,false"
    (landing / REAL_FILE).write_text(f"{header}\nREAL-1,,PTA,Facebook,{known}\n", encoding="utf-8")
    _write_response(landing / "responses" / "synthetic-early.csv", recorded_at="2025-10-30T10:00:00+05:00")


def mend(landing: Path) -> None:
    """Take the real log out and withdraw the early answer; add a row that cannot be read and a file that may not be."""
    (landing / REAL_FILE).unlink()
    withdrawn = landing / "responses" / "synthetic-withdrawn.csv"
    _write_response(withdrawn, recorded_at="2025-10-30T11:00:00+05:00", is_retracted=True)
    header = ",".join(SOURCES["account_checks"].columns)
    row = f"CK-1,Facebook,{MARK},{MARK},2025-10-30T10:00:00,2025-10-30T10:00:00+05:00,live,7"
    (landing / "account_checks" / "synthetic-no-offset.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    columns = ",".join((*SOURCES["requests"].columns, "surname"))
    values = ",".join([MARK] * (len(SOURCES["requests"].columns) + 1))
    (landing / UNKNOWN_COLUMN).write_text(f"{columns}\n{values}\n", encoding="utf-8")


def _write_response(path: Path, *, recorded_at: str, is_retracted: bool = False) -> None:
    response_id, event_at = EARLY
    flag = str(is_retracted).lower()
    row = f"{response_id},RQ-2025-00007,Facebook,received,{event_at},{recorded_at},,{MARK},{MARK},{flag}"
    path.write_text(f"{','.join(RESPONSES.columns)}\n{row}\n", encoding="utf-8")


def _shuffle(key: str, modulus: int, remainder: int) -> str:
    return f"('0x' || left(md5({key} || recorded_at), 6))::bigint % {modulus} = {remainder}"


def _write(
    raw: duckdb.DuckDBPyConnection,
    source: str,
    path: Path,
    *,
    where: str = "true",
    order: str = "all",
    replace: str = "",
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = ", ".join(SOURCES[source].columns)
    kind = {"jsonl": "json", "csv": "csv, header"}.get(path.suffix[1:], path.suffix[1:])
    raw.execute(
        f"copy (select * {replace} from (select {columns} from raw.{source} where {where}) order by {order}) "
        f"to {quote(path)} (format {kind})"
    )
